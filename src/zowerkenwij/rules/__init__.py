"""What must hold in a handbook: the catalogue of rules, and the check that runs them."""

from zowerkenwij.rules import (  # noqa: F401 - each module registers its rules
    addresses,
    adoption,
    audience,
    copies,
    drift,
    fragments,
    holders,
    improvement,
    law,
    naming,
    privacy,
    records,
    references,
    register,
    review,
    slots,
    structure,
    terms,
    values,
    version_files,
    wording,
)
from zowerkenwij.rules.catalogue import RULES, Rule
from zowerkenwij.rules.engine import check
from zowerkenwij.rules.finding import (
    SEVERITIES,
    SEVERITY_LABELS,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
    apply,
)

__all__ = [
    "RULES",
    "SEVERITIES",
    "SEVERITY_LABELS",
    "Edit",
    "Finding",
    "Fix",
    "Related",
    "Rule",
    "Severity",
    "apply",
    "check",
]
