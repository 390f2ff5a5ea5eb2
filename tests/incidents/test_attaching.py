"""Accounts gathered afterwards: told by their beginning, put to the happening that stands out."""

from __future__ import annotations

import pytest

from fusion.incidents.attaching import AHEAD_BITS, LEAST_BITS, attach
from fusion.incidents.cues import read_cues
from fusion.incidents.groups import Grouping
from fusion.incidents.linkage import Link


def link(a: int, b: int, bits: float) -> Link:
    return Link(a, b, bits, ())


ALONE = Grouping([[0, 1], [2], [3]], frozenset())


def put(*links: Link, barred: set[tuple[int, int]] = frozenset()) -> list[list[int]]:  # type: ignore[assignment]
    """Groups after account 3, gathered afterwards, found its happening."""
    return attach(ALONE, {3}, list(links), {1: 0}, barred).groups


def test_it_goes_where_it_is_twice_as_likely() -> None:
    assert put(link(0, 3, -1), link(2, 3, -3)) == [[0, 1, 3], [2]]
    assert put(link(1, 3, LEAST_BITS)) == [[0, 1, 3], [2]]


def test_it_stays_alone_where_two_are_alike_or_none_is_likely() -> None:
    assert put(link(0, 3, -1), link(2, 3, -1 - AHEAD_BITS / 2)) == ALONE.groups
    assert put(link(0, 3, LEAST_BITS - 0.1)) == ALONE.groups


def test_two_members_of_one_happening_are_no_rivals() -> None:
    assert put(link(0, 3, -1), link(1, 3, -1)) == [[0, 1, 3], [2]]


def test_an_analyst_keeps_it_away() -> None:
    assert put(link(0, 3, 1), barred={(1, 3)}) == ALONE.groups


def test_who_tells_the_happening_itself_needs_the_full_border() -> None:
    assert attach(ALONE, set(), [link(0, 3, 0.5)], {}, set()).groups == ALONE.groups


def test_the_link_that_was_used_is_named() -> None:
    assert (0, 3) in attach(ALONE, {3}, [link(0, 3, -1)], {}, set()).used


@pytest.mark.parametrize(
    ("text", "is_after"),
    [
        ("Visit to the health post of Karou, 4 May. A boy has a bandage on his arm.", True),
        ("Audition à la brigade : le convoyeur affirme n'avoir rien vu.", True),
        ("زرنا المستشفى صباح الأحد، والجرحى ثلاثة.", True),
        ("At 1520 six armed men stopped a bus east of Karou and took two teachers.", False),
        ("Le 3 mai vers 8 heures, une colonne a sauté sur une mine.", False),
    ],
)
def test_an_account_says_how_it_was_gathered(text: str, is_after: bool) -> None:
    assert bool(read_cues(text).after) is is_after
