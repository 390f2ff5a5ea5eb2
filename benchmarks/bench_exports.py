"""Exports of the sample mission: read by their own libraries, equal in count, nothing forbidden."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq

from benchmarks.sample_truth import SAMPLE, read_truth, squeeze
from fusion.briefing.exports import FORMATS, export_files
from fusion.briefing.exports.sheets import COUNTED
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.profile import Edition, Profile
from fusion.stage import Run
from fusion.store import Published

Files = dict[str, bytes]
# The three kinds of edition of the doctrine: with names, without, and open to everybody.
OPEN = {"code": "public", "title_en": "public", "title_fr": "public",
        "place_precision": "admin1", "marking_ceiling": "UNCLASSIFIED", "tlp": "CLEAR"}  # fmt: skip


def rows(_data: Path | None) -> list[Row]:
    """Export every edition of the sample mission and an open one, and read every file back."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    profile = _with_open(mission.profile)
    run = Run(profile, tables["brief"]["as_of"][0].as_py(), profile.seed)
    editions = Editions(Holdings(tables, run))
    made: dict[tuple[str, str], Files] = {}
    begun = time.perf_counter()
    for edition in profile.editions:
        for language in edition.languages:
            made[edition.code, language] = export_files(editions, edition, language)
    seconds = time.perf_counter() - begun
    n_files = sum(map(len, made.values()))
    return [
        *(_read(form, made) for form in FORMATS),
        _forbidden(made),
        Row("exports: time to make and test all files", "–",
            f"{seconds:.1f} s for {n_files} files of {len(made)} editions and languages", None),
    ]  # fmt: skip


def _with_open(profile: Profile) -> Profile:
    opened = Edition.model_validate(OPEN)
    editions = tuple(each for each in profile.editions if each.code != opened.code)
    return profile.model_copy(update={"editions": (*editions, opened)})


def _read(form: str, made: dict[tuple[str, str], Files]) -> Row:
    """Own library without error, and counts equal to those of the edition."""
    errors, unequal, counted = [], 0, [0] * len(COUNTED)
    for files in made.values():
        stated = json.loads(_one(files, ".export.json"))["counts"]
        try:
            found = _READERS[form](files)
        except ImportError as absent:
            name = f"exports: {form} read by its own library, counts equal"
            return Row(name, "no error", f"not measured: {absent.name} is not installed", None)
        except Exception as error:  # whatever a reader raises is the result of this test
            errors.append(type(error).__name__)
            continue
        unequal += sum(found[name] != stated[name] for name in found)
        counted = [n + stated[name] for n, name in zip(counted, COUNTED, strict=True)]
    words = ", ".join(f"{n} {name}s" for n, name in zip(counted, COUNTED, strict=True))
    return Row(
        f"exports: {form} read by its own library, counts equal", "no error, 0 unequal",
        f"{len(errors)} errors, {unequal} unequal ({words.replace('hypothesiss', 'hypotheses')} "
        f"in {len(made)} editions and languages)", not errors and not unequal,
    )  # fmt: skip


def _one(files: Files, ending: str) -> bytes:
    return next(data for name, data in files.items() if name.endswith(ending))


def _stix(files: Files) -> dict[str, int]:
    """Parsed by stix2, and valid for the OASIS validator in strict mode (103: UUIDv5 is meant)."""
    text = _one(files, ".stix.json").decode()
    validator = importlib.import_module("stix2validator")
    options = validator.ValidationOptions(version="2.1", strict=True, strict_types=True,
                                          strict_properties=True, enforce_refs=True,
                                          disabled="103")  # fmt: skip
    if not validator.validate_string(text, options).is_valid:
        raise ValueError("the OASIS validator refuses it")
    objects = importlib.import_module("stix2").parse(text, allow_custom=False).objects
    kinds = [item["type"] for item in objects]
    ties = [item for item in objects if item["type"] == "relationship"
            and item["target_ref"].startswith("identity")]  # fmt: skip
    return {"actor": kinds.count("identity") - 1, "tie": len(ties),
            "incident": kinds.count("incident"), "hypothesis": kinds.count("grouping")}  # fmt: skip


