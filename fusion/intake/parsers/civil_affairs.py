"""Civil affairs forms: field notes, weekly narratives, messages of community alert networks."""

from __future__ import annotations

from fusion.intake.parsers.cuts import by_line, by_paragraph, when_several
from fusion.intake.parsers.forms import form

FORMS = (
    form("weekly", r"\bweekly\b|hebdomadaire|\bweek \d|semaine \d", by_paragraph),
    form("alert", r"\balerts?\b|\balertes?\b|\bcan messages?\b|إنذار|تنبيه|رسائل", by_line),
    form(
        "field_note",
        r"field (?:visit )?note|note de terrain|note de mission|field visit|مذكرة",
        when_several,
    ),
    form("perception_note", r"perception (?:note|survey)|note de perception", when_several),
    form(
        "joint_protection",
        r"joint protection team|\bjpt\b|équipe conjointe de protection",
        when_several,
    ),
)
DEFAULT = form("field_note", r"(?!)", when_several)
RECORDS = "alert"
