"""Copies by words alone: kinds of copies, near-misses, and the pieces that decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmarks import bench_copies, bench_revisions
from fusion.accounts.copies import fold_texts
from fusion.accounts.kernels.marks import CONTENT, DATE, NAME, NUMBER
from fusion.accounts.likeness import worth_comparing
from fusion.accounts.revisions import revisions
from fusion.accounts.words import read_words
from tests.accounts.test_accounts import FULL, OTHER, fold, groups, noisy, relations, report

EVENT = (
    "On 14 March 2029 unidentified gunmen attacked the convoy of traders on the road between "
    "{place} and Monzonga, near the village of {near}, killed {n} persons and wounded others. The "
    "assailants seized two vehicles and fled towards the forest before the patrol of the army "
    "arrived. Residents of {near} buried the dead the same evening."
)
ONE = EVENT.format(place="Karou", near="Bentia", n="four")


def together(*texts: str) -> list[int]:
    return fold_texts(pa.array(texts))[0].tolist()


@pytest.mark.parametrize(
    "other",
    [
        ONE.replace("14 March", "15 March"),
        EVENT.format(place="Tassiga", near="Labbezanga", n="four"),
        EVENT.format(place="Tassiga", near="Labbezanga", n="nine").replace("14 March", "2 June"),
    ],
)
def test_another_day_or_place_is_another_event(other: str) -> None:
    assert together(ONE, other) == [0, 1]


def test_another_day_in_digits_is_another_event() -> None:
    days = (ONE.replace("14 March 2029", day) for day in ("2029-03-14", "2029-03-15"))
    assert together(*days) == [0, 1]


@pytest.mark.parametrize(
    "copy",
    [
        "FROM: sector west\nTO: headquarters\nSUBJ: convoy\nDTG: 150800Z MAR 29\n" + ONE,
        noisy(ONE, 0.08), ONE.upper(), ONE[: len(ONE) // 2], ONE[len(ONE) // 2 :],
        ONE.replace("four", "4").replace("14 March", "14 mars"), ONE.replace("the ", "a "),
    ],
)  # fmt: skip
def test_copies_of_every_kind(copy: str) -> None:
    assert together(OTHER, ONE, copy) == [0, 1, 1]
    assert together(copy, OTHER, ONE) == [0, 1, 0]


def test_two_forwards_under_different_headers_are_one() -> None:
    heads = ("FROM: desk a TO: cell b SUBJ: robbery\n", "DE: bureau nord OBJET: attaque DTG: 12Z\n")
    assert together(*(head + FULL for head in heads)) == [0, 0]


def test_two_reports_that_share_a_passage_are_two() -> None:
    assert together(f"{OTHER} {ONE}", f"{FULL} {ONE}") == [0, 1]


def test_changed_toll_is_an_update_of_the_same_account() -> None:
    later = ONE.replace("killed four", "killed seven")
    output = fold(report("a", ONE), report("b", later, 1))
    assert groups(output) == {"a": {"a", "b"}} and relations(output)["b"] == "update"
    rule = {r["report_id"]: r["rule"] for r in output.tables["account_report"].to_pylist()}
    assert "1 numbers differ" in rule["RPT-b"]


def test_scores_fall_from_exact_to_edited() -> None:
    rows = [report("a", FULL), report("b", FULL, 1), report("c", noisy(FULL, 0.08), 2)]
    score = {r["report_id"]: r["score"] for r in fold(*rows).tables["account_report"].to_pylist()}
    assert score["RPT-b"] == 1.0 > score["RPT-c"] > 0.3


def test_words_know_numbers_names_dates() -> None:
    words = read_words(
        pa.array(["On 12 May 2029 Hamma sold 12 900 000 eleven 2029-05-12 mon-\ney"])
    )
    flags = [int(f) for f in words.flags[: int(words.count[0])]]
    assert [bool(f & NUMBER) for f in flags] == [False, True, True, True, False, False, True, True,
                                                 True, True, True, False]  # fmt: skip
    assert [bool(f & DATE) for f in flags] == [False, True, True, True, False, False, False, False,
                                               True, True, True, False]  # fmt: skip
    assert flags[4] & NAME and flags[11] & CONTENT
    last = words.letters[words.starts[11] : words.starts[12]]
    assert "".join(map(chr, last)) == "money"


@pytest.mark.parametrize(
    ("one", "other"),
    [("eleven", "11"), ("١٢", "12"), ("12,900", "12 900"), ("l4", "14"), ("École", "ECOLE"),
     ("07", "7"), ("أحمد", "احمد")],
)  # fmt: skip
def test_spellings_of_one_word_have_one_hash(one: str, other: str) -> None:
    words = read_words(pa.array([one, other]))
    assert words.count.tolist() == [1, 1]
    assert words.hashes[words.begin[0]] == words.hashes[words.begin[1]]


@pytest.mark.parametrize("text", ["", " ", "ﷺ" * 50, "\ufffd\x00", "𞤀𞤁", "1" * 300, "a-\nb" * 99])
def test_hostile_characters_are_read(text: str) -> None:
    assert together(text, ONE, text)[1] == 1


def test_revision_finds_its_note_and_not_its_neighbour() -> None:
    day = dt.date(2029, 3, 14).toordinal()
    old = [ONE, EVENT.format(place="Fafa", near="Bara", n="two"), OTHER]
    new = [
        "Gunmen robbed traders between Karou and Monzonga close to Bentia; four dead.",
        "At Bara, between Fafa and Monzonga, a convoy was attacked and two persons killed.",
    ]
    found = revisions(pa.array(old), pa.array(new), np.array([day, day + 1, day]),
                      np.array([day, day + 1]))  # fmt: skip
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 0), (1, 1)]
    far = revisions(pa.array(old), pa.array(new), np.array([day, day, day]),
                    np.array([day + 9, day + 9]))  # fmt: skip
    assert len(far.first) == 0


def test_absent_sets_are_said_to_be_absent(tmp_path: Path) -> None:
    for bench in (bench_copies, bench_revisions):
        for data in (None, tmp_path):
            assert all("absent" in r.measured and r.holds is None for r in bench.rows(data))


def test_the_first_look_leaves_no_copy_out() -> None:
    """A half, a header or noise is looked at; two texts that share a half of each are not."""
    first, last = ONE[: len(ONE) // 2], ONE[len(ONE) // 2 :]
    head = "FROM: sector west TO: headquarters SUBJ: convoy DTG: 150800Z MAR 29 "
    other = " ".join(OTHER.split()[:20])
    texts = pa.array([ONE, first, last, head + ONE, noisy(ONE, 0.08), OTHER, last + " " + other])
    words = read_words(texts)
    first, second = np.array([0, 0, 0, 0, 0, 1]), np.array([1, 2, 3, 4, 5, 6])
    assert worth_comparing(words, first, second).tolist() == [0, 1, 2, 3]


def test_numbers_and_headers_are_read_from_bytes() -> None:
    texts = [
        "Le 14 mars, douze hommes; 12 345 francs, l0 sacs.",
        "FROM: a TO: b l'an 2029-03-14",
        "",
    ]
    words = read_words(pa.array(texts))
    assert words.count.tolist() == [9, 9, 0] and words.is_headed.tolist() == [0, 1, 0]
    flags = words.flags[: int(words.count[0])]
    assert np.flatnonzero(flags & NUMBER).tolist() == [1, 2, 3, 5, 7]
