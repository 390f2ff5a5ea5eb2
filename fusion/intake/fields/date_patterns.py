"""How dates look on paper: the patterns that moments.py reads, tried in this order."""

from __future__ import annotations

import re
from functools import cache

from fusion.intake.fields import months

_DTG = (
    r"(?<![\dA-Za-z/])(?P<dtg_day>\d{2})(?:\s(?=\d{4}\s?[A-Z])|(?=\d{4}))(?P<dtg_hour>\d{2})"
    r"(?P<dtg_minute>\d{2})(?P<dtg_second>\d{2})?\s?(?P<dtg_zone>[A-Z])\s?"
    r"(?:(?P<dtg_month>"
    + months.short_pattern()
    + r")\s?(?P<dtg_year>\d{4}|\d{2})?)?(?![A-Za-z\d])"
)
_TIME = (
    r"(?:\s*(?:,|at|à|a|vers|about|around|approx\.?|by|على الساعة|الساعة|T|-|/)?\s*"
    r"(?P<{p}hour>[01]?\d|2[0-4])(?:(?:[:hH](?P<{p}minute>[0-5]\d)?(?::(?P<{p}second>[0-5]\d))?)"
    r"|(?P<{p}packed>[0-5]\d)(?=\s?(?:Z|UTC|hrs|hours|local|h\b)))"
    r"\s?(?:hrs|hours|heures|h\b)?\s?(?:local\s)?(?P<{p}zone>Z\b|UTC|GMT|\([A-IK-Z]\)|[+-]\d{{2}}:?\d{{2}})?)?"
)
_ISO = r"(?<!\d)(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?!\d)" + _TIME.format(
    p="iso_"
)
_NUMERIC = (
    r"(?<![\d/.])(?P<num_day>\d{1,2})(?P<num_mark>[/.-])(?P<num_month>\d{1,2})"
    r"(?:(?P=num_mark)(?P<num_year>\d{4}|\d{2}))?(?![\d/])" + _TIME.format(p="num_")
)
_DAYS = r"(?P<{p}day>\d{{1,2}})(?:st|nd|rd|th|er|ère)?"
_RANGE = r"(?:\s*(?:-|–|/|to|and|au|et|إلى)\s*(?P<w_last>\d{1,2})(?:st|nd|rd|th|er)?)?"
_WRITTEN = (
    r"(?<![\d.,])"
    + _DAYS.format(p="w_")
    + _RANGE
    + r"(?:\s+(?:of|de|من))?[\s.,-]*(?P<w_month>"
    + months.pattern()
    + r")(?![A-Za-zÀ-ÿ])(?:[\s.,-]*(?P<w_year>(?:19|20)\d{2})"
    r"(?!\d|\s?(?:Z\b|hrs|hours|heures|h\b|UTC)))?"
    r"(?![\s.,]{1,3}(?:19|20)\d{3})"  # a year with a figure too many is no missing year
     + _TIME.format(p="w_")
)
_AMERICAN = (
    r"(?<![A-Za-z])(?P<us_month>" + months.pattern() + r")\s+(?P<us_day>\d{1,2})(?:st|nd|rd|th)?"
    r"\s*[,.]?\s*(?P<us_year>(?:19|20)\d{2})(?!\d)"
)


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(form, pattern) from the most to the least certain; names of groups begin with the form."""
    return (
        ("dtg", re.compile(_DTG)),
        ("iso", re.compile(_ISO)),
        ("american", re.compile(_AMERICAN, re.IGNORECASE)),
        ("written", re.compile(_WRITTEN, re.IGNORECASE)),
        ("numeric", re.compile(_NUMERIC)),
    )
