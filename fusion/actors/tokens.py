"""A text cut into words with their place in it: what every rule of this room reads."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from fusion.actors.fold import fold, is_arabic, plain

_WORD = re.compile(r"(?:[^\W_]|[\u064B-\u0652\u0670])+")
# A sentence ends at . ! ? ؟ or a blank line; not after an initial, a title, or inside a number.
_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bCdt)(?<!\bAdj)(?<!\bInsp)(?<!\bSgt)(?<!\bMme)(?<!\bCol)"
    r"(?<!\bno)(?<!\bCapt)(?<!\bBde)[.!?؟]+[\"»”')\]]*\s+|\n\s*\n|[؛;]\s"
)


@dataclass(frozen=True, slots=True)
class Text:
    """One account's text and its words; lists run in parallel, offsets are characters.

    `plain` is the text in lower case without accents, letter for letter.
    """

    text: str
    language: str
    starts: list[int]
    ends: list[int]
    folds: list[str]
    caps: list[bool]
    breaks: list[int]
    is_shouted: bool
    plain: str
    size: int

    def surface(self, first: int, last: int) -> str:
        """The text of words `first` to `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def gap(self, word: int) -> str:
        """What stands between a word and the next one; '' after the last."""
        if word < 0 or word + 1 >= self.size:
            return ""
        return self.text[self.ends[word] : self.starts[word + 1]]

    def opens_sentence(self, word: int) -> bool:
        """Whether a word is the first of its sentence or line."""
        return word == 0 or bool(
            self.sentence(self.starts[word]) != self.sentence(self.starts[word - 1])
            or "\n" in self.gap(word - 1)
        )

    def sentence(self, offset: int) -> int:
        """Number of the sentence that an offset lies in."""
        return bisect_right(self.breaks, offset)

    def sentence_span(self, offset: int) -> tuple[int, int]:
        """First and one past the last character of the sentence an offset lies in."""
        number = self.sentence(offset)
        start = self.breaks[number - 1] if number else 0
        end = self.breaks[number] if number < len(self.breaks) else len(self.text)
        return start, end

    def word_at(self, offset: int) -> int:
        """The first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)


def read_text(text: str, language: str) -> Text:
    """Cut `text` into words and sentences; a text in capitals throughout is marked shouted."""
    matches = list(_WORD.finditer(text))
    words = [match.group() for match in matches]
    n_upper = sum(map(str.isupper, text))
    n_cased = n_upper + sum(map(str.islower, text))
    return Text(
        text=text,
        language=language,
        starts=[match.start() for match in matches],
        ends=[match.end() for match in matches],
        folds=[fold(word) for word in words],
        caps=[word[0].isupper() or is_arabic(word) for word in words],
        breaks=[match.end() for match in _END.finditer(text)],
        # Above seven capitals in ten letters capitals say nothing: telegram style.
        is_shouted=n_cased > 0 and n_upper / n_cased > 0.7,
        plain=plain(text),
        size=len(words),
    )
