"""What a document is, in one flat record: for the report of a batch and for people who ask what was read."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from gdie.documents.model import DocumentKind
from gdie.facts.extraction import Extraction
from gdie.facts.forms import FormReadings
from gdie.facts.report import report_of

Script = Literal["hans", "hant", "mixed"]

_MINORITY = 0.1  # share of the other script's characters from which a text is mixed


@dataclass(frozen=True)
class About:
    """A document by name: its kind, title, reporting agency (full name), year reported on, date published (ISO, perhaps without day),
    document number, official form, script and number of facts. What is not known is None.

    `form` is the id of the version of the official form that most figures of the recognised tables are of; None for a report in free form.
    A document of kind `other` is one too: its facts are extracted like any others.
    """

    doc: str
    kind: DocumentKind
    title: str | None
    agency: str | None
    year: int | None
    published: str | None
    number: str | None
    form: str | None
    script: Script | None
    facts: int

    def as_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields, null where something is not known."""
        return asdict(self)


def about(extraction: Extraction) -> About:
    """What the document of an extraction is."""
    report = report_of(extraction)
    metadata = extraction.document.metadata
    return About(
        doc=report.doc,
        kind=metadata.kind,
        title=metadata.title_text,
        agency=report.agency,
        year=report.year,
        published=metadata.published,
        number=metadata.number,
        form=_form(extraction.forms),
        script=script_of(extraction.document.text),
        facts=len(report.facts),
    )


def script_of(text: str) -> Script | None:
    """Simplified or traditional by the characters that only one script has, as printed; None where a text has none of these.

    Such a character is in the character set of one side of the strait and not in that of the other, so that 后, 台 and 里 count for neither.
    """
    counts = Counter(text)
    hans = sum(count for char, count in counts.items() if _in(char, "gb2312") and not _in(char, "big5"))
    hant = sum(count for char, count in counts.items() if _in(char, "big5") and not _in(char, "gb2312"))
    if not hans + hant:
        return None
    share = hant / (hans + hant)
    if share < _MINORITY:
        return "hans"
    return "hant" if share > 1 - _MINORITY else "mixed"


def _in(char: str, charset: str) -> bool:
    if not "\u3400" <= char <= "\u9fff":
        return False
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _form(forms: FormReadings) -> str | None:
    """The form with most figures, the first one in the text of several with as many."""
    figures: Counter[str] = Counter()
    for reading in forms.readings:
        figures[reading.form.id] += len(reading.figures)
    return max(figures, key=figures.__getitem__) if figures else None
