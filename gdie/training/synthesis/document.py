"""Whole synthetic documents: title, sections and paragraphs of one writer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gdie.annotation import Annotation
from gdie.documents import Document
from gdie.documents.reading import document_from_text
from gdie.training.synthesis.builder import Builder
from gdie.training.synthesis.data import Data, Section, load_data
from gdie.training.synthesis.noise import spoil_text
from gdie.training.synthesis.quantities import Breakdown
from gdie.training.synthesis.speaker import Speaker
from gdie.training.synthesis.statements import Stater
from gdie.training.synthesis.tables import Tabler
from gdie.training.synthesis.writer import Writer

_HAN = "一二三四五六七八九"


@dataclass(frozen=True)
class SyntheticDocument:
    """A document with its annotation and the breakdowns that it states, all in document offsets."""

    document: Document
    annotation: Annotation
    breakdowns: tuple[Breakdown, ...]

    @property
    def inconsistent(self) -> tuple[Breakdown, ...]:
        """The breakdowns of exact figures that don't close."""
        return tuple(b for b in self.breakdowns if b.exact and not b.holds)


def generate(
    seed: int, count: int, folder: Path, *, inconsistent: float = 0.0
) -> Iterator[SyntheticDocument]:
    """`count` documents from the data files of `folder`; the same arguments give the same documents.

    About the share `inconsistent` of the breakdowns gets a wrong figure. Raises `SynthesisError`.
    """
    data = load_data(folder)
    for number in range(count):
        # Seeded apart, so that the tenth document is the same whether ten or a thousand are asked for.
        yield _document(
            data, random.Random(f"{seed}/{number}"), f"synthetic-{seed}-{number:05}", inconsistent
        )


def _document(data: Data, rng: random.Random, name: str, inconsistent: float) -> SyntheticDocument:
    composer = _Composer(data, rng, inconsistent)
    composer.compose()
    draft = spoil_text(composer.builder.finish(), rng)
    document = document_from_text(draft.text, name)
    return SyntheticDocument(document, draft.annotation(), tuple(composer.stater.breakdowns))


class _Composer:
    """Writes one document into its builder."""

    def __init__(self, data: Data, rng: random.Random, inconsistent: float) -> None:
        self._rng = rng
        self.builder = Builder()
        self._speaker = Speaker(data.grammar, rng, self.builder, {}, data.habits)
        self._writer = Writer.draw(
            data, rng, lambda: self._speaker.string("place"), lambda: self._speaker.string("province_name")
        )
        self._speaker.words = self._writer.words
        self._indent = rng.choice(("", "", "　　", "　　", "    ", "  "))
        self._blank_lines = rng.random() < 0.25
        self._chrome = rng.random() < 0.35
        self.stater = Stater(self._speaker, self._writer, self._indent, inconsistent)
        self._tables = Tabler(self._speaker, self._writer, self.stater)

        self._claim = ""

    def compose(self) -> None:
        """The whole document."""
        rng, builder = self._rng, self.builder
        family = self._writer.family
        if rng.random() < 0.8:
            self._title()
        number = 0
        for section in family.sections:
            if rng.random() >= section.skip:
                builder.section()
                self._section(section, number)
                number += 1
        if rng.random() < 0.4:
            self._break()
            builder.mark("AGENCY", self._writer.full_name)
            builder.text("\n")
            builder.mark("DATE", f"{self._writer.year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日")
        if self._chrome and rng.random() < 0.5:
            self._break()
            self._speaker.say("footer")

    def _title(self) -> None:
        writer, builder, speaker = self._writer, self.builder, self._speaker
        if self._chrome and self._rng.random() < 0.4:
            speaker.say("chrome")
            self._break()
        agency = builder.mark("AGENCY", self._rng.choice((writer.full_name, writer.full_name, writer.short)))
        if self._rng.random() < 0.2:
            self._break()
        if writer.family.name == "plan":
            date = builder.mark("DATE", f"{writer.year}年")
            builder.text("政务公开工作要点")
        else:
            date = builder.mark("DATE", self._rng.choice((f"{writer.year}年", f"{writer.year}年度")))
            builder.text(speaker.string("report_name"))
        builder.agency, builder.date = agency, date
        if self._chrome:
            self._break()
            speaker.say("chrome")
        if writer.family.name != "plan" and self._rng.random() < 0.7:
            self._paragraph("p_note:1-3")
        elif self._rng.random() < 0.6:
            self._paragraph("p_mixed:1-1")

    def _section(self, section: Section, number: int) -> None:
        self._break()
        title = self._rng.choice(section.title)
        self.builder.text(f"{_HAN[number % len(_HAN)]}、")
        # A title may be a template; it is text only.
        self.builder.text(self._speaker.plain(title))
        heads = 0
        self._claim = ""
        with_heads = self._rng.random() < 0.6
        waiting, empty = "", True
        for paragraph in section.paragraphs:
            if paragraph.startswith("# "):
                waiting = self._rng.choice(paragraph[2:].split("|")) if with_heads else ""
                continue
            before = f"（{_HAN[heads % len(_HAN)]}）{self._speaker.plain(waiting)}" if waiting else ""
            if self._paragraph(paragraph, before):
                heads += bool(before)
                waiting = ""
                empty = False
        if empty:
            self._paragraph("p_mixed:1-1")

    def _paragraph(self, plan: str, heading: str = "") -> bool:
        said: list[str] = []
        for step in plan.split():
            name, _, often = step.partition(":")
            low, _, high = often.partition("-")
            times = self._rng.randint(int(low or 1), int(high or low or 1))
            said += [self._rng.choice(name.split("|")) for _ in range(times)]
        if all(step.startswith("+") for step in said):
            return False
        movable = [s for s in said if s[0] in "sp="]
        if not any(s.startswith("p_note") for s in said) and self._rng.random() < 0.5:
            self._rng.shuffle(movable)
            said = movable + [s for s in said if s[0] not in "sp="]
        if heading:
            self._break()
            self.builder.text(heading + self._rng.choice(("", "", "。")))
            if self.builder.last != "。" or self._rng.random() < 0.5:
                self._break()
        else:
            self._break()
        for step in said:
            self._step(step)
        return True

    def _step(self, step: str) -> None:
        # A section that has figures doesn't say that there are none, nor the other way round.
        kind = (
            "zero"
            if step.startswith("s_zero")
            else "figures"
            if step[0] == "=" or step.endswith("_chain")
            else ""
        )
        if kind and self._claim and kind != self._claim:
            return
        self._claim = kind or self._claim
        if step.startswith("="):
            self.stater.state(step[1:])
        elif step == "table":
            self._tables.table()
        else:
            self._speaker.say(step.removeprefix("+"))

    def _break(self) -> None:
        if self.builder.length:
            self.builder.text("\n" if not self._blank_lines else "\n\n")
        self.builder.text(self._indent)
