"""Exports: read back by their own libraries, equal in count, and never more than the edition."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import stix2
from stix2validator import ValidationOptions, validate_string

from fusion.briefing.exports import FORMATS, export, export_files
from fusion.briefing.exports.incidents import period
from fusion.briefing.exports.plain import LONGEST
from fusion.briefing.exports.shown import Shown
from fusion.briefing.exports.write import shown_of
from fusion.briefing.folding import squeezed
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.data_files import load
from fusion.terms.errors import LeakFound, NotFound
from tests.briefing.sample import FORBIDDEN

Files = dict[str, bytes]
HEAD, PUBLIC = 0, 2
# 103 asks for UUIDv4; the specification allows others, and ours must be the same in every run.
STRICT = ValidationOptions(version="2.1", strict=True, strict_types=True, strict_properties=True,
                           enforce_refs=True, disabled="103")  # fmt: skip


@pytest.fixture(scope="module")
def editions(holdings: Holdings) -> Editions:
    return Editions(holdings)


@pytest.fixture(scope="module")
def shown(editions: Editions) -> dict[int, Shown]:
    known = editions.holdings.run.profile.editions
    return {at: shown_of(editions, known[at], "en") for at in (HEAD, PUBLIC)}


@pytest.fixture(scope="module")
def files(editions: Editions) -> dict[int, Files]:
    """All files of the fullest and of the public edition, by suffix."""
    known = editions.holdings.run.profile.editions
    return {at: _by_suffix(export_files(editions, known[at], "en")) for at in (HEAD, PUBLIC)}


def _by_suffix(found: Files) -> Files:
    stem = next(name for name in found if name.endswith(".export.json"))[: -len(".export.json")]
    return {name.removeprefix(stem)[1:]: data for name, data in found.items()}


def _lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def _csv(files: Files, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"csv/{name}.csv"].decode(), newline="")))


@pytest.mark.parametrize("at", [HEAD, PUBLIC])
def test_every_format_tells_of_the_same_things(files: dict[int, Files], at: int) -> None:
    mine = files[at]
    stated = json.loads(mine["export.json"])["counts"]
    assert all(stated[name] for name in ("actor", "tie", "incident", "hypothesis"))
    bundle = stix2.parse(mine["stix.json"].decode(), allow_custom=False)
    kinds = [item["type"] for item in bundle.objects]
    assert kinds.count("identity") == stated["actor"] + 1  # and the mission
    assert kinds.count("incident") == stated["incident"]
    assert kinds.count("grouping") == stated["hypothesis"]
    ties = [o for o in bundle.objects if o["type"] == "relationship"
            and o["target_ref"].startswith("identity")]  # fmt: skip
    assert len(ties) == stated["tie"]
    schemata = [row["schema"] for row in _lines(mine["ftm.json"])]
    assert schemata.count("Event") == stated["incident"]
    assert schemata.count("Note") == stated["hypothesis"]
    assert len(schemata) == 1 + sum(
        stated[name] for name in ("actor", "tie", "incident", "hypothesis")
    )
    for graph in (
        nx.read_graphml(io.BytesIO(mine["graphml"]), force_multigraph=True),
        nx.read_gexf(io.BytesIO(mine["gexf"]), version="1.3"),
    ):
        assert graph.number_of_nodes() == stated["actor"]
        assert graph.number_of_edges() == stated["tie"]
    features = json.loads(mine["geojson"])["features"]
    assert sum(f["properties"]["feature"] == "incident" for f in features) == stated["incident"]
    for name, n in stated.items():
        assert len(_csv(mine, name)) == n
        assert pq.read_table(io.BytesIO(mine[f"parquet/{name}.parquet"])).num_rows == n


@pytest.mark.parametrize("at", [HEAD, PUBLIC])
def test_the_oasis_validator_finds_nothing_in_strict_mode(files: dict[int, Files], at: int) -> None:
    result = validate_string(files[at]["stix.json"].decode(), STRICT)
    assert result.is_valid, [str(error) for error in result.errors]


def test_stix_is_marked_graded_and_accuses_nobody(files: dict[int, Files]) -> None:
    objects = json.loads(files[HEAD]["stix.json"])["objects"]
    assert not {"threat-actor", "intrusion-set", "campaign"} & {o["type"] for o in objects}
    names = {o["id"]: o["name"] for o in objects if o["type"] == "marking-definition"}
    assert "TLP:AMBER+STRICT" in names.values() and len(names) == 2
    marked = [o for o in objects if o["type"] != "marking-definition"]
    assert all(set(o["object_marking_refs"]) == names.keys() for o in marked)
    ours = next(o["id"] for o in objects if o["type"] == "extension-definition")
    scale = load("grades")["admiralty"]["stix"]
    graded = [o for o in objects if o["type"] in ("incident", "relationship")
              and "grade" in o.get("extensions", {}).get(ours, {})]  # fmt: skip
    assert graded
    for item in graded:
        assert item.get("confidence") == scale.get(item["extensions"][ours]["grade"])
    assert scale == {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}


def test_what_cannot_be_judged_has_no_confidence(tables: dict[str, pa.Table], run: Run) -> None:
    rows = [{**row, "credibility": "6"} for row in tables["incident"].to_pylist()]
    editions = Editions(Holdings({**tables, "incident": TABLES["incident"].build(rows)}, run))
    made = _by_suffix(export_files(editions, run.profile.editions[HEAD], "en", ["stix"]))
    objects = json.loads(made["stix.json"])["objects"]
    incidents = [item for item in objects if item["type"] == "incident"]
    assert incidents and not any("confidence" in item for item in incidents)


def test_followthemoney_loads_entities_and_statements(
    files: dict[int, Files], tmp_path: Path
) -> None:
    ftm = pytest.importorskip("followthemoney", reason="needs a compiler and ICU to install")
    from followthemoney.statement.serialize import read_path_statements  # noqa: PLC0415

    entities = {}
    for row in _lines(files[HEAD]["ftm.json"]):
        proxy = ftm.model.get_proxy(row, cleaned=False)
        proxy.schema.validate(row)
        # Cleaning by the library loses and changes nothing.
        assert {k: sorted(v) for k, v in proxy.properties.items()} == {
            k: sorted(set(v)) for k, v in row["properties"].items() if v
        }
        entities[proxy.id] = proxy
    for proxy in entities.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert entities[value].schema.is_a(prop.range)
    path = tmp_path / "statements.json"
    path.write_bytes(files[HEAD]["statements.json"])
    statements = list(read_path_statements(path, "json"))
    assert all(item.id == item.generate_key() for item in statements)
    assert {item.entity_id for item in statements} == entities.keys()
    said = {(item.entity_id, item.prop, item.value) for item in statements}
    assert said == {(p.id, prop.name, v) for p in entities.values() for prop, v in p.itervalues()}
    assert any((item.origin or "").startswith("R-") for item in statements)
    assert all(item.dataset and item.first_seen for item in statements)


def test_geojson_is_what_rfc_7946_asks(files: dict[int, Files]) -> None:
    kinds = {}
    for at in (HEAD, PUBLIC):
        for feature in json.loads(files[at]["geojson"])["features"]:
            if feature["geometry"] is None:
                continue
            shape = shapely.geometry.shape(feature["geometry"])
            assert shape.is_valid
            if shape.geom_type == "Polygon":
                assert shape.exterior.is_ccw
            west, south, east, north = shape.bounds
            assert -10 < west <= east < 10 and 10 < south <= north < 20  # longitude comes first
            if feature["properties"]["feature"] == "incident":
                kinds.setdefault(at, set()).add(shape.geom_type)
    assert "Point" in kinds[HEAD]
    assert kinds[PUBLIC] == {"Polygon"}  # no map shows a cell as a spot


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_frictionless_reads_the_package(files: dict[int, Files], tmp_path: Path, form: str) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name, data in files[HEAD].items():
        if name.startswith(f"{form}/"):
            (tmp_path / Path(name).name).write_bytes(data)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    fields = [field for item in package["resources"] for field in item["schema"]["fields"]]
    assert fields and all(field["description"] for field in fields)


def test_an_edition_that_names_nobody_gives_no_way_back_to_a_name(
    files: dict[int, Files], shown: dict[int, Shown]
) -> None:
    holdings = shown[PUBLIC].view.holdings
    known = {g.name for g in holdings.run.profile.known_groups}
    whole = b"\n".join(
        data for name, data in files[PUBLIC].items() if "parquet" not in name
    ).decode()  # fmt: skip
    tight = squeezed(whole)
    for key, actor in holdings.actors.items():
        assert key not in whole  # a hash of the name: a guess could be checked
        if actor["name"] not in known:
            assert squeezed(actor["name"]) not in tight
    assert not any(key in whole for key in holdings.ties)
    assert not any(row["is_named"] for row in shown[PUBLIC].tables["actor"]
                   if row["kind"] == "person")  # fmt: skip


def test_an_export_names_and_places_nothing_that_the_pages_do_not(
    shown: dict[int, Shown], contents: dict[Any, dict[str, Any]]
) -> None:
    for at in (HEAD, PUBLIC):
        mine = shown[at]
        text = json.dumps(contents[mine.view.edition.code, "en"], ensure_ascii=False)
        for row in mine.tables["actor"]:
            if row["is_named"]:
                assert row["label"] in text
        assert {row["report_id"] for row in mine.tables["report"]} == mine.cited
        for name in ("member", "tie", "incident", "judgement"):
            for row in mine.tables[name]:
                assert set(row["citations"]) <= mine.cited
        for row in mine.tables["incident"]:
            source = mine.view.holdings.incidents[row["incident_id"]]
            step = mine.view.step(source)
            assert (row["first_on"], row["last_on"]) == period(source["occurred_from"], step)
            assert row["place"] == mine.view.place(source)


def test_periods_never_name_the_day(shown: dict[int, Shown]) -> None:
    rows = [row for row in shown[PUBLIC].tables["incident"] if row["first_on"]]
    assert rows and all((row["last_on"] - row["first_on"]).days >= 27 for row in rows)
    assert not any(row["precision"] == "exact" for row in rows)


def test_what_rests_only_on_reports_above_the_ceiling_stays_at_home(
    tables: dict[str, pa.Table], run: Run
) -> None:
    editions = Editions(Holdings(tables, run))
    before = shown_of(editions, run.profile.editions[PUBLIC], "en").tables
    lead = before["incident"][0]["incident_id"]
    accounts = set(editions.holdings.accounts_of[lead])
    reports = {editions.holdings.accounts[key]["lead_report_id"] for key in accounts}
    rows = [
        {**row, "marking": "CONFIDENTIAL"} if row["report_id"] in reports else row
        for row in tables["report"].to_pylist()
    ]
    raised = Editions(Holdings({**tables, "report": TABLES["report"].build(rows)}, run))
    public = shown_of(raised, run.profile.editions[PUBLIC], "en")
    assert lead not in {row["incident_id"] for row in public.tables["incident"]}
    assert public.view.withheld["incident"] >= 1
    full = shown_of(raised, run.profile.editions[HEAD], "en")
    assert lead in {row["incident_id"] for row in full.tables["incident"]}


def test_forbidden_strings_are_in_no_file(files: dict[int, Files]) -> None:
    for at, found in files.items():
        for name, data in found.items():
            if name.endswith(".parquet"):
                table = pq.read_table(io.BytesIO(data))
                text = json.dumps(table.to_pylist(), default=str, ensure_ascii=False)
            else:
                text = data.decode()
            tight = squeezed(name + text)
            assert not [s for s in FORBIDDEN if squeezed(s) in tight], (at, name)


def test_a_leak_stops_every_format_and_nothing_is_written(
    tables: dict[str, pa.Table], run: Run, tmp_path: Path
) -> None:
    # The name of the mission passes no redaction: only the test of the finished file finds it.
    profile = run.profile.model_copy(update={"protected_strings": (run.profile.name_en,)})
    leaky = Run(profile, run.as_of, run.seed)
    editions = Editions(Holdings(tables, leaky))
    for form in FORMATS:
        with pytest.raises(LeakFound) as caught:
            export_files(editions, profile.editions[PUBLIC], "en", [form])
        assert "protected string of the profile" in str(caught.value)
        assert profile.name_en not in str(caught.value)
    with pytest.raises(LeakFound):
        export(tables, leaky, tmp_path / "out", [(profile.editions[PUBLIC], "en")], ["csv"])
    assert not (tmp_path / "out").exists()


HOSTILE = ("=cmd|' /C calc'!A0", "+223 1", "-2+3", "@SUM(A1)", "＝HYPERLINK(1)", "\t=1",
           "<script>alert(1)</script>", "a\x00b\x0bc\ufffe\ud800d", "]]><!--&amp;'\"", "\r\n;,|",
           "x" * 200_000)  # fmt: skip


def test_hostile_names_stay_text_in_every_format(tables: dict[str, pa.Table], run: Run) -> None:
    rows = tables["actor"].to_pylist()
    names = [HOSTILE[at % len(HOSTILE)] for at in range(len(rows))]
    rows = [{**row, "name": name.encode("utf-8", "replace").decode(), "aliases": []}
            for row, name in zip(rows, names, strict=True)]  # fmt: skip
    hostile = {**tables, "actor": TABLES["actor"].build(rows)}
    editions = Editions(Holdings(hostile, run))
    made = _by_suffix(export_files(editions, run.profile.editions[HEAD], "en"))
    labels = {row["label"] for row in _csv(made, "actor")}
    assert {"'=cmd|' /C calc'!A0", "'@SUM(A1)"} <= labels
    assert not [v for row in _csv(made, "actor") for v in row.values() if v[:1] in "=+@-" and v]
    assert b"<script" not in made["geojson"] + made["stix.json"] + made["ftm.json"]
    assert all(len(label) <= LONGEST + 1 for label in labels)
    for name in ("graphml", "gexf"):
        ElementTree.fromstring(made[name])
        assert b"<script" not in made[name]
    assert nx.read_graphml(io.BytesIO(made["graphml"])).number_of_nodes() == len(
        _csv(made, "actor")
    )  # fmt: skip
    assert validate_string(made["stix.json"].decode(), STRICT).is_valid


def test_every_file_of_a_draft_says_so_and_an_approved_one_does_not(
    files: dict[int, Files], tables: dict[str, pa.Table], run: Run
) -> None:
    for name, data in files[HEAD].items():
        assert b"draft" in data.lower(), name
    rows = [{**row, "state": "approved"} for row in tables["brief"].to_pylist()]
    editions = Editions(Holdings({**tables, "brief": TABLES["brief"].build(rows)}, run))
    found = export_files(editions, run.profile.editions[HEAD], "en", ["stix", "csv", "graphml"])
    assert not any("draft" in name for name in found)
    assert not json.loads(found[next(n for n in found if n.endswith("export.json"))])["is_draft"]
    graph = next(data for name, data in found.items() if name.endswith("graphml"))
    assert b"draft" not in graph


def test_order_of_rows_and_of_runs_changes_no_byte(
    tables: dict[str, pa.Table], run: Run, files: dict[int, Files]
) -> None:
    turned = {
        name: table.take(list(range(table.num_rows))[::-1]) if table.num_rows else table
        for name, table in tables.items()
    }
    editions = Editions(Holdings(turned, run))
    again = _by_suffix(export_files(editions, run.profile.editions[PUBLIC], "en"))
    assert again == files[PUBLIC]


def test_identifiers_last_while_an_issue_follows_another(
    tables: dict[str, pa.Table], run: Run, shown: dict[int, Shown], files: dict[int, Files]
) -> None:
    later = Run(run.profile, run.as_of.replace(day=13), run.seed)
    briefs = [{**row, "as_of": later.as_of, "brief_id": "BRF-NEXT", "number": row["number"] + 1}
              for row in tables["brief"].to_pylist()]  # fmt: skip
    editions = Editions(Holdings({**tables, "brief": TABLES["brief"].build(briefs)}, later))
    made = _by_suffix(export_files(editions, run.profile.editions[HEAD], "en", ["stix"]))
    lasting = ("identity", "incident", "location", "relationship", "grouping")
    now, then = (
        {o["id"]: o for o in json.loads(data["stix.json"])["objects"] if o["type"] in lasting}
        for data in (made, files[HEAD])
    )
    assert now.keys() == then.keys()
    assert all(now[key]["created"] == then[key]["created"] for key in now)
    assert any(now[key]["modified"] > then[key]["modified"] for key in now)


def test_unknown_formats_are_refused(tables: dict[str, pa.Table], run: Run, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="geojson"):
        export(tables, run, tmp_path, [(run.profile.editions[HEAD], "en")], ["dbase"])
