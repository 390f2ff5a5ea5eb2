"""Oracles of the parts: details across scripts, cues, tolls, levels, groups, learned weights."""

from __future__ import annotations

import pytest

from fusion.incidents.cues import read_cues
from fusion.incidents.details import read_details, skeleton
from fusion.incidents.groups import group
from fusion.incidents.lineage import SIGNS
from fusion.incidents.lineage import read_weights as lineage_weights
from fusion.incidents.linkage import Link, read_weights
from fusion.incidents.toll import read_toll
from fusion.incidents.train import comparisons


@pytest.mark.parametrize(
    ("latin", "other"),
    [("Goundam", "غوندام"), ("Niafunké", "نيافونكي"), ("Toloké", "Tolkè"), ("Zakari", "Zakary")],
)
def test_spellings_of_one_name_meet(latin: str, other: str) -> None:
    assert skeleton(latin) == skeleton(other)


def test_times_and_numbers_meet_across_languages() -> None:
    french = read_details(
        "Vers 15h20, onze passagers ; préjudice 12 900 000 F, vingt-cinq minutes."
    )
    english = read_details("At 1520 hrs 11 passengers; loss 12,900,000 CFA; 25 minutes.")
    arabic = read_details("الساعة 15:20 و 11 راكبا، 12900000 فرنك، ٢٥ دقيقة")
    assert {"n:1520", "n:11", "n:12900000", "n:25"} <= french.numbers
    assert {"n:1520", "n:11", "n:12900000", "n:25"} <= english.numbers
    assert {"n:1520", "n:11", "n:12900000", "n:25"} <= arabic.numbers


def test_dates_are_no_details() -> None:
    assert read_details("On 4 March 2029 and le 5 avril 2029.").numbers == frozenset()


@pytest.mark.parametrize(
    ("text", "components"),
    [
        ("Our UNPOL colleagues informed us that a bus was stopped.", {"police"}),
        ("According to Civil Affairs, the committee met.", {"civil_affairs"}),
        ("Selon nos collègues des affaires civiles, le puits est fermé.", {"civil_affairs"}),
        ("FW: alerte. Une charrette a heurté un engin.", set()),
        ("أفادت الشرطة الأممية بأن حافلة أوقفت.", {"police"}),
    ],
)
def test_relay_cues_name_the_source(text: str, components: set[str]) -> None:
    cues = read_cues(text)
    assert cues.relay
    assert set(cues.relay_components) == components


@pytest.mark.parametrize(
    "text",
    [
        "The village head came to our office. He informed us that three strangers slept there.",
        "Les infirmiers du centre nous ont informés de leur colère.",
        "A clean report of a patrol that reports nothing.",
    ],
)
def test_a_witness_who_informs_is_no_relay(text: str) -> None:
    assert not read_cues(text).relay


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("UPDATE 1: toll now 14 killed.", (14, 14)),
        ("Bilan porté à sept morts.", (7, 7)),
        ("A third man died of his wounds.", (3, 3)),
        ("Two killed, later three dead.", (2, 3)),
        ("The road is open.", None),
    ],
)
def test_toll_of_a_text(text: str, toll: tuple[int, int] | None) -> None:
    assert read_toll(text) == toll


def link(a: int, b: int, bits: float) -> Link:
    return Link(a, b, bits, ())


def test_chain_does_not_join_what_is_unlike() -> None:
    near = [link(0, 1, 5), link(1, 2, 5), link(2, 3, 5)]
    chain = [*near, link(0, 3, -6), link(0, 2, -6), link(1, 3, -6)]
    result = group(range(4), chain, set(), set(), 3)
    assert max(map(len, result.groups)) == 2


def test_must_pairs_join_and_barred_pairs_never_do() -> None:
    result = group(range(3), [link(0, 1, 9)], {(1, 2)}, {(0, 1)}, 3)
    assert result.groups == [[0], [1, 2]]
    assert group(range(2), [], {(0, 1)}, {(0, 1)}, 3).groups == [[0], [1]]


def test_every_level_of_the_sql_has_a_weight_and_no_other() -> None:
    weights = read_weights()
    wanted = {
        (name, label)
        for name, levels in comparisons().items()
        for label, _ in levels
        if label != "unknown"
    }
    assert set(weights.bits) == wanted


def test_weights_point_the_right_way() -> None:
    bits = read_weights().bits
    assert bits["time", "same day"] > bits["time", "days apart"] > bits["time", "further apart"]
    assert bits["content", "as near as any"] > 0 > bits["content", "unlike"]
    assert bits["place", "same place"] > bits["place", "elsewhere"]
    assert bits["details", "rare details"] > bits["details", "no shared detail"]
    signs = dict(zip(SIGNS, lineage_weights().bits, strict=True))
    assert signs["likeness in meaning"] > 0 > signs["counts otherwise"]
