"""Commands that only look: they answer, for people and for scripts, and change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fusion.cli import quality_commands
from fusion.pipeline.layout import Mission
from fusion.profile import load_profile
from tests.cli.support import everything, fusion
from tests.laws import missions


def test_plan_after_a_run_says_that_nothing_is_pending(few: Mission) -> None:
    shown = fusion("plan", mission=few)
    assert (shown.code, shown.out.strip()) == (0, "Nothing is pending.")
    assert fusion("plan", "--json", mission=few).json == {"files": {}, "stages": {}}


def test_plan_names_what_is_new_and_why_and_changes_nothing(few: Mission, tmp_path: Path) -> None:
    mission = missions.copied(few, tmp_path / "m")
    new = "regional_office/digest_01.json"
    missions.add(tmp_path / "m", [new])
    before = everything(mission)
    shown = fusion("plan", mission=mission)
    assert shown.code == 0 and new in shown.out and "new" in shown.out
    found = fusion("plan", "--json", mission=mission).json
    assert found["files"] == {new: "new"}
    assert "accounts" in found["stages"] and all(found["stages"].values())
    assert everything(mission) == before
    assert fusion("plan", "--json", mission=mission).json == found


def test_plan_before_the_first_run_reads_and_publishes_nothing(tmp_path: Path) -> None:
    mission = missions.one_page(tmp_path / "m", missions.FEW)
    found = fusion("plan", "--json", mission=mission).json
    assert set(found["files"]) == set(missions.FEW)
    assert set(found["files"].values()) == {"new"}
    assert not mission.home.archive.exists() and not mission.home.published.exists()


def test_status_names_version_brief_and_tables(few: Mission) -> None:
    shown = fusion("status", mission=few)
    state = fusion("status", "--json", mission=few).json
    assert (
        shown.code == 0
        and state["version"] in shown.out
        and state["brief"]["brief_id"] in shown.out
    )
    assert state["brief"]["state"] == "draft"
    rows = missions.rows_of(few)
    assert state["rows"] == {name: len(listed) for name, listed in rows.items()}


def test_explain_answers_in_words_and_in_json(few: Mission) -> None:
    rows = missions.rows_of(few)
    incident = max(rows["incident"], key=lambda row: (row["n_accounts"], row["incident_id"]))
    shown = fusion("explain", incident["incident_id"], mission=few)
    found = fusion("explain", incident["incident_id"], "--json", mission=few).json
    assert shown.code == 0
    assert found["kind"] == "incident" and found["facts"]["incident_id"] == found["name"]
    for source in found["sources"]:
        assert source["path"] in shown.out and source["locator"] in shown.out
    origins = len({source["origin_id"] for source in found["sources"]})
    assert f"Rests on {len(found['sources'])} reports" in shown.out
    assert f"{origins} origins" in shown.out and incident["n_accounts"] > 1


def test_why_speaks_of_copies_and_of_strangers(few: Mission) -> None:
    rows = missions.rows_of(few)
    copy = next(row for row in rows["account_report"] if row["relation"] == "exact_copy")
    lead = next(
        r["lead_report_id"] for r in rows["account"] if r["account_id"] == copy["account_id"]
    )
    other = next(r["report_id"] for r in rows["account_report"]
                 if r["account_id"] != copy["account_id"])  # fmt: skip
    same, apart = (fusion("why", copy["report_id"], b, mission=few) for b in (lead, other))
    assert same.code == apart.code == 0
    assert "copy" in same.out and same.out != apart.out


def test_sources_shows_who_reports(few: Mission) -> None:
    shown = fusion("sources", mission=few)
    found = fusion("sources", "--json", mission=few).json
    listed = found["sources"]
    assert shown.code == 0 and found.keys() == {"sources", "record"}
    assert {row["component"] for row in listed} == {"military", "police", "civil_affairs"}
    assert sum(row["reports"] for row in listed) == len(missions.rows_of(few)["report"])
    assert all(row["component"] in shown.out for row in listed)


def test_brief_lists_the_drafts_and_they_exist(few: Mission) -> None:
    shown = fusion("brief", mission=few)
    paths = [Path(line) for line in shown.out.splitlines()]
    assert shown.code == 0 and paths and all(path.is_file() for path in paths)
    assert fusion("brief", "--lang", "fr", mission=few).out.count("-en.") == 0
    assert fusion("brief", "--edition", "nobody", mission=few).out == ""


def test_quarantine_list_and_show(few: Mission) -> None:
    listed = fusion("quarantine", "list", "--json", mission=few).json
    shown = fusion("quarantine", "list", mission=few)
    assert listed and shown.code == 0
    for row in listed:
        assert row["quarantine_id"] in shown.out
        one = fusion("quarantine", "show", row["quarantine_id"], mission=few)
        assert one.code == 0
        for name in ("path", "locator", "rule", "reason", "advice"):
            assert row[name] in one.out


def test_review_lists_what_waits_the_brief_first(few: Mission) -> None:
    waiting = fusion("review", "--json", mission=few).json
    shown = fusion("review", mission=few)
    assert waiting[0]["subject_id"].startswith("BRF-")
    assert set(waiting[0]["choices"]) == {"approve", "return", "refuse"}
    assert shown.code == 0 and waiting[0]["subject_id"] in shown.out
    assert f"{len(waiting)} waiting" in shown.out


def test_doctor_names_every_check_and_finds_a_broken_store(few: Mission, tmp_path: Path) -> None:
    sound = fusion("doctor", mission=few)
    assert sound.code in (0, 1)  # a full disk is a fault of the machine that runs the test
    for name in ("Python 3.11", "no CUDA package", "warehouse", "decisions", "published version"):
        assert name in sound.out
    mission = missions.copied(few, tmp_path / "m")
    mission.home.warehouse.write_bytes(b"no database " * 1000)
    broken = fusion("doctor", mission=mission)
    assert broken.code == 1
    line = next(line for line in broken.out.splitlines() if line.startswith("warehouse"))
    assert "fault" in line and "Move it away" in broken.out
    assert fusion("run", mission=mission).code == 11
    mission.home.warehouse.unlink()
    assert fusion("run", mission=mission).code == 0
    assert missions.version_of(mission).name == missions.version_of(few).name


def test_looking_changes_nothing(few: Mission) -> None:
    before = everything(few)
    name = missions.rows_of(few)["report"][0]["report_id"]
    for words in (("status",), ("plan",), ("sources",), ("review",), ("brief",), ("explain", name),
                  ("quarantine", "list"), ("review", "log"), ("doctor",)):  # fmt: skip
        fusion(*words, mission=few)
    assert everything(few) == before


@pytest.fixture
def planted_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "planted_benchmarks"
    folder.mkdir()
    (folder / "bench_sum.py").write_text(
        "from fusion.pipeline.bench import Row\n"
        "def rows(data):\n"
        "    known = Row('one and one', '2', str(1 + 1), True)\n"
        "    absent = Row('their set', '-', f'absent below {data}', None)\n"
        "    return [known, absent]\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(quality_commands, "BENCHMARKS", folder)
    monkeypatch.syspath_prepend(str(tmp_path))


def test_bench_prints_rows_and_says_what_is_absent(planted_bench: None) -> None:
    found = fusion("bench", "sum", "--json", "--data", "/nowhere").json
    assert [list(row) for row in found] == [["test", "asked", "measured", "holds"]] * 2
    assert found[0]["holds"] is True and "absent below /nowhere" in found[1]["measured"]
    shown = fusion("bench")
    assert shown.code == 0 and "one and one" in shown.out
    unknown = fusion("bench", "speed-of-light")
    assert unknown.code == 6 and "sum" in unknown.err


def test_docs_are_written_once_and_then_found_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fusion("docs", "--check").code == 1
    written = fusion("docs")
    assert written.code == 0 and "tables.md" in written.out
    assert fusion("docs", "--check").code == 0
    assert fusion("docs").out == ""


INIT = ("--code", "NEWM", "--name", "A new mission", "--starts-on", "2026-01-05")


def test_init_writes_a_profile_that_loads_and_says_what_each_field_is_for(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    made = fusion("init", path, *INIT, "--countries", "ml,NE", "--component", "military=mil*",
                  "--received", "file_time")  # fmt: skip
    assert made.code == 0 and "fusion run" in made.out
    profile = load_profile(path)
    assert (profile.code, profile.received) == ("NEWM", "file_time")
    assert profile.area.countries == ("ML", "NE")
    assert [(c.name, c.folder) for c in profile.components] == [("military", "mil*")]
    text = path.read_text(encoding="utf-8")
    assert text.count("#") >= 10
    assert not list(tmp_path.glob("*.partial"))


def test_init_never_overwrites_and_refuses_what_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    path.write_text("mine", encoding="utf-8")
    refused = fusion("init", path, *INIT)
    assert refused.code == 2 and path.read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other.yaml"
    assert fusion("init", other, *INIT[:-1], "next spring").code == 2
    assert fusion("init", other, *INIT, "--component", "navy=navy").code == 3
    assert fusion("init", other, *INIT, "--received", "by hearsay").code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mission.yaml"]


def test_init_quotes_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    name = "A: mission # with {curly} 'quotes' and \"more\"\nseed: 1"
    assert fusion("init", path, "--code", "Q", "--name", name, *INIT[4:]).code == 0
    assert json.dumps(load_profile(path).name_en) == json.dumps(name)
