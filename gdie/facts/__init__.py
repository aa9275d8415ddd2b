"""Facts: the `Fact` model, figures of tables by structure, assembly from entities and relations, breakdowns."""

from gdie.facts.assemble import assemble
from gdie.facts.extraction import Extraction, extract, from_annotation
from gdie.facts.model import AgencyOf, Breakdown, Fact, Mention, PeriodOf

__all__ = [
    "AgencyOf",
    "Breakdown",
    "Extraction",
    "Fact",
    "Mention",
    "PeriodOf",
    "assemble",
    "extract",
    "from_annotation",
]
