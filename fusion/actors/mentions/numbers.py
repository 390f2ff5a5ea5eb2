"""Numbers in digits and words, English, French and Arabic."""

from __future__ import annotations

import re

from fusion.actors.fold import fold
from fusion.actors.rules import rules

# With the Arabic decimal point and thousands mark.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_GROUPED = re.compile(r"^\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+$")
_SUFFIX = {"k": 1e3, "m": 1e6, "bn": 1e9}
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s-]*$")
MULTIPLIERS = r"thousand|mille|millions?|milliards?|billion|ألف|الف|آلاف|مليون|ملايين"
# A number of digits, grouped by threes or with decimals, and its multiplier.
NUMBER = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+|[\d٠-٩]+(?:[.,][\d٠-٩]+)?)(?![\d])"
    rf"(?:\s*(?:{MULTIPLIERS})(?!\w)|(?:[kKmM]|bn)(?![\w]))?"
)


def western_digits(text: str) -> str:
    """The text with figures of the Arabic script as 0-9, letter for letter."""
    return text if text.isascii() else text.translate(_DIGITS)


def spoken_number(text: str) -> tuple[int, float] | None:
    """Start and value of the number in words that ends a text: 'cinq cent mille', 'خمسة ملايين'."""
    words: list[str] = []
    end = start = len(text)
    while match := _LAST_WORD.search(text, 0, end):
        word = fold(match[1])
        is_joint = word in _JOINTS if words else word in _LEADING  # 'une vingtaine de' sacs
        if not _is_number_word(word) and not is_joint:
            break
        words.insert(0, word)
        end = match.start()
        if word not in _JOINTS:
            start = end
    while words and words[0] in _JOINTS:
        words.pop(0)
    value = _spoken(words)
    return (start, value) if value else None


_ARTICLES = ("a", "an", "un", "une")
_COLLECTIVES = (
    "dozen", "dizaine", "douzaine", "quinzaine", "vingtaine", "trentaine", "quarantaine",
    "cinquantaine", "soixantaine", "centaine",
)  # fmt: skip
_LEADING = ("de", "d", "of")
_JOINTS = frozenset({"et", "and", "de", "d", "of", "و"})


def _is_number_word(word: str) -> bool:
    table = rules("values")
    return word_number(word) is not None or word in table["multipliers"] or word in table["duals"]


def _spoken(words: list[str]) -> float | None:
    """The sum of number words: hundreds multiply what stands before them, thousands all of it."""
    table = rules("values")
    total = current = 0.0
    told = [word for word in words if word not in _JOINTS]
    if len(told) > 1 and told[0] in _ARTICLES and told[1] in _COLLECTIVES:
        told = told[1:]  # 'une vingtaine' is twenty, no more
    for word in told:
        if word in table["duals"]:
            total += float(table["duals"][word])
        elif word in table["multipliers"]:
            total += max(1.0, current) * float(table["multipliers"][word])
            current = 0.0
        elif word in ("vingt", "vingts") and current % 100 == 4:
            current += 76  # quatre-vingt is eighty, no sum
        elif word in ("hundred", "cent", "cents", "مائه", "مئه"):
            current = max(1.0, current) * 100
        else:
            current += float(word_number(word) or 0)
    is_article = told in (["a"], ["an"], ["un"], ["une"])
    return None if is_article or not told else total + current


def parse_number(text: str) -> float | None:
    """The value of '2,5 millions', '150 000', '4.2 million', 'twelve', 'ثلاثة'; None if none."""
    parts = text.translate(_DIGITS).strip()
    factor = 1.0
    for word in re.findall(r"[^\W\d_]+$", parts):
        multiple = rules("values")["multipliers"].get(fold(word)) or _SUFFIX.get(word.lower())
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
