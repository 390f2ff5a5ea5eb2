"""Ships by name: 'MV Grey Heron', 'aboard the Grey Heron', 'a freighter, the Grey Heron'.

A name that one of these forms tells is the ship's wherever it stands in the account. Boats of the
rivers, called by one name behind their kind ('pinasse Binta'), are read with groups.
"""

from __future__ import annotations

import re
from functools import cache

from fusion.actors.fold import fold
from fusion.actors.mentions.person_rules import is_people
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_NAME = r"[\"“«']?\s?(?P<name>[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|[IVX]+|\d{1,3})\b){0,3})"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    told = rules("cues_person")["ships"]
    noun, crew = told["nouns"], told["crew"]
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?<!\w)(?:{told['marks']})\s{_NAME}",
            rf"(?<!\w)(?i:{noun})\s{_NAME}",
            rf"(?<!\w)(?i:{noun})\b[^.;:,]{{0,30}},\s(?:the|le|la)\s{_NAME}(?=[,.;]| which| qui)",
            rf"(?<!\w)(?i:{told['aboard']})\s{_NAME}",
            rf"{_NAME}\s(?:{crew})(?!\w)",
        )
    )


@cache
def _never() -> frozenset[str]:
    return frozenset(rules("cues_person")["ships"]["never"].split())


def read_ships(text: Text, taken: list[bool]) -> list[Mention]:
    """Mentions of ships that are called by name; marks their words as taken."""
    if text.is_shouted:
        return []
    names = {name for pattern in _patterns() for m in pattern.finditer(text.text)
             if (name := _bare(m["name"]))}  # fmt: skip
    found: list[Mention] = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        normal = f"ship:{' '.join(fold(word) for word in name.split())}"
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text.text):
            words = [n for n in range(text.word_at(match.start()), text.size)
                     if text.starts[n] < match.end()]  # fmt: skip
            if words and not any(taken[n] for n in words):
                found.append(Mention(match.start(), match.end(), name, "vehicle", normal, "ship"))
                for n in words:
                    taken[n] = True
    return sorted(found, key=lambda m: m.start)


def _bare(name: str) -> str:
    """The name without an article; '' where it is a body's, a make's or a plain word's."""
    words = name.strip("'’").split()
    words = words[words[0] in ("The", "Le", "La") :]
    is_named = bool(words) and not any(
        fold(word) in _never() or is_people(fold(word)) or word.endswith("-led") for word in words
    )
    return " ".join(words) if is_named and len(fold("".join(words))) > 3 else ""
