"""Who is named, what is masked, how precise place and time are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.briefing.exposure import is_covered, precision_of
from fusion.briefing.folding import Phrases, squeezed, tokens, words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.leak import forbidden_of
from fusion.briefing.pages.view import View
from fusion.briefing.protect import Guard, apply, source_phrases
from fusion.briefing.pseudonyms import Names, pseudonym
from fusion.tables import TABLES
from tests.briefing.sample import CHILD, SECRET


def guard(holdings: Holdings, edition: int = 0) -> Guard:
    return Guard(Names(holdings, holdings.run.profile.editions[edition]))


@pytest.mark.parametrize(
    "text",
    [SECRET, SECRET.upper(), "HAROUN  TIÉKORO", "Haroun\u200b Tiekoro", "Haroun-Tiekoro",
     "Ｈａｒｏｕｎ Ｔｉｅｋｏｒｏ", "ismail rhissatou", "operation acacia veil"],
)  # fmt: skip
def test_a_sentence_with_a_protected_phrase_is_withheld(holdings: Holdings, text: str) -> None:
    assert guard(holdings).clean(f"Seen with {text} at noon.") is None


def test_masking_takes_the_whole_sentence_and_nothing_else(holdings: Holdings) -> None:
    text = f"The road was open. The paper came from {SECRET}, who fears for his life. Market day."
    shown = guard(holdings).quoted(text, "[protected]")
    assert shown.startswith("The road was open.") and shown.endswith("Market day.")
    assert "fears" not in shown and SECRET not in shown and "[protected]" in shown


def test_names_below_the_threshold_become_codes(holdings: Holdings) -> None:
    full, lower = guard(holdings, 0), guard(holdings, 1)
    text = "Almoustapha Inzoua met Rissa Olomide."
    assert "Almoustapha Inzoua" in (full.clean(text) or "")
    assert "Rissa Olomide" not in (full.clean(text) or "")
    assert "Inzoua" not in (lower.clean(text) or "")
    assert (lower.clean(text) or "").count("[P-") == 2


def test_codes_are_stable_and_keyed(holdings: Holdings) -> None:
    code = pseudonym(holdings, "ACT-1", "person")
    assert code == pseudonym(holdings, "ACT-1", "person") and code.startswith("P-")
    other = holdings.run.profile.model_copy(update={"seed": 1})
    moved = Holdings(holdings.tables, type(holdings.run)(other, holdings.run.as_of, 7))
    assert pseudonym(moved, "ACT-1", "person") != code


def test_a_word_of_the_mission_s_own_name_stops_no_edition(holdings: Holdings) -> None:
    profile = holdings.run.profile
    word = profile.name_en.split()[0]
    actor = next(a for a in holdings.get("actor").to_pylist() if a["kind"] == "person")
    full = f"{word} Tankara"
    named = [{**actor, "actor_id": "ACT-0000000000AA", "name": full, "aliases": [word]}]
    tables = {**holdings.tables, "actor": TABLES["actor"].build(named)}
    lower = guard(Holdings(tables, holdings.run), 1)
    forbidden = {phrase for phrase, _ in forbidden_of(lower).phrases}
    assert word not in forbidden and full in forbidden
    assert full not in (lower.clean(f"The depot of {full} was full.") or "")


def test_known_groups_are_named_in_every_edition(holdings: Holdings) -> None:
    for edition in range(3):
        names = guard(holdings, edition).names
        group = next(a for a in holdings.actors.values() if a["name"] == "Front de la Berge")
        assert names.shown(group["actor_id"]) == "Front de la Berge"


def test_place_and_time_are_coarser_where_a_source_could_be_guessed(holdings: Holdings) -> None:
    view = View(holdings, holdings.run.profile.editions[0], "en")
    usual = precision_of(view.edition)
    exposed = [i for i in holdings.incidents.values() if view.told(i) != usual]
    open_ = [i for i in holdings.incidents.values() if view.told(i) == usual]
    assert len(exposed) == 1
    told = view.told(exposed[0])
    assert told.is_coarsest or all(
        is_covered(holdings, view.edition, key, told)
        for key in holdings.accounts_of[exposed[0]["incident_id"]]
    )
    assert view.place(exposed[0]) not in (exposed[0]["place_name"], exposed[0]["admin2"])
    assert view.place(open_[0]) == open_[0]["place_name"]
    assert view.point(open_[0]) == (open_[0]["latitude"], open_[0]["longitude"])
    public = View(holdings, holdings.run.profile.editions[2], "en")
    assert public.point(open_[0]) != view.point(open_[0])
    assert public.place(open_[0]) == "Gao"


def test_source_phrases_take_names_and_long_descriptions() -> None:
    public = Phrases.of([("Gao", "Gao")])
    found = set(source_phrases("Moussa Dial, boatman, a trader at Gao since long ago", public))
    assert "Moussa Dial" in found and any("trader at Gao" in phrase for phrase in found)
    assert set(source_phrases("a local trader", public)) == set()


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_planted_name_is_always_found(before: str, after: str) -> None:
    phrases = Phrases.of([("Kadidia Warmo", "x")])
    text = f"{before} kadidia-WARMO {after}"
    assert phrases.any_in(text) == "x"
    assert any(squeezed(text[start:end]) == "kadidiawarmo" for start, end, _ in phrases.find(text))


@given(st.text(max_size=80))
def test_words_and_spans_agree(text: str) -> None:
    assert [word for word, _, _ in tokens(text)] == words_of(text)
    for word, start, end in tokens(text):
        assert word[:1] in squeezed(text[start:end])  # ¼ alone folds to 1 and 4


def test_replacements_keep_what_lies_between() -> None:
    assert apply("abcdef", [(1, 2, "X"), (4, 5, "Y")]) == "aXcdYf"
    assert apply("cdef", [(4, 5, "Y")], start=2) == "cdYf"


def test_the_child_is_in_no_quoted_text(holdings: Holdings) -> None:
    keeper = guard(holdings)
    for report in holdings.reports.values():
        assert squeezed(CHILD) not in squeezed(keeper.quoted(report["text"], "[protected]"))
