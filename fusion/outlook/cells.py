"""Cells of count tables: texts of a CSV, whole numbers and months as publishers write them."""

from __future__ import annotations

import calendar
import csv
import io
import re
import unicodedata
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from fusion.terms.errors import NotFound, TableRefused

Texts = NDArray[np.str_]

FRENCH = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_WHOLE = re.compile(r"\d{1,3}(?:[,\s]\d{3})+|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(?:\d\d)?")
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2})?(?:[T ].*)?")
_MONTH_FIRST = re.compile(r"M?(\d{1,2})[-/. ]((?:19|20)\d\d)", re.IGNORECASE)


def plain(text: str) -> str:
    """Letters and digits alone, small and without accents: 'Admin2 Pcode' is 'admin2pcode'."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters.lower() if c.isalnum())


def count_of(text: str) -> int | None:
    """A whole number that is not negative, '1,204' and '3.0' among them; None for all else."""
    body = re.sub(r"\.0+$", "", text)
    return int(re.sub(r"\D", "", body)) if _WHOLE.fullmatch(body) else None


def month_of(text: str) -> int | None:
    """Year * 12 + month - 1; None where month and year cannot be told for certain.

    2020-01, 2020-01-15, 202001, 01/2020, 'January 2020', 'janv. 2020', '1 2020'. A day before a
    month in figures (03/04/2020) is read one way here and another there: None.
    """
    text = re.sub(r"(?<=\d)\.0+(?=\s|$)", "", text.strip())
    for pattern, year, month in ((_ISO, 1, 2), (_COMPACT, 1, 2), (_MONTH_FIRST, 2, 1)):
        found = pattern.fullmatch(text)
        if found:
            number = int(found[month])
            return int(found[year]) * 12 + number - 1 if 1 <= number <= 12 else None
    years, names = _YEAR.findall(text), _names(text)
    return int(years[0]) * 12 + names[0] if len(years) == 1 and len(names) == 1 else None


def _names(text: str) -> list[int]:
    """Months named in a text, from 0: English or French, whole or cut to three letters or more."""
    words = [plain(word) for word in re.findall(r"[^\W\d_]+", text)]
    return [number for word in words if (number := _month_named(word)) is not None]


def _month_named(word: str) -> int | None:
    listed = [*enumerate(n.lower() for n in calendar.month_name[1:]), *enumerate(FRENCH)]
    hits = {number for number, name in listed if len(word) >= 3 and name.startswith(word)}
    return hits.pop() if len(hits) == 1 else None


def texts_of(path: Path) -> dict[str, Texts]:
    """Columns of a CSV as texts without blanks around them. Raises NotFound and TableRefused."""
    if not path.is_file():
        raise NotFound("table of counts", str(path), "Give the path of a CSV of monthly counts.")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    mark = max(",;\t|", key=heading.count)
    names = [name.strip() for name in next(csv.reader([heading.strip("\r")], delimiter=mark), [])]
    if len(set(names)) < len(names) or not names:
        raise TableRefused(path.name, "its first row is no heading with a name for each column",
                           "Give each column a name of its own.")  # fmt: skip
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text.encode()),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(delimiter=mark, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise TableRefused(path.name, f"it is no table: {error}", "Write it as CSV.") from error
    return {
        name: np.char.strip(np.asarray(table[name].to_pylist(), dtype=str)) for name in names
    }  # fmt: skip