def _ftm(files: Files) -> dict[str, int]:
    model = importlib.import_module("followthemoney").model
    statement = importlib.import_module("followthemoney.statement").Statement
    listed = [json.loads(line) for line in _one(files, ".ftm.json").splitlines()]
    for row in listed:
        model.get_proxy(row, cleaned=False).schema.validate(row)
    for line in _one(files, ".statements.json").splitlines():
        row = json.loads(line)
        if statement.from_dict(row).generate_key() != row["id"]:
            raise ValueError("a statement's key differs")
    schemata = [model.get(row["schema"]) for row in listed]
    notes = sum(schema.name == "Note" for schema in schemata)
    events = sum(schema.name == "Event" for schema in schemata)
    ties = sum(schema.is_a("Interval") and schema.name != "Event" for schema in schemata)
    return {"actor": len(listed) - notes - events - ties - 1, "tie": ties, "incident": events,
            "hypothesis": notes}  # fmt: skip


def _graphml(files: Files) -> dict[str, int]:
    return _graph(nx.read_graphml(io.BytesIO(_one(files, ".graphml")), force_multigraph=True))


def _gexf(files: Files) -> dict[str, int]:
    return _graph(nx.read_gexf(io.BytesIO(_one(files, ".gexf")), version="1.3"))


def _graph(graph: nx.Graph) -> dict[str, int]:
    return {"actor": graph.number_of_nodes(), "tie": graph.number_of_edges()}


def _geojson(files: Files) -> dict[str, int]:
    shape = importlib.import_module("shapely.geometry").shape
    features = json.loads(_one(files, ".geojson"))["features"]
    if not all(shape(f["geometry"]).is_valid for f in features if f["geometry"]):
        raise ValueError("a shape is not valid")
    return {"incident": sum(f["properties"]["feature"] == "incident" for f in features)}


def _csv(files: Files) -> dict[str, int]:
    frictionless = importlib.import_module("frictionless")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            if "-csv/" in name:
                (Path(folder) / Path(name).name).write_bytes(data)
        if not frictionless.validate(str(Path(folder) / "datapackage.json")).valid:
            raise ValueError("frictionless refuses the package")
    texts = {name: _one(files, f"/{name}.csv").decode() for name in COUNTED}
    return {name: sum(1 for _ in csv.DictReader(io.StringIO(text, newline="")))
            for name, text in texts.items()}  # fmt: skip


def _parquet(files: Files) -> dict[str, int]:
    return {name: pq.read_table(io.BytesIO(_one(files, f"/{name}.parquet"))).num_rows
            for name in COUNTED}  # fmt: skip


_READERS: dict[str, Callable[[Files], dict[str, int]]] = {
    "stix": _stix, "ftm": _ftm, "graphml": _graphml, "gexf": _gexf, "geojson": _geojson,
    "csv": _csv, "parquet": _parquet,
}  # fmt: skip


def _forbidden(made: dict[tuple[str, str], Files]) -> Row:
    """Strings of the truth table in any file or file name, without spacing, case and accents."""
    forbidden = {squeeze(row["string"]) for row in read_truth()["forbidden"]}
    hits = total = 0
    for files in made.values():
        for name, data in files.items():
            if name.endswith(".parquet"):
                listed = pq.read_table(io.BytesIO(data)).to_pylist()
                text = json.dumps(listed, default=str, ensure_ascii=False)
            else:
                text = data.decode()
            tight = squeeze(name + text)
            total += 1
            hits += sum(each in tight for each in forbidden)
    return Row(f"exports: {len(forbidden)} forbidden strings in the files of every edition", "0",
               f"{hits} in {total} files", hits == 0)  # fmt: skip
