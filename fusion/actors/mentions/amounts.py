"""Sums of money and quantities: a number, in digits or words, beside a currency or a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fusion.actors.mentions.numbers import NUMBER, parse_number, spoken_number
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.profile import Profile

_BEFORE = re.compile(rf"(?<![\w.,/])(?P<n>{NUMBER})\s?(?:de\s|d['’])?$")
_AFTER = re.compile(rf"\s?(?P<n>{NUMBER})")
_REACH = 48  # characters before a unit in which its number stands


def read_money(text: str, profile: Profile) -> Iterator[Mention]:
    """Sums with their currency (ISO 4217); a word for several currencies is settled by country."""
    for match in _currencies().finditer(text):
        code = str(match.lastgroup)
        span = _number_before(text, match)
        end = match.end()
        if span is None and (after := _AFTER.match(text, match.end())) and code not in _shared():
            amount = parse_number(after["n"])
            span, end = (match.start(), amount) if amount is not None else None, after.end()
        if span is None:
            continue
        start, amount = span
        unit = _settled(code, profile.area.countries)
        rule = f"money_{code}" if code in _shared() else "money"
        yield Mention(
            start, end, text[start:end], "money", f"{amount:.0f} {unit}", rule, amount, unit
        )


def read_quantities(text: str) -> Iterator[Mention]:
    """Numbers with a unit of weight, volume, length or count."""
    for match in _units().finditer(text):
        span = _number_before(text, match)
        if span is None:
            continue
        start, amount = span
        unit, end = str(match.lastgroup), match.end()
        yield Mention(
            start, end, text[start:end], "quantity", f"{amount:g} {unit}", "quantity_unit", amount,
            unit,
        )  # fmt: skip


def _number_before(text: str, unit: re.Match[str]) -> tuple[int, float] | None:
    """Start and value of the number that ends where a unit begins.

    Beside a unit of one letter only figures count: « les deux l'ont vu » holds no litres.
    """
    end, is_spelled = unit.start(), len(unit.group()) > 1
    low = max(0, end - _REACH)
    before = text[low:end]
    match = _BEFORE.search(before)
    if match is not None:
        amount = parse_number(match["n"])
        if amount is not None:
            return low + match.start(), amount
    spoken = spoken_number(before) if is_spelled else None
    return (low + spoken[0], spoken[1]) if spoken else None


@cache
def _currencies() -> re.Pattern[str]:
    kinds = rules("values")["currencies"].items()
    return re.compile(
        r"(?<![^\W\d_])(?:" + "|".join(f"(?P<{k}>{p})" for k, p in kinds) + r")(?!\w(?<!\d))"
    )


@cache
def _units() -> re.Pattern[str]:
    kinds = rules("values")["units"].items()
    return re.compile(
        r"(?<![^\W\d_])(?:" + "|".join(f"(?P<{k}>{p})" for k, p in kinds) + r")(?!\w)"
    )


@cache
def _shared() -> frozenset[str]:
    return frozenset(rules("values")["shared"])


@cache
def _settled(code: str, countries: tuple[str, ...]) -> str:
    """The currency of a word like 'franc' in the mission's countries; the word where unknown."""
    if code not in _shared():
        return code
    for currency, members in rules("values")["shared"][code].items():
        if set(members) & set(countries):
            return str(currency)
    return code
