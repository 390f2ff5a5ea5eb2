"""Who passes on whose information: relays, translations, one shared vantage point."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from fusion.incidents.content import Index, Reals
from fusion.incidents.likeness import Likeness
from fusion.incidents.pairs import gap_days
from fusion.incidents.tellings import Telling

WEIGHTS = Path(__file__).parents[2] / "models" / "relay_lineage.json"
# The signs of a relay, in the order of the columns of `signs`. Classes that stay hard: a relay
# cut to one line, an Arabic relay (names lose letters), a follow-up that repeats the names.
SIGNS = (
    "likeness in meaning",
    "closer than its neighbourhood",
    "weight of the shared details",
    "share of its numbers that the other has",
    "share of the other's numbers that it has",
    "weight of the shared numbers",
    "share of its wording that the other has",
    "share of the other's wording that it has",
    "says that it passes on",
    "names the other's component",
    "says that its writer saw or asked",
    "same component",
    "tells of another week",
    "names the other's reference",
    "counts otherwise",
)
COUNTED = 8  # signs that are measured; the others are stated or not
NUMBERS_CAP = 12.0  # weight of shared numbers, beyond which more say no more
OTHER_WEEK_DAYS = 3
MAXIMUM_GAP_DAYS = 200  # Panels of Experts write months later
TRANSLATION_NUMBERS = 0.6  # both ways, and of like length: sentence by sentence
KEPT_BITS = -4.0  # what is less likely is not looked at again


@dataclass(frozen=True)
class LineageWeights:
    """Logistic weights in bits by sign, and the bits that a relay needs before any sign."""

    bits: tuple[float, ...]
    base_bits: float


@dataclass(frozen=True)
class Descent:
    """Later account `child` rests on what earlier account `parent` observed, or not."""

    child: int
    parent: int
    bits: float
    relation: str
    evidence: str

    @property
    def probability(self) -> float:
        """Of the descent, 0-1."""
        return float(1 / (1 + 2.0**-self.bits))


@cache
def read_weights(path: Path = WEIGHTS) -> LineageWeights:
    """The weights at `path`, in the order of SIGNS."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return LineageWeights(tuple(raw["bits"][sign] for sign in SIGNS), raw["base_bits"])


def descents(tellings: list[Telling], first: Index, second: Index, like: Likeness) -> list[Descent]:
    """The evidence on each pair (earlier, later) that the later passes on the earlier.

    Pairs with next to nothing in common are left out.
    """
    weights = read_weights()
    table = signs(tellings, first, second, like)
    bits = table @ np.array(weights.bits) + weights.base_bits
    found = []
    for index in np.flatnonzero(bits > KEPT_BITS):
        parent, child = int(first[index]), int(second[index])
        if (tellings[child].written_at - tellings[parent].written_at).days > MAXIMUM_GAP_DAYS:
            continue
        common = like.details.sets[parent] & like.details.sets[child]
        found.append(
            Descent(
                child,
                parent,
                round(float(bits[index]), 4),
                _relation(tellings[parent], tellings[child], table[index]),
                _evidence(tellings[child], table[index], common),
            )
        )
    return found


def signs(tellings: list[Telling], first: Index, second: Index, like: Likeness) -> Reals:
    """The signs of each pair (pairs x SIGNS); `first` holds the earlier accounts."""
    of_earlier, of_later = like.numbers.shares(first, second)
    words_earlier, words_later = like.words.shares(first, second)
    weight = np.minimum(like.numbers.shared(first, second), NUMBERS_CAP) / NUMBERS_CAP
    said = [_said(tellings[int(a)], tellings[int(b)]) for a, b in zip(first, second, strict=True)]
    stated = np.array(said, np.float64).reshape(-1, len(SIGNS) - COUNTED)
    meaning = like.meaning(first, second)
    close = like.content.closeness(first, second)
    details = np.minimum(like.details.shared(first, second) / np.log1p(len(tellings) / 2), 4.0)
    counted = [meaning, close, details, of_later, of_earlier, weight, words_later, words_earlier]
    return np.column_stack([*counted, stated])


def _said(parent: Telling, child: Telling) -> tuple[bool, ...]:
    """What the two say of themselves: the signs from 'says that it passes on' onwards."""
    cues = child.cues
    return (
        bool(cues.relay),
        parent.component in cues.relay_components,
        bool(cues.own) and not cues.relay,
        parent.component == child.component,
        gap_days(parent, child) > OTHER_WEEK_DAYS and not child.is_vague,
        _cites(child, parent),
        _counts_otherwise(child, parent),
    )


def _counts_otherwise(child: Telling, parent: Telling) -> bool:
    """Some thing that each counts once, or the killed, with two results: two pairs of eyes."""
    if (
        child.toll
        and parent.toll
        and not (child.toll[0] <= parent.toll[1] and parent.toll[0] <= child.toll[1])
    ):
        return True
    return any(
        len(child.counted[unit]) == 1 == len(parent.counted[unit])
        and child.counted[unit] != parent.counted[unit]
        for unit in child.counted.keys() & parent.counted.keys()
    )


def _cites(child: Telling, parent: Telling) -> bool:
    squeezed = child.squeezed
    keys = ("".join(c for c in r if c.isalnum()).casefold() for r in parent.references)
    return any(len(key) >= 6 and key in squeezed for key in keys)


def _relation(parent: Telling, child: Telling, row: Any) -> str:
    """How the child would rest on the parent: as a translation, from one vantage point, a relay."""
    if child.cues.shared and parent.cues.shared and child.component != parent.component:
        return "shared_vantage"
    if parent.row["language"] != child.row["language"] and min(row[3:5]) >= TRANSLATION_NUMBERS:
        lengths = sorted((len(parent.text), len(child.text)))
        if lengths[1] < 2 * lengths[0]:
            return "translation"
    return "relay"


def _evidence(child: Telling, row: Any, common: frozenset[str]) -> str:
    parts = [
        f"likeness in meaning {row[0]:.2f}",
        f"the other has {row[3]:.0%} of its numbers and {row[6]:.0%} of its wording",
    ]
    numbers = sorted((m[2:] for m in common if m.startswith("n:")), key=lambda n: (-len(n), n))
    if numbers:
        parts.append(f"both have {', '.join(numbers[:6])}")
    names = sum(m.startswith("w:") for m in common)
    if names:
        parts.append(f"{names} names in common")
    if child.cues.relay:
        parts.append(f"says '{child.cues.relay[:60]}'")
    elif child.cues.own:
        parts.append(f"but says '{child.cues.own[:60]}'")
    return "; ".join(parts)
