"""How many were killed, as an account states it."""

from __future__ import annotations

import re
from functools import cache

from fusion.actors.mentions.numbers import parse_number, word_number
from fusion.actors.rules import rules

_NOT_A_TOLL = re.compile(r"km|mm\b|\bf\b|xof|cfa|h\d|para|no\.|n°")
MAX_TOLL = 2_000  # a larger number beside 'dead' is a year, a price or a herd


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = rules("events")["toll"]
    digits = r"\d{1,4}(?![\d:/.,]\d)"
    number = rf"(?:{digits}|[^\W\d_]+)"
    filler = r"(?:(?:other|autres?|more|young|armed|jeunes?|local|unarmed)\s+)?"
    after = re.compile(
        rf"(?<![\w.,:/-])(?P<n>{number})(?:\s*(?:to|a|-|or|ou|and)\s*(?P<m>{digits}))?\s+{filler}"
        rf"(?:{data['noun']}\s+(?:(?:and|et|,|dont|including)\s+\w+\s+\w+\s+)?)?(?:{data['dead_after']})"
    )
    before = re.compile(
        rf"(?<!\w)(?:{data['dead_before']})\s+"
        rf"(?:at least |au moins |some |d.au moins |de |of |a |علي الاقل )?"
        rf"(?P<n>{number})(?:\s*(?:to|-|a)\s*(?P<m>{digits}))?(?P<rest>[^.\n]{{0,14}})"
    )
    return after, before, re.compile("|".join(data["none"]))


def read_toll(words: str) -> tuple[int | None, int | None, str | None]:
    """Lowest and highest number of killed that folded text states, and the rule; None if silent.

    Where a sentence speaks of the toll or an update, that sentence alone counts.
    """
    after, before, none = _patterns()
    firm = re.compile(rules("events")["toll"]["firm"])
    stated: list[tuple[bool, int]] = []
    for pattern in (after, before):
        for match in pattern.finditer(words):
            is_firm = bool(firm.search(words[max(0, match.start() - 40) : match.end()]))
            if pattern is before and _NOT_A_TOLL.search(match["rest"] or ""):
                continue
            stated += [(is_firm, n) for n in _numbers(match) if 0 <= n <= MAX_TOLL]
    if any(is_firm for is_firm, _ in stated):
        stated = [entry for entry in stated if entry[0]]
    counts = [count for _, count in stated]
    if counts:
        return min(counts), max(counts), "toll:stated"
    return (0, 0, "toll:none_killed") if none.search(words) else (None, None, None)


def _numbers(match: re.Match[str]) -> list[int]:
    found = []
    for text in (match["n"], match["m"]):
        if not text:
            continue
        value = parse_number(text) if text[0].isdigit() else word_number(text)
        if value is not None:
            found.append(int(value))
    return found
