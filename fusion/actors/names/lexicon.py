"""What words of names are: particle, title, given or family name, and how common."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold, is_arabic, sound
from fusion.actors.rules import rules

# Weights of a matched part by how common it is (ours; see models/actor_names.md).
WEIGHT_LEGAL, WEIGHT_VERY_COMMON, WEIGHT_COMMON, WEIGHT_RARE = 0.1, 0.4, 0.65, 1.0

SONS = frozenset({"bin", "ben", "ibn", "ould", "weld"})  # open a father's name, end none
_ENDS = frozenset({"company", "haftung", "anonyme", "obshchestvo"})  # of longer legal forms


class Words(NamedTuple):
    """The folded words of names.toml by role; `group` gives a spelling's key."""

    descent: frozenset[str]
    tuareg: frozenset[str]
    article: frozenset[str]
    assimilated: frozenset[str]
    kunya: frozenset[str]
    slave: frozenset[str]
    particles: frozenset[str]
    legal: frozenset[str]
    closing: frozenset[str]
    titles: dict[str, str]
    weak: frozenset[str]
    group: dict[str, str]
    weight: dict[str, float]
    known: frozenset[str]


LONG = 7  # letters of a word that may open with an article: 'Alassane' does, 'Alain' does not


@cache
def words() -> Words:
    """names.toml, read once."""
    data = rules("names")
    particles = {
        role: frozenset(fold(w) for w in listed) for role, listed in data["particles"].items()
    }
    titles = {
        fold(word): role
        for role, listed in data["titles"].items()
        if role != "weak"
        for word in listed
    }
    group = {fold(s): key for key, listed in data["groups"].items() for s in listed.split()}
    # 'Alhusseini' is listed, 'Al-Husseini' is read without its article: one name.
    bare = {s[2:]: key for s, key in group.items() if s.startswith("al") and len(s) >= LONG}
    group = bare | group
    weight = dict.fromkeys(data["common"]["very"], WEIGHT_VERY_COMMON)
    weight |= dict.fromkeys(data["common"]["some"] + data["common"]["nisba"], WEIGHT_COMMON)
    weight |= dict.fromkeys(data["particles"]["legal"], WEIGHT_LEGAL)
    known = {fold(w) for part in ("given", "family") for w in data[part]["words"].split()}
    return Words(
        particles["descent"], particles["tuareg"], particles["article"], particles["assimilated"],
        particles["kunya"], particles["slave"],
        particles["slave"] | particles["descent"] | particles["kunya"],
        particles["legal"], particles["legal"] | _ENDS | SONS, titles,
        frozenset(data["titles"]["weak"]), group, weight, frozenset(known | group.keys()),
    )  # fmt: skip


@cache
def _known_sounds() -> frozenset[str]:
    return frozenset(code for w in words().known if len(code := sound(w)) > 3)


@cache
def is_theophoric(word: str) -> bool:
    """Whether 'servant of' and a folded word are one name; in Arabic script always."""
    if is_arabic(word) or len(word) < 3:
        return True
    return sound(word) in _divine_sounds() or word in words().group


@cache
def _divine_sounds() -> frozenset[str]:
    return frozenset(sound(fold(w)) for w in rules("names")["particles"]["divine"])


@cache
def is_known(word: str) -> bool:
    """Whether a folded word is a name part we know; an Arabic one also by its sound."""
    if word in words().known:
        return True
    return is_arabic(word) and sound(word) in _known_sounds()


CLIPPED = 5  # letters that stand for a longer name when its end is left out; fewer fit by chance


@cache
def opens_known(word: str) -> bool:
    """Whether a folded word is a listed name with its end left out: 'Souley' for Souleymane."""
    return len(word) >= CLIPPED and any(name.startswith(word) for name in words().known)


def weight_of(group: str) -> float:
    """How much a match on a part says, 0–1: common parts say little."""
    return words().weight.get(group, WEIGHT_RARE)
