"""Small missions cut out of the sample: laid out in a folder, run, copied, compared.

The clock is fixed and the encoder needs no weights, so that a mission gives the same products on
every machine and on every day.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import yaml

from fusion.pipeline import run as running
from fusion.pipeline.layout import Mission
from fusion.review import Decision, DecisionLog
from fusion.store import Published

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_reports"
NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)

# One network of the river, its copies, relays and translations, both retractions, a protected
# source, a child and a victim, and broken files: all that the laws speak of, in few files.
EARLY = (
    "military/SITREP_RIVER_002_08JAN26.txt", "military/SITREP_RIVER_003_15JAN26.txt",
    "military/SITREP_RIVER_006_05FEB26.docx", "military/RETRACTION_RIVER_02MAR26.txt",
    "military/FLASH_KAROU_21FEB26.txt", "military/SITREP_RIVER_008_23FEB26.txt",
    "military/SITREP_RIVER_011_12MAR26.docx", "military/SITREP_RIVER_017_28APR26.txt",
    "military/INCREP_BENTIA_06MAY26.txt", "military/SITREP_RIVER_019_08MAY26.docx",
    "military/SITREP_empty.txt", "military/SITREP_RIVER_013_truncated.docx",
    "civil_affairs/field_note_ouatagouna_12jan.md", "civil_affairs/weekly_W07.docx",
    "civil_affairs/weekly_W18.docx", "civil_affairs/alerts_march_ar.txt",
    "civil_affairs/alert_formula.csv", "police/registre_ouatagouna_ansongo_jan-fev.xlsx",
    "police/log_3x5x2_river.csv", "police/intel_5x5x5_tillaberi.jsonl",
    "police/retraction_AYO_28MAR26.txt", "police/registre_ansongo_mars.xlsx",
    "police/registre_ansongo_mars_renvoi.csv", "police/INCREP_GOURMA_KFR.docx",
    "police/occurrence_dates.csv", "political_affairs/PAF_002_tarif_ouatagouna.eml",
    "political_affairs/PAF_005_trad_fafa.eml", "political_affairs/PAF_script.html",
    "justice/note_ayorou_05MAR26.docx", "justice/dori_mediation_note.docx",
    "regional_office/digest_01.json", "panel_of_experts/extract_A_may.pdf",
)  # fmt: skip
LATE = (
    "regional_office/digest_05.html", "political_affairs/PAF_006_trad_dounia.eml",
    "civil_affairs/alerts_may.jsonl",
)  # fmt: skip
CUT = dt.datetime(2026, 5, 16, tzinfo=dt.UTC)  # the midnight after the last of EARLY came in

# Enough for every stage to have work, few enough for a run to take seconds.
FEW = (
    "military/SITREP_RIVER_002_08JAN26.txt", "military/SITREP_RIVER_003_15JAN26.txt",
    "civil_affairs/field_note_ouatagouna_12jan.md", "police/log_3x5x2_river.csv",
    "police/occurrence_dates.csv",
)  # fmt: skip

HEAD = {"languages": ["en"], "formats": ["html", "json", "docx", "pdf"]}
TEAM = {"languages": ["fr"], "formats": ["html"]}


def lay_out(folder: Path, files: Iterable[str], **changes: Any) -> Mission:
    """A mission with the named files of the sample and its register, its profile changed."""
    profile = yaml.safe_load((SAMPLE / "mission.yaml").read_text(encoding="utf-8"))
    by_code = {edition["code"]: edition for edition in profile["editions"]}
    head, team = by_code["head_of_mission"], by_code["country_team"]
    profile |= {"encoder": "hashing", "editions": [{**head, **HEAD}, {**team, **TEAM}], **changes}
    (folder / "inbox").mkdir(parents=True)
    text = yaml.safe_dump(profile, allow_unicode=True)
    (folder / "mission.yaml").write_text(text, encoding="utf-8")
    shutil.copy(SAMPLE / "inbox" / "received.csv", folder / "inbox")
    add(folder, files)
    return opened(folder)


def one_page(folder: Path, files: Iterable[str]) -> Mission:
    """The same with a single HTML edition: the cheapest mission that still has a brief."""
    lay_out(folder, files)
    path = folder / "mission.yaml"
    profile = yaml.safe_load(path.read_text(encoding="utf-8"))
    profile["editions"] = [{**profile["editions"][0], "formats": ["html"]}]
    path.write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")
    return opened(folder)


def add(folder: Path, files: Iterable[str]) -> None:
    """Let the named files of the sample arrive."""
    for name in files:
        target = folder / "inbox" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy2(SAMPLE / "inbox" / name, target)


def opened(folder: Path) -> Mission:
    """The mission that lies in a folder."""
    return Mission.open(folder / "mission.yaml", None, folder / "home")


def copied(mission: Mission, folder: Path) -> Mission:
    """A copy of a mission with all its state, to be changed at will."""
    shutil.copytree(mission.inbox.parent, folder)
    return opened(folder)


def fused(mission: Mission, as_of: dt.datetime | None = None, **options: Any) -> running.Summary:
    """Run the pipeline. The validation site is left out: it is no product, and costs a third."""
    with patch.object(running, "_data_docs"):
        return running.run(mission, NOW, lambda *_: None, as_of, **options)


def decide(mission: Mission, kind: str, subject: str, other: str | None = None,
           value: str | None = None) -> str:  # fmt: skip
    """Record a decision, later than any report; its identifier."""
    log = DecisionLog(mission.home.decisions_url)
    return log.append(Decision(kind, subject, "as tested", "analyst", NOW, other, value))


def tables_of(mission: Mission) -> dict[str, pa.Table]:
    """Tables of the current version."""
    return Published(mission.home.published).tables()


def rows_of(mission: Mission) -> dict[str, list[dict[str, Any]]]:
    """Rows of the current version by table."""
    return {name: table.to_pylist() for name, table in tables_of(mission).items()}


def version_of(mission: Mission) -> Path:
    """Folder of the current version."""
    return Published(mission.home.published).path()


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file by its path below the folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def received_by(moment: dt.datetime) -> set[str]:
    """Paths that the register of the sample says had come by then."""
    with (SAMPLE / "inbox" / "received.csv").open(encoding="utf-8") as file:
        return {
            row["path"]
            for row in csv.DictReader(file)
            if dt.datetime.fromisoformat(row["received_at"]) <= moment
        }


_DRIVER = """
import datetime as dt, os, signal, sys
from fusion.cli import main, run_commands
run_commands.now = lambda: dt.datetime.fromisoformat({now!r})
{patch}
main()
"""
# Killed when the tables of the stage are written and the transaction is not yet committed.
_KILL = """
from fusion.store import Warehouse
note = Warehouse._note
def killed(self, entry):
    if entry.stage == {stage!r}:
        os.kill(os.getpid(), signal.SIGKILL)
    note(self, entry)
Warehouse._note = killed
"""


def in_another_process(
    mission: Mission, kill_in: str | None = None
) -> subprocess.CompletedProcess[str]:
    """'fusion run' in its own process, with another hash seed; killed inside a stage if asked."""
    patched = _KILL.format(stage=kill_in) if kill_in else ""
    program = _DRIVER.format(now=NOW.isoformat(), patch=patched)
    folder = mission.inbox.parent
    options = ["--mission", str(folder / "mission.yaml"), "--home", str(mission.home.folder)]
    return _python(["-c", program, "run", *options])


def _python(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    # Whatever would reach for a network is sent to a port that nobody serves.
    nowhere = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    env = {**os.environ, **nowhere, "PYTHONHASHSEED": "12345", "COLUMNS": "300",
           "GX_ANALYTICS_ENABLED": "false"}  # fmt: skip
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
