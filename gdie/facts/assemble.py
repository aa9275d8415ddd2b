"""From entities and relations of a document to its facts.

What a figure's own words and relations leave open is inherited: date and agency from the nearest earlier mention in the
section before the figure's record, then from title and 统计期限; the unit from its table or its neighbours in a list.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from gdie.annotation import Annotation, Entity, Relation, load_scheme
from gdie.documents import Document, record_spans
from gdie.facts.agencies import Reporter, reporter_of
from gdie.facts.cells import TableReading, read_cell
from gdie.facts.channels import code_of_reporter
from gdie.facts.confidence import CERTAIN, STATED_ZERO, Calibration, Probabilities, evidence
from gdie.facts.cues import is_duration, report_period, separated_approx
from gdie.facts.forms import FormReadings
from gdie.facts.model import AgencyOf, Fact, Mention, PeriodOf
from gdie.facts.plans import plan_year, status_of
from gdie.facts.tasks import TaskRow, is_numbering, is_task_table, task_row
from gdie.facts.zeros import ImpliedZero, cell_zeros, implied_zeros
from gdie.text.dates import Period, parse_date, says_year
from gdie.text.numerals import NumeralError, parse_quantity
from gdie.text.view import View, normalise

FIGURES = ("COUNT", "PERCENT")


@dataclass(frozen=True)
class Context:
    """What the assembly looks things up in: the document, its view and its annotation, by head."""

    document: Document
    view: View
    annotation: Annotation
    probabilities: Probabilities
    forms: FormReadings
    calibration: Calibration | None = None

    @cached_property
    def reporter(self) -> Reporter:
        """The reporting agency."""
        mentions = [self.text(e) for e in self.annotation.entities if e.label == "AGENCY"]
        return reporter_of(self.document, self.view, mentions)

    @cached_property
    def tails(self) -> dict[tuple[Entity, str], list[Relation]]:
        """Relations by head and label, in text order of their tails."""
        by_head: dict[tuple[Entity, str], list[Relation]] = defaultdict(list)
        for relation in self.annotation.relations:
            by_head[(relation.head, relation.label)].append(relation)
        return by_head

    @cached_property
    def record_starts(self) -> list[int]:
        """Where the records of the document begin."""
        return [span.start for span in record_spans(self.document)]

    @cached_property
    def default_period(self) -> Period | None:
        """The period of the report: its 统计期限, else its year."""
        return report_period(self.view.text, self.year)

    @cached_property
    def year(self) -> int | None:
        """The year that the document reports on."""
        return report_year(self.document, self.annotation)

    def text(self, entity: Entity) -> str:
        """The words of an entity as printed."""
        return self.document.text[entity.start : entity.end]

    def task(self, figure: Entity) -> TaskRow | None:
        """Deadline and lead of the task that a figure belongs to; None outside task tables."""
        table = self.document.table_at(figure.start, figure.end)
        return task_row(table, figure.start, figure.end) if table and is_task_table(table) else None

    def tail(self, head: Entity, label: str) -> Entity | None:
        """The tail of a relation of which a head has at most one."""
        relations = self.tails.get((head, label))
        return relations[0].tail if relations else None

    def inherited(self, figure: Entity, label: str) -> Entity | None:
        """The nearest mention of a DATE or AGENCY in the section before the figure's record.

        A class of units (各承办处室) speaks for its own sentence only and is passed over, and so is an agency that is
        only spoken of: one that is not the reporting agency and owns no figure.
        """
        record = self.record_starts[max(0, bisect_right(self.record_starts, figure.start) - 1)]
        section = self.document.section_start(figure.start)
        if (section, record, label) not in self._inherited:
            self._inherited[section, record, label] = self._last_mention(section, record, label)
        return self._inherited[section, record, label]

    def _last_mention(self, section: int, record: int, label: str) -> Entity | None:
        mentions = self._mentions[label]
        for entity in reversed(mentions[: bisect_left(mentions, record, key=lambda e: e.start)]):
            if entity.start < section:
                return None
            if label == "DATE" or self._may_own(entity):
                return entity
        return None

    def _may_own(self, agency: Entity) -> bool:
        owner = self.reporter.resolve(self.text(agency))
        return owner.scope == "agency" and (owner.name == self.reporter.name or agency in self._owners)

    @cached_property
    def _owners(self) -> frozenset[Entity]:
        return frozenset(r.tail for r in self.annotation.relations if r.label == "BY")

    @cached_property
    def _mentions(self) -> dict[str, list[Entity]]:
        by_label: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.annotation.entities:
            by_label[entity.label].append(entity)
        return by_label

    @cached_property
    def _inherited(self) -> dict[tuple[int, int, str], Entity | None]:
        """What has been inherited so far: all figures of a record inherit the same."""
        return {}


def report_year(document: Document, annotation: Annotation) -> int | None:
    """The year that a document reports on; of a fragment without title the first one that it names."""
    if document.metadata.year is not None:
        return document.metadata.year
    mentions = (document.text[e.start : e.end] for e in annotation.entities if e.label == "DATE")
    dates = (parse_date(normalise(mention).text, None) for mention in mentions)
    return next((d.end.year for d in dates if d and d.end), None)


def assemble(
    document: Document,
    annotation: Annotation,
    forms: FormReadings,
    probabilities: Probabilities | None = None,
    calibration: Calibration | None = None,
) -> tuple[Fact, ...]:
    """The facts of an annotated document, in text order with ids f1, f2, … Unreadable figures are left out.

    `calibration` turns the probabilities into confidence; without it a fact is as sure as the least sure decision behind it.
    """
    context = Context(document, normalise(document.text), annotation, probabilities or {}, forms, calibration)
    quantities: dict[Entity, TableReading] = {}
    for entity in annotation.entities:
        if entity.label in FIGURES and (reading := _read(context, entity)) is not None:
            quantities[entity] = reading
    zeros = [*implied_zeros(context.view, document), *cell_zeros(document)]
    items: list[Entity | ImpliedZero] = sorted([*quantities, *zeros], key=lambda item: (item.start, item.end))
    ids: dict[Entity | ImpliedZero, str] = {item: f"f{n}" for n, item in enumerate(items, 1)}
    return _lend_units(
        tuple(
            _zero_fact(context, item, ids[item])
            if isinstance(item, ImpliedZero)
            else _fact(context, item, quantities, ids)
            for item in items
        )
    )


def _read(context: Context, figure: Entity) -> TableReading | None:
    """The quantity of a figure with what its table adds; None where it can't be read as one."""
    text = context.text(figure)
    try:
        quantity = parse_quantity(text)
    except NumeralError:
        return None
    if figure.label == "PERCENT" and quantity.unit is None:
        # 败诉率为零: only the label says that the bare number is a rate.
        quantity = replace(quantity, unit="%", kind="percent")
    table = context.document.table_at(figure.start, figure.end)
    source: Literal["text", "table"] = "text"
    if table is not None and is_task_table(table):
        if is_numbering(table, figure.start, figure.end):
            return None
        source = "table"
    elif table is not None:
        form = context.forms.figures.get((figure.start, figure.end))
        return read_cell(context.document, table, figure, quantity, form)
    start, end = context.view.from_source(figure.start, figure.end)
    if is_duration(context.view.text[end : end + 4]):
        return None
    if quantity.approx == "exact":
        quantity = replace(quantity, approx=separated_approx(context.view.text[max(0, start - 8) : start]))
    return TableReading(quantity, source)


