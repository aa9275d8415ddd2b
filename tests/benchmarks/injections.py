"""One error at a time, of every kind that happens in practice (field guide 2.4), and variants that look odd but are no error."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.benchmarks.drafts import Draft, cell_id
from tests.benchmarks.figures import Figure, Share, Sum, broken, repairs
from tests.benchmarks.reports import Options, make
from tests.benchmarks.worlds import APPLICANTS, ERAS, LAST_RECEIVED, World, draw

COLUMNS = ("person", *APPLICANTS, "total")


@dataclass(frozen=True)
class Case:
    """A report with an error and without. `earlier` is the report of the year before, where the error needs it, `earlier_clean` the one
    that goes with the clean report, where it is another.

    `wrong` are the figures that are wrong with what they should say. `strict`: a strict rule of the oracle is broken; `only`: no other
    single figure could be changed to mend it. `area` tells tables from prose.
    """

    kind: str
    area: str
    clean: Draft
    altered: Draft
    wrong: Mapping[str, Fraction]
    strict: bool
    only: bool
    earlier: Draft | None = None
    earlier_clean: Draft | None = None

    @property
    def around(self) -> frozenset[str]:
        """The wrong figures and all that stand in a rule with one."""
        return frozenset().union(*(self.clean.around(i) for i in self.wrong)) | frozenset(self.wrong)


@dataclass(frozen=True)
class Variant:
    """A report, or two, in which nothing may be called an error."""

    kind: str
    drafts: tuple[Draft, ...] = field(default=())


Slip = Callable[[Fraction, random.Random], Fraction | None]


def one(value: Fraction, rng: random.Random) -> Fraction | None:
    """One more or less."""
    return value + (1 if value == 0 or rng.random() < 0.5 else -1)


def ten(value: Fraction, rng: random.Random) -> Fraction | None:
    """Ten more or less."""
    return value + (10 if value < 20 or rng.random() < 0.5 else -10)


def transposed(value: Fraction, rng: random.Random) -> Fraction | None:
    """Two neighbouring digits changed places."""
    digits = str(int(value))
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and not (n == 0 and digits[1] == "0")]
    if not places:
        return None
    n = rng.choice(places)
    return Fraction(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])


def dropped(value: Fraction, rng: random.Random) -> Fraction | None:
    """A digit is missing."""
    digits = str(int(value))
    found = [d for n in range(len(digits)) if (d := digits[:n] + digits[n + 1 :]) and d[0] != "0"]
    return Fraction(rng.choice(found)) if len(digits) > 1 and found else None


def added(value: Fraction, rng: random.Random) -> Fraction | None:
    """A digit too many."""
    digits = str(int(value))
    n = rng.randrange(1, len(digits) + 1)
    return Fraction(digits[:n] + rng.choice("123456789") + digits[n:]) if value else None


def mistyped(value: Fraction, rng: random.Random) -> Fraction | None:
    """One digit is another."""
    digits = str(int(value))
    n = rng.randrange(len(digits))
    other = rng.choice([d for d in "123456789" if d != digits[n]])
    return Fraction(digits[:n] + other + digits[n + 1 :])


def arbitrary(value: Fraction, rng: random.Random) -> Fraction | None:
    """Something else of the same size."""
    top = max(20, 2 * int(value))
    return Fraction(rng.choice([n for n in (rng.randint(1, top) for _ in range(9)) if n != value]))


SLIPS: dict[str, Slip] = {
    "off by one": one,
    "off by ten": ten,
    "transposed": transposed,
    "digit dropped": dropped,
    "digit added": added,
    "digit mistyped": mistyped,
    "arbitrary": arbitrary,
}
Injection = Callable[[random.Random, int], Case | None]


def _reports(seed: int, rng: random.Random, *eras: str) -> Draft:
    return make(seed, Options(era=rng.choice(eras or tuple(ERAS))))


def _case(
    kind: str,
    area: str,
    clean: Draft,
    values: Mapping[str, Fraction],
    words: Mapping[str, str] | None = None,
) -> Case | None:
    """A case from the figures that are to change; None where that changes nothing."""
    values = {i: v for i, v in values.items() if v >= 0 and v != clean.figures[i].value}
    if not values:
        return None
    altered = clean.changed(values, words)
    wrong = broken(altered.rules, altered.values)
    strict = any(rule.strict for rule in wrong) and not _other_meaning(clean, values)
    only = repairs(altered.rules, altered.values) == set(values)
    return Case(kind, area, clean, altered, {i: clean.figures[i].value for i in values}, strict, only)


def _other_meaning(clean: Draft, values: Mapping[str, Fraction]) -> bool:
    """Whether a figure of the text comes to say what its words may mean as well: requests with those carried in (C5)."""
    requests = {cell_id(f"t3.{row}.total") for row in ("new", "carried_in")}
    if not requests <= set(clean.figures):
        return False
    both = sum((clean.figures[i].value for i in requests), Fraction(0))
    received = {"t3.new.total", "t3.done.total.total"}
    return any(value == both and clean.figures[i].quantity in received for i, value in values.items())


def _slipped(kind: str, area: str, clean: Draft, figure: str, slip: Slip, rng: random.Random) -> Case | None:
    new = slip(clean.figures[figure].value, rng)
    return None if new is None else _case(kind, area, clean, {figure: new})


def _lists(draft: Draft) -> list[Sum]:
    """The closed lists of the prose."""
    return [r for r in draft.own_rules if isinstance(r, Sum) and r.name == "list" and r.strict]


def _pick(values: Sequence[str], rng: random.Random) -> str | None:
    return rng.choice(values) if values else None


def _total(slip: str) -> Injection:
    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = _reports(seed, rng)
        figure = _pick([r.terms[-1][0] for r in _lists(clean)], rng)
        return (figure and _slipped(f"total: {slip}", "prose list", clean, figure, SLIPS[slip], rng)) or None

    return inject


def _part(slip: str) -> Injection:
    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = _reports(seed, rng)
        figure = _pick([i for r in _lists(clean) for i, _ in r.terms[:-1]], rng)
        return (figure and _slipped(f"part: {slip}", "prose list", clean, figure, SLIPS[slip], rng)) or None

    return inject


def unit_slip(rng: random.Random, seed: int) -> Case | None:
    """万 behind a figure that is printed in full (173769万条)."""
    clean = _reports(seed, rng)
    found = [i for r in _lists(clean) for i in r.figures if clean.figures[i].value >= 100]
    if not (figure := _pick(found, rng)):
        return None
    old = clean.figures[figure]
    words = f"{old.text.removesuffix(old.unit)}万{old.unit}"
    case = _case("unit slip 万", "prose list", clean, {figure: old.value * 10000}, {figure: words})
    # What is printed is exact: the magnitude word is the error.
    return case and replace(case, strict=True)


def _shares_of(draft: Draft) -> dict[str, list[Share]]:
    by_base: dict[str, list[Share]] = {}
    for rule in draft.own_rules:
        if isinstance(rule, Share):
            by_base.setdefault(rule.base, []).append(rule)
    return {base: shares for base, shares in by_base.items() if len(shares) > 1}


def _rounded(value: Fraction, decimals: int) -> Fraction:
    step = Fraction(1, 10**decimals)
    return (value / step + Fraction(1, 2)).__floor__() * step


def stale_base(rng: random.Random, seed: int) -> Case | None:
    """All shares of a list computed on an older total."""
    clean = _reports(seed, rng)
    found = _shares_of(clean)
    if not (base := _pick(list(found), rng)):
        return None
    stale = (clean.figures[base].value * rng.choice((93, 95, 105, 108)) / 100).__floor__() + 1
    values = {s.percent: _rounded(100 * clean.figures[s.count].value / stale, s.decimals) for s in found[base]}
    return _case("shares: stale base", "share", clean, values)


def other_base(rng: random.Random, seed: int) -> Case | None:
    """All shares of a list computed on another total than the one that they are said to be of."""
    clean = _reports(seed, rng, "stats", "tables", "present")
    found = _shares_of(clean)
    totals = [r.terms[-1][0] for r in _lists(clean)]
    if not (base := _pick([b for b in found if b in totals], rng)):
        return None
    unit, stated = clean.figures[base].unit, clean.figures[base].value
    near = {
        v
        for t in totals
        if clean.figures[t].unit == unit and (v := clean.figures[t].value) != stated and stated / 2 < v < 2 * stated
    }
    if not near:
        return None
    other = rng.choice(sorted(near))
    values = {s.percent: _rounded(100 * clean.figures[s.count].value / other, s.decimals) for s in found[base]}
    return _case("shares: base named wrongly", "share", clean, values)


def wrong_share(rng: random.Random, seed: int) -> Case | None:
    """One percentage with a digit mistyped."""
    clean = _reports(seed, rng)
    shares = [s for group in _shares_of(clean).values() for s in group]
    if not shares:
        return None
    share = rng.choice(shares)
    scale = 10**share.decimals
    new = mistyped(clean.figures[share.percent].value * scale, rng)
    return _case("share: wrong", "share", clean, {share.percent: (new or Fraction(0)) / scale})


def _stated_twice(draft: Draft, first: str, second: str) -> list[tuple[Figure, Figure]]:
    """Pairs of figures of one quantity, the one here and the other there."""
    exact = [f for f in draft.figures.values() if f.is_exact and f.quantity]
    return [
        (a, b) for a in exact for b in exact if a.quantity == b.quantity and (a.where, b.where) == (first, second)
    ]


def _mention(kind: str, first: str, second: str) -> Injection:
    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = _reports(seed, rng)
        pairs = _stated_twice(clean, first, second)
        if not pairs:
            return None
        figure, _ = rng.choice(pairs)
        return _slipped(kind, "restated", clean, figure.id, rng.choice((one, ten, mistyped, arbitrary)), rng)

    return inject


def late_edit(rng: random.Random, seed: int) -> Case | None:
    """A total and one of its parts brought up to date, the other places not: the list closes."""
    clean = _reports(seed, rng)
    restated = {a.id for where in ("table", "overview") for a, _ in _stated_twice(clean, "body", where)}
    rules = [r for r in _lists(clean) if r.terms[-1][0] in restated]
    if not rules:
        return None
    rule = rng.choice(rules)
    part, total, more = rng.choice(rule.terms[:-1])[0], rule.terms[-1][0], rng.randint(1, 5)
    return _case(
        "late edit of one list",
        "restated",
        clean,
        {i: clean.figures[i].value + more for i in (part, total)},
    )


def sub_list(rng: random.Random, seed: int) -> Case | None:
    """The reasons of refusal do not add up to the refusals."""
    clean = _reports(seed, rng)
    totals = ("request.answered.refused.total", "request.answered.denied.total", "t3.denied.total.total")
    rules = [r for r in _lists(clean) if clean.figures[r.terms[-1][0]].quantity in totals]
    parts = [i for r in rules for i, _ in r.terms[:-1]]
    figure = _pick(parts, rng)
    return (figure and _slipped("sub-list off", "prose list", clean, figure, one, rng)) or None


def balance(rng: random.Random, seed: int) -> Case | None:
    """The balance of table 三 broken: a row of new requests, or those carried over, with its 总计 adjusted."""
    clean = _reports(seed, rng, "tables", "present")
    row = rng.choice(("t3.new", "t3.carried_in", "t3.carried_out"))
    column = rng.choice(("person", *APPLICANTS))
    more = rng.randint(1, 6)
    values = {i: clean.figures[i].value + more for i in (cell_id(f"{row}.{column}"), cell_id(f"{row}.total"))}
    return _case("table 三: balance broken", "table 三", clean, values)


def _cells(clean: Draft, prefix: str) -> list[str]:
    return [i for i in clean.figures if i.startswith(cell_id(prefix))]


def _cell(prefix: str, area: str) -> Injection:
    def inject(rng: random.Random, seed: int) -> Case | None:
        clean = _reports(seed, rng, *(("stats",) if prefix == "" else ("tables", "present")))
        cells = _cells(clean, prefix)
        if prefix == "":
            cells = sorted({i for r in clean.rules if r.name in ("A1", "A2", "A3", "A4", "A6") for i in r.figures})
        slip = rng.choice((one, ten, mistyped, added, transposed, arbitrary))
        return _slipped(f"{area}: a cell", area, clean, rng.choice(cells), slip, rng)

    return inject


def swapped_neighbours(rng: random.Random, seed: int) -> Case | None:
    """Two neighbouring cells of a row changed places: the row still closes."""
    clean = _reports(seed, rng, "tables", "present")
    cells = [i for i in _cells(clean, "t3.") if not i.endswith("_total")]
    rows: dict[str, list[str]] = {}
    for i in cells:
        rows.setdefault(next(i.removesuffix("_" + c) for c in COLUMNS if i.endswith("_" + c)), []).append(i)
    pairs = [
        (a, b)
        for row in rows.values()
        for a, b in zip(row, row[1:], strict=False)
        if clean.figures[a].value != clean.figures[b].value
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    values = {a: clean.figures[b].value, b: clean.figures[a].value}
    case = _case("table 三: neighbours swapped", "table 三 swap", clean, values)
    return case and replace(case, only=False)


def t4_columns(rng: random.Random, seed: int) -> Case | None:
    """纠正 under 维持 in table 四: its own sums still close; where the text says the results, they differ."""
    clean = _reports(seed, rng, "tables", "present")
    ids = [cell_id(f"t4.review.{c}") for c in ("upheld", "corrected")]
    values = [clean.figures[i].value for i in ids]
    return _case("table 四: columns swapped", "table 四", clean, dict(zip(ids, values[::-1], strict=True)))


def last_year(rng: random.Random, seed: int) -> Case | None:
    """Last year's figure left in at one place."""
    earlier, clean = _years(seed, rng)
    pairs = [p for where in ("table", "body") for p in _stated_twice(clean, "overview", where)]
    old = {f.quantity: f.value for f in earlier.figures.values() if f.quantity and f.is_exact}
    found = [a for a, _ in pairs if old.get(a.quantity, a.value) != a.value]
    if not found:
        return None
    figure = rng.choice(found)
    case = _case("last year's figure left in", "restated", clean, {figure.id: old[figure.quantity]})
    return case and replace(case, earlier=earlier)


