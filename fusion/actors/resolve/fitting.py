"""Whom a short name can stand for by its words: a part, an initial, a clipped name, a byname."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from fusion.actors.names import parse_name
from fusion.actors.names.bynames import byname_key
from fusion.actors.names.lexicon import CLIPPED, weight_of
from fusion.actors.names.parse import Part
from fusion.actors.resolve.model import Node


def codes_of(node: Node) -> set[str]:
    """What short names are looked for by: consonants of every part that is no initial, very short
    ones by sound; and bynames."""
    bynames = node.context.bynames | {byname_key(n) for n in node.names if " " not in n}
    return {f"called:{key}" for key in bynames if key} | {
        code
        for name in node.names
        for part in parse_name(name).parts
        if not part.is_initial
        for code in _part_codes(part)
    }


def _part_codes(part: Part) -> list[str]:
    clipped = [f"{part.text[:CLIPPED]}-"] if len(part.text) >= CLIPPED else []
    if len(part.bones) > 2:
        return [part.bones, *clipped]
    told = [f"of:{part.bones}"] if len(part.bones) == 2 else []
    return [part.group or part.sound, *told, *clipped]


def weights_of(node: Node) -> list[float]:
    """How much each part of a short name says; a kunya half."""
    return [
        weight_of(part.group or part.text) * (0.5 if part.is_kunya else 1.0)
        for part in parse_name(node.names[0]).parts
        if not part.is_initial
    ]


def may_be(node: Node, cluster: Node) -> bool:
    """Whether some name of the cluster holds every part of the short one, initials included."""
    short = parse_name(node.names[0])
    if " " not in node.names[0] and byname_key(node.names[0]) in cluster.context.bynames:
        return True
    for name in cluster.names:
        free = list(parse_name(name).parts)
        for part in sorted(short.parts, key=lambda p: p.is_initial):
            fit = next((p for p in free if _is_part(part, p)), None)
            if fit is None:
                break
            free.remove(fit)
        else:
            return True
    return False


def initials_met(one: str, two: str) -> int:
    """How many initials of either name open a part of the other that nothing else meets."""
    left, right = parse_name(one).parts, parse_name(two).parts
    if not any(part.is_initial for part in (*left, *right)):
        return 0
    return _n_opened(left, right) + _n_opened(right, left)


def _n_opened(initials: Sequence[Part], parts: Sequence[Part]) -> int:
    words = {part.group or part.sound for part in initials if not part.is_initial}
    free = [p for p in parts if not p.is_initial and (p.group or p.sound) not in words]
    n_met = 0
    for part in initials:
        fit = next((p for p in free if part.is_initial and p.voice[:1] == part.voice[:1]), None)
        if fit is not None:
            free.remove(fit)
            n_met += 1
    return n_met


def _is_part(short: Part, part: Part) -> bool:
    if short.is_initial or part.is_initial:
        return part.text[:1] == short.text[:1]
    if (short.group or short.sound) == (part.group or part.sound):
        return True
    if len(short.text) >= CLIPPED and part.text.startswith(short.text):
        return True  # 'Souley' is short for Souleymane
    if short.bones != part.bones or len(short.bones) < 2:
        return False
    # Two consonants alone are met by chance: nearly all vowels must be heard as well.
    return len(short.bones) > 2 or OSA.distance(short.voice, part.voice) <= 1
