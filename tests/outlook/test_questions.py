"""One question for each fact on which accounts differ, in two languages."""

from __future__ import annotations

import itertools
from typing import Any

from fusion.outlook.questions import questions
from fusion.terms.data_files import load

COMPONENTS = {"ACC-1": "police", "ACC-2": "civil_affairs", "ACC-3": "military"}


def _pair(a: tuple[str, str], b: tuple[str, str], field: str = "count") -> dict[str, Any]:
    return {
        "incident_id": "INC-1", "field": field, "account_a": a[0], "value_a": a[1],
        "account_b": b[0], "value_b": b[1], "request": "Which holds of the ransom: …",
    }  # fmt: skip


def test_pairs_that_differ_on_one_number_are_one_question() -> None:
    pairs = [
        _pair(("ACC-1", "5 tanker"), ("ACC-2", "9 tanker")),
        _pair(("ACC-1", "5 tanker"), ("ACC-3", "9 tanker")),
        _pair(("ACC-1", "2 person"), ("ACC-2", "4 person")),
    ]
    asked = {q.words("en") for q in questions(pairs, COMPONENTS)}
    assert asked == {
        "How many tankers: 5 (police) or 9 (civil affairs, military)? "
        "Ask who counted, from where, and for how long.",
        "How many people: 2 (police) or 4 (civil affairs)? "
        "Ask who counted, from where, and for how long.",
    }
    # The order of the pairs and of their sides says nothing.
    turned = [_pair((p["account_b"], p["value_b"]), (p["account_a"], p["value_a"])) for p in pairs]
    for order in itertools.permutations(turned):
        assert {q.words("en") for q in questions(list(order), COMPONENTS)} == asked


def test_three_values_are_listed_by_size() -> None:
    pairs = [
        _pair(("ACC-1", "14"), ("ACC-2", "22"), "toll"),
        _pair(("ACC-2", "22"), ("ACC-3", "3–4"), "toll"),
    ]
    (asked,) = questions(pairs, COMPONENTS)
    assert "3–4 (composante militaire), 14 (police) ou 22 (affaires civiles)" in asked.words("fr")
    assert asked.account_ids == set(COMPONENTS)


def test_every_kind_is_asked_in_both_languages() -> None:
    for kind in ("toll", "date", "place", "status", "count"):
        (asked,) = questions([_pair(("ACC-1", "x y"), ("ACC-9", "z y"), kind)], COMPONENTS)
        for tongue in ("en", "fr"):
            title = load("typologies")["component_titles"]["police"][tongue]
            assert title in asked.words(tongue) and "{" not in asked.words(tongue)
            assert asked.splits(tongue)
        assert asked.words("en") != asked.words("fr")


def test_a_hostile_value_stays_a_value() -> None:
    (asked,) = questions(
        [_pair(("ACC-1", "{thing} {0}"), ("ACC-2", "{values!r}"), "status")], COMPONENTS
    )
    assert "{thing} {0}" in asked.words("en") and "{values!r}" in asked.words("fr")
