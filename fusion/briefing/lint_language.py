"""What the tradecraft lint reads: the brief's own sentences, and the words it must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from fusion.briefing.folding import words_of
from fusion.briefing.wording import words
from fusion.terms.yardsticks import bands

Content = dict[str, Any]
LISTS = ("bottom_line", "key_judgements", "changes", "opportunities", "corrections")
SAID = ("text", "confidence", "change", "would_change", "assumption", "alternative",
        "implication")  # fmt: skip
# Not the brief's own words: quoted reports, names of members, codes and drawings.
_FOREIGN = ("sources", "members", "network", "labels", "svg", "citations", "id", "code", "kind",
            "brief_id", "requirements", "bands", "corrections", "title", "about")  # fmt: skip
_ENDS = re.compile(r"(?<=[.!?;])\s+")
PERCENT = re.compile(r"\d\s*[–-]\s*\d+\s*%|\b\d{1,3}(?:[.,]\d+)?\s*(?:%|per cent|pour cent)")


@cache
def pattern(section: str, key: str, is_cased: bool = False) -> re.Pattern[str]:
    """A pattern of data/lint.toml."""
    return re.compile(words("lint")[section][key], 0 if is_cased else re.IGNORECASE)


def sentences(content: Content) -> Iterator[Content]:
    """Every composed sentence of an edition."""
    for name in LISTS:
        yield from content.get(name, [])
    yield from content.get("outlook", {}).get("sentences", [])
    yield from (page["statement"] for page in content.get("hypotheses", []) if page["statement"])


def parts(text: str) -> list[str]:
    """The sentences of a text."""
    return _ENDS.split(text)


def own_texts(value: Any, key: str = "") -> Iterator[str]:
    """What the brief says in its own words, wherever it stands: not quoted sources, not names."""
    if isinstance(value, str):
        if key not in _FOREIGN:
            yield value
    elif isinstance(value, list):
        for inner in value:
            yield from own_texts(inner, key)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _FOREIGN or (name == "corrections" and not key):
                yield from own_texts(inner, name if name != "corrections" else "")


def lawful(text: str, language: str) -> str:
    """The text without the terms of law in which a forbidden word is the right one."""
    return pattern("lawful", language).sub("", text)


@cache
def foreign_words(yardstick: str, language: str) -> re.Pattern[str]:
    """Words of the other yardstick, and of the second row of synonyms that is never mixed in."""
    other = "phia" if yardstick == "icd203" else "icd203"
    synonyms = {
        "en": {"remote", "highly improbable", "improbable", "roughly even odds", "highly probable",
               "nearly certain", "probable"},
        "fr": {"hautement improbable", "improbable", "hautement probable", "quasi certain",
               "chances égales", "possibilité réaliste"},
    }[language]  # fmt: skip
    own = {getattr(band, language) for band in bands(yardstick)}
    found = ({getattr(band, language) for band in bands(other)} | synonyms) - own
    one = "|".join(re.escape(word) for word in sorted(found, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?:{one})\b", re.IGNORECASE)


def band_words(content: Content) -> re.Pattern[str]:
    """Words of the bands of the brief's own yardstick, longest first."""
    found = [band["word"] for band in content["issue"]["bands"]]
    one = "|".join(re.escape(word) for word in sorted(found, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?:{one})\b", re.IGNORECASE)


def is_empty(text: str | None) -> bool:
    """Nothing is said: no words, or one that stands for none."""
    found = words_of(text or "")
    return not found or " ".join(found) in {
        " ".join(words_of(w)) for w in words("lint")["empty"]["words"]
    }
