"""`fusion export` and `fusion brief`: what goes out, to whom, and what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fusion.pipeline.layout import Mission
from fusion.store import Published
from tests.cli.support import everything, fusion
from tests.laws import missions


@pytest.fixture(scope="module")
def mine(few: Mission, tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """A mission whose brief is approved in the course of these tests."""
    return missions.copied(few, tmp_path_factory.mktemp("export") / "m")


def test_a_draft_goes_out_only_when_it_is_asked_for(few: Mission, tmp_path: Path) -> None:
    before = everything(few)
    words = ("export", "--edition", "head_of_mission", "--out", tmp_path / "out")
    refused = fusion(*words, mission=few)
    assert refused.code == 8 and "--draft" in refused.err and not (tmp_path / "out").exists()
    given = fusion(*words, "--format", "stix", "--draft", mission=few)
    paths = [Path(line) for line in given.out.splitlines()]
    assert given.code == 0 and len(paths) == 2
    assert all(path.is_file() and "-draft" in path.name for path in paths)
    bundle = json.loads(next(p for p in paths if p.name.endswith("stix.json")).read_bytes())
    assert all(item["labels"] == ["draft"] for item in bundle["objects"]
               if item["type"] != "marking-definition")  # fmt: skip
    assert everything(few) == before


def test_an_approved_issue_goes_out_into_the_state_by_name_or_date(mine: Mission) -> None:
    brief = missions.rows_of(mine)["brief"][0]
    missions.decide(mine, "approve", brief["brief_id"])
    shown = fusion("export", "--edition", "head_of_mission", "--format", "graphml", mission=mine)
    paths = [Path(line) for line in shown.out.splitlines()]
    assert shown.code == 0 and not any("draft" in str(path) for path in paths)
    assert all(path.is_relative_to(mine.home.folder / "exports") for path in paths)
    manifest = json.loads(next(p for p in paths if p.suffix == ".json").read_bytes())
    assert not manifest["is_draft"] and manifest["brief_id"] == brief["brief_id"]
    named = fusion("export", "--edition", "head_of_mission", "--format", "graphml", "--brief",
                   brief["brief_id"], mission=mine)  # fmt: skip
    dated = fusion("export", "--edition", "head_of_mission", "--format", "graphml", "--as-of",
                   brief["as_of"].isoformat(), mission=mine)  # fmt: skip
    assert shown.out == named.out == dated.out


def test_nothing_goes_out_after_a_withdrawal(mine: Mission) -> None:
    account = missions.rows_of(mine)["account"][0]["account_id"]
    missions.decide(mine, "withdraw", account)
    refused = fusion("export", "--edition", "head_of_mission", mission=mine)
    assert refused.code == 8 and "older than a withdrawal" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--edition", "nobody"), 6, "head_of_mission"),
        (("--edition", "head_of_mission", "--lang", "fr"), 6, "It comes in: en"),
        (("--edition", "all", "--format", "dbase"), 6, "geojson"),
        (("--edition", "all", "--brief", "BRF-000000000000"), 6, "BRF-000000000000"),
        (("--edition", "all", "--as-of", "2026-02-30"), 2, "not a date"),
        (("--edition", "all", "--as-of", "2024-01-01"), 6, "fusion run --as-of 2024-01-01"),
        (("--edition", "all", "--brief", "BRF-0", "--as-of", "2026-02-01"), 2, "one of them"),
    ],
)
def test_errors_say_what_can_be_done(
    few: Mission, words: tuple[str, ...], code: int, said: str
) -> None:
    refused = fusion("export", *words, "--draft", mission=few)
    assert refused.code == code and said in refused.err and refused.out == ""


def test_a_leak_stops_everything_and_names_the_rule(few: Mission, tmp_path: Path) -> None:
    mission = missions.copied(few, tmp_path / "m")
    path = mission.inbox.parent / "mission.yaml"
    secret = mission.profile.name_en
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nprotected_strings: [{json.dumps(secret)}]\n", encoding="utf-8")
    out = tmp_path / "out"
    stopped = fusion("export", "--edition", "head_of_mission", "--draft", "--out", out,
                     mission=missions.opened(tmp_path / "m"))  # fmt: skip
    told = " ".join(stopped.err.split())  # lines break where the terminal ends
    assert stopped.code == 7 and "protected string of the profile" in told
    assert secret not in stopped.err and not out.exists()


def test_brief_finds_edition_language_and_date(few: Mission) -> None:
    brief = missions.rows_of(few)["brief"][0]
    drafts = Published(few.home.published).path() / "drafts"
    shown = fusion("brief", "--edition", "head_of_mission", "--lang", "en", mission=few)
    paths = [Path(line) for line in shown.out.splitlines()]
    assert [path.name for path in paths] == [
        path.name for path in drafts.glob("*head_of_mission-en*")
    ]
    assert paths and f"Brief no. {brief['number']}" in shown.err and "draft" in shown.err
    dated = fusion("brief", "--edition", "head_of_mission", "--lang", "en", "--as-of",
                   brief["as_of"].isoformat(), mission=few)  # fmt: skip
    assert dated.out == shown.out
    for words, said in (
        (("--edition", "nobody"), "head_of_mission"),
        (("--edition", "head_of_mission", "--lang", "fr"), "It comes in: en"),
        (("--as-of", "2024-01-01"), "fusion run --as-of 2024-01-01"),
    ):
        refused = fusion("brief", *words, mission=few)
        assert refused.code == 6 and said in refused.err and refused.out == ""
