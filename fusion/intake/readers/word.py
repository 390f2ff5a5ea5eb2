"""Word documents: paragraphs, headings and tables in order; headers and footers for the marking."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from fusion.intake.body import Block, Body, Record, Refused
from fusion.intake.clean import clean, hidden_notes
from fusion.intake.fields.labels import is_header, split_label
from fusion.intake.guard import check_packed
from fusion.intake.numbers import Sequence, strip_bullet


def read_word(content: bytes) -> Body:
    """Blocks and rows of a .docx. Raises Refused for what check_packed or the library refuses."""
    check_packed(content, has_xml=True)
    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, AttributeError) as error:
        raise Refused(
            "file_complete",
            f"The document's parts do not fit together ({type(error).__name__}).",
            "Ask the sender to save it again as .docx.",
        ) from error
    body = Body(title=clean(document.core_properties.title or "") or None)
    body.printed = _printed(document)
    body.notes += hidden_notes(*(text or "" for text in document.element.body.itertext()))
    sequence, tables = Sequence(), 0
    counters: dict[str, int] = {}
    styles = {style.style_id: style.name or "" for style in document.styles}
    for element in document.iter_inner_content():
        if isinstance(element, Table):
            tables += 1
            _take_table(body, element, f"table {tables}")
        else:
            style = styles.get(element._p.style or "", "")
            _take_paragraph(body, element, style, sequence, counters)
    return body


def _take_paragraph(
    body: Body, paragraph: Paragraph, style: str, sequence: Sequence, counters: dict[str, int]
) -> None:
    for line in clean(paragraph.text).split("\n"):
        if line:
            body.blocks.append(_block(line, style, paragraph, body, sequence, counters))


def _block(
    line: str,
    style: str,
    paragraph: Paragraph,
    body: Body,
    sequence: Sequence,
    counters: dict[str, int],
) -> Block:
    place = str(len(body.blocks) + 1)
    if style.startswith(("Heading", "Titre", "Title", "Subtitle")):
        level = int(style.rsplit(maxsplit=1)[-1]) if style.rsplit(maxsplit=1)[-1].isdigit() else 0
        taken = sequence.take(line, is_after_break=True)
        number, text = taken if taken is not None else (None, line)
        return Block(text, "heading", number, level or 1, place=place)
    if (taken := sequence.take(line, is_after_break=True)) is not None:
        is_short = len(taken[1].split()) <= 6 and not taken[1].endswith((".", ";", "!", "?"))
        return Block(taken[1], "heading" if is_short else "paragraph", taken[0], 3, place=place)
    if style.startswith("List Number") or (numbering := _numbering(paragraph)) == "decimal":
        counters[style] = counters.get(style, 0) + 1
        return Block(line, "paragraph", str(counters[style]), place=place)
    bare = strip_bullet(line)
    if bare is not None or style.startswith("List") or numbering is not None:
        return Block(bare or line, "bullet", place=place)
    if _is_bold_title(paragraph, line):
        return Block(line, "heading", None, 3, place=place)
    return Block(line, "label" if split_label(line) else "paragraph", place=place)


def _numbering(paragraph: Paragraph) -> str | None:
    """'decimal' or 'bullet' where Word itself numbers the paragraph; Word prints no such number
    into the text."""
    properties = paragraph._p.pPr
    if properties is None or properties.numPr is None or properties.numPr.numId is None:
        return None
    try:
        numbering = paragraph.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return "bullet"
    wanted = properties.numPr.numId.val
    abstract = numbering.xpath(f"w:num[@w:numId='{int(wanted)}']/w:abstractNumId/@w:val")
    formats = (
        numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{int(abstract[0])}']/w:lvl[1]/w:numFmt/@w:val"
        )
        if abstract
        else []
    )
    return "decimal" if formats and formats[0] == "decimal" else "bullet"


def _is_bold_title(paragraph: Paragraph, line: str) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    is_bold = bool(runs) and all(run.bold for run in runs)
    return is_bold and len(line) <= 90 and not line.endswith((".", ";", ","))


def _take_table(body: Body, table: Table, name: str) -> None:
    rows = list(_rows(table))
    if not rows:
        return
    number, header = rows[0]
    if len(header) > 2 and is_header(header):
        for number, cells in rows[1:]:
            named = {
                h or f"column {i + 1}": c
                for i, (h, c) in enumerate(zip(header, cells, strict=False))
            }
            body.records.append(Record(f"{name} row {number}", named))
        return
    for number, cells in rows:
        filled = [cell.replace("\n", " ") for cell in cells if cell]
        place = f"{name} row {number}"
        if len(cells) == 2 and len(filled) == 2:
            body.blocks.append(
                Block(f"{filled[0].rstrip(':').strip()}: {filled[1]}", "label", place=place)
            )
        elif filled:
            body.blocks.append(Block(" | ".join(filled), "paragraph", place=place))


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells); a merged cell stands once."""
    for number, row in enumerate(table.rows, start=1):
        cells: list[str] = []
        seen: list[Any] = []
        for cell in row.cells:
            if not any(cell._tc is other for other in seen):
                seen.append(cell._tc)
                cells.append(clean(cell.text))
        if any(cells):
            yield number, cells


def _printed(document: Any) -> list[str]:
    lines: list[str] = []
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header):
            lines += [clean(paragraph.text) for paragraph in part.paragraphs]
    return list(dict.fromkeys(line for line in lines if line))
