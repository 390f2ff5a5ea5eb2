"""Street addresses: a house that two reports name is a thing they share, as a telephone is.

English and German order ('12 Ferry Road, Apt. 3, Harfleet'), French ('14, rue du Puits'; 'rue 305,
porte 1120' as in Bamako) and Arabic ('شارع 305 باب 12').
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fusion.actors.fold import fold
from fusion.actors.model import Mention
from fusion.actors.rules import rules

_WORD = r"(?:[A-Z][\w'’-]*\.?|\d{1,3}(?:st|nd|rd|th))"
_SMALL = r"(?:de la |de l['’]|du |des |de |d['’])"
_FLAT = (
    r"(?:[.,]?\s*,?\s*(?i:apt|apartment|appartement|appt|flat|unit|suite|room|porte)\b\.?"
    r"\s*(?:n[o°]\s*)?\#?\s*(?P<{0}>\d{{1,5}}[A-Z]?)\b)?"
)
_TOWN = r"(?=(?:\.?,\s*|\.?\s+(?:in|à|a)\s+)(?P<{0}>[A-Z][\w'’-]+)|)"
_START = r"(?<![\w.,:/+-])\#?"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    street = rules("values")["address"]
    english = (
        rf"{_START}(?P<house>\d{{1,5}}[A-Z]?)\s(?!(?i:{street['never']})\b)"
        rf"(?P<name>(?:{_WORD}\s){{1,4}}?)"
        rf"(?P<kind>{street['after']})\b\.?{_FLAT.format('flat')}{_TOWN.format('town')}"
    )
    french = (
        rf"{_START}(?:n[o°]\s*)?(?P<house>\d{{1,5}}(?:\s?(?:bis|ter))?),?\s(?P<kind>"
        rf"(?i:{street['before']}))\s(?P<name>{_SMALL}?{_WORD}(?:[ -]{_WORD}){{0,3}})"
        rf"{_FLAT.format('flat')}{_TOWN.format('town')}"
    )
    numbered = (
        rf"(?<!\w)(?P<kind>(?i:rue|avenue))\s(?P<name>\d{{1,4}}),?\s(?i:porte)\s"
        rf"(?:n[o°]\s*)?(?P<house>\d{{1,5}})\b{_TOWN.format('town')}"
    )
    turned = (
        rf"(?<!\w)(?i:porte)\s(?:n[o°]\s*)?(?P<house>\d{{1,5}}),?\s(?P<kind>(?i:rue|avenue))\s"
        rf"(?P<name>\d{{1,4}})\b{_TOWN.format('town')}"
    )
    arabic = (
        r"(?<!\w)(?P<kind>شارع)\s(?P<name>\w+(?:\s\w+){0,2}?)[،,]?\s(?:باب|رقم|منزل)\s(?:رقم\s)?"
        r"(?P<house>\d{1,5})\b"
    )
    return tuple(re.compile(p) for p in (english, french, numbered, turned, arabic))


def read_addresses(text: str) -> Iterator[Mention]:
    """Addresses with a house number, street by street; a span may match more than one pattern.

    The normal form is 'house street[/flat][@town]', folded, the kind of street left out: 'Ave.' and
    'Avenue' are one, and few towns have a road and a street of one name with as many houses.
    """
    for pattern in _patterns():
        for match in pattern.finditer(text):
            told = match.groupdict()
            name = " ".join(filter(None, (fold(w) for w in re.split(r"[\s-]+", told["name"]))))
            normal = f"{fold(told['house'])} {name}"
            if told.get("flat"):
                normal += f"/{fold(told['flat'])}"
            if told.get("town"):
                normal += f"@{fold(told['town'])}"
            surface = match.group()
            yield Mention(match.start(), match.end(), surface, "address", normal, "street_address")
