"""Reports in order of arrival, as columns, and as one object each where one is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fusion.accounts.cues import MAY_RENEW, is_update, reference_key
from fusion.accounts.words import Index

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_HEAD = 240  # characters in which a report says that it renews


@dataclass(frozen=True)
class Text:
    """One report as it is compared."""

    report_id: str
    raw: str
    n_words: int
    component: str
    reference: str
    document_id: str
    received_at: dt.datetime
    written_at: dt.datetime | None
    is_update: bool


class Reports:
    """Reports by number in order of arrival; columns of codes are equal where values are.

    Codes are 0 where the report does not say (no day, no place, no reference).
    """

    def __init__(self, report: pa.Table) -> None:
        self.table = report.take(_arrival(report)).combine_chunks()
        self.texts = _one_chunk(self.table["text"])
        self.ids = _one_chunk(self.table["report_id"])

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def component(self) -> Codes:
        """Code of the component."""
        return _codes(self.table["component"])

    @cached_property
    def title(self) -> Codes:
        """Code of the title."""
        return _codes(self.table["title"])

    @cached_property
    def received(self) -> Codes:
        """Microseconds since 1970."""
        return np.asarray(_one_chunk(self.table["received_at"]).cast(pa.int64()))

    @cached_property
    def day(self) -> Codes:
        """Code of the day that was observed."""
        days = pc.fill_null(self.table["observed_from"].cast(pa.date32()).cast(pa.int32()), -1)
        return np.asarray(_one_chunk(days)).astype(np.int64) + 1

    @cached_property
    def place(self) -> Codes:
        """Code of the place in the reporter's words, without case and spaces about."""
        plain = pc.utf8_trim_whitespace(pc.utf8_lower(pc.fill_null(self.table["place_text"], "")))
        return _codes(pc.replace_substring_regex(plain, r"\s+", " "))

    @cached_property
    def reference(self) -> Codes:
        """Code of the reference key."""
        held = _one_chunk(self.table["reference"]).dictionary_encode()
        keys = [reference_key(value) for value in held.dictionary.to_pylist()]
        by_code = np.append(_hashed(keys), 0) if keys else np.zeros(1, np.int64)
        codes: Codes = by_code[np.asarray(pc.fill_null(held.indices, len(keys)))]
        return codes

    def says_update(self, numbers: Index) -> Flags:
        """Which of the reports `numbers` say of themselves that they renew an earlier one."""
        rows = self.table.select(["title", "text"]).take(pa.array(numbers))
        head = pc.utf8_slice_codeunits(rows["text"], 0, _HEAD)
        said = pc.binary_join_element_wise(pc.fill_null(rows["title"], ""), head, "\n")
        found = np.zeros(len(numbers), np.bool_)
        # A cheap expression finds the few that may; the exact one looks at those.
        may = pc.match_substring_regex(said, MAY_RENEW, ignore_case=True)
        for at in np.flatnonzero(np.asarray(_one_chunk(may))):
            row = rows.slice(int(at), 1).to_pylist()[0]
            found[at] = is_update(row["title"], row["text"])
        return found

    def text(self, number: int, n_words: int, renews: bool) -> Text:
        """The report as an object."""
        row = self.table.slice(number, 1)
        cell = {name: row[name][0].as_py() for name in _CELLS}
        return Text(
            cell["report_id"], cell["text"], n_words, cell["component"],
            reference_key(cell["reference"]), cell["document_id"], cell["received_at"],
            cell["written_at"], renews,
        )  # fmt: skip


_CELLS = (
    "report_id", "text", "component", "reference", "document_id", "received_at", "written_at",
)  # fmt: skip


def _arrival(report: pa.Table) -> pa.Array:
    """Order of arrival; reports of one file by the day they were written, then by position."""
    written = pc.coalesce(report["written_at"], report["received_at"])
    keys = report.select(["received_at", "path", "ordinal", "report_id"]).append_column(
        "written", written
    )
    order = ("received_at", "written", "path", "ordinal", "report_id")
    return pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in order])


def _one_chunk(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _codes(column: pa.ChunkedArray) -> Codes:
    """Hashes of the values, the same in every run; 0 for none and for empty ones."""
    held = _one_chunk(column).dictionary_encode()
    by_code = np.append(_hashed(held.dictionary.to_pylist()), 0)
    codes: Codes = by_code[np.asarray(pc.fill_null(held.indices, len(by_code) - 1))]
    return codes


def _hashed(values: list[str]) -> Codes:
    if not values:
        return np.zeros(0, np.int64)
    hashes = pd.util.hash_array(np.array(values, dtype=object), categorize=False).astype(np.int64)
    return np.where(np.array([bool(value) for value in values]), hashes | 1, 0)
