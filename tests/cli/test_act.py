"""Commands that do something: they say what they did, and end with a code that scripts can use."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fusion.pipeline.layout import Mission
from fusion.store import Published, Warehouse
from tests.cli.support import fusion
from tests.laws import missions


@pytest.fixture
def mission(few: Mission, tmp_path: Path) -> Mission:
    return missions.copied(few, tmp_path / "m")


def brief_of(mission: Mission) -> str:
    return str(missions.rows_of(mission)["brief"][0]["brief_id"])


def test_run_again_says_so_and_names_the_brief_to_open(mission: Mission) -> None:
    again = fusion("run", mission=mission)
    assert again.code == 0
    assert "0 of 5 files read now" in again.out
    assert "Nothing new: every product stands as it was." in again.out
    assert "in = out + quarantined + set aside" in again.out
    opened = again.out.split("Open the draft brief: ")[1].splitlines()[0].strip()
    assert Path(opened).is_file() and opened.endswith(".html")


def test_run_over_an_empty_inbox_ends_well_and_claims_nothing(tmp_path: Path) -> None:
    mission = missions.one_page(tmp_path / "m", [])
    ended = fusion("run", mission=mission)
    assert ended.code == 0 and "0 of 0 files read now" in ended.out
    assert missions.rows_of(mission)["judgement_evidence"] == []
    assert missions.rows_of(mission)["brief"][0]["lint_score"] != "9/9"


def test_a_batch_that_is_mostly_held_is_refused_whole(tmp_path: Path) -> None:
    mission = missions.one_page(tmp_path / "m", [])
    folder = mission.inbox / "police"
    folder.mkdir()
    bad = [f"31/02/2026,Gao,Theft of bicycle number {n} at the market of Gao" for n in range(120)]
    (folder / "register.csv").write_text("\n".join(["Date,Place,Text", *bad, ""]))
    (mission.inbox / "received.csv").write_text(
        "path,received_at,received_by\npolice/register.csv,2026-03-05T09:00:00Z,registry\n"
    )
    refused = fusion("run", mission=mission)
    assert refused.code == 4
    assert "held_share_bounded" in refused.err and "Nothing was committed" in refused.err
    assert Published(mission.home.published).current is None
    with Warehouse.open(mission.home.warehouse) as warehouse:
        assert warehouse.entries("ingest") == {} and warehouse.read("document").num_rows == 0


PROFILE_FAULTS = {
    "no file": (None, "there is no such file"),
    "no YAML": ("{a: [", "not YAML"),
    "no mapping": ("- a\n", "field"),
    "unknown field": ({"colour": "blue"}, "colour"),
    "wrong value": ({"yardstick": "stars"}, "yardstick"),
    "missing field": ({"code": None}, "code"),
}


@pytest.mark.parametrize("fault", sorted(PROFILE_FAULTS))
@pytest.mark.parametrize("command", ["run", "status"])
def test_a_bad_profile_is_named_with_its_field(tmp_path: Path, fault: str, command: str) -> None:
    content, said = PROFILE_FAULTS[fault]
    path = tmp_path / "mission.yaml"
    if isinstance(content, dict):
        good = yaml.safe_load((missions.SAMPLE / "mission.yaml").read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump({**good, **content}), encoding="utf-8")
    elif content is not None:
        path.write_text(content, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    ended = fusion(command, "--mission", path, "--home", tmp_path / "home")
    assert ended.code == 3
    assert said in ended.err and "fusion init" in ended.err
    assert not (tmp_path / "home").exists()


def test_a_missing_inbox_is_said(mission: Mission, tmp_path: Path) -> None:
    ended = fusion("run", tmp_path / "nowhere", mission=mission)
    assert ended.code == 6 and "nowhere" in ended.err and "--inbox" in ended.err


@pytest.mark.parametrize("text", ["yesterday", "2026-02-31", "31.12.2026", ""])
def test_a_date_that_is_none_is_refused(mission: Mission, text: str) -> None:
    ended = fusion("run", "--as-of", text, mission=mission)
    assert ended.code == 2 and "2026-05-01" in ended.err


def test_a_day_that_has_not_come_is_refused(mission: Mission) -> None:
    ended = fusion("run", "--as-of", "9000-01-01", mission=mission)
    assert ended.code == 2 and "has not come yet" in ended.err
    assert not (mission.home.folder / "as_of").exists()


@pytest.mark.parametrize("command", [("status",), ("brief",), ("sources",), ("quarantine", "list"),
                                     ("review",), ("explain", "RPT-000000000000"),
                                     ("why", "RPT-1", "RPT-2")])  # fmt: skip
def test_before_the_first_run_every_command_says_what_to_do(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    mission = missions.one_page(tmp_path / "m", [])
    ended = fusion(*command, mission=mission)
    assert ended.code == 6 and "fusion run" in ended.err and "Traceback" not in ended.err


@pytest.mark.parametrize(
    "command",
    [("explain", "RPT-000000000000"), ("explain", "XYZ-1"), ("explain", "hello"),
     ("why", "RPT-000000000000", "RPT-000000000001"), ("quarantine", "show", "QUA-0")],
)  # fmt: skip
def test_an_unknown_identifier_is_said_with_advice(few: Mission, command: tuple[str, ...]) -> None:
    ended = fusion(*command, mission=few)
    assert ended.code == 6 and len(ended.err.splitlines()) >= 3


def test_publishing_needs_an_approval(mission: Mission) -> None:
    refused = fusion("brief", "--publish", mission=mission)
    assert refused.code == 8 and "fusion review approve" in refused.err
    assert not mission.home.readers.exists()
    no_reason = fusion("review", "approve", brief_of(mission), mission=mission)
    assert no_reason.code == 2
    approved = fusion("review", "approve", brief_of(mission), "--reason", "sound", mission=mission)
    assert approved.code == 0 and "DEC-" in approved.out
    published = fusion("brief", "--publish", mission=mission)
    assert published.code == 0
    folder = Path(published.out.split("Published to ")[1].strip())
    assert folder.parent == mission.home.readers and list(folder.glob("*.html"))
    back = fusion("review", "decide", "return", brief_of(mission), "-r", "unclear", mission=mission)
    assert back.code == 0
    assert fusion("brief", "--publish", mission=mission).code == 8


def test_a_decided_brief_waits_no_more_until_it_is_reopened(mission: Mission) -> None:
    def waiting() -> set[str]:
        return {item["subject_id"] for item in fusion("review", "--json", mission=mission).json}

    brief = brief_of(mission)
    assert brief in waiting()
    said = fusion("review", "decide", "refuse", brief, "-r", "thin", mission=mission)
    assert brief not in waiting()
    name = next(word.strip(".") for word in said.out.split() if word.startswith("DEC-"))
    assert fusion("review", "decide", "reopen", name, "-r", "by mistake", mission=mission).code == 0
    assert brief in waiting()


@pytest.mark.parametrize(
    "words",
    [("arrest", "HYP-000000000000"), ("reject", "INC-000000000000"), ("approve", "HYP-0"),
     ("merge", "HYP-000000000000"), ("rename", "HYP-000000000000"),
     ("grade", "INC-000000000000", "--value", "7"), ("grade", "RPT-000000000000", "--value", "2"),
     ("same", "INC-000000000000", "HYP-000000000000"), ("reject", "HYP-000000000000"),
     ("split", "HYP-000000000000", "--value", "INC-000000000000")],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_not_recorded(
    mission: Mission, words: tuple[str, ...]
) -> None:
    refused = fusion("review", "decide", *words, "--reason", "as tested", mission=mission)
    assert refused.code == 2 and len(refused.err.splitlines()) >= 3
    assert "as tested" not in fusion("review", "log", mission=mission).out


def test_the_log_shows_who_decided_what_and_why(mission: Mission) -> None:
    report = missions.rows_of(mission)["report"][0]["report_id"]
    words = ("review", "decide", "withdraw", report, "--reason", "the sender was wrong [bold]",
             "--by", "duty analyst")  # fmt: skip
    assert fusion(*words, mission=mission).code == 0
    log = fusion("review", "log", mission=mission).out
    for said in (report, "withdraw", "the sender was wrong", "duty analyst"):
        assert said in log


def test_a_mended_row_is_released_enters_the_next_run_and_stays_when_the_file_is_read_again(
    mission: Mission,
) -> None:
    held = fusion("quarantine", "list", "--json", mission=mission).json
    row = next(item for item in held if "31/02/2026" in (item["value"] or ""))
    assert row["path"] == "police/occurrence_dates.csv"
    name, field = row["quarantine_id"], row["column_name"]

    def release(*words: str) -> int:
        return fusion("quarantine", "release", name, *words, mission=mission).code

    assert release("--reason", "nothing mended") == 2
    assert release("--set", f"{field}=2026-02-28") == 2  # no reason
    assert release("--set", "report_id=RPT-1", "--reason", "no") == 2
    assert release("--set", f"{field}=31/02/2026", "--reason", "no") == 2
    assert release("--set", f"{field}=2026-02-28T09:15:00Z", "--reason", "asked the officer") == 0
    assert fusion("run", mission=mission).code == 0
    _assert_released(mission, row["report_id"], name)
    # The register of receipt is corrected, so the file is read again: the release outlives that.
    register = mission.inbox / "received.csv"
    lines = register.read_text(encoding="utf-8").splitlines()
    lines = [
        f"{row['path']},2026-04-30T09:00:00Z,another desk" if row["path"] in line else line
        for line in lines
    ]
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    again = fusion("run", mission=mission)
    assert "1 of 5 files read now" in again.out
    _assert_released(mission, row["report_id"], name)
    assert fusion("plan", mission=mission).out.strip() == "Nothing is pending."


def _assert_released(mission: Mission, report_id: str, quarantine_id: str) -> None:
    rows = missions.rows_of(mission)
    (report,) = [row for row in rows["report"] if row["report_id"] == report_id]
    assert f"{report['observed_from'] or report['written_at']:%Y-%m-%d}" == "2026-02-28"
    assert report_id in {row["report_id"] for row in rows["account_report"]}
    states = {row["quarantine_id"]: row["status"] for row in rows["quarantine"]}
    assert states[quarantine_id] == "released"
    assert "held" in states.values()  # the other broken rows of the file still are


def test_a_run_that_accepts_nothing_says_why_and_what_to_do(tmp_path: Path) -> None:
    mission = missions.one_page(tmp_path / "m", [])
    for n in range(3):
        (mission.inbox / f"loose{n}.txt").write_text("Three lorries passed at night.")
    ended = fusion("run", mission=mission)
    assert ended.code == 0
    assert "3 held back" in ended.out and "3 × folder_of_component" in ended.out
    assert "Move the file to the folder of the component" in ended.out
    assert "No report was accepted yet" in ended.out
    replayed = fusion("run", "--as-of", "2026-03-01", mission=mission)
    assert "No report was accepted by that date" in replayed.out
    assert "As of 1 March 2026" in replayed.out
    assert "kept apart" in replayed.out and "fusion diff 2026-03-01 current" in replayed.out
    assert "review approve" not in replayed.out and "quarantine list" not in replayed.out
