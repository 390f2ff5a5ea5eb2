"""Source identities, children and victims never reach a product; a leak stops everything."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from fusion import briefing
from fusion.briefing.protect import Guard
from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.store import Published
from fusion.terms.errors import LeakFound
from tests.laws import missions
from tests.laws.reading import folded, text_of


def forbidden() -> list[tuple[str, str]]:
    """(string, rule) of the sample's own table of what must reach no product."""
    path = missions.SAMPLE / "truth" / "forbidden.csv"
    with path.open(encoding="utf-8") as file:
        return [(folded(row["string"]), row["rule"]) for row in csv.DictReader(file)]


def test_the_small_mission_holds_secrets_of_every_kind(base: Mission) -> None:
    """Or else the tests below would hold for an empty reason."""
    reports = missions.rows_of(base)["report"]
    told = folded(" ".join(f"{row['text']} {row['source_text']}" for row in reports))
    assert {rule for string, rule in forbidden() if string in told} == {
        "protected_source", "source_identity", "minor", "victim",
    }  # fmt: skip


def test_no_rendered_file_holds_a_secret(base: Mission) -> None:
    files = sorted((missions.version_of(base) / "drafts").iterdir())
    assert {path.suffix for path in files} == {".html", ".json", ".docx", ".pdf"}
    assert {"head_of_mission", "country_team"} <= {path.stem.split("-")[2] for path in files}
    for path in files:
        text = folded(text_of(path))
        assert len(text) > 2000
        leaked = [rule for string, rule in forbidden() if string in text]
        assert leaked == [], path.name


def test_no_file_name_holds_a_secret(base: Mission) -> None:
    names = folded("\n".join(str(path) for path in base.home.folder.rglob("*")))
    assert [rule for string, rule in forbidden() if string in names] == []


def test_the_command_says_no_secret(base_run: subprocess.CompletedProcess[str]) -> None:
    said = folded(base_run.stdout + base_run.stderr)
    assert "version" in said
    assert [rule for string, rule in forbidden() if string in said] == []


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guard that forgets to redact, and a renderer that is newer than the published version."""
    monkeypatch.setattr(Guard, "clean", lambda _self, text: text)
    monkeypatch.setattr(Guard, "coded", lambda _self, text: text)
    monkeypatch.setattr(Guard, "replacements", lambda _self, _text, _mask: [])
    monkeypatch.setattr(briefing, "RENDER_VERSION", "leaky")


def test_a_leak_stops_the_run_and_the_earlier_version_stays(
    base: Mission, tmp_path: Path, careless: None
) -> None:
    mission = missions.copied(base, tmp_path / "m")
    before = missions.hashes(mission.home.published)
    with pytest.raises(LeakFound) as caught:
        missions.fused(mission)
    assert caught.value.exit_code == 7
    assert [rule for string, rule in forbidden() if string in folded(str(caught.value))] == []
    assert missions.version_of(mission).name == missions.version_of(base).name
    visible = {
        path: digest
        for path, digest in missions.hashes(mission.home.published).items()
        if not path.startswith(".")
    }
    assert visible == before


def test_a_leak_stops_a_release_and_nothing_reaches_the_readers(
    base: Mission, tmp_path: Path, careless: None
) -> None:
    mission = missions.copied(base, tmp_path / "m")
    brief = missions.rows_of(mission)["brief"][0]["brief_id"]
    missions.decide(mission, "approve", brief)
    with pytest.raises(LeakFound):
        products.release(mission, brief)
    assert not list(mission.home.readers.rglob("*.html"))
    assert not list((mission.home.folder / "issued").glob("*"))
    assert Published(mission.home.published).current == missions.version_of(base).name
