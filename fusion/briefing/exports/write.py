"""Exports of an edition: made in memory, each file tested for leaks, then written together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from fusion.briefing.exports.files import json_bytes
from fusion.briefing.exports.followthemoney import entities, statements
from fusion.briefing.exports.geojson import geojson
from fusion.briefing.exports.graphs import gexf, graphml
from fusion.briefing.exports.packages import csv_package, parquet_package, read_parquet
from fusion.briefing.exports.sheets import COUNTED
from fusion.briefing.exports.shown import Shown
from fusion.briefing.exports.stix import stix
from fusion.briefing.formats.release import Editions, file_name
from fusion.briefing.holdings import Holdings
from fusion.briefing.leak import Forbidden, leak_test
from fusion.briefing.pages.view import View
from fusion.profile import Edition
from fusion.stage import Run
from fusion.terms.errors import LeakFound, NotFound

Files = dict[str, bytes]


def _one(name: str, make: Callable[[Shown], bytes]) -> Callable[[Shown], Files]:
    return lambda shown: {name: make(shown)}


def _ftm(shown: Shown) -> Files:
    return {"ftm.json": entities(shown), "statements.json": statements(shown)}


# Suffixes of the files of each format; those with a '/' go into a folder of their own.
_MAKERS: dict[str, Callable[[Shown], Files]] = {
    "stix": _one("stix.json", stix),
    "ftm": _ftm,
    "graphml": _one("graphml", graphml),
    "gexf": _one("gexf", gexf),
    "geojson": _one("geojson", geojson),
    "csv": lambda shown: {f"csv/{name}": data for name, data in csv_package(shown).items()},
    "parquet": lambda shown: {f"parquet/{n}": data for n, data in parquet_package(shown).items()},
}
FORMATS = tuple(_MAKERS)


def shown_of(editions: Editions, edition: Edition, language: str) -> Shown:
    """What an edition shows: its composed content, and its view of the same holdings."""
    content = editions.content(edition, language)
    return Shown(View(editions.holdings, edition, language), content)


def export_files(
    editions: Editions, edition: Edition, language: str, formats: Sequence[str] = FORMATS
) -> Files:
    """Tested files by name, the manifest among them.

    Raises LeakFound, naming rules and no secret; NotFound for a format that there is not.
    """
    if unknown := [name for name in formats if name not in _MAKERS]:
        raise NotFound("export format", unknown[0], f"Choose one of: all, {', '.join(FORMATS)}.")
    shown = shown_of(editions, edition, language)
    stem = Path(file_name(editions.holdings, edition, language, "x")).stem
    stem += "-draft" if shown.is_draft else ""
    files: Files = {}
    for form in formats:
        for suffix, data in _MAKERS[form](shown).items():
            files[f"{stem}-{suffix}" if "/" in suffix else f"{stem}.{suffix}"] = data
    files[f"{stem}.export.json"] = _manifest(shown, files)
    if rules := leaks(files, editions.forbidden(edition)):
        raise LeakFound(f"{edition.code} {language} export", rules)
    return files


def leaks(files: Mapping[str, bytes], forbidden: Forbidden) -> list[str]:
    """Rules that exported files break: their names and every layer of them, read from the bytes.

    The files of an edition are tested together, since preparing the phrases costs more than
    searching for them: objects as one JSON array, all others as one text.
    """
    objects: list[bytes] = []
    texts = [name.encode() for name in files]
    for name, data in files.items():
        if name.endswith(("ftm.json", "statements.json")):
            objects += data.splitlines()
        elif name.endswith("json"):
            objects.append(data)
        elif name.endswith(".parquet"):
            texts += [text.encode() for text in read_parquet(data)]
        else:
            texts.append(data)
    rules = leak_test(b"[" + b",".join(objects) + b"]", "json", forbidden)
    return sorted({*rules, *leak_test(b"\n".join(texts), "xml", forbidden)})


def export(
    tables: Mapping[str, pa.Table], run: Run, out: Path,
    wanted: Sequence[tuple[Edition, str]], formats: Sequence[str] = FORMATS,
) -> list[Path]:  # fmt: skip
    """Write the exports of editions in languages into `out`; the paths, in order.

    All are made and tested before the first is written: a leak in one stops them all. Raises
    LeakFound, and NotFound where the tables hold no brief.
    """
    holdings = Holdings(tables, run)
    if not holdings.get("brief").num_rows:
        raise NotFound("brief", run.as_of.isoformat(), "Run 'fusion run' first.")
    editions = Editions(holdings)
    files: Files = {}
    for done, (edition, language) in enumerate(wanted):
        run.on_progress("exports", done, len(wanted))
        files |= export_files(editions, edition, language, formats)
    run.on_progress("exports", len(wanted), len(wanted))
    for name, data in sorted(files.items()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [out / name for name in sorted(files)]


def _manifest(shown: Shown, files: Files) -> bytes:
    """What was exported: issue, marking, counts, what was left out, and a hash of each file."""
    issue = shown.issue
    kept = ("brief_id", "number", "edition", "as_of_iso", "banner", "marking_reason", "state",
            "mission", "is_fictional")  # fmt: skip
    return json_bytes({
        **{name: issue[name] for name in kept}, "language": shown.view.language,
        "is_draft": shown.is_draft,
        "counts": {name: len(shown.tables[name]) for name in shown.tables},
        "withheld": dict(sorted(shown.view.withheld.items())),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    })  # fmt: skip


def counts(files: Mapping[str, bytes]) -> dict[str, dict[str, int]]:
    """Counts that the manifests among the files state, by file: for tests and benchmarks."""
    return {
        name: {key: json.loads(data)["counts"][key] for key in COUNTED}
        for name, data in files.items() if name.endswith(".export.json")
    }  # fmt: skip
