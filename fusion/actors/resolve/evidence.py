"""How much speaks for two nodes being one person, and why: name first, then context."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from fusion.actors.names import parse_name
from fusion.actors.names.bynames import byname_key
from fusion.actors.names.lexicon import weight_of
from fusion.actors.resolve.apart import days_apart, distance_term, is_named, nearest_km
from fusion.actors.resolve.model import Context, Node
from fusion.actors.rules import rules


class Spread(Protocol):
    """Tells how rare it is to stand beside something."""

    def rarity(self, keys: Iterable[str]) -> float:
        """0–1 of the rarest of `keys`."""
        ...

    def surprise(self, groups: Iterable[str]) -> float:
        """Log-odds that to share the rarest of `groups` is worth."""
        ...


_RANKS = frozenset({"military", "police", "justice"})  # offices that few hold; 'El Hadj' is many


@dataclass(frozen=True, slots=True)
class Evidence:
    """Probability of one person, the terms it is the sum of, and whether context speaks for it."""

    probability: float
    terms: tuple[tuple[str, float], ...]
    has_context: bool = False

    def explain(self) -> str:
        """The terms in words, strongest first."""
        told = sorted(self.terms, key=lambda term: (-abs(term[1]), term[0]))
        return ", ".join(f"{name} {weight:+.1f}" for name, weight in told)


def weigh(
    one: Node, two: Node, measured: tuple[float, float], *, alone: float = 0.0,
    crowd: float = 0.0, is_stated: bool = False, spread: Spread | None = None,
) -> Evidence:  # fmt: skip
    """Evidence that two nodes are one person.

    `measured` is name score and matched weight of their likest names; `alone` the weight of a
    part that they share and nobody with an unlike name bears, `crowd` how many may bear such a
    name (`Bearers`); `is_stated` where a report says of the one that it goes by the very name of
    the other; `spread` tells what is rare to stand beside.
    """
    nearest = nearest_km(one.context, two.context)
    if nearest > rules("linkage")["reach_km"]:
        alone = 0.0  # nobody else bears the name in reach; out of reach nobody knows
    if one.is_weak or two.is_weak:
        terms = _short_terms(one, two, alone)
    else:
        terms = _name_terms(*measured, alone)
        if is_stated:
            terms.append(("stated alias", rules("linkage")["alias_stated"]))
    if crowd:
        told = "many may bear the name" if crowd > 0 else "few may bear the name"
        terms.append((told, rules("linkage")["crowd"] * -crowd))
    around = context_terms(one.context, two.context, nearest, spread)
    if one.context.accounts & two.context.accounts:
        told = "named_apart_short" if one.is_weak or two.is_weak else "named_apart"
        around.append(("named apart in one account", rules("linkage")[told]))
    if spread is not None:
        around += _company_terms(one.context, two.context, spread)
        if nearest <= rules("linkage")["reach_km"]:  # on one day nobody is in two regions
            around += _meeting_terms(one, two, spread) + _scene_company_terms(one, two)
    is_between = rules("linkage")["near_km"][0] < nearest <= rules("linkage")["reach_km"]
    if is_between and is_named(one, two):
        around.append(("a place of the one is named", rules("linkage")["place_named"]))
    return _evidence(terms, around)


def _evidence(name: list[tuple[str, float]], around: list[tuple[str, float]]) -> Evidence:
    numbers = rules("linkage")
    terms = (*name, *around)
    total = sum(weight for _, weight in terms)
    probability = 1 / (1 + math.exp(-numbers["slope"] * (total - numbers["centre"])))
    has_context = any(weight > 0 for _, weight in around) or any(t == "same rank" for t, _ in terms)
    return Evidence(round(probability, 4), terms, has_context)


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
    parts = [p for n in weak.names for p in parse_name(n).parts if not p.is_initial]
    weights = [weight_of(p.group or p.text) * (0.5 if p.is_kunya else 1.0) for p in parts]
    terms = [("short name", numbers["weak_weight"] * max(weights, default=0.0))]
    titles = weak.context.titles & other.context.titles
    if titles:
        told = "same rank" if titles & _RANKS else "same title"
        terms.append((told, numbers["same_title"]))
    if alone:
        terms.append(("only bearer", numbers["unique"] * alone))
    terms += _byname_terms(weak, other)
    alias = _alias_terms(weak, other)
    # A name by which somebody is known says more than its words, and at least as much.
    return alias + terms[1:] if alias and alias[0][1] > terms[0][1] else terms


def _byname_terms(weak: Node, other: Node) -> list[tuple[str, float]]:
    """What both are called beside a name; 'le Tailleur' alone is 'Kassoum le Tailleur'."""
    numbers = rules("linkage")
    one, two = weak.context.bynames, other.context.bynames
    if one & two or one & _bare_bynames(other) or two & _bare_bynames(weak):
        return [("same byname", numbers["same_byname"])]
    if one and two:
        return [("other byname", numbers["other_byname"])]
    return []


def _bare_bynames(node: Node) -> set[str]:
    """Keys of a node's names of one word, which may be bynames themselves."""
    return {byname_key(name) for name in node.names if " " not in name} - {""}


