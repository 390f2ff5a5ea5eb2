"""Readers: one content in every format and encoding gives the same words."""

from __future__ import annotations

import datetime as dt
import io
import json
from email.message import EmailMessage

import docx
import openpyxl
import pytest

from tests.intake.support import packed, take

ROWS = [
    ["N°", "Date des faits", "Lieu", "Description"],
    ["7", "03/02/2026", "Labbézanga", "Un chauffeur a été battu à la barrière, bras cassé"],
    ["8", "04/02/2026", "Gao", "Vol de panneaux solaires sur le toit de l'école"],
]


def table(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimited_text_in_every_encoding(delimiter: str, encoding: str) -> None:
    result = take(table(delimiter).encode(encoding), "register.csv", "police")
    assert [r["locator"] for r in result.reports] == ["row 2", "row 3"]
    assert result.reports[0]["reference"] == "7"
    assert result.reports[0]["text"] == f"{ROWS[1][3]}\nLieu: Labbézanga"
    assert result.reports[0]["observed_from"].date() == dt.date(2026, 2, 3)
    assert result.reports[0]["place_text"] == "Labbézanga"


def test_column_order_does_not_change_the_words() -> None:
    shuffled = "\n".join(";".join([r[3], r[1], r[0], r[2]]) for r in ROWS)
    assert take(shuffled, "b.csv", "police").texts == take(table(";"), "a.csv", "police").texts


def test_comma_in_quotes() -> None:
    text = 'ref,place,text\nA/1,Gao,"Two men, one armed, took the car at dawn"\n'
    assert take(text, "a.csv", "police").texts == [
        "Two men, one armed, took the car at dawn\nplace: Gao"
    ]


def test_workbook_reads_every_sheet_below_its_titles() -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "River"
    first.append(["Registre des faits, premier trimestre"])
    first.append([])
    for row in ROWS:
        first.append(row)
    second = book.create_sheet("Gao")
    second.append(["Date", "Site", "Observation"])
    second.append([dt.date(2026, 3, 1), "Gao", "Cérémonie de remise de 17 fusils"])
    buffer = io.BytesIO()
    book.save(buffer)
    result = take(buffer.getvalue(), "a.xlsx", "ddr")
    assert [r["locator"] for r in result.reports] == [
        "sheet River row 4",
        "sheet River row 5",
        "sheet Gao row 2",
    ]
    assert result.reports[2]["observed_from"] == dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def test_word_keeps_order_tables_and_header_marking() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UN CONFIDENTIAL"
    document.add_heading("PATROL REPORT - 2 COY", 1)
    box = document.add_table(rows=2, cols=2)
    box.rows[0].cells[0].text, box.rows[0].cells[1].text = "Patrol no.", "2C/019"
    box.rows[1].cells[0].text, box.rows[1].cells[1].text = "Comd", "Lt P. Example"
    document.add_heading("Observations", 2)
    document.add_paragraph("Four tankers unloaded behind the mill until 2330Z on 24 JAN. (A2)")
    buffer = io.BytesIO()
    document.save(buffer)
    (report,) = take(buffer.getvalue(), "p.docx").reports
    assert report["report_type"] == "patrol_report"
    assert report["reference"] == "2C/019"
    assert report["marking"] == "CONFIDENTIAL"
    assert (report["reliability"], report["credibility"]) == ("A", "2")
    assert json.loads(report["fields"])["Comd"] == "Lt P. Example"


def test_html_never_reads_scripts() -> None:
    page = (
        "<html><head><title>Note</title><style>p{}</style></head><body onload='x()'>"
        "<h2>Gao</h2><p>The market was calm all week, prices of millet are stable again.</p>"
        "<script>alert('no')</script><h2>Ansongo</h2>"
        "<p>Forty drums were seen near the landing on Thursday night by two fishermen.</p></body>"
    )
    result = take(page, "digest.html", "regional_office")
    assert [r["title"] for r in result.reports] == ["Gao", "Ansongo"]
    assert "alert" not in str(result.reports)
    assert "active_content_ignored" in result.kinds


def test_deeply_nested_html_is_read() -> None:
    page = "<html><body>" + "<div>" * 5000 + "<p>One lorry burned at the ford this morning</p>"
    assert take(page, "a.html", "justice").texts == ["One lorry burned at the ford this morning"]


def mail(body: str, *files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Labbézanga", "A. Writer <a@example.org>"
    message["Date"] = "Wed, 27 May 2026 07:12:00 +0100"
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


FORWARDED = """Pour information.

---------- Message transféré ----------
De : B. Older <b@example.org>
Envoyé : 26 mai 2026 12:20
À : A. Writer
Objet : fermeture de la route

La traversée est fermée aux poids lourds depuis le lundi 25 mai à six heures, jusqu'à nouvel ordre.
"""


def test_mail_chain_gives_each_message_with_content() -> None:
    result = take(mail(FORWARDED), "a.eml", "political_affairs")
    (report,) = result.reports
    assert report["locator"] == "message 2"
    assert report["unit"] == "B. Older"
    assert report["title"] == "fermeture de la route"
    assert report["written_at"] == dt.datetime(2026, 5, 26, 12, 20, tzinfo=dt.UTC)
    assert "set_aside" in result.kinds
    assert result.reading.flow.n_set_aside == 1


def test_attachments_are_documents_of_their_own() -> None:
    note = b"La traversee est fermee aux poids lourds depuis le 25 mai a six heures du matin."
    result = take(mail("Voir la note jointe.", ("note.txt", note)), "a.eml", "political_affairs")
    parent, child = sorted(result.documents, key=lambda d: len(d["path"]))
    assert child["container_id"] == parent["document_id"]
    assert child["path"] == "political_affairs/a.eml/note.txt"
    assert [path for path, _ in result.reading.attachments] == [child["path"]]
    assert [r["document_id"] for r in result.reports] == [child["document_id"]]


def test_attachment_names_cannot_leave_their_folder() -> None:
    result = take(mail("Voir.", ("../../etc/passwd", b"x" * 40)), "a.eml", "political_affairs")
    assert [p for p, _ in result.reading.attachments] == ["political_affairs/a.eml/passwd"]


def test_zip_of_documents() -> None:
    content = packed(
        one_DOT_txt="Two boats crossed at night with forty drums and no lights.",
        two_DOT_txt="The bus to Gao was stopped by three men with shotguns.",
    )
    result = take(content, "a.zip", "civil_affairs")
    assert len(result.reports) == 2
    assert {d["container_id"] for d in result.documents} == {
        None,
        next(d["document_id"] for d in result.documents if d["container_id"] is None),
    }


def test_json_items_and_lines() -> None:
    items = [
        {"no": 1, "text": "Twelve lorries left the yard at night without a manifest."},
        {"no": 2, "text": "Two cars without plates crossed westward before dawn."},
    ]
    digest = json.dumps({"title": "Digest 1", "sources": [{"a": 1}], "items": items})
    result = take(digest, "d.json", "regional_office")
    assert [r["locator"] for r in result.reports] == ["item 1", "item 2"]
    assert result.documents[0]["title"] == "Digest 1"
    lines = "\n".join(json.dumps(item) for item in items)
    assert [r["locator"] for r in take(lines, "d.jsonl", "police").reports] == ["line 1", "line 2"]


def test_left_over_fields_are_kept_under_their_own_name() -> None:
    line = json.dumps({"text": "Two boats crossed at night with no lights.", "shoe size": "43"})
    (report,) = take(line, "d.jsonl", "police").reports
    assert json.loads(report["fields"]) == {"shoe size": "43"}
    assert "shoe size: 43" in report["text"]
