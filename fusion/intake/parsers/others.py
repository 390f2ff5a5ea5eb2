"""Forms of the smaller sections: justice, DDR, political affairs, regional office, experts."""

from __future__ import annotations

import re

from fusion.intake.body import Body
from fusion.intake.parsers.cuts import by_heading, by_number, when_several, whole
from fusion.intake.parsers.forms import form
from fusion.intake.parsers.item import Cut

_CASE_FILE = re.compile(r"\b\d{1,4}/\d{2,4}\b(?!/)")


def by_file(body: Body, kind: str, path: str) -> Cut:
    """One report where the head names one case file; else by headings that name matters."""
    head = " ".join(block.text for block in body.blocks[:4])
    if len(set(_CASE_FILE.findall(head))) == 1:
        return whole(body, kind, path)
    cut = when_several(body, kind, path)
    by_titles = all(item.number is None for item in cut.items)
    return cut if by_titles else whole(body, kind, path)


JUSTICE = (form("retraction", r"\brétractation du rapport\b|\brectificatif\b", whole),)
JUSTICE_DEFAULT = form("justice_note", r"(?!)", by_file)

DDR = (form("cvr_note", r"\bcvr\b|réduction de la violence", when_several),)
DDR_DEFAULT = form("ddr_note", r"(?!)", when_several)
DDR_RECORDS = "ddr_entry"

POLITICAL = (form("code_cable", r"code cable|câble chiffré", by_number),)
POLITICAL_DEFAULT = form("political_note", r"(?!)", whole)
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
