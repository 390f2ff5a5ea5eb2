"""Parsers: one report per reported item, and every field of it."""

from __future__ import annotations

import datetime as dt
import json

from tests.intake.support import take

SITREP = """UNCLASSIFIED
FROM:  SECTOR EAST HQ (G3)
TO:    FHQ (JOC)
DTG:   081815ZJAN26
SUBJ:  WEEKLY SITREP EAST 002 - PERIOD 011800Z TO 081800ZJAN26

GEN SIT: calm.

1. PLACES PATROLLED. Bara twice, river bank at ferry. Population waved, children asked
for water bottles. No armed presence seen.

2. INCIDENTS. At 071040ZJAN26 patrol at OUATAGOUNA (31P BS 554 793) observed a rope
barrier held by about 8 men. Receipt no. 0417 was shown to the commander. (B2)

3. AIR. NSTR.

SIGNED: Maj T. EXAMPLE
"""


def test_sitrep_gives_one_report_per_paragraph() -> None:
    result = take(SITREP, "x.txt")
    first, second = result.reports
    assert [r["locator"] for r in (first, second)] == ["¶ 1", "¶ 2"]
    assert second["reference"] == "SITREP EAST 002 para 2"
    assert second["title"] == "INCIDENTS"
    assert second["unit"] == "SECTOR EAST HQ (G3)"
    assert second["written_at"] == dt.datetime(2026, 1, 8, 18, 15, tzinfo=dt.UTC)
    assert second["observed_from"] == dt.datetime(2026, 1, 7, 10, 40, tzinfo=dt.UTC)
    assert second["mgrs"] == "31P BS 554 793"
    assert (second["native_grade"], second["reliability"]) == ("B2", "B")
    assert second["marking"] == "UNCLASSIFIED"
    assert second["text"].startswith("INCIDENTS. At 071040ZJAN26")
    assert "observed a rope barrier" in second["text"]


def test_paragraph_without_content_is_set_aside_with_its_reason() -> None:
    result = take(SITREP, "x.txt")
    assert result.reading.flow.n_set_aside == 1
    assert result.reading.flow.adds_up
    assert [i["locator"] for i in result.issues if i["kind"] == "set_aside"] == ["¶ 3"]


def test_lettered_parts_are_items() -> None:
    text = SITREP.replace(
        "3. AIR. NSTR.",
        "3. OTHER:\na. A bus was held up at FAFA on 05 JAN by three men with shotguns.\n"
        "b. Two boats without lights crossed at TASSIGA in the night of 06 JAN.",
    )
    assert [r["locator"] for r in take(text, "x.txt").reports] == ["¶ 1", "¶ 2", "¶ 3.a", "¶ 3.b"]


def test_text_of_a_carried_forward_paragraph_does_not_change_with_its_number() -> None:
    other = SITREP.replace("1. PLACES", "4. PLACES").replace("2. INCIDENTS", "5. INCIDENTS")
    assert take(other.replace("3. AIR", "6. AIR")).texts == take(SITREP).texts


SALUTE = """INTREP 003/26    120845ZJAN26
TO SECTOR G2, INFO FHQ G2

S - 2 x LC79 (beige, no plates seen), 5 to 6 pax
A - moving WEST at speed, no lights
L - 2 km N of ANDERAMBOUKANE, 31P ET 018 076
U - civ clothing, turbans, no flag
T - 110520ZJAN26
E - 8-10 long crates under green tarpaulin
GRADE: C3
"""


def test_salute_is_one_report() -> None:
    (report,) = take(SALUTE).reports
    assert report["reference"] == "INTREP 003/26"
    assert report["written_at"] == dt.datetime(2026, 1, 12, 8, 45, tzinfo=dt.UTC)
    assert report["observed_from"] == dt.datetime(2026, 1, 11, 5, 20, tzinfo=dt.UTC)
    assert report["native_grade"] == "C3"
    for line in ("2 x LC79", "moving WEST", "2 km N", "turbans", "long crates"):
        assert line in report["text"]


INCREP = """COMPTE RENDU D'INCIDENT (INCREP) 002/GG/26
14 janvier 2026

HEURE DE L'INCIDENT : 13/01, 15h30
HEURE DE L'INFORMATION : 13/01, 17h50
LIEU : Salmossi
QUOI : Rixe mortelle sur le site. Quatre orpailleurs tués, onze blessés.

Constatations le 14 au matin : sol piétiné, deux flaques de sang, une sandale gauche.
"""


def test_increp_is_one_report_with_its_fields() -> None:
    (report,) = take(INCREP, "a.txt", "police").reports
    assert report["report_type"] == "increp"
    assert report["language"] == "fr"
    assert report["place_text"] == "Salmossi"
    assert report["observed_from"] == dt.datetime(2026, 1, 13, 15, 30, tzinfo=dt.UTC)
    assert "Quatre orpailleurs" in report["text"]
    assert "sandale" in report["text"]


