"""Golden files of whole documents: one line a fact, so that a difference reads as facts gained and lost."""

from pathlib import Path

from gdie.facts import Fact

FOLDER = Path(__file__).parent / "golden"


def line(fact: Fact) -> str:
    """What matters of a fact, tab-separated; line breaks inside a span shown as ⏎."""
    period, agency = fact.period, fact.agency
    fields = (
        f"{fact.start}-{fact.end}",
        fact.text,
        f"{fact.value:g}" if fact.value_max is None else f"{fact.value:g}..{fact.value_max:g}",
        fact.unit or "",
        fact.approx,
        f"{fact.category.text}={fact.category.code}" if fact.category and fact.category.code else _name(fact),
        f"{fact.channel.text}={fact.channel.code or ''}" if fact.channel else "",
        fact.column or "",
        f"{period.start or ''}/{period.end or ''}" if period else "",
        agency.name or "" if agency else "",
        fact.part_of or "",
        ",".join(fact.shares),
        " ".join([fact.source, fact.status, "implied" if fact.implied else ""]).strip(),
    )
    return "\t".join(field.replace("\n", "⏎") for field in fields)


def _name(fact: Fact) -> str:
    return fact.category.text if fact.category else ""


def differences(expected: list[str], found: list[str]) -> str:
    """Facts lost (-) and gained (+), as text for a failing test."""
    lost = [f"- {row}" for row in expected if row not in found]
    gained = [f"+ {row}" for row in found if row not in expected]
    return "\n".join([*lost, *gained])
