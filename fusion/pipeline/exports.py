"""Exports of an issue: which version, whether it may go out, and where the files are put."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from fusion.briefing import exports
from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.stage import Progress, Run
from fusion.store import Published
from fusion.terms.errors import NotApproved, NotFound

FORMATS = exports.FORMATS
ALL = products.ALL


@dataclass(frozen=True)
class Request:
    """What is to be exported. Without `brief_id` and `as_of` it is the current issue."""

    edition: str
    language: str | None = None
    form: str = ALL
    brief_id: str | None = None
    as_of: dt.datetime | None = None
    is_draft_allowed: bool = False


def export(
    mission: Mission, request: Request, out: Path | None, on_progress: Progress
) -> list[Path]:  # fmt: skip
    """Write the exports of an issue; the paths.

    An issue that is not approved goes out only where drafts are allowed, and every file of it
    says that it is a draft. Raises NotApproved, NotFound, and LeakFound with nothing written.
    """
    wanted = products.chosen(mission.profile, request.edition, request.language)
    forms = FORMATS if request.form == ALL else (request.form,)
    published, version = _version(mission, request)
    tables = products.decided(mission, published.tables(version))
    if not tables["brief"].num_rows:
        raise NotFound("brief", version, "Nothing was accepted: see 'fusion quarantine list'.")
    if not request.is_draft_allowed:
        _check(published, version, tables)
    held = tables["brief"].to_pylist()[0]
    run = Run(mission.profile, held["as_of"], mission.profile.seed, on_progress)
    issue = f"{held['number']:03d}-{held['as_of']:%Y-%m-%d}"
    folder = out or published.folder.parent / "exports" / issue
    return exports.export(tables, run, folder, wanted, forms)


def _version(mission: Mission, request: Request) -> tuple[Published, str]:
    if request.as_of is not None:
        return products.dated(mission, request.as_of)
    published = Published(mission.home.published)
    if request.brief_id is not None:
        return published, products.holding(mission, request.brief_id)[0]
    return published, published.path().name


def _check(published: Published, version: str, tables: Mapping[str, pa.Table]) -> None:
    try:
        products.check_gate(published, version, tables)
    except NotApproved as closed:
        closed.advice += " For a copy marked as a draft, add --draft."
        raise
