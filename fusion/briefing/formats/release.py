"""Rendering and release: an edition is tested as a file, in memory, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import joblib
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
MOST_AT_ONCE = 4  # processes; each holds the mission's tables and takes about 400 MB
WORTH_A_PROCESS = 15  # hypotheses from which a second process saves more than its start costs


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
    files = dict(_rendered(Editions(_holdings(tables, run), template), run))
    out.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(files.items()):
        (out / name).write_bytes(data)
    return [out / name for name in sorted(files)]


def _rendered(editions: Editions, run: Run) -> Iterator[tuple[str, bytes]]:
    """Name and tested bytes of every file.

    A large mission's editions are made in processes of their own: pages are laid out and tested
    by the interpreter, of which a process has one at a time. Each process has one share, by
    language: editions of one language share their pictures, and a new task may meet a process
    that was ended for the memory it holds.
    """
    asked = sorted(
        ((edition, language) for edition in editions_of(run.profile)
         for language in edition.languages),
        key=lambda pair: pair[1],
    )  # fmt: skip
    at_once = min(joblib.cpu_count(), MOST_AT_ONCE, len(asked))
    made: Iterable[list[tuple[str, bytes]]]
    if len(editions.holdings.hypotheses) < WORTH_A_PROCESS or at_once < 2:
        made = (files_of(editions, [pair]) for pair in asked)
    else:
        bare = Run(run.profile, run.as_of, run.seed)  # progress is told here, not over there
        sent = Editions(Holdings(editions.holdings.tables, bare), editions.template)
        size = -(-len(asked) // at_once)
        made = joblib.Parallel(at_once, return_as="generator")(
            joblib.delayed(files_of)(sent, asked[first : first + size])
            for first in range(0, len(asked), size)
        )
    for done, named in enumerate(made):
        run.on_progress("editions", done, len(asked))
        yield from named
    run.on_progress("editions", len(asked), len(asked))


def files_of(editions: Editions, share: Sequence[tuple[Edition, str]]) -> list[tuple[str, bytes]]:
    """Name and tested bytes of every file of some editions and languages. Raises LeakFound."""
    return [
        (file_name(editions.holdings, each, language, fmt), editions.file(each, language, fmt))
        for each, language in share
        for fmt in each.formats
    ]


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
