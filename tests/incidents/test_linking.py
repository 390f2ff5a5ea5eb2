"""Rivals, voices, local likeness, texts without facts, withdrawn origins, contradictions."""

from __future__ import annotations

import random

import numpy as np
from scipy.sparse import csr_matrix

from fusion.incidents.content import LEAST_AROUND, compare
from fusion.incidents.documents import alike, group_texts, scaled
from fusion.incidents.groups import CERTAIN_BITS, group
from fusion.incidents.linkage import Link
from tests.incidents.support import HIACE, HIACE_WITNESS, account, decided, decision, fuse, incident


def link(a: int, b: int, bits: float) -> Link:
    return Link(a, b, bits, ())


def test_of_two_rivals_the_clearly_better_one_wins() -> None:
    links = [link(0, 1, 5), link(1, 2, 1.5), link(0, 2, -5)]
    assert group(range(3), links, set(), set(), 0).groups == [[0, 1], [2]]


def test_likely_but_rivalled_links_join_nobody() -> None:
    rivalled = [link(0, 1, CERTAIN_BITS - 0.5), link(1, 2, CERTAIN_BITS - 0.6), link(0, 2, -5)]
    assert group(range(3), rivalled, set(), set(), 0).groups == [[0], [1], [2]]
    alone = [link(0, 1, CERTAIN_BITS - 0.5)]
    assert group(range(3), alone, set(), set(), 0).groups == [[0, 1], [2]]


def test_accounts_of_one_origin_are_one_voice() -> None:
    """A relay that lost the particulars must not outvote the account it rests on."""
    links = [link(0, 2, 3), link(1, 2, -4)]
    assert group(range(3), links, {(0, 1)}, set(), 0).groups == [[0, 1], [2]]
    assert group(range(3), links, {(0, 1)}, set(), 0, {1: 0}).groups == [[0, 1, 2]]


def test_a_stricter_mission_joins_less() -> None:
    links = [link(0, 1, CERTAIN_BITS + 1)]
    assert group(range(2), links, set(), set(), 0).groups == [[0, 1]]
    assert group(range(2), links, set(), set(), 10).groups == [[0], [1]]


def test_groups_do_not_depend_on_the_order_of_links() -> None:
    chance = random.Random(5)
    links = [
        link(a, b, chance.uniform(-6, 6)) for a in range(14) for b in range(a + 1, 14)
        if chance.random() < 0.4
    ]  # fmt: skip
    wanted = group(range(14), links, set(), set(), 0).groups
    for _ in range(5):
        chance.shuffle(links)
        assert group(range(14), links, set(), set(), 0).groups == wanted


def test_closeness_is_held_against_the_neighbourhood() -> None:
    """Two accounts alike among unlike ones are closer than the same two in a crowd."""
    pair = np.eye(8)[[0, 0, 1, 2, 3, 4]]
    crowd = np.eye(8)[[0, 0, 0, 0, 0, 0]]
    nothing, days = csr_matrix((6, 1)), np.zeros(6, np.int64)
    first, second = np.array([0]), np.array([1])
    apart = compare(pair, nothing, days).closeness(first, second)[0]
    crowded = compare(crowd, nothing, days).closeness(first, second)[0]
    assert apart > crowded == 0


def test_weeks_apart_are_no_neighbours() -> None:
    content = compare(np.ones((2, 1)), csr_matrix((2, 1)), np.array([0, 400]))
    assert not content.nearest and (content.around == LEAST_AROUND).all()


NEWS = [
    "A quake of magnitude 6.1 struck Aceh on Tuesday and killed 22 in Bener Meriah.",
    "Tuesday's Aceh quake, magnitude 6.1, left 22 dead, most in Bener Meriah district.",
    "A quake of magnitude 5.8 shook Hormozgan on Sunday; five died on Qeshm island.",
    "On Qeshm island five died when Sunday's 5.8 quake shook Hormozgan province.",
]


def test_documents_of_one_event_and_near_misses() -> None:
    groups = group_texts(NEWS, border=0.8)
    assert groups[0] == groups[1] != groups[2] == groups[3]


def test_documents_edge_cases() -> None:
    assert group_texts([]).tolist() == [] and group_texts(["one"]).tolist() == [1]
    assert len(group_texts(["", "", "?!"])) == 3
    assert np.isfinite(scaled(alike(NEWS))).all()


ONE = account("a", HIACE, 0, component="police", actors=("sidibera",))
TWO = account("w", HIACE_WITNESS, 2, happened=0, component="civil_affairs", actors=("sidibera",))


def _fields(one: dict[str, object], other: dict[str, object]) -> set[str]:
    together = decided(decision("same", "ACC-a", "ACC-w"))
    rows = fuse(one, other, decisions=together).tables["contradiction"].to_pylist()
    return {row["field"] for row in rows}


def test_a_visit_days_later_contradicts_no_day() -> None:
    assert "date" not in _fields(ONE, {**TWO, "happened": 2})


def test_two_stated_days_contradict() -> None:
    early = {**TWO, "day": 9, "happened": 2, "text": "Two teachers were taken from the bus."}
    late = {**ONE, "day": 9, "happened": 4, "text": "The bus was stopped and two were led away."}
    assert "date" in _fields(late, early)


def test_far_places_contradict_and_near_ones_do_not() -> None:
    assert "place" in _fields(ONE, {**TWO, "at": (16.1, 0.7)})
    assert "place" not in _fields(ONE, {**TWO, "at": (15.12, 0.7)})


def test_tolls_said_twice_are_read_once_and_contradict() -> None:
    dead = {**TWO, "text": HIACE_WITNESS + " They have buried seven (7)."}
    assert "toll" in _fields({**ONE, "killed_low": 3, "killed_high": 3}, dead)


def test_withdrawing_both_observers_fells_the_incident() -> None:
    gone = fuse({**ONE, "is_withdrawn": True}, {**TWO, "is_withdrawn": True})
    row = incident(gone, "a")
    assert not row["is_standing"] and row["n_origins"] == 0
    assert "withdrawn" in row["credibility_reason"]
    assert all(o["is_withdrawn"] for o in gone.tables["origin"].to_pylist())
