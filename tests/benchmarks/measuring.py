"""The whole measurement: all kinds of errors, reports without one, and times."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gdie.reconcile import check
from gdie.reconcile.interval import Interval
from gdie.reconcile.localise import Figure, localise
from gdie.reconcile.model import Constraint
from tests.benchmarks.cases import Case
from tests.benchmarks.injections import INJECTIONS, cases, variants
from tests.benchmarks.reports import make
from tests.benchmarks.scoring import Checked, FalseAlarm, Outcome, Read, Score, false_alarms, gold, score
from tests.benchmarks.seeds import KNOWN, seed_cases, seeds
from tests.benchmarks.speaker import Options

SEEDS = "corpus"
CITY_FIGURES = 200
VARIABLES, SUMS = 100, 60


@dataclass(frozen=True)
class Results:
    """All outcomes, the reports without an error as checked, and false alarms on these."""

    outcomes: tuple[Outcome, ...]
    clean: int
    alarms: tuple[FalseAlarm, ...]
    seconds: tuple[float, ...]

    def alarm_rate(self, severity: str) -> float:
        """Alarms per report without an error."""
        return sum(a.severity == severity for a in self.alarms) / self.clean if self.clean else 0.0


def measure(
    count: int, seed: int, kinds: Sequence[str] = (), read: Read = gold, tick: Callable[[str], None] = print
) -> Results:
    """Score so many cases in all, spread over the kinds, and as many reports that are odd but right.

    Cases do not depend on which other kinds are asked for.
    """
    chosen = list(kinds) or [*INJECTIONS, SEEDS]
    each = max(1, round(count / len(chosen)))
    outcomes: list[Outcome] = []
    seconds: list[float] = []
    alarms: list[FalseAlarm] = []
    documents: set[str] = set()

    def looked_at(checked: Checked) -> None:
        name = f"{checked.report.doc}/{len(checked.report.facts)}"
        if name not in documents:
            documents.add(name)
            seconds.append(checked.seconds)
            alarms.extend(a for a in false_alarms([checked]) if not _is_known(a))

    for kind in chosen:
        tick(kind)
        found = seed_cases(each, seed) if kind == SEEDS else cases(kind, each, seed)
        for case in found:
            outcome, clean = score(case, read)
            outcomes.append(outcome)
            looked_at(clean)
    if not kinds:
        for variant in variants(max(1, each), seed):
            tick(variant.kind)
            before = None
            for draft in variant.drafts:
                made = draft.made()
                looked_at(Checked.of(made, read, before))
                before = made
        for document in seeds():
            looked_at(Checked.of(document.made, read))
    return Results(
        tuple(outcomes),
        len(documents),
        tuple(alarms),
        tuple(seconds),
    )


def _is_known(alarm: FalseAlarm) -> bool:
    return bool(KNOWN.get(alarm.document, set()).intersection(alarm.figures))


def groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Score]]:
    """The scores per kind, then over what the thresholds are of."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        made = isinstance(outcome.case, Case)
        by_kind[outcome.case.kind if made else f"{SEEDS}: {outcome.case.kind}"].append(outcome)
    for kind, own in by_kind.items():
        yield kind, Score.of(own)
    prose = [o for o in outcomes if o.case.area == "prose list"]
    named: list[tuple[str, list[Outcome]]] = [
        ("ALL", list(outcomes)),
        ("ALL that a strict rule sees", [o for o in outcomes if o.case.strict]),
        ("table 三: single cells", [o for o in outcomes if o.case.kind == "table 三: a cell"]),
        ("prose lists", prose),
        ("prose lists, one figure mends it", [o for o in prose if o.case.only]),
        ("ALL, one figure mends it", [o for o in outcomes if o.case.only]),
        (SEEDS, [o for o in outcomes if o.case.area == "seeds"]),
    ]
    yield from ((name, Score.of(own)) for name, own in named if own)


def timings(read: Read = gold) -> dict[str, float]:
    """Milliseconds for a large city's report, clean and with an error, and for localisation in a system of random sums."""
    rng = random.Random(7)
    city = make("city", Options(era="present", figures=CITY_FIGURES))
    figure = next(i for r in city.own_rules if r.name == "list" for i in r.figures)
    found = {}
    for name, draft in (
        ("city report", city),
        ("city report with an error", city.changed({figure: city.figures[figure].value + 9})),
    ):
        report = read(draft.made())
        found[name] = _fastest(lambda report=report: check(report))  # type: ignore[misc]
    figures, constraints = _system(rng)
    found[f"localise, {VARIABLES} figures and {SUMS} sums"] = _fastest(lambda: localise(figures, constraints))
    return found


def _fastest(run: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def _system(rng: random.Random) -> tuple[dict[str, Figure], list[Constraint]]:
    """Random sums of random figures, one of which is then altered; totals are figures of their own."""
    values = {f"x{n}": Fraction(rng.randint(1, 5000)) for n in range(VARIABLES - SUMS)}
    constraints = []
    for n in range(SUMS):
        parts = rng.sample(sorted(values), rng.randint(2, 6))
        values[f"t{n}"] = sum((values[p] for p in parts), Fraction(0))
        constraints.append(Constraint((*((p, Fraction(1)) for p in parts), (f"t{n}", Fraction(-1)))))
    values["x3"] += 90
    figures = {
        name: Figure(name, str(value), value, Interval(value, value)) for name, value in values.items()
    }
    return figures, constraints


def misses(results: Results) -> Iterator[str]:
    """The cases that were not found, or not located though no other figure could mend them, one line each."""
    for outcome in results.outcomes:
        case = outcome.case
        if not isinstance(case, Case) or (outcome.detected and (outcome.rank == 1 or not case.only)):
            continue
        what = "not found" if not outcome.detected else f"rank {outcome.rank}"
        changed = ", ".join(
            f"{case.clean.figures[i].text or case.clean.figures[i].value} → {case.altered.figures[i].text}"
            for i in list(case.wrong)[:3]
        )
        yield f"{case.kind} · {what} · strict {case.strict} · {case.clean.name} · {', '.join(list(case.wrong)[:3])}: {changed}"
