"""Laws of intake: nothing lost, same bytes again, order of arrival without effect."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.intake import discover, limits, read
from tests.intake.support import take
from tests.support import make_profile, make_run

WORDS = st.sampled_from(
    """tanker barrier river Gao Fafa night seven boat 1. 2. a. INCIDENTS Lieu: Date: - # || 12 March
    SITREP nothing to report ANNEX Figure ; , . : II. B. (B2) الطريق été""".split()  # noqa: SIM905
)
LINES = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=14).map("\n".join)


COMPONENTS = [component.name for component in make_profile().components]


def words_of(text: str) -> set[str]:
    return {word for word in text.split() if word.isalpha() and len(word) > 3}


@settings(max_examples=80, deadline=None)
@given(LINES, st.sampled_from(COMPONENTS))
def test_no_word_is_lost(text: str, component: str) -> None:
    result = take(text, "note.txt", component)
    if result.documents[0]["status"] == "refused":
        return
    kept = " ".join(
        str(value)
        for row in (*result.reports, *result.issues, *result.documents)
        for value in row.values()
    )
    letters = "".join(c if c.isalnum() else " " for c in kept.replace("\\n", " "))
    assert words_of(text) <= set(letters.split()) | set(kept.split())


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_same_bytes_again(text: str) -> None:
    first, second = take(text), take(text)
    assert all(
        first.reading.tables[name].equals(second.reading.tables[name])
        for name in first.reading.tables
    )


def test_identifiers_depend_on_path_and_bytes_only() -> None:
    text = "Two boats crossed at night without any lights on."
    one, other = take(text, "a.txt"), take(text, "b.txt")
    assert one.documents[0]["sha256"] == other.documents[0]["sha256"]
    assert one.documents[0]["document_id"] != other.documents[0]["document_id"]
    assert one.reports[0]["report_id"] != other.reports[0]["report_id"]


def test_number_printed_twice_gives_two_reports() -> None:
    text = (
        "SITREP 001\n\n1. Four tankers passed the bridge at noon without a stop.\n\n"
        "ANNEX A\n\n1. Four tankers passed the bridge at noon without a stop.\n"
    )
    result = take(text)
    assert [r["locator"] for r in result.reports] == ["¶ 1", "¶ 1 (2)"]
    assert len({r["report_id"] for r in result.reports}) == 2


def inbox(folder: Path) -> Path:
    files = {
        "military/sub/a.txt": "Two boats crossed at night without any lights on.",
        "police/b.txt": "One car was stolen in front of the pharmacy at noon.",
        "police/.hidden": "x",
        "stray/c.txt": "A file nobody expects in this folder of the inbox.",
        "received.csv": (
            "path,received_at,received_by\nmilitary/sub/a.txt,2026-03-01T08:00:00Z,registry\n"
            "police/b.txt,not a time,registry\n"
        ),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        os.utime(path, (1_770_000_000, 1_770_000_000))
    return folder


def test_discovery_by_component_and_register(tmp_path: Path) -> None:
    found = {a.path: a for a in discover(inbox(tmp_path), make_profile())}
    assert set(found) == {"military/sub/a.txt", "police/b.txt", "stray/c.txt"}
    listed, unlisted = found["military/sub/a.txt"], found["police/b.txt"]
    assert listed.component == "military"
    assert listed.received_at == dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
    assert listed.received_by == "registry"
    assert unlisted.received_at == dt.datetime.fromtimestamp(1_770_000_000, dt.UTC)
    assert {note.kind for note in unlisted.notes} == {"not_in_register", "register_line_unread"}
    assert found["stray/c.txt"].component is None
    reading = read(unlisted, (tmp_path / "police/b.txt").read_bytes(), make_run())
    assert "not_in_register" in reading.tables["issue"]["kind"].to_pylist()


def test_a_long_file_name_is_remarked_and_the_file_read(tmp_path: Path) -> None:
    folder = inbox(tmp_path)
    name = f"military/{'final_corrected_' * 14}.txt"
    (folder / name).write_text("The patrol of 2 March saw two trucks at the ford of Azgaret.")
    found = {a.path: a for a in discover(folder, make_profile())}
    assert "long_file_name" in {note.kind for note in found[name].notes}
    assert "long_file_name" not in {note.kind for note in found["police/b.txt"].notes}
    assert read(found[name], (folder / name).read_bytes(), make_run()).tables["report"].num_rows


def test_folder_pattern_of_a_flat_inbox(tmp_path: Path) -> None:
    (tmp_path / "north-1.txt").write_text("Two boats crossed at night.", encoding="utf-8")
    profile = make_profile(
        components=[{"name": "police", "folder": "north*", "title_en": "p", "title_fr": "p"}]
    )
    assert [a.component for a in discover(tmp_path, profile)] == ["police"]


def test_file_time_and_dateline(tmp_path: Path) -> None:
    by_time = discover(inbox(tmp_path), make_profile(received="file_time"))
    assert {a.received_at.year for a in by_time} == {2026}
    assert not any(a.notes for a in by_time)
    text = "Report Date 27 April, 2003. A truck was found abandoned near the camp."
    result = take(text, "a.txt", "regional_office", received="dateline")
    assert result.documents[0]["received_at"].date() == dt.date(2003, 4, 27)
    assert result.reports[0]["received_at"].date() == dt.date(2003, 4, 27)


def test_links_that_leave_the_inbox_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the mission", encoding="utf-8")
    folder = tmp_path / "inbox" / "police"
    folder.mkdir(parents=True)
    (folder / "a.txt").symlink_to(secret)
    (folder / "loop").symlink_to(tmp_path)
    arrivals = discover(tmp_path / "inbox", make_profile())
    assert [a.path for a in arrivals] == ["police/a.txt", "police/loop"]
    for arrival in arrivals:
        assert arrival.refusal is not None
        reading = read(arrival, b"", make_run())
        assert reading.tables["quarantine"]["rule"].to_pylist() == ["file_inside_inbox"]


def test_large_file_is_not_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "police"
    folder.mkdir()
    with (folder / "big.csv").open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    (arrival,) = discover(tmp_path, make_profile())
    assert arrival.refusal is not None
    reading = read(arrival, b"", make_run(), sha256="ab" * 32)
    (document,) = reading.tables["document"].to_pylist()
    assert document["sha256"] == "ab" * 32
    assert document["size_bytes"] == limits.FILE_BYTES + 1
    assert document["status"] == "refused"


def test_a_dateline_is_when_it_was_written_not_what_it_tells() -> None:
    text = "Report Date 15, April 2003. INS: two men were stopped on 11 April, 2003 at the gate."
    report = take(text, "a.txt", "regional_office", received="dateline").reports[0]
    assert report["written_at"].date() == dt.date(2003, 4, 15)
    assert report["observed_from"].date() == dt.date(2003, 4, 11)
    bare = "Report Date 15 April. 2003. The number is registered to a shop near the gate."
    assert (
        take(bare, "b.txt", "regional_office", received="dateline").reports[0]["observed_from"]
        is None
    )


def test_a_garbled_year_is_no_missing_year() -> None:
    text = "Report Date 5 April, 2003. A passport issued on 12 Feb. 19971 was shown at the desk."
    report = take(text, "a.txt", "regional_office", received="dateline").reports[0]
    assert report["observed_from"] is None