def _fact(
    context: Context,
    figure: Entity,
    quantities: Mapping[Entity, TableReading],
    ids: Mapping[Entity | ImpliedZero, str],
) -> Fact:
    shares = [r.tail for r in context.tails.get((figure, "SHARE_OF"), []) if r.tail in ids]
    # A share speaks of its count: what it has not itself, it takes from there.
    carrier = shares[-1] if shares else figure
    reading = quantities[figure]
    quantity = reading.quantity
    total = context.tail(figure, "PART_OF")
    category = context.tail(figure, "CATEGORY_OF") or context.tail(carrier, "CATEGORY_OF")
    period = _period(context, carrier)
    confidence, weakest = _confidence(context, figure)
    return Fact(
        doc=context.document.stem,
        id=ids[figure],
        kind=quantity.kind,
        text=context.text(figure),
        start=figure.start,
        end=figure.end,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        approx=quantity.approx,
        implied=False,
        category=_category(context, figure, reading, category),
        # A share of a count is one of its medium too; a rate with a name of its own (办结率) is of none.
        channel=_channel(context, figure if context.tail(figure, "CATEGORY_OF") else carrier),
        column=reading.column,
        period=period,
        agency=_agency(context, carrier),
        part_of=ids.get(total) if total else None,
        shares=tuple(ids[s] for s in shares),
        status=_status(context, figure, carrier, period),
        source=reading.source,
        section=_section(context.document, figure.start),
        confidence=confidence,
        weakest=weakest,
    )


def _category(
    context: Context, figure: Entity, reading: TableReading, category: Entity | None
) -> Mention | None:
    code = reading.code or context.annotation.codes.get((figure.start, figure.end))
    if reading.category:
        return replace(reading.category, code=code)
    return _mention(context, [category] if category else [], code)


