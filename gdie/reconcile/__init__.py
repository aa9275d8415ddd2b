"""Reconciliation: do the parts of a total, and the shares printed beside them, agree with what the report states?"""

from gdie.reconcile.check import check
from gdie.reconcile.interval import Interval
from gdie.reconcile.meaning import meaning
from gdie.reconcile.model import Explanation, Finding, Kind, Severity, Suspect, Verdict

__all__ = [
    "Explanation",
    "Finding",
    "Interval",
    "Kind",
    "Severity",
    "Suspect",
    "Verdict",
    "check",
    "meaning",
]
