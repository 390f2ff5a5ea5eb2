"""Updates in other words: which earlier report a report renews that says that it renews one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.accounts.compare import UPDATE_WINDOW
from fusion.accounts.cues import cites, cites_entry, cites_time, reference_key
from fusion.accounts.kernels.marks import CONTENT
from fusion.accounts.reports import Reports
from fusion.accounts.words import Hashes, Index, read_part

SHARED_RARE = 3  # rare words (names, numbers, places) that tie an update to its report
KNOWN = 5000  # reports before the update, at least, that tell which words are rare
RARE = 0.001  # of those reports, and in at most four where they are few
_CELLS = ("reference", "document_id", "written_at", "text")


@dataclass(frozen=True)
class Renewal:
    """Report `later` renews report `earlier` (numbers in order of arrival), by which rule."""

    earlier: int
    later: int
    score: float
    rule: str


def renewals(reports: Reports, late: Index) -> list[Renewal]:
    """For each of `late`, which say that they renew, the report that they renew, if any is known.

    It is of the same component and was received in the thirty days before. It is named by
    reference, entry of its register or date-time group; or it shares at least three rare words.
    The best named one holds, then the one with most words, then the last.
    """
    found = []
    window = np.int64(UPDATE_WINDOW.total_seconds() * 1_000_000)
    for number in late.tolist():
        first = int(np.searchsorted(reports.received, reports.received[number] - window))
        same = reports.component[first:number] == reports.component[number]
        earlier = first + np.flatnonzero(same)
        if len(earlier):
            best = _best(reports, earlier, number)
            if best is not None:
                found.append(best)
    return found


def _best(reports: Reports, earlier: Index, number: int) -> Renewal | None:
    first = max(0, min(int(earlier[0]), number - KNOWN))
    shared = _shared_rare(reports.texts, first, number)[earlier - first]
    own = reports.table.slice(number, 1).select(_CELLS).to_pylist()[0]
    rows = reports.table.select(_CELLS[:3]).take(pa.array(earlier)).to_pylist()
    ranked = []
    for other, row, n_shared in zip(earlier.tolist(), rows, shared.tolist(), strict=True):
        rule = _named(row, own)
        if rule:
            ranked.append((0.9, n_shared, other, rule))
        elif n_shared >= SHARED_RARE:
            ranked.append((0.7, n_shared, other, f"renews; {n_shared} rare words shared"))
    if not ranked:
        return None
    score, _n_shared, other, rule = max(ranked)
    return Renewal(other, number, score, rule)


def _named(row: dict[str, Any], own: dict[str, Any]) -> str:
    """The rule by which `own` names the report `row`; '' where it does not."""
    text = own["text"]
    key = reference_key(row["reference"])
    if key and (reference_key(own["reference"]) == key or cites(text, key)):
        return "renews by reference"
    if row["document_id"] == own["document_id"] and cites_entry(text, key):
        return "renews an entry of its register"
    return "renews by date-time group" if cites_time(text, row["written_at"]) else ""


def _shared_rare(texts: pa.Array, first: int, number: int) -> Index:
    """Rare content words that each of the texts first:number shares with text `number`."""
    own = read_part(texts.slice(number, 1))
    wanted = np.unique(own.hashes[: int(own.count[0])][_is_content(own.flags, own.count[0])])
    words = read_part(texts.slice(first, number - first))
    owner = np.repeat(np.arange(len(words)), words.count)
    at = np.repeat(words.begin - np.cumsum(words.count) + words.count, words.count)
    hashes: Hashes = words.hashes[at + np.arange(len(owner))]
    place = np.searchsorted(wanted, hashes)
    place[place == len(wanted)] = 0
    held = wanted[place] == hashes if len(wanted) else np.zeros(len(hashes), np.bool_)
    pairs = np.unique(owner[held] * np.int64(max(len(wanted), 1)) + place[held])
    of_text, of_word = np.divmod(pairs, max(len(wanted), 1))
    frequency = np.bincount(of_word, minlength=len(wanted))
    rare = frequency[of_word] <= max(4, RARE * len(words))
    return np.bincount(of_text[rare], minlength=len(words)).astype(np.int64)


def _is_content(flags: np.ndarray, count: int) -> np.ndarray:
    found: np.ndarray = (flags[: int(count)] & CONTENT) != 0
    return found
