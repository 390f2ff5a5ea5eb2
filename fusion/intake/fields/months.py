"""Names of months in English, French and Arabic, in full and cut short."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from fusion.intake.clean import plain

_NAMES = {
    1: "january jan janvier janv يناير جانفي كانون_الثاني",
    2: "february feb fevrier fevr fev فبراير فيفري شباط",
    3: "march mar mars مارس آذار",
    4: "april apr avril avr أبريل ابريل أفريل نيسان",
    5: "may mai مايو ماي أيار",
    6: "june jun juin يونيو جوان حزيران",
    7: "july jul juillet juil يوليو جويلية تموز",
    8: "august aug aout aou أغسطس اغسطس أوت آب",
    9: "september sept sep septembre سبتمبر أيلول",
    10: "october oct octobre أكتوبر اكتوبر تشرين_الأول",
    11: "november nov novembre نوفمبر تشرين_الثاني",
    12: "december dec decembre ديسمبر كانون_الأول",
}
_BY_NAME = {
    plain(name.replace("_", " ")): number
    for number, names in _NAMES.items()
    for name in names.split()
}
_LONG = [name for name in _BY_NAME if len(name) >= 5 and name.isascii()]
_ACCENTED = ["février", "févr", "fév", "août", "aoû", "décembre", "déc"]


def month_of(name: str) -> int | None:
    """1 to 12 for a month's name in any of the three languages."""
    return _BY_NAME.get(plain(name))


def month_misread(name: str) -> int | None:
    """1 to 12 for a long month name with two letters wrong at most (scanned pages), if unique."""
    found = process.extract(
        plain(name), _LONG, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=None
    )
    months = {_BY_NAME[match[0]] for match in found}
    return months.pop() if len(months) == 1 else None


def pattern() -> str:
    """Regular expression for any month name; the longest first, so that none is cut."""
    names = {name.replace("_", " ") for names in _NAMES.values() for name in names.split()}
    names.update(_ACCENTED)
    return (
        "(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + r")\.?"
    )


def short_pattern() -> str:
    """Months as date-time groups write them: capitals, three or four letters, EN and FR."""
    return (
        "(?:JANV?|FEV|FÉV|FEB|MARS?|APR|AVR|MAY|MAI|JUN|JUIN|JUIL|JUL|AUG|AOUT|AOÛT|AOU|AOÛ|"
        "SEPT?|OCT|NOV|DEC|DÉC)"
    )
