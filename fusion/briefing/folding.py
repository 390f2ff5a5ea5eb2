"""Text folded for comparison: no accents, no case, no spacing tricks; with the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

WORD = re.compile(r"[^\W_]+")


class _Folding(dict[int, str]):
    """Folded form of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code)).casefold()
        kept = "".join(part for part in parts if unicodedata.category(part) not in _DROPPED)
        self[code] = kept
        return kept


_DROPPED = ("Mn", "Cf", "Me")  # accents, zero-width and direction marks
_FOLDED = _Folding()


def fold(text: str) -> str:
    """`text` without accents, case and invisible characters.

    Compatibility forms (full width, ligatures, mathematical letters) fold to plain letters.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class Pieces(dict[str, tuple[str, ...]]):
    """Words of each piece of text between two spaces, worked out when first met.

    No word reaches over a space, and files of a brief use the same few thousand pieces over and
    over. Long pieces (embedded data) are not kept, nor more than MOST.
    """

    LONGEST, MOST = 64, 1 << 17

    def __init__(self, read: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = tuple(self._read(piece))
        if len(piece) <= self.LONGEST and len(self) < self.MOST:
            self[piece] = found
        return found

    def of(self, text: str) -> list[str]:
        """The words of a whole text, in its order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))


_PIECES = Pieces(lambda piece: WORD.findall(fold(piece)))


def words_of(text: str) -> list[str]:
    """Folded words of `text`."""
    return _PIECES.of(text)


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Folded words of `text` with their span in it."""
    if text.isascii():
        return [(m.group(), m.start(), m.end()) for m in WORD.finditer(text.lower())]
    positions: list[int] = []
    for position, character in enumerate(text):
        positions += [position] * len(_FOLDED[ord(character)])
    return [
        (match.group(), positions[match.start()], positions[match.end() - 1] + 1)
        for match in WORD.finditer(fold(text))
    ]


def squeezed(text: str) -> str:
    """Letters and digits only: 'Ha-rou na' and 'harouna' are one."""
    return "".join(words_of(text))


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
            words = tuple(words_of(phrase))
            if words and words not in seen:
                seen.add(words)
                found._by_first.setdefault(words[0], []).append((words, value))
        for listed in found._by_first.values():
            listed.sort(key=lambda item: (-len(item[0]), item[0]))
        return found

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Spans of `text` that hold a phrase, with its value; leftmost longest, no overlap."""
        if self._by_first.keys().isdisjoint(words_of(text)):
            return
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
        return next(self.values_in(words_of(text)), None)

    def values_in(self, words: list[str]) -> Iterator[str]:
        """Values of the phrases in a list of folded words; leftmost longest, no overlap."""
        skip = 0
        for at, word in enumerate(words):
            if at < skip or word not in self._by_first:
                continue
            for phrase, value in self._by_first[word]:
                if tuple(words[at : at + len(phrase)]) == phrase:
                    yield value
                    skip = at + len(phrase)
                    break
