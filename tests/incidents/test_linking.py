"""Rivals, voices, local likeness, texts without facts, withdrawn origins, contradictions."""

from __future__ import annotations

import random

import numpy as np
from scipy.sparse import csr_matrix

from fusion.incidents.content import LEAST_AROUND, compare
from fusion.incidents.documents import alike, group_texts, scaled
from fusion.incidents.groups import group
from fusion.incidents.judged import ORDERED, falling
from fusion.incidents.likeness import without_common
from fusion.incidents.lineage import Descent
from fusion.incidents.linkage import Link
from fusion.incidents.reading import read_tellings
from fusion.incidents.strangers import without_strangers
from fusion.incidents.train import comparisons
from tests.incidents.support import (
    HIACE,
    HIACE_RELAYED,
    HIACE_WITNESS,
    START,
    account,
    decided,
    decision,
    fuse,
    incident,
    world,
)  # fmt: skip


def link(a: int, b: int, bits: float) -> Link:
    return Link(a, b, bits, ())


def test_of_two_rivals_the_clearly_better_one_wins() -> None:
    links = [link(0, 1, 5), link(1, 2, 1.5), link(0, 2, -5)]
    assert group(range(3), links, set(), set(), 0).groups == [[0, 1], [2]]


def test_a_likelier_rival_keeps_the_lesser_one_off() -> None:
    links = [link(0, 1, 1), link(1, 2, 2), link(0, 2, -5), link(2, 3, -5), link(1, 3, -5)]
    assert group(range(4), links, set(), set(), 0).groups == [[0], [1, 2], [3]]
    assert group(range(2), [link(0, 1, -0.1)], set(), set(), 0).groups == [[0], [1]]


def test_accounts_of_one_origin_are_one_voice() -> None:
    """A relay that lost the particulars must not outvote the account it rests on."""
    links = [link(0, 2, 3), link(1, 2, -4)]
    assert group(range(3), links, {(0, 1)}, set(), 0).groups == [[0, 1], [2]]
    assert group(range(3), links, {(0, 1)}, set(), 0, {1: 0}).groups == [[0, 1, 2]]


def test_a_stricter_mission_joins_less() -> None:
    links = [link(0, 1, 1)]
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


def test_what_all_share_is_taken_off_and_what_two_share_is_left() -> None:
    """Texts along one wide direction are told apart by the narrow ones."""
    chance = np.random.default_rng(3)
    vectors = 0.05 * chance.standard_normal((30, 100))
    vectors[:, 0] += 1
    vectors[:2, 1] += 0.6
    left = without_common(vectors)
    assert left is not None
    assert np.allclose(np.linalg.norm(left, axis=1), 1) and abs(left[:, 0]).max() < 0.2
    assert left[0] @ left[1] > (left[2:] @ left[2:].T)[np.triu_indices(28, 1)].max()
    assert without_common(None) is None
    few = np.eye(100)[:5]
    assert without_common(few) is few


def test_weights_fall_from_level_to_level() -> None:
    m = falling({"near": 0.2, "nearer": 0.5, "far": 0.3}, {"near": 0.1, "nearer": 0.1, "far": 0.8})
    assert [round(value, 9) for value in m.values()] == [0.35, 0.35, 0.3]
    assert set(ORDERED) <= comparisons().keys()


RECALL = " The owner is a brother of the man whose store burned on {day}."
ARREST = "At 2245 police searched a garage, seized 96 jerrycans and led two men away without shots."
FIRE = "On {day} a store of petrol burned behind the market; four people died in the flames."


def test_a_day_recalled_at_the_end_says_little() -> None:
    """Fault injection: the day that an arrest recalls must not make it an account of the fire."""
    told = f"{START.day} {START:%B %Y}"
    fire = account("a", FIRE.format(day=told), 0)
    arrest = account("b", ARREST + " They were heard." * 4 + RECALL.format(day=told), 3)
    first = account("c", RECALL.format(day=told) + ARREST, 3)
    for late, level in ((arrest, "a day recalled"), (first, "a day that both speak of")):
        rows = fuse(fire, {**late, "dates": {START.date(): late["text"].index(told)}})
        (link,) = rows.tables["incident_link"].to_pylist()
        assert f'"{level}"' in link["waterfall"]


def test_two_of_one_convoy_are_one_origin() -> None:
    one = {**ONE, "text": "Mission convoy hit at 0915. " + HIACE}
    other = {**TWO, "text": "I travelled in the convoy, two cars behind. " + HIACE_WITNESS}
    rows = fuse(one, other, decisions=decided(decision("same", "ACC-a", "ACC-w"))).tables
    relation = {row["account_id"]: row for row in rows["origin"].to_pylist()}
    assert relation["ACC-w"]["rule"] == "one vantage point"
    assert incident(fuse(one, other), "a")["n_origins"] == 1


def test_what_agrees_in_nobody_nowhere_and_in_no_week_passes_nothing_on() -> None:
    """Unless it says so itself: a relay may lose every particular."""
    told = read_tellings(
        world(account("a", HIACE), account("b", HIACE), account("c", HIACE_RELAYED))
    )
    found = [Descent(child, 0, 1.0, "relay", "") for child in (1, 2)]
    strange = (("actors", "other actors", -1.0), ("place", "elsewhere", -2.0),
               ("time", "further apart", -5.0))  # fmt: skip
    links = [Link(0, child, -9.0, strange) for child in (1, 2)]
    assert [d.child for d in without_strangers(found, links, told)] == [2]
    for kept in range(3):
        near = [Link(0, child, -9.0, strange[:kept] + strange[kept + 1 :]) for child in (1, 2)]
        assert without_strangers(found, near, told) == found
