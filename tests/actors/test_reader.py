"""What field reports write in passing, one case a line: values, ranks, ties, places, protection."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.actors.support import read

WRITTEN = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "language", "kind", "surface", "normal"),
    [
        ("Seen at 091430J.", "en", "date", "091430J", "2026-03-09"),
        ("Seen at 22150830ZNOV25.", "en", "date", "22150830ZNOV25", "2025-11-22"),
        ("It took two and a half hours.", "en", "duration", "two and a half hours", "PT2.5H"),
        ("Attente de deux heures et demie.", "fr", "duration", "deux heures et demie", "PT2.5H"),
        ("Une demi-heure plus loin.", "fr", "duration", "Une demi-heure", "PT30M"),
        ("انتظر نصف ساعة.", "ar", "duration", "نصف ساعة", "PT30M"),
        ("Six motorcycles, tramadol.", "en", "quantity", "Six motorcycles", "6 motorcycle"),
        ("Tablets of 225 mg.", "en", "quantity", "225 mg", "225 milligram"),
        ("مع و3 بنادق كلاشنكوف.", "ar", "quantity", "3 بنادق", "3 rifle"),
        ("اتصل على الرقم ٧٦١٢٣٤٥٧", "ar", "phone", "٧٦١٢٣٤٥٧", "tel:76123457"),
        ("Une vingtaine de sacs.", "fr", "quantity", "Une vingtaine de sacs", "20 bag"),
    ],
)
def test_values(text: str, language: str, kind: str, surface: str, normal: str) -> None:
    found = {(m.kind, m.surface, m.normal) for m in read(text, language).mentions}
    assert (kind, surface, normal) in found


@pytest.mark.parametrize("text", ["Part 991430Z was fitted.", "Part 102590Z was fitted."])
def test_what_cannot_be_a_time_is_no_date(text: str) -> None:
    assert not [m for m in read(text).mentions if m.kind == "date"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("From 3 to 5 March the road was shut.", "en"),
        ("La route a été coupée du 3 au 5 mars.", "fr"),
        ("أغلق الطريق من 3 إلى 5 مارس.", "ar"),
    ],
)
def test_a_span_of_days_is_first_and_last_day(text: str, language: str) -> None:
    event = read(text, language, written_at=WRITTEN).event
    assert (event["occurred_from"], event["occurred_to"]) == (
        dt.date(2026, 3, 3), dt.date(2026, 3, 5)
    )  # fmt: skip
    assert "date:range" in str(event["rule"])


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Staff Sergeant Moussa Kokou came.", "en", "moussa kokou"),
        ("Warrant Officer Moussa Kokou came.", "en", "moussa kokou"),
        ("Le sergent-chef Moussa Kokou est venu.", "fr", "moussa kokou"),
        ("Le lieutenant-colonel Moussa Kokou est venu.", "fr", "moussa kokou"),
        ("جاء الرقيب علي ديبا.", "ar", "علي ديبا"),
    ],
)
def test_ranks_of_two_words_are_no_part_of_the_name(text: str, language: str, name: str) -> None:
    person = next(m for m in read(text, language).mentions if m.kind == "person")
    assert (person.normal, person.rule) == (name, "title")


TIES = [
    ("command", "Ali Deba works for Moussa Kokou.", "en", "affirmed", "stated"),
    ("command", "Ali Deba travaille pour Moussa Kokou.", "fr", "affirmed", "stated"),
    ("command", "عمر ديبا يعمل لدى موسى كوكو.", "ar", "affirmed", "stated"),
    ("payment", "Ali Deba did not pay Moussa Kokou.", "en", "denied", "stated"),
    ("payment", "Ali Deba will pay Moussa Kokou.", "en", "affirmed", "future"),
    ("payment", "Ali Deba pourrait payer Moussa Kokou.", "fr", "affirmed", "supposed"),
    ("payment", "دفع عمر ديبا مبلغا إلى موسى كوكو.", "ar", "affirmed", "stated"),
    ("payment", "لم يدفع عمر ديبا لموسى كوكو.", "ar", "denied", "stated"),
    ("meeting", "شوهد عمر ديبا مع موسى كوكو.", "ar", "affirmed", "stated"),
    ("meeting", "Ali Deba may meet Moussa Kokou.", "en", "affirmed", "supposed"),
    ("meeting", "Ali Deba va rencontrer Moussa Kokou.", "fr", "affirmed", "future"),
    ("membership", "Ali Deba is a member of the Yellow River Front.", "en", "affirmed", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "language", "polarity", "modality"), TIES)
def test_ties_with_their_manner(
    kind: str, text: str, language: str, polarity: str, modality: str
) -> None:
    cue = next(cue for cue in read(text, language).cues if cue.kind == "tie")
    assert (cue.predicate, cue.polarity, cue.modality) == (kind, polarity, modality)


def test_whom_one_works_for_commands() -> None:
    reading = read("Ali Deba works for Moussa Kokou.")
    names = {m.identify("ACC-1"): m.surface for m in reading.mentions}
    cue = next(cue for cue in reading.cues if cue.kind == "tie")
    assert (names[cue.subject], names[cue.object or ""]) == ("Moussa Kokou", "Ali Deba")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Feu à une vingtaine de kilomètres à l'ouest de Ménaka.", "fr", "20 km W of Ménaka"),
        ("An attack about a dozen kilometres south of Gao.", "en", "12 km S of Gao"),
        ("An attack 12 km upstream of Ansongo.", "en", "12 km from Ansongo"),
        ("Une attaque à 12 km en aval d'Ansongo.", "fr", "12 km from Ansongo"),
    ],
)  # fmt: skip
def test_distances_in_words_and_along_the_river(text: str, language: str, name: str) -> None:
    assert name in {place["name"] for place in read(text, language).places}


@pytest.mark.parametrize(
    ("text", "language", "protected"),
    [
        ("Witness Oumarou Zibo asked not to be named.", "en", {"Oumarou Zibo"}),
        ("Oumarou Zibo, qui souhaite garder l'anonymat, est venu.", "fr", {"Oumarou Zibo"}),
        ("عمر زيبو طلب عدم ذكر اسمه.", "ar", {"عمر زيبو"}),
        ("Survivor Hawa Zibo spoke to us.", "en", {"Survivor Hawa Zibo"}),
        ("A trader who asked not to be named said that Ali Deba came.", "en", set()),
    ],
)
def test_who_does_not_want_to_be_named_is_a_source(
    text: str, language: str, protected: set[str]
) -> None:
    assert {m.surface for m in read(text, language).mentions if m.is_protected} == protected


@pytest.mark.parametrize(
    ("text", "language", "polarity"),
    [
        ("Inspector Mossi Tanko did not check the smuggled fuel.", "en", "affirmed"),
        ("L'inspecteur Mossi Tanko n'a pas contrôlé les citernes.", "fr", "affirmed"),
        ("Inspector Mossi Tanko never took a bribe for fuel.", "en", "denied"),
    ],
)  # fmt: skip
def test_a_check_not_made_is_a_sign_and_a_bribe_not_taken_is_none(
    text: str, language: str, polarity: str
) -> None:
    cue = next(cue for cue in read(text, language).cues if cue.kind == "embedment")
    assert cue.polarity == polarity
