"""How much speaks for two nodes being one person, and why: name first, then context."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fusion.actors.gazetteer.index import distance_km
from fusion.actors.names import parse_name
from fusion.actors.names.lexicon import weight_of
from fusion.actors.resolve.model import Context, Node
from fusion.actors.rules import rules

_MAX_POINTS = 24  # places compared of each side: more do not change the nearest by much


@dataclass(frozen=True, slots=True)
class Evidence:
    """Probability of one person, and the terms it is the sum of."""

    probability: float
    terms: tuple[tuple[str, float], ...]

    def explain(self) -> str:
        """The terms in words, strongest first."""
        told = sorted(self.terms, key=lambda term: (-abs(term[1]), term[0]))
        return ", ".join(f"{name} {weight:+.1f}" for name, weight in told)


def weigh(
    one: Node, two: Node, measured: tuple[float, float], *, alone: float = 0.0,
    is_stated: bool = False,
) -> Evidence:  # fmt: skip
    """Evidence that two nodes are one person.

    `measured` is name score and matched weight of their likest names; `alone` the weight of a
    part that they share and nobody with an unlike name bears; `is_stated` where a report says of
    the one that it goes by the very name of the other.
    """
    if one.is_weak or two.is_weak:
        terms = _short_terms(one, two, alone)
    else:
        terms = _name_terms(*measured, alone)
        if is_stated:
            terms.append(("stated alias", rules("linkage")["alias_stated"]))
    return _evidence([*terms, *context_terms(one.context, two.context)])


def _evidence(terms: list[tuple[str, float]]) -> Evidence:
    numbers = rules("linkage")
    total = sum(weight for _, weight in terms)
    probability = 1 / (1 + math.exp(-numbers["slope"] * (total - numbers["centre"])))
    return Evidence(round(probability, 4), tuple(terms))


def _name_terms(score: float, matched: float, alone: float) -> list[tuple[str, float]]:
    numbers = rules("linkage")
    terms = [
        ("name", numbers["name_slope"] * (score - numbers["name_centre"])),
        ("rarity", numbers["information_slope"] * (matched - numbers["information_centre"])),
    ]
    return [*terms, ("only bearers", numbers["rare_bearer"] * alone)] if alone else terms


def _short_terms(one: Node, two: Node, alone: float) -> list[tuple[str, float]]:
    """A short name says its one word, an alias that is known says more."""
    numbers = rules("linkage")
    weak, other = (one, two) if one.is_weak else (two, one)
    shared = set(weak.names) & set(other.names) if not other.is_weak else set()
    if shared:
        n_words = max(len(name.split()) for name in shared)
        return [("known alias", numbers["alias_words_2" if n_words > 1 else "alias_words_1"])]
    parts = [p for n in weak.names for p in parse_name(n).parts if not p.is_initial]
    weights = [weight_of(p.group or p.text) * (0.5 if p.is_kunya else 1.0) for p in parts]
    terms = [("short name", numbers["weak_weight"] * max(weights, default=0.0))]
    if weak.context.titles & other.context.titles:
        terms.append(("same title", numbers["same_title"]))
    return [*terms, ("only bearer", numbers["unique"] * alone)] if alone else terms


def context_terms(one: Context, two: Context) -> list[tuple[str, float]]:
    """What the surroundings say, without the names."""
    numbers = rules("linkage")
    terms = []
    if one.numbers & two.numbers:
        terms.append(("same telephone, plate or account", numbers["same_number"]))
    if one.groups & two.groups:
        terms.append(("same group", numbers["same_group"]))
    elif one.groups and two.groups:
        terms.append(("other group", numbers["other_group"]))
    if one.associates & two.associates:
        terms.append(("same associate", numbers["same_associate"]))
    if one.roles & two.roles:
        terms.append(("same role", numbers["same_role"]))
    honour, force = {"honour"}, {"military", "police"}
    if (one.titles == honour and two.titles & force) or (
        two.titles == honour and one.titles & force
    ):
        terms.append(("titles clash", numbers["title_clash"]))
    if one.points and two.points:
        terms.append(_distance_term(one, two))
    if _days_apart(one, two) > numbers["stale_days"]:
        terms.append(("long apart in time", numbers["stale"]))
    return terms


def _distance_term(one: Context, two: Context) -> tuple[str, float]:
    numbers = rules("linkage")
    nearest = min(
        distance_km(a, b)
        for a in sorted(one.points)[:_MAX_POINTS]
        for b in sorted(two.points)[:_MAX_POINTS]
    )
    step = sum(nearest > bound for bound in numbers["near_km"])
    return f"{nearest:.0f} km apart", float(numbers["near_weight"][step])


def _days_apart(one: Context, two: Context) -> int:
    if not one.days or not two.days:
        return 0
    gap = max(min(two.days) - max(one.days), min(one.days) - max(two.days))
    return max(0, gap.days)
