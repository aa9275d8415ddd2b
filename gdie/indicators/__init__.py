"""What is known of the domain, as data files, and their loader. Holds no logic of reading or checking."""

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
    "StatusWords",
    "TableWords",
    "ZeroWords",
    "load_agency_words",
    "load_channel_words",
    "load_status_words",
    "load_table_words",
    "load_zero_words",
]
