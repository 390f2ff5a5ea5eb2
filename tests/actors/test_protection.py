"""Children, victims and sources never become actors, in whatever account they are named."""

from __future__ import annotations

import pytest

from tests.actors.support import mentions, resolve

PROTECTED = [
    ("A 14-year-old, Ismaguel ag Rhabba, was recruited at Gao.", "en", "Ismaguel ag Rhabba"),
    ("Ismaguel ag Rhabba, 14 ans, emmené la veille au camp.", "fr", "Ismaguel ag Rhabba"),
    ("Ismaguel ag Rhabba, quatorze ans, a été recruté.", "fr", "Ismaguel ag Rhabba"),
    ("Police met the boy Ismaguel ag Rhabba.", "en", "Ismaguel ag Rhabba"),
    ("Salimata Oumarou Zara was raped near the well.", "en", "Salimata Oumarou Zara"),
    ("Mme Salimata Oumarou Zara, victime de viol, a porté plainte.", "fr", "Salimata Oumarou Zara"),
    ("Célestin Nayaga a été enlevé près de Gao.", "fr", "Célestin Nayaga"),
    ("The abduction of Célestin Nayaga was confirmed.", "en", "Célestin Nayaga"),
    ("The health worker Célestin Nayaga is missing since noon.", "en", "Célestin Nayaga"),
    ("Our source Harouna Tiéka says that lorries passed.", "en", "Harouna Tiéka"),
    ("Zenabou Ahar was seen at the market.", "en", "Zenabou Ahar"),
]


@pytest.mark.parametrize(("text", "language", "name"), PROTECTED)
def test_a_protected_person_is_marked_and_never_an_actor(
    text: str, language: str, name: str
) -> None:
    found = [
        m for m in mentions(text, "person", language) if name in m.surface or m.surface in name
    ]
    assert found and all(m.is_protected for m in found)
    # Named again without any cue, twice: still no actor, no claim, no tie.
    again = f"{name} was seen with Bilal Ould Zemmar at Gao. {name} met Bilal Ould Zemmar."
    tables = resolve((text, {"language": language}), again, again)
    told = {row["name"] for row in tables["actor"]} | {
        a for r in tables["actor"] for a in r["aliases"]
    }
    assert not any(part in spelling for spelling in told for part in name.split()[-1:])
    ids = {row["actor_id"] for row in tables["actor"]}
    assert all(row["subject_id"] in ids for row in tables["claim"])


def test_other_spellings_and_bare_parts_are_protected_too() -> None:
    tables = resolve(
        "Ismaguel ag Rhabba, 14 years old, was recruited.",
        "Ismaguel Ag Rabba was seen at Gao with Bilal Ould Zemmar.",
        "Children say that Rhabba carries water.",
    )
    protected = {r["surface"] for r in tables["mention"] if r["is_protected"]}
    assert {"Ismaguel ag Rhabba", "Ismaguel Ag Rabba", "Rhabba"} <= protected


def test_a_source_in_the_report_field_is_protected_in_other_accounts() -> None:
    tables = resolve(
        ("Two lorries passed.", {"source_text": "Harouna Tiéka, sells tea at the gate"}),
        "Harouna Tiéka met Bilal Ould Zemmar at Gao.",
        "Harouna Tiéka met Bilal Ould Zemmar at Gao again.",
    )
    assert all("Tiéka" not in row["name"] for row in tables["actor"])
    assert not tables["claim"]


def test_the_offender_of_the_same_sentence_stays_open() -> None:
    found = mentions("Célestin Nayaga was abducted by Oumar Zakouri near Gao.", "person")
    assert {m.surface: m.is_protected for m in found} == {
        "Célestin Nayaga": True, "Oumar Zakouri": False,
    }  # fmt: skip


def test_a_namesake_with_another_full_name_stays_open() -> None:
    tables = resolve(
        "Oumar Nayaga was abducted near Gao.",
        "Oumar Zakouri sold fuel at Gao.", "Oumar Zakouri sold fuel at Gao again.",
    )  # fmt: skip
    assert [row["name"] for row in tables["actor"] if row["kind"] == "person"] == ["Oumar Zakouri"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The court spoke of the victims of former FFJ commander Oumar Zakouri.", "Oumar Zakouri"),
        ("Rape was reported. The President, Oumar Zakouri, spoke on it.", "Oumar Zakouri"),
        ("Des viols ont été signalés. Le porte-parole, Oumar Zakouri, l'a dit.", "Oumar Zakouri"),
    ],
)
def test_an_official_or_offender_is_not_taken_for_the_victim(text: str, name: str) -> None:
    language = "fr" if "viols" in text else "en"
    marks = [m.is_protected for m in mentions(text, "person", language) if name in m.surface]
    assert marks == [False]


def test_sexual_violence_marks_its_surroundings_in_a_long_account_and_all_of_a_short_one() -> None:
    filler = "The patrol went on along the river without any event to report. " * 20
    victim = "A rape was reported at Gao. Salimata Zarabou was taken to the clinic."
    trader = "Oumar Zakouri sold fuel at the well."
    near = {m.surface: m.is_protected for m in mentions(f"{victim} {filler} {trader}", "person")}
    assert near == {"Salimata Zarabou": True, "Oumar Zakouri": False}
    assert all(m.is_protected for m in mentions(f"{victim} {trader}", "person"))


def test_a_call_for_silence_marks_every_name_of_however_long_an_account() -> None:
    filler = "The patrol went on along the river without any event to report. " * 20
    text = f"Do not publish the name. {filler} Salimata Zarabou was taken to the clinic."
    assert all(m.is_protected for m in mentions(text, "person"))


@pytest.mark.parametrize("kind", ["woman", "man", "girl", "widow"])
def test_gender_is_never_inferred(kind: str) -> None:
    reading_words = {"male", "female", "gender", "sex", "homme", "femme"}
    tables = resolve(f"The {kind} Salimata Zarabou met Bilal Ould Zemmar at Gao.")
    for name, rows in tables.items():
        for row in rows:
            assert not reading_words & set(row), name
            told = {str(v).lower() for v in row.values()} - {kind}
            assert not reading_words & told, name
