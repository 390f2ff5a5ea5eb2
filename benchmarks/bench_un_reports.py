"""Six Security Council documents as PDF, through the whole pipeline: what comes out.

`fusion bench un_reports --data DIR`: DIR holds un-reports/*.pdf. There is no truth for them; what
can be held to is whether pages, paragraphs and dates were read.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from benchmarks.worked_mission import Tables, absent, counted, run_mission
from fusion.pipeline.bench import Row

SET = "un-reports"
COUNTRIES = ["CF", "CD", "CM", "TD", "HT"]
_PAGED = re.compile(r"^page \d+ ¶ ")
_NUMBERED = re.compile(r"¶ (\d+)$")
_LEADER = re.compile(r"\.{4,}")


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    folder = (data or Path()) / SET
    files = sorted(folder.glob("*.pdf")) if data is not None else []
    if not files:
        return absent("un reports", folder)
    folders = {"panel_of_experts": "*.pdf"}
    tables = run_mission(folder, "UN-REPORTS", dt.date(2025, 1, 1), COUNTRIES, folders)
    return [*_read(tables, len(files)), *counted("un reports", tables)]


def _read(tables: Tables, n_files: int) -> list[Row]:
    documents, reports = tables["document"].to_pylist(), tables["report"].to_pylist()
    n_read = sum(row["status"] == "read" for row in documents)
    paged = sum(bool(_PAGED.match(row["locator"])) for row in reports)
    dated = len({row["path"] for row in reports if row["written_at"] is not None})
    leaders = sum(bool(_LEADER.search(row["title"] or "")) for row in reports)
    return [
        Row("un reports: documents read", "all", f"{n_read} of {n_files}", n_read == n_files),
        Row("un reports: documents with their date", "all", f"{dated} of {n_files}",
            dated == n_files),
        Row("un reports: reports with page and paragraph", "all", f"{paged} of {len(reports)}",
            paged == len(reports)),
        Row("un reports: numbered paragraphs missing between the first and the last", "0",
            *_missing(reports)),
        Row("un reports: titles that are lines of a table of contents", "0", str(leaders),
            leaders == 0),
    ]  # fmt: skip


def _missing(reports: list[dict[str, str]]) -> tuple[str, bool]:
    """Numbers that no report has, over the documents; annexes begin again at 1."""
    gaps = total = 0
    for path in sorted({row["path"] for row in reports}):
        found = (_NUMBERED.search(r["locator"]) for r in reports if r["path"] == path)
        numbers = {int(match[1]) for match in found if match}
        last = max(numbers, default=0)
        total += last
        gaps += last - len(numbers)
    return f"{gaps} of {total}", gaps == 0
