"""What has arrived: the files below the inbox, by component, with their time of receipt."""

from __future__ import annotations

import csv
import datetime as dt
import fnmatch
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fusion.intake import limits
from fusion.intake.body import Note, Refusal
from fusion.intake.clean import clean
from fusion.intake.decode import decode
from fusion.intake.fields.clock import Clock, Moment
from fusion.intake.fields.moments import read
from fusion.profile import Profile

REGISTER = "received.csv"


@dataclass(frozen=True)
class Arrival:
    """A file below the inbox. `path` is relative, with /; `size` in bytes; times in UTC.

    `component` is None outside the folders of the profile. Where `refusal` is set, the content
    must not be loaded: pass empty bytes (and the SHA-256, if known) to `read`. Where the profile
    takes the time of receipt from the dateline, `received_at` is the file's time and the
    document row carries the final one.
    """

    path: str
    size: int
    component: str | None
    received_at: dt.datetime
    received_by: str | None = None
    refusal: Refusal | None = None
    notes: tuple[Note, ...] = ()


def discover(inbox: Path, profile: Profile) -> list[Arrival]:
    """Every file below `inbox`, sorted by path. Hidden files and the register of receipt are no
    arrivals; links that leave the inbox are refused."""
    root = inbox.resolve()
    register, problem = _register(root / REGISTER, profile)
    folders: dict[str, str] = {part.folder.strip("/"): part.name for part in profile.components}
    return [
        _arrival(path, root, folders, register, problem, profile) for path in sorted(_files(root))
    ]


def _files(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in files:
            path = Path(folder) / name
            is_register = path == root / REGISTER
            if not (name.startswith(".") or is_register):
                yield path
        for name in list(names):  # a linked folder is reported as one arrival, never entered
            if (Path(folder) / name).is_symlink():
                names.remove(name)
                yield Path(folder) / name


def _arrival(
    path: Path,
    root: Path,
    folders: dict[str, str],
    register: dict[str, tuple[dt.datetime, str]],
    problem: Note | None,
    profile: Profile,
) -> Arrival:
    name = path.relative_to(root).as_posix().encode("utf-8", "replace").decode("utf-8")
    component = next(
        (folders[f] for f in sorted(folders, key=len, reverse=True) if _is_below(name, f)),
        None,
    )
    size, modified, refusal = _state(path, root)
    notes: tuple[Note, ...] = (problem,) if problem is not None else ()
    if len(path.name) > limits.NAME_CHARACTERS:
        notes += (
            Note(
                "long_file_name",
                f"The name of the file has {len(path.name)} characters.",
                "Give it a shorter name where it is kept: other systems may cut it or refuse it.",
            ),
        )
    if profile.received == "register" and name in register:
        at, by = register[name]
        return Arrival(name, size, component, at, by or None, refusal, notes)
    if profile.received == "register":
        notes += (
            Note(
                "not_in_register",
                f"The file does not stand in {REGISTER}; the file's own time was taken.",
                f"Add a line path,received_at,received_by to {REGISTER} in the inbox.",
            ),
        )
    return Arrival(name, size, component, modified, None, refusal, notes)


def _is_below(name: str, folder: str) -> bool:
    """In the folder, or fitting it as a pattern ('fbi*'): some missions keep one flat folder."""
    return name.startswith(folder + "/") or fnmatch.fnmatchcase(name, folder)


def _state(path: Path, root: Path) -> tuple[int, dt.datetime, Refusal | None]:
    """(size, time of last change, why it must not be loaded)."""
    own = path.lstat()
    own_time = dt.datetime.fromtimestamp(int(own.st_mtime), dt.UTC)
    if path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root)):
        return (
            0,
            own_time,
            Refusal(
                "file_inside_inbox",
                "The file is a link that leads out of the inbox.",
                "Copy the file itself into the component's folder.",
            ),
        )
    try:
        state = path.stat()
        with path.open("rb"):
            pass
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror})."
        return (
            0,
            own_time,
            Refusal("file_readable", reason, "Check its permissions, then run again."),
        )
    at = dt.datetime.fromtimestamp(int(state.st_mtime), dt.UTC)
    if state.st_size > limits.FILE_BYTES:
        reason = f"The file has {state.st_size:,} bytes; the limit is {limits.FILE_BYTES:,}."
        return (
            state.st_size,
            at,
            Refusal("file_within_limits", reason, "Split it, or send the text without pictures."),
        )
    return state.st_size, at, None


def _register(
    path: Path, profile: Profile
) -> tuple[dict[str, tuple[dt.datetime, str]], Note | None]:
    """The register of receipt by path; the first line of a path counts, and bad lines are told."""
    if profile.received != "register" or not path.is_file():
        return {}, None
    text, _ = decode(path.read_bytes())
    clock = Clock.of(profile.time_zone)
    register: dict[str, tuple[dt.datetime, str]] = {}
    bad = 0
    for row in csv.DictReader(io.StringIO(text, newline="")):
        at = read(row.get("received_at") or "", clock)
        if not isinstance(at, Moment):
            bad += 1
            continue
        name = clean(row.get("path") or "").removeprefix("./")
        register.setdefault(name, (at.start, clean(row.get("received_by") or "")))
    if not bad:
        return register, None
    return register, Note(
        "register_line_unread",
        f"{bad} lines of {REGISTER} hold no time of receipt that can be read.",
        "Write the time as 2026-01-31T12:00:00Z.",
    )
