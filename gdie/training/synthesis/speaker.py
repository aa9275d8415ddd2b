"""Expansion of the grammar into a builder: draws alternatives, fills slots, sets marks and joins them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gdie.training.synthesis.builder import Builder, Figure, Mark
from gdie.training.synthesis.grammar import Choice, Grammar, GrammarError, Marked, Nodes, Slot, parse

Emit = Callable[[], None]
Word = Callable[[str], str]

_LABELS = {
    "A": "AGENCY",
    "D": "DATE",
    "H": "CHANNEL",
    "G": "CATEGORY",
    "C": "COUNT",
    "P": "PERCENT",
}


@dataclass
class Frame:
    """What one sentence has said so far."""

    category: Mark | None = None
    count: Figure | None = None
    channel: Mark | None = None
    date: Mark | None = None  # the last date, governing or not
    waiting: list[Figure] = field(default_factory=list)
    local: set[str] = field(default_factory=set)  # labels whose marks governed this sentence only


class Speaker:
    """One document's voice: its grammar, its random draws, its words and its builder."""

    def __init__(
        self,
        grammar: Grammar,
        rng: random.Random,
        builder: Builder,
        words: Mapping[str, Word],
        habits: Mapping[str, int],
    ) -> None:
        self.grammar = grammar
        self.rng = rng
        self.builder = builder
        self.words = words
        self._habits = habits
        self._settled: dict[str, Sequence[Nodes]] = {}
        self._used: set[int] = set()
        self._frame = Frame()
        self.scope: Mapping[str, Emit] = {}

    def say(self, name: str, scope: Mapping[str, Emit] | None = None) -> None:
        """One sentence or clause by a rule of the grammar."""
        outer, frame = self.scope, self._frame
        date, agency = self.builder.date, self.builder.agency
        self.scope, self._frame = scope or {}, Frame()
        self._expand(self._option(name))
        if "D" in self._frame.local:
            self.builder.date = date
        if "A" in self._frame.local:
            self.builder.agency = agency
        self.scope, self._frame = outer, frame

    def category(self, words: str) -> Mark:
        """A category of this sentence, for the figures that follow without one."""
        self._frame.category = self.builder.mark("CATEGORY", words)
        return self._frame.category

    def aside(self, name: str) -> None:
        """A clause whose dates and channels govern nothing outside it."""
        date, channel = self.builder.date, self._frame.channel
        self._expand(self._option(name))
        self.builder.date, self._frame.channel = date, channel

    def clause(self, nodes: Nodes, scope: Mapping[str, Emit]) -> None:
        """Expand nodes with slots of their own, inside the sentence that is being said."""
        outer = self.scope
        self.scope = {**outer, **scope}
        self._expand(nodes)
        self.scope = outer

    def option(self, name: str) -> Nodes:
        """One of a rule's alternatives, as this writer has it."""
        return self._option(name)

    def string(self, name: str) -> str:
        """A rule as plain text."""
        return self._string(self._option(name))

    def plain(self, template: str) -> str:
        """A template as plain text."""
        return self._string(parse(template))

    def _option(self, name: str) -> Nodes:
        options = self.grammar.rules.get(name)
        if not options:
            raise GrammarError(f"there is no rule {name}")
        if name in self._habits:
            if name not in self._settled:
                size = min(self._habits[name], len(options))
                self._settled[name] = self.rng.sample(options, size)
            return self.rng.choice(self._settled[name])
        if len(options) < 4 or name[:2] not in ("s_", "p_"):
            return self.rng.choice(options)
        # A report seldom says the same thing twice.
        for _ in range(3):
            chosen = self.rng.choice(options)
            if id(chosen) not in self._used:
                break
        self._used.add(id(chosen))
        return chosen

    def _expand(self, nodes: Nodes) -> None:
        for node in nodes:
            match node:
                case str():
                    self.builder.text(node)
                case Choice(options):
                    self._expand(self.rng.choice(options))
                case Slot(name, arg):
                    if name in self.scope:
                        self.scope[name]()
                    elif name in self.words:
                        self.builder.text(self.words[name](arg))
                    else:
                        self._expand(self._option(name))
                case Marked(label, sign, inside):
                    self._mark(label, sign, self._string(inside))

    def _string(self, nodes: Nodes) -> str:
        pieces: list[str] = []
        for node in nodes:
            match node:
                case str():
                    pieces.append(node)
                case Choice(options):
                    pieces.append(self._string(self.rng.choice(options)))
                case Slot(name, arg):
                    word = self.words.get(name)
                    pieces.append(word(arg) if word else self._string(self._option(name)))
                case Marked():
                    raise GrammarError(f"a mark inside a mark: {node}")
        return _joined(pieces)

    def _mark(self, label: str, sign: str, words: str) -> None:
        if not words:
            return
        builder, frame = self.builder, self._frame
        if label in "CP":
            self._figure(label, sign, words)
            return
        mark = builder.mark(_LABELS[label], words)
        if label == "D":
            frame.date = mark
        match label, sign:
            case "D", "" | "*":
                builder.date = mark
            case "A", "!" | "*":
                builder.agency = mark
            case "H", "!":
                frame.channel = mark
            case "G", _:
                frame.category = mark
                for figure in frame.waiting:
                    figure.category = mark
                frame.waiting.clear()
            case _:
                pass
        if sign == "*":
            frame.local.add(label)

    def _figure(self, label: str, sign: str, words: str) -> None:
        frame = self._frame
        figure = self.builder.figure(_LABELS[label], words)
        if label == "P" and sign == "^" and frame.count:
            figure.shares.append(frame.count)
            return
        if sign == "~":
            figure.date = frame.date
        if sign == "/" and frame.count:
            figure.part_of = frame.count
        if sign == ">":
            frame.waiting.append(figure)
        else:
            figure.category = frame.category
        if label == "C":
            if frame.channel:
                figure.channels.append(frame.channel)
            frame.count = figure


def _joined(pieces: Sequence[str]) -> str:
    """One text; a word of two characters that would stand there twice (路况信息信息) stands there once."""
    text = ""
    for piece in pieces:
        twice = len(piece) > 1 and not piece.isascii() and text.endswith(piece[:2])
        text += piece[2:] if twice else piece
    return text
