"""Short trainings, so that many can be compared: on annotated records alone, without synthetic documents and variants.

They follow the config but for `SHORT`; what comes out is no good at work, but better or worse with what it was trained on.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config, registry

from gdie.annotation import Record, dump_records, load_records
from gdie.annotation.examples import to_examples
from gdie.annotation.selection import Doubt
from gdie.pipeline.loading import load_pipeline, numpy_products
from gdie.training.run import progress_logger
from gdie.training.uncertainty import doubts

assert progress_logger  # what the config names must be registered before it is resolved

SHORT = {
    "training.max_steps": 200,
    "training.eval_frequency": 200,
    "training.batcher.size": 600,
    "training.optimizer.learn_rate": 0.003,
}
"""Overrides of the config for one training of the simulation."""


@dataclass(frozen=True)
class ShortTrained:
    """A pipeline out of a short training, with the records that it is scored on."""

    pipeline: Language
    held_out: Sequence[Record]

    def doubts(self, texts: Sequence[str]) -> list[Doubt]:
        """See `gdie.training.uncertainty`."""
        return doubts(texts, self.pipeline)

    def scores(self) -> tuple[float, float]:
        """F1 of exact entities, and of relations between predicted entities."""
        examples = to_examples(self.held_out, self.pipeline.tokenizer)
        docs = self.pipeline.pipe((e.reference.text for e in examples), batch_size=2)
        for example, doc in zip(examples, docs, strict=True):
            example.predicted = doc
        entities = self.pipeline.get_pipe("gdie_entities").score(examples)["ents_f"]
        relations = self.pipeline.get_pipe("gdie_relations").score(examples)["rel_f"]
        return float(entities or 0), float(relations or 0)


@registry.readers("gdie.Records.v1")
def read_records(path: str | None) -> Callable[[Language], Iterator[Example]]:
    """Corpus reader: the records of one JSONL file as they are; none without a file."""

    def read(nlp: Language) -> Iterator[Example]:
        yield from to_examples(load_records(Path(path)) if path else (), nlp.tokenizer)

    return read


def short_training(
    config: Path, held_out: Sequence[Record], overrides: Mapping[str, Any] = SHORT
) -> Callable[[Sequence[Record], int], ShortTrained]:
    """What trains by a config on records alone, from the beginning each time."""

    def learn(records: Sequence[Record], seed: int) -> ShortTrained:
        loaded = load_config(config, overrides={**overrides, "system.seed": seed}, interpolate=False)
        with tempfile.TemporaryDirectory(prefix="gdie-loop-") as folder, numpy_products():
            file = Path(folder) / "records.jsonl"
            file.write_text(dump_records(records), encoding="utf-8")
            loaded["corpora"]["train"] = {"@readers": "gdie.Records.v1", "path": str(file)}
            loaded["corpora"]["dev"] = {"@readers": "gdie.Records.v1", "path": None}
            spacy.util.fix_random_seed(seed)
            train_loop(init_nlp(loaded), Path(folder), stdout=io.StringIO(), stderr=io.StringIO())
            return ShortTrained(load_pipeline(Path(folder) / "model-last"), held_out)

    return learn
