"""French for the sentences that other rooms write in English, where their pattern is known."""

from __future__ import annotations

import re
from functools import cache

from fusion.briefing.wording import french_spaces, words


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(row["en"], re.IGNORECASE), row["fr"]) for row in words("phrasebook")["phrases"]
    ]


@cache
def in_french(text: str) -> str:
    """`text` in French where a pattern of data/phrasebook.toml fits it whole, else unchanged.

    Groups of the pattern are put into the French sentence; those that fit a pattern themselves
    are translated first. Text that nobody foresaw stays as the room wrote it: better English
    than a wrong French sentence.
    """
    for pattern, french in _patterns():
        match = pattern.fullmatch(text.strip())
        if match:
            parts = {f"g{i}": in_french(g or "") for i, g in enumerate(match.groups(), 1)}
            return french_spaces(french).format(**parts)
    return text
