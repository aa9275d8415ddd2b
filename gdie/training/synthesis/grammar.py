"""A small template language and the grammar that is written in it.

    [a|b|]      one of the alternatives, equally likely; the last of these is empty
    3× …        at the beginning: a template that is drawn as often as three others
    <name>      a slot of the scope, a word of the writer, or a rule of the grammar; <name:arg> hands on an argument
    {H …}       a mark: A agency, D date, H channel, G category, C count, P percentage; what is inside is text

Signs behind the letter of a mark say what it governs: `{D …}` all that follows in its section, `{D* …}` this sentence,
`{D- …}` nothing; `{A! …}` all that follows, `{A* …}` this sentence, `{A …}` nothing; `{H! …}` the figures that follow in this
sentence. A count belongs to the category before it, `{C> …}` to the one after it, `{P^ …}` is the share of the count before it, `{C/ …}` a part of it,
`{C~ …}` a figure of the date just before it, whatever governs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

_SIGN = re.compile(
    r"\{(?P<label>[ADHGCP])(?P<sign>[!*>^/~-]?) |[\[\]|}]|<(?P<slot>[\w]+)(?::(?P<arg>[^<>]*))?>"
)
_WEIGHT = re.compile(r"(\d+)× ")


class GrammarError(ValueError):
    """A template that can't be read or names what is not there; the message shows it."""


@dataclass(frozen=True)
class Choice:
    """Alternatives, each a sequence of nodes."""

    options: tuple[Nodes, ...]


@dataclass(frozen=True)
class Slot:
    """A named place."""

    name: str
    arg: str


@dataclass(frozen=True)
class Marked:
    """A stretch that is marked."""

    label: str
    sign: str
    nodes: Nodes


Node = str | Choice | Slot | Marked
Nodes = tuple[Node, ...]


@cache
def parse(template: str) -> Nodes:
    """The nodes of a template. Raises `GrammarError`."""
    nodes, position = _sequence(template, 0, "")
    if position != len(template):
        raise GrammarError(f"{template!r}: a bracket closes that was never opened")
    return nodes


def _sequence(template: str, position: int, closing: str) -> tuple[Nodes, int]:
    nodes: list[Node] = []
    while True:
        match = _SIGN.search(template, position)
        end = match.start() if match else len(template)
        if end > position:
            nodes.append(template[position:end])
        if match is None:
            if closing:
                raise GrammarError(f"{template!r}: a bracket is not closed")
            return tuple(nodes), end
        sign = match.group()
        if match["slot"]:
            nodes.append(Slot(match["slot"], match["arg"] or ""))
            position = match.end()
        elif match["label"]:
            inside, position = _sequence(template, match.end(), "}")
            nodes.append(Marked(match["label"], match["sign"], inside))
        elif sign == "[":
            options = []
            position = end
            while template[position] != "]":
                option, position = _sequence(template, position + 1, "]")
                options.append(option)
            nodes.append(Choice(tuple(options)))
            position += 1
        elif sign == "}" and closing == "}":
            return tuple(nodes), match.end()
        elif sign in "|]" and closing == "]":
            return tuple(nodes), end
        else:
            raise GrammarError(f"{template!r}: {sign!r} stands where it means nothing")


class Grammar:
    """Named rules, each a list of templates; from the tables of one or more TOML files."""

    def __init__(self, tables: Sequence[Mapping[str, Any]]) -> None:
        self.rules: dict[str, tuple[Nodes, ...]] = {}
        for table in tables:
            for name, templates in table.items():
                if name in self.rules:
                    raise GrammarError(f"the rule {name} is written twice")
                if isinstance(templates, str):
                    templates = templates.split()
                self.rules[name] = tuple(nodes for template in templates for nodes in _weighted(template))

    def unknown(self, known: set[str]) -> set[str]:
        """Slots that are neither a rule nor among `known`."""
        named: set[str] = set()
        for options in self.rules.values():
            for nodes in options:
                _collect(nodes, named)
        return named - set(self.rules) - known


def _weighted(template: str) -> tuple[Nodes, ...]:
    match = _WEIGHT.match(template)
    return (parse(template[match.end() :]),) * int(match[1]) if match else (parse(template),)


def _collect(nodes: Nodes, named: set[str]) -> None:
    for node in nodes:
        match node:
            case Slot(name, _):
                named.add(name)
            case Choice(options):
                for option in options:
                    _collect(option, named)
            case Marked(_, _, inside):
                _collect(inside, named)
