"""The CRF baseline: a linear chain over tokens (characters and numbers) with the usual window of characters."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from gdie.annotation import Entity, Record
from gdie.annotation.examples import to_doc
from gdie.evaluation.baselines.component import Find
from gdie.evaluation.calibration import MissingExtra
from gdie.pipeline.tokenizer import NumberAwareTokenizer

PARAMETERS = {"c1": 0.1, "c2": 0.01, "max_iterations": 80, "feature.possible_transitions": True}
WINDOW = 3
OUTSIDE = "O"


def train_crf(records: Iterable[Record]) -> Find:
    """Train on annotated records. Raises `MissingExtra` without python-crfsuite."""
    try:
        import pycrfsuite
    except ImportError:
        raise MissingExtra("python-crfsuite") from None
    tokenizer = NumberAwareTokenizer(Vocab())
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for record in records:
        doc = to_doc(record, tokenizer)
        if len(doc):
            trainer.append(features(doc), tags(doc))
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory(prefix="gdie-crf-") as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        # The bytes must live as long as the tagger reads from them.
        model = path.read_bytes()
    tagger.open_inmemory(model)

    def find(doc: Doc, _model: bytes = model) -> Iterator[tuple[Entity, float]]:
        yield from _spans(doc, tagger) if len(doc) else ()

    return find


def tags(doc: Doc) -> list[str]:
    """B- and I- of every entity, O elsewhere."""
    result = [OUTSIDE] * len(doc)
    for span in doc.ents:
        result[span.start : span.end] = [f"I-{span.label_}"] * len(span)
        result[span.start] = f"B-{span.label_}"
    return result


def features(doc: Doc) -> list[list[str]]:
    """Words and classes around each token, and pairs and triples of neighbours."""
    words = ["<s>"] * WINDOW + [_word(t.text) for t in doc] + ["</s>"] * WINDOW
    kinds = ["<s>"] * WINDOW + [_kind(t.text) for t in doc] + ["</s>"] * WINDOW
    rows = []
    for i in range(WINDOW, len(words) - WINDOW):
        row = ["bias"]
        for k in range(-WINDOW, WINDOW + 1):
            row += [f"w{k}={words[i + k]}", f"k{k}={kinds[i + k]}"]
        row += [f"b{k}={words[i + k]}{words[i + k + 1]}" for k in range(-2, 2)]
        row += [f"t{k}={words[i + k]}{words[i + k + 1]}{words[i + k + 2]}" for k in range(-2, 1)]
        rows.append(row)
    return rows


def _word(text: str) -> str:
    return "0" * min(len(text), 4) if text.isdigit() else text


def _kind(text: str) -> str:
    first = text[0]
    if first.isdigit():
        return "digit"
    if first.isascii() and first.isalpha():
        return "latin"
    if first.isspace():
        return "blank"
    return "han" if "\u4e00" <= first <= "\u9fff" else "sign"


def _spans(doc: Doc, tagger: Any) -> Iterator[tuple[Entity, float]]:
    """The entities of the likeliest sequence; the least sure of its tags is an entity's probability."""
    path = tagger.tag(features(doc))
    start = 0
    for i, tag in enumerate(path):
        following = path[i + 1] if i + 1 < len(path) else OUTSIDE
        if tag == OUTSIDE:
            continue
        if tag.startswith("B-") or i == 0 or path[i - 1][2:] != tag[2:]:
            start = i
        if following != f"I-{tag[2:]}":
            sure = min(tagger.marginal(path[k], k) for k in range(start, i + 1))
            yield Entity(doc[start].idx, doc[i].idx + len(doc[i]), tag[2:]), float(sure)
