"""Rows of delimited text and of workbooks under their headers; shifted rows are refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import python_calamine

from fusion.intake import limits
from fusion.intake.body import Block, Body, Note, Record, Refusal, Refused
from fusion.intake.clean import clean, hidden_notes, one_line
from fusion.intake.decode import decode
from fusion.intake.fields.columns import misfit
from fusion.intake.fields.labels import field_of, is_header, split_label
from fusion.intake.guard import check_packed
from fusion.intake.readers.text import of_text

_DELIMITERS = ";,\t|"
_FORMULA = re.compile(r"^\s*(?:[=@]|[+-](?![\d\s.,])|[+-]?\w*\()")
_HEADER_SEARCH = 15  # title lines above a header seldom exceed this
_SHIFT_ADVICE = (
    "Compare the header with the columns in the original; ask the sender to export it again."
)


def read_csv(content: bytes) -> Body:
    """The rows of delimited text; text that is no table is read as prose."""
    text, notes = decode(content)
    csv.field_size_limit(limits.FILE_BYTES)
    delimiter = _delimiter(text)
    if delimiter is None:
        body = of_text(text)
    else:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        numbered = [(number, [clean(cell) for cell in row]) for number, row in enumerate(reader, 1)]
        body = Body()
        _take_rows(body, numbered, "")
    body.notes[:0] = notes
    return body


def read_workbook(content: bytes) -> Body:
    """The rows of every sheet of an .xlsx. Formulas are never evaluated."""
    check_packed(content, has_xml=True)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        tables = [(name, sheet.to_python(skip_empty_area=False)) for name, sheet in sheets]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refused(
            "file_complete",
            f"The workbook is damaged ({one_line(str(error), 100)}).",
            "Ask the sender to save it again as .xlsx.",
        ) from error
    body = Body()
    for name, rows in tables:
        body.notes += hidden_notes(*(str(value) for row in rows for value in row))
        numbered = [(n, [_cell(value) for value in row]) for n, row in enumerate(rows, 1)]
        _take_rows(body, numbered, f"sheet {one_line(clean(name), limits.LOCATOR_CHARACTERS)} ")
    return body


def _take_rows(body: Body, rows: list[tuple[int, list[str]]], prefix: str) -> None:
    filled = [(number, cells) for number, cells in rows if any(cells)]
    at = next((i for i, (_, cells) in enumerate(filled[:_HEADER_SEARCH]) if is_header(cells)), None)
    if at is None:
        at = _unknown_header(filled)
    if at is None:
        for number, cells in filled:
            text = " | ".join(cell for cell in cells if cell)
            kind = "label" if split_label(text) else "paragraph"
            body.blocks.append(
                Block(
                    text, "label" if kind == "label" else "paragraph", place=f"{prefix}row {number}"
                )
            )
        return
    body.printed += [" ".join(cell for cell in cells if cell) for _, cells in filled[:at]]
    header = _named(filled[at][1])
    for number, cells in filled[at + 1 :]:
        _take_row(body, header, cells, f"{prefix}row {number}")


def _take_row(body: Body, header: list[str], cells: list[str], locator: str) -> None:
    while len(cells) > len(header) and not cells[-1]:
        cells = cells[:-1]
    named = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        reason = f"The row has {len(cells)} cells, its header {len(header)}."
        body.refusals.append(
            Refusal(
                "row_fits_header",
                reason,
                _SHIFT_ADVICE,
                locator,
                header[-1],
                one_line(" | ".join(cells), 200),
            )
        )
        return
    if (wrong := misfit(named)) is not None:
        column, value = wrong
        reason = f"The value under '{column}' is not what the column is for; the header is shifted."
        body.refusals.append(
            Refusal("row_fits_header", reason, _SHIFT_ADVICE, locator, column, one_line(value, 200))
        )
        return
    formulas = [name for name, value in named.items() if _is_formula(name, value)]
    if formulas:
        body.notes.append(
            Note(
                "formula_in_cell",
                f"Cells begin like a formula: {', '.join(formulas)}. Kept as text.",
                "Do not open the file in a spreadsheet program.",
                locator,
            )
        )
    body.records.append(Record(locator, {n: v for n, v in named.items() if v}))


def _unknown_header(filled: list[tuple[int, list[str]]]) -> int | None:
    """The first row as wide as any whose cells are short distinct names without figures."""
    width = max((len([c for c in cells if c]) for _, cells in filled), default=0)
    if width < 3 or len(filled) < 2:
        return None
    for index, (_, cells) in enumerate(filled[:_HEADER_SEARCH]):
        names = [cell for cell in cells if cell]
        is_names = all(len(n) <= 40 and not any(c.isdigit() for c in n) for n in names)
        if len(names) >= width - 1 and len(set(names)) == len(names) and is_names:
            return index
    return None


def _named(header: list[str]) -> list[str]:
    """Every column has a name, and no name stands twice."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = one_line(cell, limits.LOCATOR_CHARACTERS) or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _is_formula(name: str, value: str) -> bool:
    return (
        bool(_FORMULA.match(value))
        and value[0] in "=@+-"
        and field_of(name) not in ("latitude", "longitude")
    )


def _delimiter(text: str) -> str | None:
    """The mark that cuts most lines into the same number of cells, two or more."""
    sample = "\n".join(text.splitlines()[:60])
    best: tuple[float, int, str] | None = None
    for mark in _DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=mark) if any(row)]
        widths = [len(row) for row in rows]
        width = max(set(widths), key=widths.count) if widths else 1
        if width < 2:
            continue
        share = widths.count(width) / len(widths)
        has_header = any(is_header([clean(c) for c in row]) for row in rows[:_HEADER_SEARCH])
        score = (share + has_header, width, mark)
        best = max(best, score) if best is not None else score
    # Prose has commas too: half of the lines must agree, or a known header must stand there.
    return best[2] if best is not None and best[0] >= 0.5 else None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time(0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    return clean(str(value))
