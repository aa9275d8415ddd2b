"""Reconciliation: does everything that a report states of its figures agree, and if not, which figure is wrong?"""

from gdie.reconcile.check import check, check_years
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning
from gdie.reconcile.model import (
    Correction,
    Explanation,
    Finding,
    Kind,
    Place,
    Reconciliation,
    Severity,
    Suspect,
    Verdict,
)

__all__ = [
    "Correction",
    "Explanation",
    "Finding",
    "Interval",
    "Kind",
    "Place",
    "Reconciliation",
    "Severity",
    "Suspect",
    "Verdict",
    "check",
    "check_years",
    "meaning",
]
