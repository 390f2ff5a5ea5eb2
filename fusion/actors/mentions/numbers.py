"""Numbers in digits and words, English, French and Arabic."""

from __future__ import annotations

import re

from fusion.actors.fold import fold
from fusion.actors.rules import rules

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GROUPED = re.compile(r"^\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+$")
MULTIPLIERS = r"thousand|mille|millions?|milliards?|billion|ألف|الف|آلاف|مليون|ملايين"
# A number of digits, grouped by threes or with decimals, and its multiplier.
NUMBER = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+|[\d٠-٩]+(?:[.,][\d٠-٩]+)?)(?![\d])"
    rf"(?:\s*(?:{MULTIPLIERS})(?!\w))?"
)


def parse_number(text: str) -> float | None:
    """The value of '2,5 millions', '150 000', '4.2 million', 'twelve', 'ثلاثة'; None if none."""
    parts = text.translate(_DIGITS).strip()
    factor = 1.0
    for word in re.findall(r"[^\W\d_]+$", parts):
        multiple = rules("values")["multipliers"].get(fold(word))
        if multiple:
            factor = float(multiple)
            parts = parts[: -len(word)].strip()
    if not parts:
        return factor if factor > 1 else None
    if parts[0].isdigit():
        if _GROUPED.match(parts):
            return factor * float(re.sub(r"\D", "", parts))
        return factor * float(parts.replace(",", ".")) if parts.count(",") < 2 else None
    value = word_number("-".join(fold(part) for part in parts.split("-")))
    return factor * value if value is not None else None


def word_number(word: str) -> int | None:
    """The value of a folded number word, hyphens kept, also with an Arabic 'and'; else None."""
    table = rules("values")["numbers"]
    value = table.get(word)
    if value is None and word.startswith("و"):
        value = table.get(word[1:])
    if value is None and "-" in word:
        return _compound(word.split("-"))
    return int(value) if value is not None else None


def _compound(parts: list[str]) -> int | None:
    """'twenty-five', 'soixante-dix', 'quatre-vingt-deux': a sum, but quatre-vingt is a product."""
    table = rules("values")["numbers"]
    total = 0
    if parts[:2] in (["quatre", "vingt"], ["quatre", "vingts"]):
        total, parts = 80, parts[2:]
    for part in parts:
        if part != "et":
            if part not in table:
                return None
            total += int(table[part])
    return total
