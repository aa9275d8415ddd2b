"""Text: a normalised view of a text with an exact map back, and numerals, units and dates as values.

Knows no other room. What needs OpenCC loads it when the first text is normalised.
"""

from gdie.text.dates import Period, parse_date
from gdie.text.numerals import NumeralError, Quantity, Unit, find_quantities, parse_quantity, parse_unit
from gdie.text.view import View, normalise

__all__ = [
    "NumeralError",
    "Period",
    "Quantity",
    "Unit",
    "View",
    "find_quantities",
    "normalise",
    "parse_date",
    "parse_quantity",
    "parse_unit",
]
