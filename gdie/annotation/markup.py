"""Inline markup: a whole annotated report in one readable text file, so that no offset is ever typed by hand.

    % agency: 青川市水务局
    {D 2013年}，{A! 我局}通过{H 门户网站}公开{G 政府信息}{C#t 326条|h=<}，其中{G 机构职能类信息}{C 12条|h=< p=t}，占{P 3.7%|s=< b=t}。

A mark is `{LABEL#id text|options}`. The label is a key of `scheme.toml` in capitals (C COUNT, P PERCENT, G CATEGORY, H CHANNEL,
D DATE, A AGENCY), its full name, or Z for a zero stated in words, which is no entity. Options join a figure to others:

- `g= h= d= a=` category, channel, date, agency; `p=` the total it is part of; `s=` the count whose share it is.
  The value is an id, `<` or `>` (the nearest mark of that label before or after), `-` (none), or several with commas.
- Not given, `g` is the nearest category before it in the same line, `d` the last date before it, `a` the last agency marked
  `{A! …}`, both in the same record. `{D- …}` is a date that governs nothing after it. A PERCENT with `s=` has only what is given.
- `b=` the count that a share was computed on, `sum=open`, `sum=wrong`, `share=wrong`: not part of the annotation, for `doubts`.

Lines that begin with `%` at the top are the file's own data (`key: value`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gdie.annotation.records import Annotation, Entity, Record, RecordError, Relation, cut
from gdie.annotation.scheme import load_scheme
from gdie.documents import Document, record_spans
from gdie.documents.reading import document_from_text
from gdie.text.numerals import NumeralError, find_quantities, parse_quantity
from gdie.text.view import normalise

ZERO = "Z"
_MARK = re.compile(
    r"\{(?P<label>[A-Z]+)(?:#(?P<id>\w+))?(?P<flag>[!-])? (?P<text>[^{}|]+)(?:\|(?P<options>[^{}|]*))?\}"
)
_OPTION = re.compile(r"(?P<key>[a-z]+)=(?P<value>\S+)")
_RELATIONS = {
    "g": "CATEGORY_OF",
    "h": "VIA",
    "d": "DURING",
    "a": "BY",
    "p": "PART_OF",
    "s": "SHARE_OF",
}
_CHECKS = {"b": None, "sum": ("open", "wrong"), "share": ("wrong",)}


class MarkupError(RecordError):
    """Marks that can't be read; the message names the line and what is wrong."""


@dataclass(frozen=True)
class Mark:
    """One mark: its entity (label `Z` for a stated zero), line number in the file, id, flag and options."""

    entity: Entity
    text: str
    line: int
    id: str | None = None
    flag: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Marked:
    """A file of inline markup: its data, the document's text, the marks, and each option's targets resolved."""

    name: str
    data: Mapping[str, str]
    document: Document
    marks: tuple[Mark, ...]
    links: Mapping[int, Mapping[str, tuple[int, ...]]]  # number of the mark → option → numbers of the targets

    @property
    def annotation(self) -> Annotation:
        """Entities and relations, in document offsets."""
        entities = [mark.entity for mark in self.marks if mark.entity.label != ZERO]
        relations = [
            Relation(self.marks[i].entity, self.marks[j].entity, _RELATIONS[key])
            for i, links in self.links.items()
            for key, targets in links.items()
            if key in _RELATIONS
            for j in targets
        ]
        return Annotation(tuple(entities), tuple(sorted(relations)))

    def records(self) -> list[Record]:
        """The annotated records, cut as documents are always cut. A date or agency outside the record is inherited,
        not related."""
        return cut(self.name, self.document.text, self.annotation, record_spans(self.document))


