"""The annotation loop, simulated: start with one document, add what a strategy asks for, train again, see what it gains.

The gold of the pool stands in for the annotator; trainings are short (`gdie.training.short`). `python -m gdie.training.loop --help`
says how to run it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from gdie.annotation import Record
from gdie.annotation.selection import STRATEGIES, Candidate, Doubt, ranked
from gdie.training.curves import dumped, table
from gdie.training.gold import read_splits, writer_of
from gdie.training.material import annotated_records
from gdie.training.short import SHORT, short_training

Pool = Mapping[str, Sequence[Record]]
DOCUMENTS = "documents"
"""Beside the strategies: whole documents one after the other, as one annotates without any."""
OF_WRITER = 2
"""Held-out reports of each held-out writer."""


@dataclass(frozen=True)
class Plan:
    """How annotating goes on: in `rounds` of at least `characters` each; each round a strategy sees records of `sample` characters,
    drawn by the seed from all that is left, the same ones for every strategy as far as they are left."""

    rounds: int = 5
    characters: int = 4000
    sample: int = 40_000


@dataclass(frozen=True)
class Point:
    """What is annotated – records, their characters, their entities and relations – and F1 on the held-out documents."""

    records: int
    characters: int
    marks: int
    entities: float
    relations: float


class Learned(Protocol):
    """A trained model, as far as the simulation knows it."""

    def doubts(self, texts: Sequence[str]) -> Sequence[Doubt]:
        """How unsure it is of each text."""

    def scores(self) -> tuple[float, float]:
        """F1 of entities and of relations on the held-out documents."""


Learn = Callable[[Sequence[Record], int], Learned]
"""Trains on records with a seed."""


def simulate(pool: Pool, strategy: str, seed: int, learn: Learn, start: Learned, plan: Plan) -> list[Point]:
    """The curve of a strategy; `start` was trained on the document that `first_document` gives for the seed."""
    chosen = list(pool[first_document(pool, seed)])
    model = start
    points = [_point(chosen, model)]
    for number in range(plan.rounds):
        begun = len(chosen)
        for record in _asked_for(pool, chosen, strategy, (seed, number), model, plan):
            if sum(len(r.text) for r in chosen[begun:]) >= plan.characters:
                break
            chosen.append(record)
        model = learn(chosen, seed)
        points.append(_point(chosen, model))
    return points


def _asked_for(
    pool: Pool, chosen: Sequence[Record], strategy: str, draw: tuple[int, int], model: Learned, plan: Plan
) -> Iterator[Record]:
    """The records to annotate, best first; `draw` is the seed and the number of the round."""
    seed, number = draw
    taken = {(r.doc, r.offset) for r in chosen}
    if strategy == DOCUMENTS:
        names = sorted(pool)
        random.Random(seed).shuffle(names)
        # What has been begun is finished first.
        names.sort(key=lambda name: name != chosen[-1].doc)
        return (r for name in names for r in pool[name] if (r.doc, r.offset) not in taken)
    sample = list(_sample(pool, taken, plan.sample, random.Random(1000 * seed + number)))
    found = model.doubts([r.text for r in sample])
    candidates = [Candidate(r.doc, r.offset, r.text, d) for r, d in zip(sample, found, strict=True)]
    by_place = {(r.doc, r.offset): r for r in sample}
    choices = ranked(candidates, strategy, annotated=[r.text for r in chosen], seed=1000 * seed + number)
    return (by_place[c.candidate.doc, c.candidate.offset] for c in choices)


def first_document(pool: Pool, seed: int) -> str:
    """The document that annotation begins with."""
    return random.Random(seed).choice(sorted(pool))


def _sample(
    pool: Pool, taken: Collection[tuple[str, int]], characters: int, draw: random.Random
) -> Iterator[Record]:
    everything = [record for name in sorted(pool) for record in pool[name]]
    draw.shuffle(everything)
    for record in everything:
        if characters <= 0:
            return
        if (record.doc, record.offset) not in taken:
            yield record
            characters -= len(record.text)


def _point(chosen: Sequence[Record], model: Learned) -> Point:
    marks = sum(len(r.annotation.entities) + len(r.annotation.relations) for r in chosen)
    entities, relations = model.scores()
    return Point(len(chosen), sum(len(r.text) for r in chosen), marks, entities, relations)


def split(records: Pool, real: Sequence[str], writers: str) -> tuple[Pool, list[str]]:
    """The pool, and the names held out: the real documents and the first reports of the writers, of whom nothing is in the pool."""
    apart = {name for name in records if name in real or writer_of(name) in writers}
    held_out = list(real)
    for writer in writers:
        held_out += sorted(n for n in apart - set(real) if writer_of(n) == writer)[:OF_WRITER]
    return {name: own for name, own in records.items() if name not in apart}, held_out


def run(args: argparse.Namespace, records: Pool, real: Sequence[str]) -> None:
    """Simulate every strategy with every seed; what `args.output` already has from the same settings is kept."""
    plan = Plan(args.rounds, args.characters, args.sample)
    pool, held_out = split(records, real, args.writers)
    settings = {
        "plan": asdict(plan),
        "training": SHORT,
        "held_out": held_out,
        "pool": {
            "documents": len(pool),
            "records": sum(len(own) for own in pool.values()),
            "characters": sum(len(r.text) for own in pool.values() for r in own),
        },
    }
    results: dict[str, Any] = {"settings": settings, "curves": []}
    if args.output.is_file():
        earlier = json.loads(args.output.read_text(encoding="utf-8"))
        if earlier["settings"] == settings:
            results = earlier
    learn = short_training(args.config, [r for name in held_out for r in records[name]])
    for seed in args.seeds:
        done = {c["strategy"] for c in results["curves"] if c["seed"] == seed}
        missing = [name for name in args.strategies if name not in done]
        if not missing:
            continue
        first = first_document(pool, seed)
        start = learn(pool[first], seed)
        for name in missing:
            points = simulate(pool, name, seed, learn, start, plan)
            curve = {"strategy": name, "seed": seed, "start": first, "points": [asdict(p) for p in points]}
            results["curves"].append(curve)
            args.output.write_text(dumped(results), encoding="utf-8")


def main() -> None:
    """Entry point of `python -m gdie.training.loop`."""
    parser = argparse.ArgumentParser(description="Simulate annotation by strategies, beside chance.")
    parser.add_argument("--output", "-o", type=Path, default=Path("training/loop.json"))
    parser.add_argument("--show", action="store_true", help="only print what --output has")
    parser.add_argument(
        "--strategies", nargs="+", choices=[*STRATEGIES, DOCUMENTS], default=[*STRATEGIES, DOCUMENTS]
    )
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1])
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--characters", type=int, default=Plan.characters, help="annotated a round")
    parser.add_argument("--sample", type=int, default=Plan.sample, help="characters to choose from")
    parser.add_argument("--writers", default="gkn", help="held-out writers, by their letters")
    parser.add_argument("--config", type=Path, default=Path("configs/gdie.cfg"))
    parser.add_argument("--splits", type=Path, default=Path("training/splits.toml"))
    parser.add_argument("--annotations", type=Path, default=Path("annotations/gold"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--written", type=Path, default=Path("annotations/written"))
    args = parser.parse_args()
    if not args.show:
        run(
            args,
            annotated_records(args.annotations, args.corpus, args.written),
            read_splits(args.splits).leave_out,
        )
    print(table(json.loads(args.output.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
