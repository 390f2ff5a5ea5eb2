"""Phones, plates, money accounts, addresses, sums, quantities, coordinates, dates of a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import phonenumbers

from fusion.actors.mentions.addresses import read_addresses
from fusion.actors.mentions.amounts import read_money, read_quantities
from fusion.actors.mentions.coordinates import read_coordinates
from fusion.actors.mentions.dates import read_dates
from fusion.actors.mentions.numbers import western_digits
from fusion.actors.mentions.periods import read_periods
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.profile import Profile

_CUE_REACH = 28  # characters before a number in which a word may say what it is; ours
_INTERNATIONAL = re.compile(
    r"(?<![\w.])(?:\(\+\d{1,3}\)|(?:\+|00)\s?[1-9])(?:[ .\-/]?\d){7,13}(?!\d)"
)
# A country code without its plus sign: a number only where a word says so and it is valid.
_CODED = re.compile(
    r"(?<![\w+.\-/])[1-9]\d{1,2}[ .\-]?\d{2}(?:[ .\-]?\d{2,3}){2,3}(?![\w/\-]|[.,]\d)"
)
_MARKED_PLATE = re.compile(r"(?<![\w-])[A-Z0-9]{1,5}(?:[ -][A-Z0-9]{1,5}){0,2}(?![\w-])")
_LOCAL = re.compile(
    r"(?<![\w+.\-/])\d{2}(?:[ .]\d{2}){3}(?![\w/\-]|[ .,]\d)|(?<![\w+\-/])\d{8}(?!\w)"
)
# Groups as most countries outside the Sahel write them: 'NNN-NNN-NNNN', '0NN NNN NNN'.
_GROUPED = re.compile(
    r"(?<![\w+.\-/])(?!\d{4}-\d\d-\d\d(?!\d)|\d\d[-.]\d\d[-.]\d{4})"  # dates
    r"(?:\(\d{2,4}\)\s?|\d{2,4}[ .\-]\s?)\d{2,4}(?:[ .\-]\s?\d{2,4}){1,3}(?![\w/\-]|[.,]\d)"
)
# A number of no known form: read where a word says so, or behind another in a row of numbers.
_ODD = re.compile(r"(?<![\w+.\-/])\d{2,3}[ .\-]?\d{7,10}(?![\w/\-]|[.,]\d)")
_IN_A_ROW = re.compile(r"\d-\d{4}\s*[;,]\s*(?:and |et |و\s?)?$")
_MONEY_ACCOUNT = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}\d{2,3}(?:[- ]?\d{4}){2,6}|\d{2}-\d{3}-\d{3}|\d{8,16})(?![\w-])"
)


def read_values(text: str, profile: Profile, written_on: dt.date) -> list[Mention]:
    """All values of a text in order of place; a span is read once, by the first rule that fits.

    Figures of the Arabic script are read as the same figures; the surface keeps them.
    """
    plain = western_digits(text)
    taken: list[tuple[int, int]] = []
    found = []
    for mention in _read(plain, profile, written_on):
        if not any(mention.start < end and start < mention.end for start, end in taken):
            taken.append((mention.start, mention.end))
            surface = text[mention.start : mention.end]
            found.append(
                mention if surface == mention.surface else replace(mention, surface=surface)
            )
    return sorted(found, key=lambda m: (m.start, m.end))


def _read(text: str, profile: Profile, day: dt.date) -> Iterator[Mention]:
    """Every reader in order of trust."""
    yield from read_coordinates(text)
    yield from read_addresses(text)
    yield from _plates(text)
    yield from _phones(text, profile)
    yield from _accounts(text)
    yield from read_money(text, profile)
    yield from read_dates(text, day)
    yield from read_quantities(text)
    yield from read_periods(text, day)


def _mention(match: re.Match[str], kind: str, normal: str | None, rule: str) -> Mention:
    return Mention(match.start(), match.end(), match.group(), kind, normal, rule)


def has_cue(text: str, start: int, cue: str, reach: int = _CUE_REACH) -> bool:
    """Whether a word of the cue stands shortly before `start`."""
    return bool(_cue(cue).search(text, max(0, start - reach), start))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{rules('values')['cues'][name]})(?!\w)", re.IGNORECASE)


@cache
def _plate_pattern() -> re.Pattern[str]:
    marks = "|".join(
        f"(?P<{name}>{pattern})" for name, pattern in rules("values")["plates"].items()
    )
    return re.compile(rf"(?<![\w-])(?:{marks})(?![\w-])")


def _plates(text: str) -> Iterator[Mention]:
    for match in _plate_pattern().finditer(text):
        yield _mention(match, "plate", re.sub(r"\W", "", match.group()), f"plate_{match.lastgroup}")
    for match in _MARKED_PLATE.finditer(text):
        digits = sum(character.isdigit() for character in match.group())
        is_mark = 3 <= digits <= 6 and any(character.isalpha() for character in match.group())
        if is_mark and has_cue(text, match.start(), "plate", reach=14):
            yield _mention(match, "plate", re.sub(r"\W", "", match.group()), "marked_plate")


def _phones(text: str, profile: Profile) -> Iterator[Mention]:
    for match in _INTERNATIONAL.finditer(text):
        number = "+" + re.sub(r"\D", "", match.group()).removeprefix("00")
        yield _mention(match, "phone", number, "phone_international")
    for match in _CODED.finditer(text):
        known = _coded(re.sub(r"\D", "", match.group()), profile.phone_regions)
        if known and has_cue(text, match.start(), "phone"):
            yield _mention(match, "phone", known, "phone_coded")
    for match in _LOCAL.finditer(text):
        is_grouped = " " in match.group() or "." in match.group()
        if is_grouped or has_cue(text, match.start(), "phone"):
            normal, rule = _local_phone(re.sub(r"\D", "", match.group()), profile.phone_regions)
            yield _mention(match, "phone", normal, rule)
    for match in _GROUPED.finditer(text):
        known = _national(re.sub(r"\D", "", match.group()), profile.phone_regions)
        # Figures grouped by spaces may be a sum; hyphens and brackets make a number of them.
        is_marked = "-" in match.group() or "(" in match.group()
        if known and (is_marked or has_cue(text, match.start(), "phone")):
            yield _mention(match, "phone", known, "phone_national")
    for match in _ODD.finditer(text):
        is_next = _IN_A_ROW.search(text, max(0, match.start() - 14), match.start())
        is_told = has_cue(text, match.start(), "phone")
        if (is_next or is_told) and not has_cue(text, match.start(), "account"):
            digits = re.sub(r"\D", "", match.group())
            yield _mention(match, "phone", f"tel:{digits}", "phone_without_country")


@cache
def _national(digits: str, regions: tuple[str, ...]) -> str | None:
    """E.164 of the digits where exactly one region has such a number; else None."""
    valid = set()
    for region in regions:
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(number, region):
            valid.add(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return valid.pop() if len(valid) == 1 else None


@cache
def _coded(digits: str, regions: tuple[str, ...]) -> str | None:
    """E.164 of digits that begin with the code of one of the regions; else None."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    return f"+{digits}" if region in regions and phonenumbers.is_valid_number(number) else None


@cache
def _local_phone(digits: str, regions: tuple[str, ...]) -> tuple[str, str]:
    """E.164 where exactly one region knows the number; else 'tel:' and the digits as given."""
    valid = []
    for region in regions:
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or len(regions) == 1:
            valid.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if len(set(valid)) == 1:
        return valid[0], "phone_national"
    return f"tel:{digits}", "phone_without_country"


def _accounts(text: str) -> Iterator[Mention]:
    for match in _MONEY_ACCOUNT.finditer(text):
        if has_cue(text, match.start(), "account"):
            yield _mention(match, "account", re.sub(r"\W", "", match.group()), "account_with_cue")