def load_markup(path: Path) -> Marked:
    """Read one file. Raises `MarkupError`."""
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MarkupError(f"{path}: cannot be opened ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise MarkupError(f"{path}: is not UTF-8; save it as UTF-8") from None
    try:
        return read_markup(source, path.stem)
    except MarkupError as error:
        raise MarkupError(f"{path}:{error}") from None


def read_markup(source: str, name: str) -> Marked:
    """Read a text with marks. Raises `MarkupError`."""
    data: dict[str, str] = {}
    lines = source.split("\n")
    while lines and lines[0].startswith("%"):
        key, _, value = lines.pop(0)[1:].partition(":")
        data[key.strip()] = value.strip()
    text, marks = parse_marks("\n".join(lines), first_line=len(data) + 1)
    document = document_from_text(text, name)
    spans = record_spans(document)
    links = _links(text, marks, [s.start for s in spans])
    return Marked(name, data, document, tuple(marks), links)


def parse_marks(source: str, first_line: int = 1) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks in text order. Raises `MarkupError`."""
    labels = {**{t.key.upper(): label for label, t in load_scheme().entities.items()}, ZERO: ZERO}
    labels |= {label: label for label in load_scheme().entities}
    pieces: list[str] = []
    marks: list[Mark] = []
    length = position = 0
    ids: set[str] = set()
    for match in _MARK.finditer(source):
        line = first_line + source.count("\n", 0, match.start())
        between = source[position : match.start()]
        _refuse_braces(between, first_line + source.count("\n", 0, position))
        pieces += [between, match["text"]]
        start = length + len(between)
        length = start + len(match["text"])
        position = match.end()
        if match["label"] not in labels:
            raise MarkupError(f"{line}: unknown label {match['label']} in {match.group()}")
        if match["id"] in ids:
            raise MarkupError(f"{line}: the id {match['id']} is used twice")
        if match["id"]:
            ids.add(match["id"])
        marks.append(
            Mark(
                Entity(start, length, labels[match["label"]]),
                match["text"],
                line,
                match["id"],
                match["flag"],
                _options(match, line),
            )
        )
    _refuse_braces(source[position:], first_line + source.count("\n", 0, position))
    return "".join([*pieces, source[position:]]), marks


def _options(match: re.Match[str], line: int) -> dict[str, str]:
    options = {}
    for word in (match["options"] or "").split():
        option = _OPTION.fullmatch(word)
        if option is None or option["key"] not in {*_RELATIONS, *_CHECKS}:
            raise MarkupError(f"{line}: {word!r} is no option in {match.group()}")
        allowed = _CHECKS.get(option["key"])
        if allowed and option["value"] not in allowed:
            raise MarkupError(f"{line}: {word!r}: only {' or '.join(allowed)}")
        options[option["key"]] = option["value"]
    return options


def _refuse_braces(text: str, line: int) -> None:
    if match := re.search(r"[{}]", text):
        around = text[max(0, match.start() - 10) : match.start() + 20]
        raise MarkupError(f"{line + text.count(chr(10), 0, match.start())}: broken mark near {around!r}")


def _links(text: str, marks: Sequence[Mark], cuts: Sequence[int]) -> dict[int, dict[str, tuple[int, ...]]]:
    by_id = {mark.id: i for i, mark in enumerate(marks) if mark.id}
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        by_label[mark.entity.label].append(i)
    links: dict[int, dict[str, tuple[int, ...]]] = {}
    for i, mark in enumerate(marks):
        if mark.entity.label not in ("COUNT", "PERCENT"):
            if mark.options:
                raise MarkupError(f"{mark.line}: only figures have options, not {mark.text!r}")
            continue
        own = {}
        for key, value in mark.options.items():
            if key not in ("sum", "share"):
                own[key] = tuple(
                    _target(i, key, v, marks, by_id, by_label) for v in value.split(",") if v != "-"
                )
        for key, target in _defaults(i, text, marks, by_label, cuts).items():
            own.setdefault(key, (target,))
        links[i] = {key: targets for key, targets in own.items() if targets}
    return links


def _target(
    i: int,
    key: str,
    value: str,
    marks: Sequence[Mark],
    by_id: Mapping[str, int],
    by_label: Mapping[str, Sequence[int]],
) -> int:
    label = load_scheme().relations[_RELATIONS[key]].tail[0] if key in _RELATIONS else "COUNT"
    found: int | None
    if value in "<>":
        own = by_label.get(label, ())
        before = [j for j in own if j < i]
        after = [j for j in own if j > i]
        found = (before[-1] if before else None) if value == "<" else (after[0] if after else None)
    else:
        found = by_id.get(value)
    where = f"{marks[i].line}: {marks[i].text!r} {key}={value}"
    if found is None:
        raise MarkupError(f"{where}: there is no such mark")
    if marks[found].entity.label != label:
        raise MarkupError(f"{where}: {marks[found].text!r} is {marks[found].entity.label}, not {label}")
    return found


def _defaults(
    i: int, text: str, marks: Sequence[Mark], by_label: Mapping[str, Sequence[int]], cuts: Sequence[int]
) -> dict[str, int]:
    mark = marks[i]
    if mark.entity.label == "PERCENT" and mark.options.get("s", "-") != "-":
        return {}
    found = {}
    line_start = text.rfind("\n", 0, mark.entity.start) + 1
    record_start = cuts[max(0, bisect_right(cuts, mark.entity.start) - 1)] if cuts else 0
    for key, label, limit in (
        ("g", "CATEGORY", line_start),
        ("d", "DATE", record_start),
        ("a", "AGENCY", record_start),
    ):
        before = [
            j
            for j in by_label.get(label, ())
            if limit <= marks[j].entity.start < mark.entity.start
            and (label != "DATE" or marks[j].flag != "-")
            and (label != "AGENCY" or marks[j].flag == "!")
        ]
        if before:
            found[key] = before[-1]
    return found


def doubts(marked: Marked) -> Iterator[str]:
    """What a second reader should look at, one line each: sums and shares that do not come out, categories that no
    figure counts, figures without one, figures that can't be read, relations that leave their record."""
    marks, links = marked.marks, marked.links
    values = _values(marks)
    used = {j for own in links.values() for j in own.get("g", ())}
    for i, mark in enumerate(marks):
        here = f"{mark.line}: {mark.entity.label} {mark.text!r}"
        if mark.entity.label == "CATEGORY" and i not in used:
            yield f"{here} is counted by no figure"
        if mark.entity.label in ("COUNT", "PERCENT"):
            if i not in values:
                yield f"{here} can't be read as a quantity"
            if "g" not in links[i] and "s" not in links[i] and mark.options.get("g") != "-":
                yield f"{here} has no category; name it with g= or say g=-"
    yield from _sum_doubts(marked, values)
    yield from _share_doubts(marked, values)
    cuts = [span.start for span in record_spans(marked.document)]
    for i, own in links.items():
        for key in "ghps":
            for j in own.get(key, ()):
                if bisect_right(cuts, marks[i].entity.start) != bisect_right(cuts, marks[j].entity.start):
                    yield f"{marks[i].line}: {marks[i].text!r} {key}= {marks[j].text!r} stands in another record"


def unmarked(marked: Marked) -> Iterator[str]:
    """Stretches that read like quantities and carry no mark, one line each; many of them rightly."""
    view = normalise(marked.document.text)
    for start, end in find_quantities(view.text):
        first, last = view.to_source(start, end)
        if not any(m.entity.start < last and first < m.entity.end for m in marked.marks):
            around = marked.document.text[max(0, first - 8) : last + 8].replace("\n", "⏎")
            yield f"{marked.document.text[first:last]!r} in {around!r}"


def _values(marks: Sequence[Mark]) -> dict[int, tuple[float, bool]]:
    """Value of each figure, and whether it is exact."""
    values = {}
    for i, mark in enumerate(marks):
        if mark.entity.label in ("COUNT", "PERCENT"):
            try:
                quantity = parse_quantity(mark.text)
            except NumeralError:
                continue
            values[i] = (float(quantity.value), quantity.approx == "exact")
    return values


def _sum_doubts(marked: Marked, values: Mapping[int, tuple[float, bool]]) -> Iterator[str]:
    parts: dict[int, list[int]] = defaultdict(list)
    for i, own in marked.links.items():
        for j in own.get("p", ()):
            parts[j].append(i)
    for total, members in parts.items():
        mark = marked.marks[total]
        said = mark.options.get("sum")
        if total not in values or any(m not in values for m in members) or said == "open":
            continue
        exact = values[total][1] and all(values[m][1] for m in members)
        computed = sum(values[m][0] for m in members)
        closes = abs(computed - values[total][0]) < 1e-6
        if len(members) == 1 and computed < values[total][0]:
            continue  # 其中 with one part claims no more
        if exact and closes == (said == "wrong"):
            verdict = "does close" if closes else "does not close; mend it or say sum=open or sum=wrong"
            listed = "+".join(f"{values[m][0]:g}" for m in members)
            yield f"{mark.line}: total {mark.text!r}: {listed} = {computed:g}, {verdict}"


def _share_doubts(marked: Marked, values: Mapping[int, tuple[float, bool]]) -> Iterator[str]:
    for i, own in marked.links.items():
        bases = [values[j][0] for j in own.get("b", ()) if j in values]
        shares = [values[j][0] for j in own.get("s", ()) if j in values]
        if not bases or not shares or i not in values:
            continue
        mark = marked.marks[i]
        decimals = len(m[1]) if (m := re.search(r"[.．](\d+)", mark.text)) else 0
        true = 100 * sum(shares) / sum(bases)
        holds = abs(true - values[i][0]) <= 0.5000001 * 10**-decimals
        if holds == (mark.options.get("share") == "wrong"):
            yield f"{mark.line}: share {mark.text!r}: computed {true:.{decimals + 2}f} %"


def review(marked: Marked) -> Iterator[str]:
    """Every figure with all that it is joined to, one line each, for a second reader."""
    repeated = Counter(mark.text for mark in marked.marks)
    for i, own in marked.links.items():
        mark = marked.marks[i]
        joined = "  ".join(
            f"{key}={'、'.join(_shown(marked.marks[j], repeated) for j in own[key])}"
            for key in "gdahpsb"
            if key in own
        )
        yield f"{mark.line}: {mark.text}  {joined}"


def _shown(mark: Mark, repeated: Mapping[str, int]) -> str:
    return f"{mark.text}@{mark.line}" if repeated[mark.text] > 1 else mark.text
