"""The figures of an agency's year, consistent with each other and with the official form of the time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from gdie.indicators.forms import load_form
from gdie.training.forms import random_values
from tests.benchmarks.drafts import cell_id
from tests.benchmarks.figures import Rule, Sum, list_rule

World = dict[str, Fraction]
APPLICANTS = ("business", "research", "ngo", "legal", "org_other")
# Sums over rows that table 三 does not print.
GROUPS = ("denied", "unable", "unprocessed")
_FEW = 9
# The totals that the rows below them make up (field guide 2.1, 2.2), by the rule that says so.
TOTALS = {
    "local-2008": (
        ("L1", "request.received.total"),
        ("L2", "request.answered.total"),
        ("L3", "request.answered.refused.total"),
        ("C12", "fee.total"),
    ),
    "stats-2014": (
        ("A1", "request.received.total"),
        ("A2", "request.closed.total"),
        ("A3", "request.answered.total"),
        ("A4", "request.answered.denied.total"),
        ("A5", "review.total"),
        ("A5", "litigation.total"),
        ("A5", "complaint.total"),
        ("A6", "reading_room.total"),
        ("A6", "capacity.staff.total"),
    ),
    "t3-2019": (("B2", "t3.done.total"),),
    "t3-2021": (("B2", "t3.done.total"),),
}
QUASI = ("A5",)
# In a world that continues an earlier one: the requests of that year.
LAST_RECEIVED = "last.received"
BALANCE = ("t3.new", "t3.carried_in", "t3.done.total", "t3.carried_out")


@dataclass(frozen=True)
class Era:
    """The years in which reports are alike, and the forms that they print."""

    key: str
    years: tuple[int, int]
    forms: tuple[str, ...]
    received: str
    done: str


ERAS = {
    "free": Era("free", (2009, 2013), ("local-2008",), "request.received.total", "request.answered.total"),
    "stats": Era("stats", (2014, 2018), ("stats-2014",), "request.received.total", "request.answered.total"),
    "tables": Era(
        "tables", (2019, 2020), ("t2-2019", "t3-2019", "t4"), "t3.new.total", "t3.done.total.total"
    ),
    "present": Era(
        "present", (2021, 2025), ("t2-2021", "t3-2021", "t4"), "t3.new.total", "t3.done.total.total"
    ),
}


def split(total: int, count: int, rng: random.Random) -> list[int]:
    """So many whole parts of a number, the first ones usually larger."""
    cuts = sorted(int(total * rng.random() ** 1.3) for _ in range(count - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    return sorted(parts, reverse=rng.random() < 0.7)


def draw(era: Era, rng: random.Random) -> World:
    """The figures of one year; there are always some requests."""
    for _ in range(200):
        world = _drawn(era, rng)
        if world[era.received] >= _FEW and world[era.done] >= _FEW:
            break
    total = rng.randint(300, 30000)
    if era.key in ("tables", "present"):
        world["proactive.total"] = Fraction(total)
        _ways(world, int(world[era.received]), rng)
    world["activity.interviews"] = Fraction(rng.randint(2, 30))
    return world


def _drawn(era: Era, rng: random.Random) -> World:
    world: World = {}
    for identifier in era.forms:
        form = load_form(identifier)
        # Local rows of matrices are not printed by the renderer of forms.
        local = {
            r.cell_code(c) for b in form.blocks if b.axis for r in b.coded if r.local for c in b.axis.columns
        }
        drawn = random_values(form, rng)
        world |= {c: Fraction(value) for c, value in drawn.items() if value is not None and c not in local}
    if era.key == "free":
        return _local(world, rng)
    return _stats(world, rng) if era.key == "stats" else _tables(world)


def _ways(world: World, total: int, rng: random.Random) -> None:
    ways = ("online", "letter", "in_person", "email", "fax")
    count = rng.randint(2, 4)
    for way, value in zip(ways[:count], split(total, count, rng), strict=True):
        world[f"request.received.{way}"] = Fraction(value)


def _received(world: World, rng: random.Random) -> None:
    """As many requests as were answered and a few that are still open, by the ways that the form has."""
    total = int(world["request.answered.total"]) + rng.choice((0, 0, 1, 3))
    world["request.received.total"] = Fraction(total)
    ways = [code for code in world if code.startswith("request.received.") and not code.endswith(".total")]
    for code, value in zip(ways, split(total, len(ways), rng), strict=True):
        world[code] = Fraction(value)


def _local(world: World, rng: random.Random) -> World:
    total = rng.randint(120, 9000)
    world["proactive.total"] = Fraction(total)
    world["proactive.fulltext"] = Fraction(rng.randint(total * 6 // 10, total))
    world["proactive.normative"] = Fraction(rng.randint(0, 12))
    refused = "request.answered.refused."
    # Ranges without a name of their own in prose.
    for number in range(4, 9):
        world.pop(f"{refused}exempt{number}", None)
    world[f"{refused}total"] = sum(
        (v for c, v in world.items() if c.startswith(refused) and not c.endswith(".total")), Fraction(0)
    )
    world["request.answered.granted"] = Fraction(rng.randint(_FEW, 400))
    world["request.answered.total"] = sum(
        (world[f"request.answered.{k}"] for k in ("granted", "partial", "refused.total")), Fraction(0)
    )
    _received(world, rng)
    return world


def _stats(world: World, rng: random.Random) -> World:
    _exact(world, "stats-2014")
    _received(world, rng)
    done = int(world["request.answered.total"])
    late = rng.randint(0, done // 5)
    world["request.closed.total"] = Fraction(done)
    world["request.closed.extended"] = Fraction(late)
    world["request.closed.on_time"] = Fraction(done - late)
    total = rng.randint(200, 20000)
    world["proactive.total"] = Fraction(total)
    world["proactive.normative"] = Fraction(rng.randint(0, 20))
    world["proactive.normative_issued"] = world["proactive.normative"] + rng.randint(0, 5)
    channels = ("website", "wechat", "weibo", "other", "gazette")
    for channel, value in zip(channels, split(total, 5, rng), strict=True):
        world[f"proactive.channel.{channel}"] = Fraction(value + rng.randint(0, (total - value) // 3))
    for kind in ("press", "interview"):
        world[f"response.{kind}.chief"] = min(
            world[f"response.{kind}.chief"], world[f"response.{kind}.total"]
        )
    answered = ("press.total", "interview.total", "social", "other")
    world["response.events"] = min(
        world["response.events"], sum((world[f"response.{k}"] for k in answered), Fraction(0))
    )
    return world


def _tables(world: World) -> World:
    columns = ("person", *APPLICANTS, "total")
    for group in (*GROUPS, "other"):
        for column in columns:
            rows = [c for c in world if c.startswith(f"t3.{group}.") and c.endswith(f".{column}")]
            world[f"t3.{group}.total.{column}"] = sum((world[c] for c in rows), Fraction(0))
    # Of 2019 and 2020 （六）其他处理 is a row of its own.
    if "t3.other.person" in world:
        world = {c: v for c, v in world.items() if not c.startswith("t3.other.total.")}
    world["t3.new.organisations"] = sum((world[f"t3.new.{a}"] for a in APPLICANTS), Fraction(0))
    decided = world["t4.review.total"] - world["t4.review.pending"]
    if world["t4.suit_after.total"] > decided:
        for column in ("upheld", "corrected", "other", "pending", "total"):
            world[f"t4.suit_after.{column}"] = Fraction(0)
    world["litigation.total"] = world["t4.suit_direct.total"] + world["t4.suit_after.total"]
    return world


def form_rules(era: Era, world: World) -> list[Rule]:
    """The rules of the era's forms over their figures (field guide 2.1 and 2.2); rows that a place does not print are in none."""
    found: list[Rule] = []
    for identifier in era.forms:
        form = load_form(identifier)
        rows = [row for block in form.blocks for row in block.coded]
        for name, total in TOTALS.get(identifier, ()):
            parts = [str(row.code) for row in rows if row.of == total]
            columns = [f".{c.key}" for b in form.blocks if b.axis and b.axis.total for c in b.axis.columns]
            for column in columns or [""]:
                ids = [cell_id(code + column) for code in parts if code + column in world]
                found.append(list_rule(name, cell_id(total + column), ids, True, name not in QUASI))
                if identifier.startswith("t3"):
                    balance = zip(BALANCE, (1, 1, -1, -1), strict=True)
                    found.append(Sum("B1", tuple((cell_id(code + column), sign) for code, sign in balance)))
        for block in form.blocks:
            if block.axis and block.axis.total:
                for row in block.coded:
                    ids = [cell_id(row.cell_code(c)) for c in block.axis.columns if c.key != block.axis.total]
                    total = cell_id(f"{row.code}.{block.axis.total}")
                    found.append(list_rule("B4" if block.across else "B3", total, ids, True))
    return found


def _exact(world: World, form: str) -> None:
    """Totals of quasi-strict rules without the undecided cases that they leave room for."""
    rows = [row for block in load_form(form).blocks for row in block.coded]
    for name, total in TOTALS[form]:
        if name in QUASI:
            world[total] = sum((world[str(row.code)] for row in rows if row.of == total), Fraction(0))
