"""Rendering and release: an edition is tested as a file, in memory, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from fusion.briefing.editions import editions_of
from fusion.briefing.formats.docx import render_docx
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.json_file import render_json
from fusion.briefing.formats.pdf import render_pdf
from fusion.briefing.holdings import Holdings
from fusion.briefing.leak import Forbidden, forbidden_of, leak_test, name_test
from fusion.briefing.lint import pictures
from fusion.briefing.pages import build
from fusion.briefing.protect import Guard
from fusion.briefing.pseudonyms import Names
from fusion.profile import Edition
from fusion.stage import Run
from fusion.terms.errors import LeakFound, NotFound

FORMATS = ("html", "docx", "pdf", "json")
AT_ONCE = 2  # pages and pictures are set outside the interpreter's lock, by a second core


@dataclass
class Editions:
    """The editions of one run, each composed once and rendered as often as asked."""

    holdings: Holdings
    template: Path | None = None  # Word template of the mission; ours where it has none
    _contents: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _forbidden: dict[str, Forbidden] = field(default_factory=dict)

    def content(self, edition: Edition, language: str) -> dict[str, Any]:
        """Content of an edition, built on first use."""
        key = (edition.code, language)
        if key not in self._contents:
            self._contents[key] = build(self.holdings, edition, language)
        return self._contents[key]

    def file(self, edition: Edition, language: str, fmt: str) -> bytes:
        """The tested bytes of an edition. Raises LeakFound, naming rules and no secret."""
        content = self.content(edition, language)
        if fmt == "docx":
            own = self.holdings.run.profile.word_template
            template = self.template or (Path(own) if own else None)
            data = render_docx(content, self.holdings.run.as_of, template)
        elif fmt == "pdf":
            data = render_pdf(content, self.holdings.run.as_of, edition.length)
        else:
            data = render_html(content) if fmt == "html" else render_json(content)
        rules = leak_test(data, fmt, self.forbidden(edition))
        # Word and PDF hold pictures as dots, which no test can read: their sources are tested.
        drawn = "\n".join(item["svg"] for item in pictures(content)).encode()
        rules += leak_test(drawn, "html", self.forbidden(edition))
        rules += name_test(
            file_name(self.holdings, edition, language, fmt), self.forbidden(edition)
        )
        if rules:
            raise LeakFound(f"{edition.code} {language} {fmt}", rules)
        return data

    def forbidden(self, edition: Edition) -> Forbidden:
        """What the edition must not hold."""
        if edition.code not in self._forbidden:
            guard = Guard(Names(self.holdings, edition))
            self._forbidden[edition.code] = forbidden_of(guard)
        return self._forbidden[edition.code]


def render(
    tables: Mapping[str, pa.Table], edition: Edition, language: str, fmt: str, run: Run, out: Path,
    template: Path | None = None,
) -> Path:  # fmt: skip
    """Write one edition into the folder `out`; the path of the file.

    Raises LeakFound and writes nothing where the leak test stops it; NotFound for a format that
    the brief does not have, or where no brief was composed.
    """
    if fmt not in FORMATS:
        raise NotFound("format", fmt, f"The brief comes as {', '.join(FORMATS)}.")
    editions = Editions(_holdings(tables, run), template)
    data = editions.file(edition, language, fmt)
    out.mkdir(parents=True, exist_ok=True)
    path = out / file_name(editions.holdings, edition, language, fmt)
    path.write_bytes(data)
    return path


def render_all(
    tables: Mapping[str, pa.Table], run: Run, out: Path, template: Path | None = None
) -> list[Path]:
    """Write every edition of the profile in its languages and formats; the paths, in order.

    All are rendered and tested before the first is written: a leak in one stops them all.
    """
    editions = Editions(_holdings(tables, run), template)
    files = dict(_rendered(editions, run))
    out.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(files.items()):
        (out / name).write_bytes(data)
    return [out / name for name in sorted(files)]


def _rendered(editions: Editions, run: Run) -> Iterator[tuple[str, bytes]]:
    """Name and tested bytes of every file, in the order of the profile."""
    asked = [(each, language) for each in editions_of(run.profile) for language in each.languages]
    for edition, _ in asked:
        editions.forbidden(edition)  # one for all its files, which share what was tested

    def files(pair: tuple[Edition, str]) -> list[tuple[str, bytes]]:
        return [
            (file_name(editions.holdings, *pair, fmt), editions.file(*pair, fmt))
            for fmt in pair[0].formats
        ]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done, named in enumerate(pool.map(files, asked)):
            run.on_progress("editions", done, len(asked))
            yield from named
    run.on_progress("editions", len(asked), len(asked))


def file_name(holdings: Holdings, edition: Edition, language: str, fmt: str) -> str:
    """'brief-026-head_of_mission-en.html': issue, edition, language; nothing of the content."""
    number = holdings.get("brief")["number"][0].as_py()
    code = "".join(c if c.isalnum() or c in "-_" else "-" for c in edition.code)
    return f"brief-{number:03d}-{code}-{language}.{fmt}"


def _holdings(tables: Mapping[str, pa.Table], run: Run) -> Holdings:
    holdings = Holdings(tables, run)
    if not holdings.get("brief").num_rows:
        raise NotFound(
            "brief", run.as_of.isoformat(), "Run the briefing stage first: 'fusion run'."
        )
    return holdings
