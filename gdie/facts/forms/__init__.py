"""Official forms: which form a table is, and each of its figures with code, category, column and total."""

from gdie.facts.forms.reading import Axis, FormFigure, FormReading, FormReadings, UnreadRow
from gdie.facts.forms.recognise import read_forms
from gdie.facts.forms.unglue import unglue

__all__ = ["Axis", "FormFigure", "FormReading", "FormReadings", "UnreadRow", "read_forms", "unglue"]
