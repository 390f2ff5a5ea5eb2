"""Many cue patterns over one text: each is tried only where a word begins as it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from fusion.actors.fold import is_arabic

_WORD = re.compile(r"[^\W_]+")
_LITERAL = re.compile(r"^[a-z0-9]+")
_PREFIX = 3  # letters of a word that choose the patterns to try; more would miss short words


class Found(NamedTuple):
    """A cue found: its code and where it stands."""

    code: str
    start: int
    end: int


class Cues:
    """Patterns with codes over plain text (see fold.plain).

    A Latin pattern begins at the start of a word, so its first letters choose the words at which
    it is tried: five hundred patterns cost as much as a dozen. Arabic ones may stand inside a word
    (و and ال grow on) and run only where the text has Arabic letters.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        self._by_prefix: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self._arabic: list[tuple[str, re.Pattern[str]]] = []
        for code, pattern in patterns:
            compiled = re.compile(pattern)
            if is_arabic(pattern):
                self._arabic.append((code, compiled))
                continue
            for prefix in sorted(_prefixes(pattern)):
                self._by_prefix.setdefault(prefix, []).append((code, compiled))

    def find(self, plain: str) -> list[Found]:
        """Every cue, in order of place within each script; overlapping ones all count."""
        found = []
        for word in _WORD.finditer(plain):
            start = word.start()
            opening = word.group()[:_PREFIX]
            for length in range(len(opening), 0, -1):
                for code, pattern in self._by_prefix.get(opening[:length], ()):
                    if match := pattern.match(plain, start):
                        found.append(Found(code, start, match.end()))
        if self._arabic and is_arabic(plain):
            for code, pattern in self._arabic:
                found += [Found(code, m.start(), m.end()) for m in pattern.finditer(plain)]
        return found


def _prefixes(pattern: str) -> set[str]:
    """The first letters with which a match of the pattern can begin, at most three of each."""
    body = pattern.removeprefix(r"\b")
    if body.startswith("(?:"):
        inside, rest, is_optional = _group(body)
        found: set[str] = set()
        for branch in inside:
            found |= (
                _prefixes(branch + rest)
                if not branch or branch.startswith("(?:")
                else {_opening(branch, rest)}
            )
        return found | (_prefixes(rest) if is_optional else set())
    return {_opening(body, "")}


def _opening(branch: str, rest: str) -> str:
    literal = _LITERAL.match(branch)
    if not literal:
        raise ValueError(f"a cue pattern must begin with letters: {branch!r}")
    letters = literal.group()
    following = branch[len(letters) :]
    if following[:1] in ("?", "*"):
        letters = letters[:-1]
    elif not following and rest[:1].isalnum() and rest[1:2] != "?":
        letters += rest[:1]
    if not letters:
        raise ValueError(f"a cue pattern must begin with a sure letter: {branch!r}")
    return letters[:_PREFIX]


def _group(body: str) -> tuple[list[str], str, bool]:
    """Branches of the leading group, what follows it, and whether the group may be absent."""
    depth, branches, start = 0, [], 3
    for at in range(3, len(body)):
        character = body[at]
        is_escaped = body[at - 1] == "\\"
        if character == "(" and not is_escaped:
            depth += 1
        elif character == ")" and not is_escaped:
            if depth == 0:
                branches.append(body[start:at])
                rest = body[at + 1 :]
                is_optional = rest.startswith("?")
                return branches, rest.removeprefix("?"), is_optional
            depth -= 1
        elif character == "|" and depth == 0:
            branches.append(body[start:at])
            start = at + 1
    raise ValueError(f"unbalanced group in cue pattern: {body!r}")
