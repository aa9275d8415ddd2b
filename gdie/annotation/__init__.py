"""Annotation: the scheme, annotated records and their JSONL, validation and agreement."""

from gdie.annotation.check import problems
from gdie.annotation.codes import codes_path, dump_codes, load_codes
from gdie.annotation.records import (
    Annotation,
    Entity,
    Record,
    RecordError,
    Relation,
    cut,
    dump_records,
    load_records,
    merge,
)
from gdie.annotation.scheme import load_scheme

__all__ = [
    "Annotation",
    "Entity",
    "Record",
    "RecordError",
    "Relation",
    "codes_path",
    "cut",
    "dump_codes",
    "dump_records",
    "load_codes",
    "load_records",
    "load_scheme",
    "merge",
    "problems",
]
