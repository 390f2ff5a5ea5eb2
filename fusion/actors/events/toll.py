"""How many were killed, as an account states it."""

from __future__ import annotations

import re
from functools import cache

from fusion.actors.mentions.numbers import parse_number, word_number
from fusion.actors.rules import rules

_NOT_A_TOLL = re.compile(
    r"(?:km|mm|f|xof|fcfa|cfa|h|heures?|hours?|days?|jours?|cattle|cows|goats|sheep|camels)\b"
)
MAX_TOLL = 2_000  # a larger number beside 'dead' is a year, a price or a herd


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = rules("events")["toll"]
    digits = r"\d{1,4}(?![\d:/.,]\d)"
    number = rf"(?:{digits}|[^\W\d_]+(?:-[^\W\d_]+)*)"
    range_ = rf"(?P<n>{number})(?:\s*(?:to|a|-|or|ou|and|et)\s*(?P<m>{number}))?"
    # 'two Malian soldiers': up to two words may stand between the number and who they were.
    who = rf"(?:(?:[^\W\d_]+\s+){{0,2}}?{data['noun']}\s+(?:(?:and|et|dont)\s+\w+\s+\w+\s+)?)?"
    filler = r"(?:(?:other|autres?|more|young|armed|jeunes?|local|unarmed|individuals?)\s+)?"
    after = re.compile(rf"(?<![\w.,:/-]){range_}\s+{filler}{who}(?:{data['dead_after']})")
    least = (
        r"(?:at least |au moins |some |d.au moins |between |entre |as many as |de |of |علي الاقل )*"
    )
    before = re.compile(
        rf"(?<!\w)(?:{data['dead_before']})\s+{least}{range_}(?P<rest>[^.,;\n]{{0,32}})"
    )
    person = re.compile(rf"^\s+(?:[^\W\d_]+\s+){{0,2}}?{data['noun']}(?!\w)")
    return after, before, re.compile("|".join(data["none"])), person


def read_toll(words: str) -> tuple[int | None, int | None, str | None]:
    """Lowest and highest number of killed that folded text states, and the rule; None if silent.

    Where a sentence speaks of the toll or an update, that sentence alone counts.
    """
    after, before, none, person = _patterns()
    firm = re.compile(rules("events")["toll"]["firm"])
    stated: list[tuple[bool, int]] = []
    for pattern in (after, before):
        for match in pattern.finditer(words):
            is_firm = bool(firm.search(words[max(0, match.start() - 40) : match.end()]))
            if pattern is before and not _counts_people(match, person):
                continue
            stated += [(is_firm, n) for n in _numbers(match) if 0 <= n <= MAX_TOLL]
    if any(is_firm for is_firm, _ in stated):
        stated = [entry for entry in stated if entry[0]]
    counts = [count for _, count in stated]
    if counts:
        return min(counts), max(counts), "toll:stated"
    return (0, 0, "toll:none_killed") if none.search(words) else (None, None, None)


def _counts_people(match: re.Match[str], person: re.Pattern[str]) -> bool:
    """Whether 'killed N …' counts people: no unit follows, and 'a …' is a human being."""
    rest = match["rest"] or ""
    if match["n"] in ("a", "an", "un", "une", "one"):
        return bool(person.match(rest))
    return not _NOT_A_TOLL.match(rest.lstrip())


def _numbers(match: re.Match[str]) -> list[int]:
    found = []
    for text in (match["n"], match["m"]):
        if not text:
            continue
        value = parse_number(text) if text[0].isdigit() else word_number(text)
        if value is not None:
            found.append(int(value))
    return found
