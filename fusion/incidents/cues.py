"""What a text says about where its information comes from: passed on, seen, shared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "cues.toml"
_SIMPLE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و",
                         "ئ": "ي", "’": "'"})  # fmt: skip
AFTER_FROM = 200  # characters: an account says at its beginning how it was gathered
HEARSAY_FROM = 600  # characters: a report says at its beginning whom it has it from


@dataclass(frozen=True)
class Cues:
    """Cue words found in a text, as evidence in words; empty where there are none."""

    relay: str
    relay_components: frozenset[str]
    own: str
    after: str
    shared: str
    status: tuple[tuple[str, bool, str], ...]


def read_cues(text: str) -> Cues:
    """The cues of `text` in English, French and Arabic."""
    folded = fold(text)
    relay, components = _relay(folded[:HEARSAY_FROM])
    return Cues(
        relay=relay,
        relay_components=components,
        own=_first(_patterns("own"), folded),
        after=_first(_patterns("after"), folded[:AFTER_FROM]),
        shared=_first(_patterns("shared"), folded),
        status=_status(folded),
    )


def _relay(folded: str) -> tuple[str, frozenset[str]]:
    for pattern, who in _relay_patterns():
        if found := pattern.search(folded):
            components = {who} if who else _named(folded, found)
            return found[0].strip(), frozenset(components - {"other"})
    return "", frozenset()


def _named(folded: str, found: re.Match[str]) -> set[str]:
    """Components named in a cue that has no place for one, else in the words before it."""
    return {c for c, p in _who() if p.search(found[0])} or {
        c for c, p in _who() if p.search(folded[: found.start()])
    }


def _status(folded: str) -> tuple[tuple[str, bool, str], ...]:
    found = []
    for name, yes, no in _statuses():
        for value, pattern in ((False, no), (True, yes)):
            if match := pattern.search(folded):
                found.append((name, value, match[0].strip()))
                break
    return tuple(found)


@lru_cache(maxsize=4096)  # several readers fold the same text
def fold(text: str) -> str:
    """`text` in lower case without accents, Arabic marks and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.translate(_SIMPLE).split())


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0].strip() if found else ""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _patterns(section: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{fold(p)})" for p in _data()[section]["patterns"]))


@cache
def _who() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c, re.compile("|".join(words))) for c, words in _data()["who"].items())


@cache
def _relay_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each relay pattern with each component's words, components of the mission first."""
    compiled = []
    for component, words in _data()["who"].items():
        who = "(?:" + "|".join(words) + ")"
        for pattern in _data()["relay"]["patterns"]:
            if "{who}" in pattern:
                made = re.compile(pattern.replace("{who}", who))
                compiled.append((made, component))
    plain = [p for p in _data()["relay"]["patterns"] if "{who}" not in p]
    return (*compiled, *((re.compile(p), "") for p in plain))


@cache
def _statuses() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (s["name"], re.compile("|".join(s["yes"])), re.compile("|".join(s["no"])))
        for s in _data()["status"]
    )