def _years(seed: int, rng: random.Random) -> tuple[Draft, Draft]:
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
    earlier, clean = _years(seed, rng)
    column, more = rng.choice(("person", *APPLICANTS)), rng.randint(1, 7)
    names = [cell_id(f"t3.{row}.{c}") for c in (column, "total") for row in ("new", "carried_out")]
    values = {i: earlier.figures[i].value + more for i in names}
    # The text of the earlier report says the same as its table.
    quantities = {earlier.figures[i].quantity for i in names}
    values |= {
        f.id: f.value + more for f in earlier.figures.values() if f.quantity in quantities and f.where != "table"
    }
    wrong = {i: earlier.figures[i].value + more for c in (column, "total") if (i := cell_id(f"t3.carried_in.{c}"))}
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


def growth(rng: random.Random, seed: int) -> Case | None:
    """A growth that is not that of the two figures beside it."""
    clean = _reports(seed, rng)
    rates = [r.percent for r in clean.own_rules if r.name == "growth"]
    if not rates:
        return None
    figure = clean.figures[rates[0]]
    new = mistyped(figure.value * 10, rng)
    return _case("growth wrong", "growth", clean, {figure.id: (new or Fraction(0)) / 10})


def declared(rng: random.Random, seed: int) -> Case | None:
    """More parts are named than announced, or fewer where the list does not end in 等."""
    clean = _reports(seed, rng, "free", "stats")
    if "declared" not in clean.figures:
        return None
    is_open = any(isinstance(piece, str) and "等{Z#declared" in piece for piece in clean.pieces)
    number = rng.choice((4, 5) if is_open else (4, 5, 7))
    return _case("declared number", "declared", clean, {"declared": Fraction(number)})