def test_several_increps_in_one_file() -> None:
    text = (
        "UNPOL TS EAST\n\n=== A. INCREP 03/26 OF 12 JUNE 2026 ===\n"
        "Two young men were shot dead while fleeing on the morning of 11 June near the camp.\n\n"
        "=== B. ATTACHED: NOTE OF 5 JUNE 2026 ===\n"
        "Three families were phoned and asked for 350,000 XOF each, for one traveller each.\n"
    )
    first, second = take(text, "INCREP_x.txt", "police").reports
    assert first["written_at"].date() == dt.date(2026, 6, 12)
    assert second["written_at"].date() == dt.date(2026, 6, 5)


def test_graded_log_reads_by_position_and_keeps_the_source_out_of_the_text() -> None:
    text = (
        "Log no;Entered;Source eval;Info eval;Handling;Source;Text\n"
        "RIV/3;14/02/2026;1;A;C;H. Example, sells tea;Tariff of 200,000 agreed on 12 Feb at night\n"
    )
    result = take(text, "log_3x5x2.csv", "police")
    (report,) = result.reports
    assert (report["native_scheme"], report["native_grade"]) == ("3x5x2", "1A C")
    assert (report["reliability"], report["credibility"], report["handling"]) == ("B", "2", "C")
    assert report["is_grade_derived"]
    assert "Example" not in report["text"] + (report["fields"] or "")
    assert report["source_text"] == "H. Example, sells tea"


def test_protection_asked_in_the_handling_column() -> None:
    text = (
        "ref,date,text,handling,handling text\n"
        'A/1,2026-02-14,"Tariff agreed at night. Source is a tea seller.",C,'
        '"Protect source: H. Example, brother-in-law of the chief"\n'
    )
    (report,) = take(text, "log.csv", "police").reports
    assert report["has_protected_source"]
    assert "Example" not in report["text"] + (report["fields"] or "")
    assert "tea seller" not in report["text"]
    assert "Example" in report["source_text"]


ALERTS = """RESEAU D'ALERTE
NET-26/0017 -- Ansongo -- reçu le 26 janvier
Samedi à la nuit tombée quatre citernes ont vidé au dépôt derrière le moulin.

NET-26/0024 -- Gorom -- reçu le 1er février à 18h
Le feu a pris dans une cuisine du marché, onze étals partis, personne blessé.

fin du renvoi
"""


def test_alert_messages_are_reports_under_their_numbers() -> None:
    first, second = take(ALERTS, "alerts.txt", "civil_affairs").reports
    assert (first["reference"], second["reference"]) == ("NET-26/0017", "NET-26/0024")
    assert second["written_at"].date() == dt.date(2026, 2, 1)
    assert first["text"].startswith("Samedi à la nuit")


NOTE = """# Visite à Fafa

**Date :** 30 avril 2026

## Contexte

Le comité nous a reçus deux heures sous le grand arbre, avec le chef et huit femmes.

## Perceptions

On promet de ne pas taxer les femmes ; personne n'y croit, tout le monde paie déjà.
"""


def test_note_divided_in_parts_is_whole_and_in_matters_is_several() -> None:
    (report,) = take(NOTE, "note.md", "civil_affairs").reports
    assert report["written_at"].date() == dt.date(2026, 4, 30)
    matters = NOTE.replace("Contexte", "Fafa, le comité").replace("Perceptions", "Bentia, le bac")
    assert [r["title"] for r in take(matters, "note.md", "civil_affairs").reports] == [
        "Fafa, le comité",
        "Bentia, le bac",
    ]


def test_retraction_names_what_it_withdraws() -> None:
    text = (
        "UNPOL LIAISON\n28 MAR 2026\nSubject: withdrawal of UNPOL/XYZ/0107 (1 March 2026)\n\n"
        "1. This office WITHDRAWS its report UNPOL/XYZ/0107 in full.\n"
        "2. The originator mistook the date and the person; the box held vaccines.\n"
    )
    (report,) = take(text, "r.txt", "police").reports
    assert report["withdraws"] == "UNPOL/XYZ/0107"
    assert report["reference"] != "UNPOL/XYZ/0107"
    assert report["written_at"].date() == dt.date(2026, 3, 28)


def test_unknown_labels_go_to_fields() -> None:
    (report,) = take(INCREP.replace("LIEU", "VISIBILITÉ"), "a.txt", "police").reports
    assert json.loads(report["fields"])
    assert report["place_text"] is None


def test_date_that_does_not_exist_is_kept_aside_unread() -> None:
    text = "ref;date des faits;description\n1;31/02/2026;Un vol de moto devant la pharmacie\n"
    (report,) = take(text, "a.csv", "police").reports
    assert report["observed_from"] is None
    assert json.loads(report["fields"])["unreadable"] == {"observed_from": "31/02/2026"}
