"""Errors in official forms, and between the reports of two years."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from tests.benchmarks.cases import Case, Injection, case_of, slipped, some_report, stated_twice
from tests.benchmarks.drafts import Draft, cell_id
from tests.benchmarks.reports import make
from tests.benchmarks.slips import added, arbitrary, mistyped, one, ten, transposed
from tests.benchmarks.speaker import Options
from tests.benchmarks.worlds import APPLICANTS, ERAS, LAST_RECEIVED, World, draw

COLUMNS = ("person", *APPLICANTS, "total")


def balance(rng: random.Random, seed: int) -> Case | None:
    """The balance of table 三 broken: a row of new requests, or those carried over, with its 总计 adjusted."""
    clean = some_report(seed, rng, "tables", "present")
    row = rng.choice(("t3.new", "t3.carried_in", "t3.carried_out"))
    column = rng.choice(("person", *APPLICANTS))
    more = rng.randint(1, 6)
    values = {i: clean.figures[i].value + more for i in (cell_id(f"{row}.{column}"), cell_id(f"{row}.total"))}
    return case_of("table 三: balance broken", "table 三", clean, values)


def cells_of(clean: Draft, prefix: str) -> list[str]:
    return [i for i in clean.figures if i.startswith(cell_id(prefix))]


def cell(prefix: str, area: str) -> Injection:
    """A single cell; `prefix` chooses the table by the codes of its cells, the form of 2014 where it is empty."""

    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = some_report(seed, rng, *(("stats",) if prefix == "" else ("tables", "present")))
        cells = cells_of(clean, prefix)
        if prefix == "":
            cells = sorted(
                {i for r in clean.rules if r.name in ("A1", "A2", "A3", "A4", "A6") for i in r.figures}
            )
        slip = rng.choice((one, ten, mistyped, added, transposed, arbitrary))
        return slipped(f"{area}: a cell", area, clean, rng.choice(cells), slip, rng)

    return inject


def swapped_neighbours(rng: random.Random, seed: int) -> Case | None:
    """Two neighbouring cells of a row changed places: the row still closes."""
    clean = some_report(seed, rng, "tables", "present")
    cells = [i for i in cells_of(clean, "t3.") if not i.endswith("_total")]
    rows: dict[str, list[str]] = {}
    for i in cells:
        rows.setdefault(next(i.removesuffix("_" + c) for c in COLUMNS if i.endswith("_" + c)), []).append(i)
    pairs = [
        (a, b)
        for row in rows.values()
        for a, b in pairwise(row)
        if clean.figures[a].value != clean.figures[b].value
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    values = {a: clean.figures[b].value, b: clean.figures[a].value}
    case = case_of("table 三: neighbours swapped", "table 三 swap", clean, values)
    return case and replace(case, only=False)


def t4_columns(rng: random.Random, seed: int) -> Case | None:
    """纠正 under 维持 in table 四: its own sums still close; where the text says the results, they differ."""
    clean = some_report(seed, rng, "tables", "present")
    ids = [cell_id(f"t4.review.{c}") for c in ("upheld", "corrected")]
    values = [clean.figures[i].value for i in ids]
    return case_of("table 四: columns swapped", "table 四", clean, dict(zip(ids, values[::-1], strict=True)))


def last_year(rng: random.Random, seed: int) -> Case | None:
    """Last year's figure left in at one place."""
    earlier, clean = two_years(seed, rng)
    pairs = [p for where in ("table", "body") for p in stated_twice(clean, "overview", where)]
    old = {f.quantity: f.value for f in earlier.figures.values() if f.quantity and f.is_exact}
    found = {
        a.id: old[a.quantity] for a, _ in pairs if a.quantity and old.get(a.quantity, a.value) != a.value
    }
    if not found:
        return None
    figure = rng.choice(sorted(found))
    case = case_of("last year's figure left in", "restated", clean, {figure: found[figure]})
    return case and replace(case, earlier=earlier)


def two_years(seed: int, rng: random.Random) -> tuple[Draft, Draft]:
    """The reports of two years of one agency, the later one carrying in what the earlier one carried out."""
    era = ERAS["present"]
    own = random.Random(f"years/{seed}")
    year = own.randint(2021, 2024)
    for _ in range(500):
        first, second = draw(era, own), draw(era, own)
        if _continue(first, second):
            break
    return (
        make(f"{seed}@{year}", Options(era="present"), first, year),
        make(f"{seed}@{year + 1}", Options(era="present"), second, year + 1),
    )


def _continue(first: World, second: World) -> bool:
    """Make the second year go on where the first ended; False where there would be fewer than no new requests."""
    new: World = {}
    for column in COLUMNS:
        carried = first[f"t3.carried_out.{column}"]
        fresh = second[f"t3.done.total.{column}"] + second[f"t3.carried_out.{column}"] - carried
        if fresh < 0:
            return False
        new[f"t3.carried_in.{column}"], new[f"t3.new.{column}"] = carried, fresh
    total, person = int(new["t3.new.total"]), new["t3.new.person"]
    if total < 10:
        return False
    second |= new
    second[LAST_RECEIVED] = first["t3.new.total"]
    second["t3.new.organisations"] = total - person
    ways = [c for c in second if c.startswith("request.received.")]
    for code in ways[1:]:
        second[code] = Fraction(total // (2 * len(ways)))
    second[ways[0]] = total - sum((second[c] for c in ways[1:]), Fraction(0))
    for row in ("rule", "normative"):
        repealed = min(second[f"t2.{row}.repealed"], first[f"t2.{row}.in_force"])
        second[f"t2.{row}.repealed"] = repealed
        second[f"t2.{row}.in_force"] = first[f"t2.{row}.in_force"] + second[f"t2.{row}.issued"] - repealed
    return True


def carry_over(rng: random.Random, seed: int) -> Case | None:
    """What the report carries in is not what the last one carried out; each table by itself is consistent."""
    earlier, clean = two_years(seed, rng)
    column, more = rng.choice(("person", *APPLICANTS)), rng.randint(1, 7)
    names = [cell_id(f"t3.{row}.{c}") for c in (column, "total") for row in ("new", "carried_out")]
    values = {i: earlier.figures[i].value + more for i in names}
    # The text of the earlier report says the same as its table.
    quantities = {earlier.figures[i].quantity for i in names}
    values |= {
        f.id: f.value + more
        for f in earlier.figures.values()
        if f.quantity in quantities and f.where != "table"
    }
    wrong = {
        i: earlier.figures[i].value + more for c in (column, "total") if (i := cell_id(f"t3.carried_in.{c}"))
    }
    return Case(
        "carry-over between years",
        "years",
        clean,
        clean,
        wrong,
        strict=False,
        only=False,
        earlier=earlier.changed(values),
        earlier_clean=earlier,
    )