INJECTIONS: dict[str, Injection] = {
    **{f"total: {slip}": _total(slip) for slip in SLIPS},
    **{f"part: {slip}": _part(slip) for slip in SLIPS},
    "unit slip": unit_slip,
    "stale base": stale_base,
    "other base": other_base,
    "wrong share": wrong_share,
    "text vs table": _mention("text vs table", "body", "table"),
    "overview vs table": _mention("overview vs table", "overview", "table"),
    "overview vs body": _mention("overview vs body", "overview", "body"),
    "late edit": late_edit,
    "sub-list": sub_list,
    "balance": balance,
    "t3 cell": _cell("t3.", "table 三"),
    "t4 cell": _cell("t4.", "table 四"),
    "form cell": _cell("", "form of 2014"),
    "neighbours swapped": swapped_neighbours,
    "columns swapped": t4_columns,
    "last year": last_year,
    "carry-over": carry_over,
    "growth": growth,
    "declared": declared,
}
VARIANTS: dict[str, Options] = {
    "truncated shares": Options(truncated=True),
    "only totals filled": Options(era="present", blank=True),
    "undecided cases": Options(era="stats", undecided=True),
    "rounded key figures": Options(vague=True),
    "many lists": Options(figures=150),
}


def cases(kind: str, count: int, seed: int) -> list[Case]:
    """So many cases of a kind; fewer where the reports seldom have what it takes."""
    found: list[Case] = []
    for number in range(count * 12):
        rng = random.Random(f"{seed}/{kind}/{number}")
        case = INJECTIONS[kind](rng, rng.randrange(10**6))
        if case is not None:
            found.append(case)
        if len(found) == count:
            break
    return found


def variants(count: int, seed: int) -> list[Variant]:
    """So many reports of each kind that only looks odd, and pairs of successive years."""
    made = [
        Variant(kind, (make(f"{seed}-{kind}-{n}", options),))
        for kind, options in VARIANTS.items()
        for n in range(count)
    ]
    pairs = [Variant("two years", _years(10**7 + seed * 1000 + n, random.Random(n))) for n in range(count)]
    return [*made, *pairs]
