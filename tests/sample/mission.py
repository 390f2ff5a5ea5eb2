"""The sample mission as the checker sees it: truth tables, bytes, words, and what intake read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from benchmarks.sample_truth import SAMPLE, read_truth, squeeze
from fusion.intake import discover, read
from fusion.profile import Profile, load_profile
from fusion.stage import Run
from tests.sample.raw import decoded, raw_text, suffix_of

REGISTER = "received.csv"
Row = dict[str, str]


@dataclass(frozen=True)
class Mission:
    """`tables`: truth rows by table. `content`: bytes by path below the inbox. `raw`: words of
    the sound files, squeezed (letters and digits only) by path, and in `words` as printed.
    `read`: texts of the reports that intake cut out of each file. `received`: the register."""

    tables: dict[str, list[Row]]
    content: dict[str, bytes]
    words: dict[str, str]
    raw: dict[str, str]
    read: dict[str, list[str]]
    received: list[Row]
    profile: Profile

    def copy(self) -> Mission:
        """The same mission with tables, words and reports that may be changed."""
        return Mission(
            {name: [dict(row) for row in rows] for name, rows in self.tables.items()},
            dict(self.content), dict(self.words), dict(self.raw),
            {file: list(texts) for file, texts in self.read.items()},
            [dict(row) for row in self.received], self.profile,
        )  # fmt: skip

    def row(self, table: str, **cells: str) -> Row:
        """The one row of a truth table that holds these cells."""
        (found,) = [r for r in self.tables[table] if cells.items() <= r.items()]
        return found

    @cached_property
    def reports(self) -> dict[str, Row]:
        """Rows of truth/report by report key."""
        return {row["report_key"]: row for row in self.tables["report"]}

    @cached_property
    def aligned(self) -> dict[str, str]:
        """Squeezed text of intake's report for each report key whose anchor stands in just one."""
        squeezed = {
            file: [squeezed_of(text) for text in texts] for file, texts in self.read.items()
        }
        aligned = {}
        for key, row in self.reports.items():
            anchor = squeeze(row["anchor"])
            hits = [text for text in squeezed.get(row["file"], []) if anchor in text]
            if len(hits) == 1:
                aligned[key] = hits[0]
        return aligned

    def text_of(self, key: str) -> str:
        """Squeezed text of a report: intake's where it gives one, else that of the whole file."""
        return self.aligned.get(key) or self.raw.get(self.reports[key]["file"], "")

    def printed(self, key: str) -> str:
        """As `text_of`, with its layout."""
        row = self.reports[key]
        anchor = squeeze(row["anchor"])
        hits = [text for text in self.read.get(row["file"], []) if anchor in squeeze(text)]
        return hits[0] if len(hits) == 1 else self.words.get(row["file"], "")


@lru_cache(maxsize=4096)
def squeezed_of(text: str) -> str:
    """`squeeze`, kept: mutation tests fold the same texts dozens of times."""
    return squeeze(text)


@lru_cache(maxsize=1)
def load_mission() -> Mission:
    """The shipped sample mission, read once for all tests."""
    inbox = SAMPLE / "inbox"
    profile = load_profile(SAMPLE / "mission.yaml")
    tables = read_truth()
    content = {
        path.relative_to(inbox).as_posix(): path.read_bytes()
        for path in sorted(inbox.rglob("*")) if path.is_file() and path.name != REGISTER
    }  # fmt: skip
    words = _words(content, {row["file"] for row in tables["broken"]})
    register = decoded((inbox / REGISTER).read_bytes())
    return Mission(
        tables, content, words, {file: squeeze(text) for file, text in words.items()},
        _read_by_intake(inbox, profile, content), list(csv.DictReader(io.StringIO(register))),
        profile,
    )  # fmt: skip


def _words(content: dict[str, bytes], broken: set[str]) -> dict[str, str]:
    """Words of every sound file, and the bytes as text of every broken one."""
    return {
        file: decoded(held) if file in broken else raw_text(held, suffix_of(file))
        for file, held in content.items()
    }


def _read_by_intake(
    inbox: Path, profile: Profile, content: dict[str, bytes]
) -> dict[str, list[str]]:
    run = Run(profile=profile, as_of=dt.datetime(2026, 7, 6, tzinfo=dt.UTC), seed=7)
    texts: dict[str, list[str]] = defaultdict(list)
    for arrival in discover(inbox, profile):
        report = read(arrival, content[arrival.path], run).tables["report"]
        texts[arrival.path] += report.column("text").to_pylist()  # attachments count to their mail
    return dict(texts)
