"""Text folded for comparison: no accents, no case, no spacing tricks; with the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> tuple[str, list[int]]:
    """`text` without accents, case and invisible characters, and the origin of each character.

    The second value gives, for each character left, its position in `text`. Compatibility forms
    (full width, ligatures, mathematical letters) fold to plain letters.
    """
    letters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            category = unicodedata.category(part)
            if category in ("Mn", "Cf", "Me"):  # accents, zero-width and direction marks
                continue
            letters.append(part)
            positions.append(position)
    return "".join(letters), positions


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Folded words of `text` with their span in it."""
    folded, positions = fold(text)
    return [
        (match.group(), positions[match.start()], positions[match.end() - 1] + 1)
        for match in _WORD.finditer(folded)
    ]


def squeezed(text: str) -> str:
    """Letters and digits only: 'Ha-rou na' and 'harouna' are one."""
    return "".join(_WORD.findall(fold(text)[0]))


@dataclass
class Phrases:
    """Phrases to find in texts, each with a value; linear in the text, whatever their number."""

    _by_first: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Phrases:
        """Phrases with their values; the first value of a phrase stands, longest first."""
        found = cls()
        seen: set[tuple[str, ...]] = set()
        for phrase, value in pairs:
            words = tuple(token for token, _, _ in tokens(phrase))
            if words and words not in seen:
                seen.add(words)
                found._by_first.setdefault(words[0], []).append((words, value))
        for listed in found._by_first.values():
            listed.sort(key=lambda item: (-len(item[0]), item[0]))
        return found

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Spans of `text` that hold a phrase, with its value; leftmost longest, no overlap."""
        words = tokens(text)
        at = 0
        while at < len(words):
            for phrase, value in self._by_first.get(words[at][0], ()):
                if tuple(word for word, _, _ in words[at : at + len(phrase)]) == phrase:
                    yield words[at][1], words[at + len(phrase) - 1][2], value
                    at += len(phrase) - 1
                    break
            at += 1

    def any_in(self, text: str) -> str | None:
        """Value of the first phrase in `text`, or None."""
        return next((value for _, _, value in self.find(text)), None)