def _zero_fact(context: Context, zero: ImpliedZero, identifier: str) -> Fact:
    document = context.document
    noun = Entity(zero.noun_start, zero.noun_end, "CATEGORY")
    spot = Entity(zero.start, zero.end, "COUNT")
    period = _period(context, spot)
    form = context.forms.figures.get((zero.start, zero.end))
    codes = context.annotation.codes
    in_table = document.table_at(zero.start, zero.end) is not None
    return Fact(
        doc=document.stem,
        id=identifier,
        kind="count",
        text=context.text(spot),
        start=zero.start,
        end=zero.end,
        value=0,
        value_max=None,
        unit=zero.unit,
        approx="exact",
        implied=True,
        category=_mention(context, [noun], form.code if form else codes.get((zero.start, zero.end))),
        channel=None,
        column=form.column if form else None,
        period=period,
        agency=_agency(context, spot),
        part_of=None,
        shares=(),
        status=_status(context, spot, spot, period),
        source="table" if in_table else "text",
        section=_section(document, zero.start),
        confidence=CERTAIN if in_table else STATED_ZERO,
    )


def _period(context: Context, figure: Entity) -> PeriodOf | None:
    task = context.task(figure)
    if task and task.deadline and (due := parse_date(normalise(task.deadline.text).text, context.year)):
        return PeriodOf(task.deadline.text, due.start_iso, due.end_iso)
    own = context.tail(figure, "DURING")
    mention = own or context.inherited(figure, "DATE")
    if mention is not None:
        text = context.text(mention)
        period = _dated(context, mention)
        if period is not None:
            return PeriodOf(text, period.start_iso, period.end_iso)
        if own is not None:
            return PeriodOf(text, None, None)
    default = context.default_period
    return PeriodOf(None, default.start_iso, default.end_iso) if default else None


def _dated(context: Context, mention: Entity) -> Period | None:
    """What a DATE means; one without a year, in the plans for the next year (2014年…:6月底前), belongs to that one."""
    text = normalise(context.text(mention)).text
    if parse_date(text, None) is None and not says_year(text):
        planned = plan_year(context.document, context.view, mention.start, context.default_period)
        if planned is not None:
            return parse_date(text, planned)
    return parse_date(text, context.year)


def _status(
    context: Context, figure: Entity, carrier: Entity, period: PeriodOf | None
) -> Literal["reported", "planned"]:
    own_date = context.tail(carrier, "DURING") is not None
    return status_of(context.document, context.view, figure, period, context.default_period, own_date)


def _agency(context: Context, figure: Entity) -> AgencyOf | None:
    task = context.task(figure)
    if task and task.lead:
        return context.reporter.resolve(task.lead.text)
    mention = context.tail(figure, "BY") or context.inherited(figure, "AGENCY")
    if mention is not None:
        return context.reporter.resolve(context.text(mention))
    name = context.reporter.name
    return AgencyOf(None, name, "agency") if name else None


def _channel(context: Context, figure: Entity) -> Mention | None:
    mentions = [r.tail for r in context.tails.get((figure, "VIA"), [])]
    codes = {code_of_reporter(context.text(m), context.reporter.folded) for m in mentions}
    return _mention(context, mentions, codes.pop() if len(codes) == 1 else None)


def _mention(context: Context, entities: Sequence[Entity], code: str | None) -> Mention | None:
    """One mention from one or several entities: adjacent ones as printed, others joined by 、."""
    if not entities:
        return None
    first, last = min(entities), max(entities)
    between = context.document.text[first.start : last.end]
    adjacent = len(between) <= sum(e.end - e.start for e in entities) + 2 * (len(entities) - 1)
    text = between if adjacent else "、".join(context.text(e) for e in sorted(entities))
    return Mention(text, first.start, last.end, code)


def _section(document: Document, offset: int) -> str | None:
    heading = document.section_at(offset)
    return document.slice(heading) if heading else None


def _confidence(context: Context, figure: Entity) -> tuple[float, float]:
    """How likely the fact is right, and the least probability among its decisions; certain where no model decided (tables, gold)."""
    if figure not in context.probabilities:
        return CERTAIN, 1.0
    relations = [r for label in load_scheme().relations for r in context.tails.get((figure, label), [])]
    chosen: list[Entity | Relation] = [figure, *relations]
    weakest = min(context.probabilities.get(item, 1.0) for item in chosen)
    if context.calibration is None:
        return weakest, weakest
    return context.calibration.probability(evidence(figure, relations, context.probabilities)), weakest


def _lend_units(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """A count of a list without a unit takes the unit on which all its neighbours in the list agree."""
    units: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.part_of and fact.unit:
            units[fact.part_of].add(fact.unit)
    return tuple(
        replace(f, unit=next(iter(units[f.part_of])))
        if f.part_of and f.unit is None and f.source == "text" and len(units[f.part_of]) == 1
        else f
        for f in facts
    )
