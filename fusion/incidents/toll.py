"""The number of killed that an update states: the one fact read from a report that is no lead."""

from __future__ import annotations

import re
import unicodedata

from fusion.terms.number_words import NUMBER_WORDS

_ONE = {"one": 1, "un": 1, "une": 1, "no": 0, "aucun": 0, "nil": 0}
_WORDS = "|".join(sorted((*NUMBER_WORDS, *_ONE), key=len, reverse=True))
_NUMBER = rf"(?<![\w])(\d{{1,4}}|{_WORDS})"
# 'seven (7)', 'CINQ (5)': said twice, so that it is read once
_TWICE = re.compile(rf"\b(?:{_WORDS}|\d{{1,4}}) ?\((\d{{1,4}})\)")
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NUMBER}\s+(?:\w+\s+){{0,2}}?(?:were\s+|was\s+|are\s+|confirmed\s+)?(?:killed|dead|deaths?|fatalities)\b",
        rf"{_NUMBER}\s+(?:\w+\s+){{0,3}}?(?:died|perished)\b",
        rf"{_NUMBER}\s+(?:dead\s+)?(?:bodies|corpses)\b",
        rf"\bburied\s+{_NUMBER}\b(?!\s*(?:km|m|metres?|feet)\b)",
        rf"{_NUMBER}\s+(?:corps|cadavres|depouilles)\b",
        rf"\benterre\s+{_NUMBER}\b",
        rf"\btoll\s+(?:is\s+|now\s+|of\s+|at\s+|stands\s+at\s+|rises\s+to\s+)*{_NUMBER}",
        rf"{_NUMBER}\s+(?:\w+\s+){{0,2}}?(?:tues?|tuees?|morts?|deces|decedes)\b",
        rf"\bbilan\s+(?:porte\s+a\s+|de\s+|est\s+de\s+|s'eleve\s+a\s+|:\s*)*{_NUMBER}",
        rf"{_NUMBER}\s+(?:\w+\s+)?(?:قتيلا|قتلي|قتيل|وفيات)",
        rf"(?:مقتل|قتل)\s+{_NUMBER}",
    )
)
_ORDINAL = re.compile(
    r"\b(?:a\s+)?(second|third|fourth|fifth|sixth)\s+(?:\w+\s+){0,2}?(?:died|killed)"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


def read_toll(text: str) -> tuple[int, int] | None:
    """Lowest and highest number of killed stated in `text`, None where it states none."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = folded.translate(str.maketrans("أإآٱىة", "ااااية"))
    folded = _TWICE.sub(r"\1", folded)
    found = [_ORDINALS[m[1]] for m in _ORDINAL.finditer(folded)]
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            value = _value(match[1])
            if value is not None:
                found.append(value)
    return (min(found), max(found)) if found else None


def _value(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return NUMBER_WORDS.get(word, _ONE.get(word))