def _alias_terms(weak: Node, other: Node) -> list[tuple[str, float]]:
    """A fuller name that is known to go by the very short one."""
    numbers = rules("linkage")
    shared = set(weak.names) & set(other.names) if not other.is_weak else set()
    if not shared:
        return []
    n_words = max(len(name.split()) for name in shared)
    return [("known alias", numbers["alias_words_2" if n_words > 1 else "alias_words_1"])]


def context_terms(
    one: Context, two: Context, nearest: float, spread: Spread | None = None
) -> list[tuple[str, float]]:
    """What the surroundings say, without the names; `nearest` as `nearest_km` tells it."""
    numbers = rules("linkage")
    terms = []
    if one.numbers & two.numbers:
        terms.append(("same telephone, plate or account", numbers["same_number"]))
    if one.groups & two.groups:
        terms.append(("same group", _group_weight(one.groups & two.groups, spread)))
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
        terms.append(distance_term(one, two, nearest))
    if days_apart(one, two) > numbers["stale_days"]:
        terms.append(("long apart in time", numbers["stale"]))
    return terms


def _group_weight(shared: set[str], spread: Spread | None) -> float:
    """A group that every third man is of says little; one that few are of, all it can say."""
    numbers = rules("linkage")
    most = float(numbers["same_group"])
    if spread is None:
        return most
    return min(most, round(spread.surprise(shared) / float(numbers["slope"]), 2))


def _company_terms(one: Context, two: Context, spread: Spread) -> list[tuple[str, float]]:
    """Named in the same company, or in the same trade: weak alone, telling where it is rare."""
    numbers = rules("linkage")
    terms = []
    scenes = one.scenes & two.scenes if one.accounts.isdisjoint(two.accounts) else set()
    if scenes:
        weight = numbers["same_scene"] * spread.rarity(scenes)
        terms.append(("in the same scene", round(weight, 2)))
    shared = (one.beside & two.beside) - (one.numbers & two.numbers) - (one.groups & two.groups)
    if shared:
        weight = numbers["same_company"] * spread.rarity(shared)
        terms.append(("named beside the same", round(weight, 2)))
    if one.markets & two.markets:
        terms.append(("same market", numbers["same_market"]))
    return terms


def _scene_company_terms(one: Node, two: Node) -> list[tuple[str, float]]:
    """Somebody is beside both of whom only another account of the scene tells; where both share a
    scene, that has said it."""
    left, right = one.context, two.context
    if left.associates & right.associates or left.scenes & right.scenes:
        return []
    shared = (left.associates | one.seen_with) & (right.associates | two.seen_with)
    weight = rules("linkage")["same_company_of_scene"]
    return [("somebody of the same scene", weight)] if shared else []


def _meeting_terms(one: Node, two: Node, spread: Spread) -> list[tuple[str, float]]:
    """Two accounts of one day and the same company, where they do not share a place: as good as the
    same scene, and better where several are the same. Of a group, as much as to be of it says."""
    shared = one.met & two.met
    if not shared or not one.context.accounts.isdisjoint(two.context.accounts):
        return []
    if one.context.scenes & two.context.scenes:
        return []
    persons = Counter(day for day, whom in shared if whom not in one.context.groups)
    most = max(persons.values(), default=0)
    groups = {whom for _, whom in shared} & one.context.groups
    weight = max(
        rules("linkage")["same_company_of_day"] * (2 - 0.5 ** (most - 1)) if most else 0.0,
        _group_weight(groups, spread) if groups else 0.0,
    )
    return [("in the same company on one day", round(weight, 2))]
