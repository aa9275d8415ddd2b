"""What is known of the domain, as data files, and their loader. Holds no logic of reading or checking."""

from gdie.indicators.forms import (
    Axis,
    Column,
    Form,
    FormBlock,
    FormRow,
    Indicator,
    Rule,
    cell_indicators,
    load_form,
    load_forms,
    load_indicators,
)
from gdie.indicators.vocabulary import (
    AgencyWords,
    StatusWords,
    TableWords,
    ZeroWords,
    load_agency_words,
    load_channel_words,
    load_status_words,
    load_table_words,
    load_zero_words,
)

__all__ = [
    "AgencyWords",
    "Axis",
    "Column",
    "Form",
    "FormBlock",
    "FormRow",
    "Indicator",
    "Rule",
    "StatusWords",
    "TableWords",
    "ZeroWords",
    "cell_indicators",
    "load_agency_words",
    "load_channel_words",
    "load_form",
    "load_forms",
    "load_indicators",
    "load_status_words",
    "load_table_words",
    "load_zero_words",
]
