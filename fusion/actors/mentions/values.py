"""Phones, plates, money accounts, sums, quantities, coordinates and dates of a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import phonenumbers

from fusion.actors.fold import fold
from fusion.actors.mentions.numbers import NUMBER, parse_number
from fusion.actors.mentions.periods import read_periods
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.profile import Profile

_CUE_REACH = 28  # characters before a number in which a word may say what it is; ours
_INTERNATIONAL = re.compile(r"(?<![\w.])(?:\+|00)[1-9](?:[ .\-/]?\d){7,13}(?!\d)")
_LOCAL = re.compile(
    r"(?<![\w+.\-/])\d{2}(?:[ .]\d{2}){3}(?![\w/\-]|[ .,]\d)|(?<![\w+\-/])\d{8}(?!\w)"
)
# Groups as most countries outside the Sahel write them: 'NNN-NNN-NNNN', '0NN NNN NNN'.
_GROUPED = re.compile(
    r"(?<![\w+.\-/])(?!\d{4}-\d\d-\d\d(?!\d)|\d\d[-.]\d\d[-.]\d{4})"  # dates
    r"(?:\(\d{2,4}\)\s?|\d{2,4}[ .\-]\s?)\d{2,4}(?:[ .\-]\s?\d{2,4}){1,3}(?![\w/\-]|[.,]\d)"
)
_MONEY_ACCOUNT = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}\d{2,3}(?:[- ]?\d{4}){2,6}|\d{2}-\d{3}-\d{3}|\d{8,16})(?![\w-])"
)
_MGRS = re.compile(
    r"(?<!\w)\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{2,10})(?!\w)"
)
_DECIMAL = re.compile(
    r"(?<![\d.])([+-]?\d{1,2}\.\d{2,})\s*[,;/ ]\s*([+-]?\d{1,3}\.\d{2,})(?![\d.])"
)
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)(?![\d/])")
_DTG = re.compile(r"(?<!\w)(\d{2})(\d{4})\s?([A-Z])\s?([A-Z]{3})\s?(20\d\d|\d\d)(?!\w)")


def read_values(text: str, profile: Profile, written_on: dt.date) -> list[Mention]:
    """All values of a text in order of place; a span is read once, by the first rule that fits."""
    taken: list[tuple[int, int]] = []
    found = []
    for reader in (
        _coordinates,
        _plates,
        _phones,
        _accounts,
        _money,
        _dates,
        _quantities,
        _periods,
    ):
        for mention in reader(text, profile, written_on):
            if not any(mention.start < end and start < mention.end for start, end in taken):
                taken.append((mention.start, mention.end))
                found.append(mention)
    return sorted(found, key=lambda m: (m.start, m.end))


def _mention(match: re.Match[str], kind: str, normal: str | None, rule: str) -> Mention:
    return Mention(match.start(), match.end(), match.group(), kind, normal, rule)


def has_cue(text: str, start: int, cue: str) -> bool:
    """Whether a word of the cue stands shortly before `start`."""
    return bool(_cue(cue).search(text, max(0, start - _CUE_REACH), start))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{rules('values')['cues'][name]})(?!\w)", re.IGNORECASE)


def _coordinates(text: str, _profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _MGRS.finditer(text):
        normal = re.sub(r"\s", "", match.group())
        if len(re.sub(r"^\d{1,2}[A-Z]{3}", "", normal)) % 2 == 0:
            yield _mention(match, "coordinates", normal, "mgrs")
    for match in _DECIMAL.finditer(text):
        if abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
            yield _mention(match, "coordinates", f"{match[1]},{match[2]}", "decimal_degrees")


@cache
def _plate_pattern() -> re.Pattern[str]:
    marks = "|".join(
        f"(?P<{name}>{pattern})" for name, pattern in rules("values")["plates"].items()
    )
    return re.compile(rf"(?<![\w-])(?:{marks})(?![\w-])")


def _plates(text: str, _profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _plate_pattern().finditer(text):
        yield _mention(match, "plate", re.sub(r"\W", "", match.group()), f"plate_{match.lastgroup}")


def _phones(text: str, profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _INTERNATIONAL.finditer(text):
        number = "+" + re.sub(r"\D", "", match.group()).removeprefix("00")
        yield _mention(match, "phone", number, "phone_international")
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


def _accounts(text: str, _profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _MONEY_ACCOUNT.finditer(text):
        if has_cue(text, match.start(), "account"):
            yield _mention(match, "account", re.sub(r"\W", "", match.group()), "account_with_cue")


@cache
def _money_pattern() -> re.Pattern[str]:
    kinds = rules("values")["currencies"].items()
    one = "|".join(f"(?P<{code}>{pattern})" for code, pattern in kinds)
    two = "|".join(f"(?P<{code}_>{pattern})" for code, pattern in kinds if code != "franc")
    return re.compile(
        rf"(?<![\w.,])(?P<n>{NUMBER})\s?(?:d[e']\s?)?(?:{one})(?!\w)|(?<!\w)(?:{two})\s?(?P<m>{NUMBER})"
    )


def _money(text: str, profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _money_pattern().finditer(text):
        code = next(
            k
            for k in rules("values")["currencies"]
            if match.groupdict().get(k) or match.groupdict().get(f"{k}_")
        )
        amount = parse_number(match["n"] or match["m"])
        unit = _franc(profile.area.countries) if code == "franc" else code
        if amount is not None and unit:
            rule = "money_franc" if code == "franc" else "money"
            yield Mention(
                match.start(),
                match.end(),
                match.group(),
                "money",
                f"{amount:.0f} {unit}",
                rule,
                amount,
                unit,
            )


@cache
def _franc(countries: tuple[str, ...]) -> str | None:
    for currency, members in rules("values")["franc"].items():
        if set(members) & set(countries):
            return str(currency)
    return None


@cache
def _quantity_pattern() -> re.Pattern[str]:
    units = "|".join(f"(?P<{name}>{pattern})" for name, pattern in rules("values")["units"].items())
    return re.compile(rf"(?<![\w.,])(?P<n>{NUMBER})\s?(?:d[e']\s?)?(?:{units})(?!\w)")


def _quantities(text: str, _profile: Profile, _day: dt.date) -> Iterator[Mention]:
    for match in _quantity_pattern().finditer(text):
        amount = parse_number(match["n"])
        if amount is not None:
            unit = match.lastgroup if match.lastgroup != "n" else None
            yield Mention(
                match.start(),
                match.end(),
                match.group(),
                "quantity",
                f"{amount:g} {unit}",
                "quantity_unit",
                amount,
                unit,
            )


@cache
def _worded_date() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w:])(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]{3,9})\.?(?:\s+(20\d\d)|\s*(\d\d)(?![\w:]))?(?!\w)"
    )


def _dates(text: str, _profile: Profile, day: dt.date) -> Iterator[Mention]:
    for match in _ISO.finditer(text):
        yield from _date(match, int(match[1]), int(match[2]), int(match[3]), "date_iso")
    for match in _DTG.finditer(text):
        month = rules("values")["months"].get(fold(match[4]))
        if month:
            yield from _date(match, _year(match[5]), month, int(match[1]), "date_dtg")
    for match in _SLASHED.finditer(text):
        yield from _date(match, _year(match[3]), int(match[2]), int(match[1]), "date_slashed")
    for match in _worded_date().finditer(text):
        month = rules("values")["months"].get(fold(match[2]))
        if month:
            year = _year(match[3] or match[4]) if match[3] or match[4] else _year_of(month, day)
            yield from _date(match, year, month, int(match[1]), "date_worded")


def _periods(text: str, _profile: Profile, day: dt.date) -> Iterator[Mention]:
    return read_periods(text, day)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _year_of(month: int, day: dt.date) -> int:
    """A day without a year lies in the past year of the writing, at most a month ahead."""
    return day.year - 1 if month > day.month + 1 else day.year


def _date(match: re.Match[str], year: int, month: int, day: int, rule: str) -> Iterator[Mention]:
    try:
        normal = dt.date(year, month, day).isoformat()
    except ValueError:
        return
    yield _mention(match, "date", normal, rule)
