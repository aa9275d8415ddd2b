"""Forms end to end: a perfect reader is perfect, others are found out, and everything can be made again."""

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from gdie.evaluation.forms import (
    KINDS,
    OTHERS,
    Document,
    Mix,
    Reading,
    compare,
    evaluate_forms,
    generate,
)
from gdie.evaluation.forms_report import as_json, dump, failures, render_forms

SEED = 7


class Perfect:
    """A reader that knows the documents."""

    def __init__(self, count: int, mix: Mix = "reports") -> None:
        documents = [generate(SEED, index, mix) for index in range(count)]
        self.known = {document.rendered.text: document for document in documents}

    def __call__(self, text: str) -> list[Reading]:
        return readings(self.known[text])


def readings(document: Document) -> list[Reading]:
    return [
        (cell.code, cell.start, cell.end, cell.accepted[-1])
        for cell in document.rendered.cells
        if cell.value is not None
    ]


@pytest.mark.parametrize("mix", ["reports", "others"])
def test_a_perfect_reader_is_perfect(mix: Mix) -> None:
    score = evaluate_forms(54, SEED, Perfect(54, mix), mix)
    assert score.total.whole == score.total.documents == 54
    assert score.total.right == score.total.cells > 1000
    assert not failures(score)
    # Layouts take turns, so that each has both kinds of documents.
    assert {kind for _, kind in score.layouts} == set(KINDS)
    names = {name for name, _ in score.layouts}
    assert ("slashes" in names) == (mix == "others")
    if mix == "others":
        assert {name for name, _ in score.forms} == set(OTHERS)


def drop(said: list[Reading]) -> Iterable[Reading]:
    return said[1:]


def shift(said: list[Reading]) -> Iterable[Reading]:
    code, start, end, value = said[0]
    return [(code, start + 1, end + 1, value), *said[1:]]


def swap(said: list[Reading]) -> Iterable[Reading]:
    (a, *here), (b, *there) = said[:2]
    return [(b, *here), (a, *there), *said[2:]]  # type: ignore[list-item]


def invent(said: list[Reading]) -> Iterable[Reading]:
    return [*said, (said[0][0], 0, 1, 3)]


def misread(said: list[Reading]) -> Iterable[Reading]:
    code, start, end, value = said[0]
    return [(code, start, end, value + 1), *said[1:]]


@pytest.mark.parametrize(
    ("fault", "unread", "wrong"),
    [(drop, 1, 0), (shift, 0, 1), (swap, 0, 2), (invent, 0, 1), (misread, 0, 1)],
)
def test_faults_are_found_out(fault, unread: int, wrong: int) -> None:  # type: ignore[no-untyped-def]
    document = generate(SEED, 0)
    outcome = compare(document, fault(readings(document)))
    assert not outcome.whole
    assert (len(outcome.unread), len(outcome.wrong)) == (unread, wrong)


def test_what_must_not_be_read_may_be_read_rightly_only() -> None:
    document = generate(SEED, 0)
    first, *rest = document.rendered.cells
    spared = replace(
        document, rendered=replace(document.rendered, cells=(replace(first, required=False), *rest))
    )
    said = readings(document)
    assert compare(spared, said).whole
    assert compare(spared, said[1:]).whole
    assert not compare(spared, list(misread(said))).whole
    blank = replace(document, rendered=replace(document.rendered, cells=(replace(first, value=None), *rest)))
    assert not compare(blank, said).whole


def test_values_may_be_floats() -> None:
    document = generate(SEED, 0)
    said: list[Reading] = [
        (c, s, e, float(v) if isinstance(v, Decimal) else v) for c, s, e, v in readings(document)
    ]
    assert compare(document, said).whole


def test_documents_depend_on_seed_and_index_only() -> None:
    for kind in ("reports", "others"):
        assert generate(SEED, 3, kind) == generate(SEED, 3, kind)  # type: ignore[arg-type]
    assert generate(SEED, 3) != generate(SEED + 1, 3)
    long = evaluate_forms(8, SEED, lambda text: [])
    assert evaluate_forms(4, SEED, lambda text: []).outcomes == long.outcomes[:4]


def test_undecidable_documents_stand_apart() -> None:
    kinds = ("undecidable",)
    documents = [generate(SEED, index, "reports", kinds) for index in range(6)]  # type: ignore[arg-type]
    assert {document.rendered.layout for document in documents} == {"blanks", "cells", "glued"}
    assert all(document.noise.names == ("undecidable",) for document in documents)
    assert any(not cell.required for document in documents for cell in document.rendered.cells)


def test_the_counts_print_and_say_which_documents_failed() -> None:
    score = evaluate_forms(10, SEED, lambda text: [("t3.new.total", 0, 2, 4)])
    assert len(failures(score)) == 10
    table = render_forms(score)
    assert "pipes" in table and table.splitlines()[-1].split() == ["all", "10", "0", *table.split()[-4:]]
    plain = json.loads(json.dumps(as_json(score), ensure_ascii=False))
    assert plain["all"]["wrong"] == 10 and len(plain["failures"]) == 10
    text = dump(score, failures(score)[0])
    assert "wrong: t3.new.total 4 at 0-2" in text and "unread: " in text
