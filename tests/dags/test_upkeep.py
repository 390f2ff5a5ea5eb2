"""A backup restores exactly, is cheap to repeat, and says so when it is damaged."""

import datetime as dt
import json
import shutil

import pytest

from fusion.pipeline import upkeep
from fusion.pipeline.layout import Home, Mission
from fusion.review import Decision, DecisionLog
from fusion.store import Archive, Published, write_tables
from fusion.terms.errors import BackupBroken, NotFound
from tests.support import AS_OF, make_profile, make_table

NOW = dt.datetime(2026, 7, 6, 1, 30, tzinfo=dt.UTC)
CONTENTS = (b"first report", b"second report", "troisième".encode())


@pytest.fixture
def mission(tmp_path):
    """A mission with three documents, two decisions, one issued brief and a published version."""
    home = Home(tmp_path / "home")
    archive = Archive(home.archive)
    hashes = [archive.keep(content) for content in CONTENTS]
    log = DecisionLog(home.decisions_url)
    for number, kind in enumerate(("approve", "return")):
        moment = AS_OF + dt.timedelta(minutes=number)
        log.append(Decision(kind, "BRF-1", "because", "analyst", moment))
    (home.readers / "001").mkdir(parents=True)
    (home.readers / "001" / "brief.html").write_text("<p>brief</p>")
    published = Published(home.published)
    working = published.begin("v1")
    rows = [
        {"document_id": f"DOC-{n}", "sha256": name, "received_at": AS_OF - dt.timedelta(days=n)}
        for n, name in enumerate(hashes)
    ]
    write_tables(working / "tables", {"document": make_table("document", *rows)})
    published.finish("v1", working)
    return Mission(make_profile(), tmp_path, home)


def test_what_is_restored_is_what_was_backed_up(mission, tmp_path):
    folder = upkeep.backup(mission, tmp_path / "backups", NOW)
    restored = Home(tmp_path / "restored")
    assert upkeep.restore(folder, restored) == {"documents": 3, "decisions": 2, "files": 1}
    for path in upkeep._documents(mission.home.archive):
        assert Archive(restored.archive).fetch(path.name) == path.read_bytes()
    before, after = (DecisionLog(home.decisions_url).until() for home in (mission.home, restored))
    assert after.equals(before)
    assert (restored.readers / "001" / "brief.html").read_text() == "<p>brief</p>"


def test_the_check_restores_and_leaves_nothing_behind(mission, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = upkeep.backup(mission, tmp_path / "backups", NOW)
    assert upkeep.restore_check(mission, folder)["documents"] == 3
    assert not list((tmp_path / "temporary").iterdir())


def test_a_second_backup_copies_only_what_is_new(mission, tmp_path):
    first = upkeep.backup(mission, tmp_path / "backups", NOW)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "backups/archive").rglob("*")}
    Archive(mission.home.archive).keep(b"fourth report")
    second = upkeep.backup(mission, tmp_path / "backups", NOW + dt.timedelta(days=1))
    kept = {path for path, at in before.items() if path.is_file() and path.stat().st_mtime_ns == at}
    assert len(kept) == 3
    assert upkeep.restore(second, Home(tmp_path / "b"))["documents"] == 4
    assert upkeep.restore(first, Home(tmp_path / "a"))["documents"] == 3


@pytest.mark.parametrize("damage", ["altered", "missing", "decision", "issue"])
def test_a_damaged_backup_is_found_out(mission, tmp_path, damage):
    folder = upkeep.backup(mission, tmp_path / "backups", NOW)
    document = upkeep._documents(tmp_path / "backups" / "archive")[1]
    if damage == "altered":
        document.write_bytes(document.read_bytes()[:-1] + b"X")
    elif damage == "missing":
        document.unlink()
    elif damage == "decision":
        changed = make_table("decision", {"kind": "approve", "subject_id": "BRF-1"})
        upkeep.pq.write_table(changed, folder / "decision.parquet")
    else:
        (folder / "readers" / "001" / "brief.html").write_text("<p>other</p>")
    with pytest.raises(BackupBroken):
        upkeep.restore_check(mission, folder)


def test_a_document_that_was_published_but_is_not_backed_up_is_found_out(mission, tmp_path):
    lost = upkeep._documents(mission.home.archive)[0]
    lost.unlink()
    folder = upkeep.backup(mission, tmp_path / "backups", NOW)
    with pytest.raises(BackupBroken, match=lost.name):
        upkeep.restore_check(mission, folder)


def test_a_backup_that_was_cut_off_has_no_name(mission, tmp_path, monkeypatch):
    def full(*_arguments, **_more):
        raise OSError("No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OSError, match="No space"):
        upkeep.backup(mission, tmp_path / "backups", NOW)
    assert not list((tmp_path / "backups").glob("2026*"))


def test_a_home_in_use_is_never_written_over(mission, tmp_path):
    folder = upkeep.backup(mission, tmp_path / "backups", NOW)
    with pytest.raises(NotFound):
        upkeep.restore(folder, mission.home)


def test_retention_lists_what_is_older_and_deletes_nothing(mission):
    profile = make_profile(retention_days=2)
    old = Mission(profile, mission.inbox, mission.home)
    report = json.loads(upkeep.overdue(old, AS_OF + dt.timedelta(hours=1)).read_text())
    assert [row["document_id"] for row in report["overdue"]] == ["DOC-2"]
    assert report["n_documents"] == 3
    assert len(upkeep._documents(mission.home.archive)) == 3
