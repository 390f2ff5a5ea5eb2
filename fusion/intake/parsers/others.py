"""Forms of the smaller sections: justice, DDR, political affairs, regional office, experts."""

from __future__ import annotations

from fusion.intake.parsers.cuts import by_heading, by_number, by_paragraph, when_several, whole
from fusion.intake.parsers.forms import form

JUSTICE = (form("retraction", r"\brétractation du rapport\b|\brectificatif\b", whole),)
JUSTICE_DEFAULT = form("justice_note", r"(?!)", when_several)

DDR = (form("cvr_note", r"\bcvr\b|réduction de la violence", when_several),)
DDR_DEFAULT = form("ddr_note", r"(?!)", when_several)
DDR_RECORDS = "ddr_entry"

POLITICAL = (form("code_cable", r"code cable|câble chiffré", by_number),)
POLITICAL_DEFAULT = form("political_note", r"(?!)", when_several)
MESSAGE = "email"

REGIONAL = (
    form("digest", r"\bdigest\b|\bbulletin\b|revue|note mensuelle", by_heading),
    form("retraction", r"\bretraction\b|\brectificatif\b", whole),
)
REGIONAL_DEFAULT = form("digest", r"(?!)", by_heading)
REGIONAL_RECORDS = "digest"

PANEL = (form("panel_report", r"(?!)", by_number),)
PANEL_DEFAULT = form("panel_report", r"(?!)", by_number)

GENERIC = form("report", r"(?!)", when_several)
SECTIONS = form("report", r"(?!)", by_paragraph)
