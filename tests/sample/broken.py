"""Checks that each broken file is broken in the way that truth/broken says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tests.sample.mission import Mission
from tests.sample.raw import decoded

ENDS = {"quarantine", "issue"}


def _is_zip(held: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(held))


def _parts(held: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(held)).infolist() if _is_zip(held) else []


def _is_encrypted(held: bytes) -> bool:
    try:
        return bool(PdfReader(io.BytesIO(held)).is_encrypted)
    except PyPdfError:
        return False


def _is_utf8(held: bytes) -> bool:
    try:
        return bool(held.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _widths(held: bytes) -> list[int]:
    return [line.count(";") for line in decoded(held).splitlines() if line]


# The fault of each file, as a question put to its bytes (and, for one, to its name).
FAULTS: dict[str, Callable[[bytes], bool]] = {
    "military/SITREP_empty.txt": lambda held: not held,
    "military/SITREP_RIVER_013_truncated.docx": lambda held: (
        held[:2] == b"PK" and not _is_zip(held)
    ),
    "military/patrol_overlay.pdf": lambda held: held.startswith(b"\x89PNG"),
    "justice/dossier_confidentiel.pdf": _is_encrypted,
    "ddr/liste_encodage.csv": lambda held: b"UTF-8" in held and not _is_utf8(held),
    "ddr/caseload_shifted.csv": lambda held: len(set(_widths(held))) == 2,
    "police/occurrence_dates.csv": lambda held: b"31/02/2026" in held and b"/2062" in held,
    "police/grid_outside.csv": lambda held: b",95.2710," in held and b"-170." in held,
    "civil_affairs/alert_formula.csv": lambda held: b'"=HYPERLINK(' in held and b"@SUM(" in held,
    "political_affairs/PAF_script.html": lambda held: b"<script>" in held and b"onload=" in held,
    "regional_office/digest_macro.docm": lambda held: any(
        part.filename.endswith("vbaProject.bin") for part in _parts(held)
    ),
    "panel_of_experts/annex_bomb.xlsx": lambda held: any(
        part.file_size > 10**8 and part.file_size > 500 * part.compress_size
        for part in _parts(held)
    ),
}
NAME_CHARACTERS = 240  # the one file whose fault is its name


def check_broken(mission: Mission) -> Iterator[str]:
    """Every broken file has its fault, and says where it must end."""
    for row in mission.tables["broken"]:
        file, held = row["file"], mission.content.get(row["file"])
        if row["expected"] not in ENDS or not row["reason"]:
            yield f"{file}: no end or no reason is given"
        fault = FAULTS.get(file)
        has_fault = (
            fault(held or b"") if fault else len(PurePosixPath(file).name) == NAME_CHARACTERS
        )
        if held is None or not has_fault:
            yield f"{file}: does not have the fault '{row['reason']}'"


CHECKS = (check_broken,)
