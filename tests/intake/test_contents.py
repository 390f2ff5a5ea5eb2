"""Tables of contents go to one side; references to annexes in running text are no headings."""

from __future__ import annotations

from fusion.intake.numbers import Sequence
from fusion.intake.readers.lines import to_blocks
from fusion.intake.readers.pdf import read_pdf

PAGE = """Contents
I. Overview of the river road .................................................. 5
II. Regional developments .......................................................... 6
A. The ford and the bridge, as at
31 December .................................................................... 11
The report covers the months from June to December and rests on what the teams saw there."""


def pdf_of(text: str) -> bytes:
    """A one-page PDF with one line of type per line of text."""
    lines = "".join(
        f"({line.replace('(', '').replace(')', '')}) Tj T*\n" for line in text.split("\n")
    )
    stream = f"BT /F1 9 Tf 14 TL 40 760 Td\n{lines}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written = b"%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(written)
    )  # fmt: skip
    return written + head + table + tail


def test_a_table_of_contents_is_set_aside_and_said() -> None:
    body = read_pdf(pdf_of(PAGE))
    text = " ".join(block.text for block in body.blocks)
    assert "river road" not in text
    assert "Regional developments" not in text
    assert "rests on what the teams saw" in text
    (note,) = [note for note in body.notes if note.kind == "set_aside"]
    assert (note.locator, "5 lines" in note.detail) == ("page 1", True)


def test_two_leaders_are_no_table_of_contents() -> None:
    body = read_pdf(
        pdf_of("Name of the driver ..........\nSeen at the ford by two patrols ........")
    )
    assert any("Seen at the ford" in block.text for block in body.blocks)


def test_a_wrapped_reference_to_an_annex_is_no_heading() -> None:
    text = (
        "42. Serious violations went on during the period under report, as the figures show (see\n"
        "annex I, figure 8). On 24 October the group issued an order to its men at the ford."
    )
    blocks = to_blocks(text, Sequence())
    assert [block.kind for block in blocks] == ["paragraph"]
    heading, *_ = to_blocks("Annex I\n\nMen seen at the ford on market day.", Sequence())
    assert heading.kind == "heading"
