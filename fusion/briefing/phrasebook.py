"""French for the sentences that other rooms write in English, where their pattern is known."""

from __future__ import annotations

import re
from functools import cache

from fusion.briefing.wording import french_spaces, words
from fusion.terms.data_files import load

_CODES = re.compile(r"\((\w+)\)")


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(row["en"], re.IGNORECASE), french_spaces(row["fr"]))
        for row in words("phrasebook")["phrases"]
    ]


@cache
def _terms() -> dict[str, str]:
    """Single terms: markets and kinds of tie, English to French."""
    found = {row["en"]: row["fr"] for row in load("markets").values()}
    labels = words("labels")
    found |= {key.removeprefix("tie_"): row[1] for key, row in labels.items() if key[:4] == "tie_"}
    return found


@cache
def in_french(text: str) -> str:
    """`text` in French where a pattern of data/phrasebook.toml fits it whole, else unchanged.

    Groups of the pattern are put into the French sentence; those that fit a pattern themselves
    are translated first, lists term by term. Text that nobody foresaw stays as the room wrote
    it: better English than a wrong French sentence.
    """
    return _translated(text.strip()) or text


def _translated(text: str) -> str | None:
    if text in _terms():
        return _terms()[text]
    for pattern, french in _patterns():
        match = pattern.fullmatch(text)
        if match:
            parts = {f"g{i}": in_french(g or "") for i, g in enumerate(match.groups(), 1)}
            return french.format(**parts)
    parts_of = text.split(", ")
    translated = [_translated(part) for part in parts_of] if len(parts_of) > 1 else [None]
    return ", ".join(part for part in translated if part) if all(translated) else None


def in_english(text: str) -> str:
    """`text` with codes of components in brackets as words: '(civil affairs)'."""
    known = load("typologies")["component_titles"]
    return _CODES.sub(lambda m: f"({known[m[1]]['en']})" if m[1] in known else m[0], text)
