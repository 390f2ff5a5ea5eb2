"""Telephone and account numbers that an edition withholds, found however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FEWEST_DIGITS = 8  # a shorter row of digits is no telephone of the region (E.164 national part)
_SEPARATOR = r"[\s.\-/]?"
_PREFIX = rf"(?<!\d)(?:(?:\+|00)?\d{{1,3}}{_SEPARATOR})?"


@dataclass(frozen=True)
class WithheldNumbers:
    """Numbers with their codes: '+227 10 44 08 71' is found as '10440871' and as '10.44.08.71'."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str]]) -> WithheldNumbers:
        """Of all withheld phrases, those that are numbers, by their last digits."""
        tails: dict[str, str] = {}
        for phrase, code in phrases:
            digits = re.sub(r"\D", "", phrase)
            letters = re.sub(r"[\d\s.\-/+()]", "", phrase)
            if len(digits) >= FEWEST_DIGITS and not letters:
                tails.setdefault(digits[-FEWEST_DIGITS:], code)
        return cls(tuple(
            (re.compile(_PREFIX + _SEPARATOR.join(tail) + r"(?!\d)"), code)
            for tail, code in sorted(tails.items())
        ))  # fmt: skip

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Spans of the numbers in `text`, each with its code."""
        if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
            return
        for pattern, code in self.patterns:
            for match in pattern.finditer(text):
                yield match.start(), match.end(), code
