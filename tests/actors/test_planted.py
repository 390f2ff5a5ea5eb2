"""Planted people under several spellings: found again, in any order of the mentions."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from benchmarks.bench_resolution import planted
from benchmarks.planted_short_names import planted as crowd
from fusion.actors.resolve import near
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.held import Held
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Persona

Together = set[frozenset[str]]


def together(*batches: list[Persona]) -> Together:
    """Mentions by the actor they were resolved to, however they came in."""
    held = Held()
    for personas in batches:
        held.add(personas)
    told = {node.key: [p.spots[0].mention_id for p in node.personas] for node in held.nodes}
    return {frozenset(m for key in keys for m in told[key]) for keys in held.clusters}


def test_planted_people_are_found_under_their_spellings() -> None:
    personas, truth = planted(400)
    found = together(personas)
    people = {int(m.removeprefix("MEN-")): who for who, ms in enumerate(found) for m in ms}
    wrong = sum(len({truth[int(m.removeprefix("MEN-"))] for m in ms}) > 1 for ms in found)
    assert wrong == 0
    assert len(people) == 400
    assert len(found) <= 1.2 * len(set(truth))


def test_clusters_do_not_depend_on_the_order_of_mentions() -> None:
    personas, _ = planted(200)
    shuffled = list(personas)
    random.Random(3).shuffle(shuffled)
    assert together(shuffled) == together(personas)


@pytest.mark.parametrize("cuts", [(0, 150, 300), (0, 299, 300), (0, 60, 120, 180, 240, 300)])
def test_what_is_added_day_by_day_is_what_is_resolved_at_once(cuts: tuple[int, ...]) -> None:
    personas, _ = planted(300)
    batches = [personas[low:high] for low, high in pairwise(cuts)]
    assert together(*batches) == together(personas)


def test_adding_changes_no_identifier_and_nothing_out_of_reach() -> None:
    personas, _ = planted(300)
    held = Held().add(personas[:250])
    before = {node.key: node.actor_id for node in held.nodes}
    held.add(personas[250:])
    assert before.items() <= {node.key: node.actor_id for node in held.nodes}.items()
    assert sorted(key for keys in held.clusters for key in keys) == sorted(
        node.key for node in held.nodes
    )
    again = [list(keys) for keys in held.clusters]
    assert held.add([]).clusters == again


def test_half_namesakes_in_reach_are_hardly_ever_joined() -> None:
    personas, truth = crowd(40, 120)
    who = {p.spots[0].mention_id: one for p, one in zip(personas, truth, strict=True)}
    found = right = 0
    for mentions in together(personas):
        people = Counter(who[mention] for mention in mentions)
        found += len(mentions) * (len(mentions) - 1) // 2
        right += sum(count * (count - 1) // 2 for count in people.values())
    true = sum(count * (count - 1) // 2 for count in Counter(truth).values())
    assert right >= 0.98 * found
    assert right >= 0.6 * true


def test_short_names_come_out_the_same_in_any_order() -> None:
    personas, _ = crowd(12, 30)
    shuffled = list(personas)
    random.Random(5).shuffle(shuffled)
    assert together(shuffled) == together(personas)


def test_day_by_day_is_all_at_once_where_what_is_new_takes_in_what_stood() -> None:
    personas, _ = planted(1500)
    batches = [personas[low : low + 250] for low in range(0, 1500, 250)]
    assert together(*batches) == together(personas)


@pytest.mark.parametrize("kind", ["same", "different"])
def test_decisions_hold_day_by_day_as_they_hold_at_once(kind: str) -> None:
    personas, _ = planted(300)
    first = Held().add(personas)
    if kind == "different":
        pair = next(keys for keys in first.clusters if len(keys) > 1)[:2]
    else:
        pair = [keys[0] for keys in first.clusters[:2]]
    ids = tuple(first.node(key).actor_id for key in pair)
    given = ([ids], []) if kind == "same" else ([], [ids])
    once = Held(*given).add(personas)
    daily = Held(*given)
    for low in range(0, 300, 60):
        daily.add(personas[low : low + 60])
    assert sorted(map(sorted, daily.clusters)) == sorted(map(sorted, once.clusters))
    home = [next(n for n, keys in enumerate(daily.clusters) if key in keys) for key in pair]
    assert (home[0] == home[1]) == (kind == "same")


def test_a_known_name_told_again_is_compared_with_nobody_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    personas, _ = planted(400)
    held = Held().add(personas[:300])
    known = {name for node in held.nodes for name in node.names}
    told: list[str] = []
    real = near.like_pairs

    def watched(by_key, pairs):  # type: ignore[no-untyped-def]
        listed = list(pairs)
        told.extend(name for one, _ in listed for name in by_key[one].names)
        return real(by_key, listed)

    monkeypatch.setattr(near, "like_pairs", watched)
    held.add(p for p in personas[300:] if p.names[0] in known)
    assert told == []
    held.add(p for p in personas[300:] if p.names[0] not in known)
    assert told != []


GIVEN, FAMILY = ("Salou", "Kassoum", "Hamma", "Idriss"), ("Dicko", "Boly", "Tifrit", "Kellou")


def test_a_name_of_parts_that_many_bear_is_a_crowds() -> None:
    crowded = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    bearers = Bearers([*crowded, "Zoumbar Wanzirat"], Likeness())
    assert bearers.crowd("Salou Dicko", "Salou Dicko") > 0
    assert bearers.crowd("Salou Dicko", "Saloum Diko") > 0
    assert bearers.crowd("Salou", "Salou") == 0  # three others than this one are no crowd
    assert bearers.crowd("Zoumbar Wanzirat", "Zumbar Wanzirat") == 0
    assert bearers.alone("Zoumbar Wanzirat", "Zumbar Wanzirat") > 0


def test_a_mission_of_few_names_has_no_crowds() -> None:
    names = ["Salou Dicko", "Kassoum Boly", "Hamma Ould Tifrit", "Salou Boly"]
    bearers = Bearers(names, Likeness())
    assert all(bearers.crowd(name, name) == 0 for name in names)


def test_two_parts_that_nobody_else_bears_say_more_than_one() -> None:
    names = ["Zoumbar Wanzirat", "Zumbar Wanzirat", "Salou Kelgou", "Salou Tifrit", "Hamma Boly"]
    bearers = Bearers(names, Likeness())
    both = bearers.alone("Zoumbar Wanzirat", "Zumbar Wanzirat")
    assert both > bearers.alone("Salou Kelgou", "Salou Kelgou") > 0
    child = bearers.alone("Zoumbar Wanzirat", "Kanda Zoumbar Wanzirat")
    assert both > child > 0  # a child's name holds all of the father's
