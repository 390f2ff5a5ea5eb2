"""Where receipt is told by the dateline, the mission's clock stands inside its files."""

import datetime as dt
import os

import pytest

from fusion.pipeline import run as running
from fusion.pipeline.layout import Home, Mission
from fusion.pipeline.plan import plan
from fusion.store import Warehouse
from tests.support import make_profile

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
TEXTS = {
    "p-1.txt": "Report Date 3 May, 2025. Two boats crossed the river at night near the ford.",
    "p-2.txt": "Report Date 9 May, 2025. A lorry was stopped at the bridge; its load was sugar.",
}


@pytest.fixture
def mission(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, text in TEXTS.items():
        (inbox / name).write_text(text, encoding="utf-8")
    part = {"name": "police", "folder": "p-*", "title_en": "p", "title_fr": "p"}
    profile = make_profile(received="dateline", components=[part])
    return Mission(profile, inbox, Home(tmp_path / "home"))


def do(mission, as_of=None):
    return running.run(mission, NOW, lambda *_: None, as_of, stages=())


def test_the_clock_follows_the_last_dateline(mission):
    assert do(mission).as_of == dt.datetime(2025, 5, 10, tzinfo=dt.UTC)


def test_a_fresh_copy_of_the_files_is_the_same_run(mission):
    before = do(mission)
    for path in mission.inbox.iterdir():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert plan(mission, NOW).files == {}
    after = do(mission)
    assert (after.n_read, after.as_of, after.is_new) == (0, before.as_of, False)


def test_a_replay_holds_only_what_had_been_written(mission):
    moment = dt.datetime(2025, 5, 6, tzinfo=dt.UTC)
    summary = do(mission, moment)
    assert (summary.as_of, summary.ingested.n_out) == (moment, 1)
    with Warehouse.open(mission.home.as_of(moment).warehouse) as warehouse:
        assert warehouse.read("document")["path"].to_pylist() == ["p-1.txt"]
