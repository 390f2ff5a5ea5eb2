"""Police forms: INCREP (SINCREP, SINREP), flash and patrol reports, occurrences, retractions."""

from __future__ import annotations

from fusion.intake.parsers.cuts import by_number, when_several, whole
from fusion.intake.parsers.forms import form

# A heading that opens one of several incident reports or notes in one file.
PART = (
    r"\b(?:s?increp|sinrep)\b.*\d|^(?:part|partie|[A-Z])\b.{0,40}\b(?:note|report|increp|rapport)\b"
)
FORMS = (
    form("retraction", r"\bretraction\b|\brétractation\b|\brectificatif\b|\bwithdrawal\b", whole),
    form("increp", r"\b(?:s?increp|sinrep)\b|incident report|rapport d['’]incident", whole, PART),
    form("flash", r"\bflash\b", whole),
    form("sitrep", r"\bsitrep\b|situation report", by_number),
    form("patrol_report", r"patrol report|compte rendu de patrouille", whole),
    form("investigation_report", r"investigation report|rapport d['’]enquête", whole),
    form("complaint", r"\bplainte\b|\bcomplaint\b", whole),
)
DEFAULT = form("police_report", r"(?!)", when_several)
RECORDS = "occurrence"
