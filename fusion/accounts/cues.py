"""Words by which a report says that it renews an earlier one."""

from __future__ import annotations

import datetime as dt
import re

_HEAD = 240  # characters: an update says so at its beginning, or in its title
_UPDATE = re.compile(
    r"\b(?:update\s*(?:no\.?\s*)?\d*\s*(?:[:.\-–—(]|to\b|on\b|of\b|$)|upd\s?\d+|"
    r"(?<!ni )(?<!sans )mise\s+à\s+jour|m\.à\.j\.|maj\s*(?:n°\s*)?\d+|"
    r"rectificatif|erratum|corrigendum|correction\s+(?:to|of|à|au|du)\b|corrects?\s+(?:my|our)\b|"
    r"amends?\s+(?:my|our)\b|follow[- ]?up\s+(?:to|of)\s+(?:my|our)|suite\s+à\s+(?:mon|notre))|"
    r"تحديث|تصحيح",
    re.IGNORECASE,
)
# A superset of _UPDATE that the vectorised engine (RE2) knows: it finds those worth a look.
MAY_RENEW = (
    r"upd|jour|m\.à\.j|maj|rectificatif|erratum|corrigend|correct|amend|follow|suite|تحديث|تصحيح"
)
_STEM = re.compile(
    r"(?:[\s_/.-]*(?:upd(?:ate)?|maj|mise\s+à\s+jour|rev|v)[\s_.-]*\d*)+\s*$", re.IGNORECASE
)
_NOT_ALNUM = re.compile(r"[\W_]+")


def is_update(title: str | None, text: str) -> bool:
    """The report says of itself that it renews or corrects an earlier one (EN, FR, AR)."""
    return bool(_UPDATE.search(title or "") or _UPDATE.search(text[:_HEAD]))


def cites_entry(text: str, number: str) -> bool:
    """The head of the text names entry `number` of its own register ('mise à jour du n° 7')."""
    if not number.isdigit():
        return False
    pattern = rf"(?:n°|nº|no\.?|nr\.?|#|entry|serial|entrée|ligne)\s*{number}\b"
    return re.search(pattern, text[:_HEAD], re.IGNORECASE) is not None


def cites_time(text: str, moment: dt.datetime | None) -> bool:
    """The head of the text names a date-time group that is this moment ('UPDATE 1 to 171925Z')."""
    if moment is None:
        return False
    return f"{moment:%d%H%M}z" in _NOT_ALNUM.sub("", text[:_HEAD]).casefold()


def reference_key(reference: str | None) -> str:
    """A reference number without case, punctuation and update suffix; '' where there is none."""
    return _NOT_ALNUM.sub("", _STEM.sub("", reference or "")).casefold()


def cites(text: str, key: str) -> bool:
    """The text names the reference `key` (as reference_key gives it), however it is punctuated."""
    return len(key) >= 5 and key in _NOT_ALNUM.sub("", text).casefold()
