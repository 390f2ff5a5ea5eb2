"""Is this installation fit to run, and is this mission's state sound?"""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from fusion import encoders
from fusion.pipeline.layout import Mission
from fusion.review import DecisionLog
from fusion.store import Published, Warehouse
from fusion.tables import TABLES
from fusion.terms.errors import FusionError

# A run over the sample mission writes under 0.3 GB; five leave room for a year of a real one.
_FREE_GB = 5


@dataclass(frozen=True)
class Check:
    """One check: sound or not, and what was found or what to do."""

    name: str
    is_ok: bool
    detail: str


def checks(mission: Mission) -> list[Check]:
    """All checks, each on its own: a fault in one does not hide the others."""
    listed: list[tuple[str, Callable[[], str]]] = [
        ("Python 3.11", _python),
        ("no CUDA package", _no_cuda),
        ("encoder weights", lambda: _encoder(mission)),
        ("disk", lambda: _disk(mission)),
        ("warehouse", lambda: _warehouse(mission)),
        ("decisions", lambda: _decisions(mission)),
        ("published version", lambda: _published(mission)),
    ]
    return [_run(name, check) for name, check in listed]


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except FusionError as error:
        return Check(name, False, f"{error.problem} {error.advice}")
    except (OSError, AssertionError, ValueError) as error:
        return Check(name, False, str(error))


def _python() -> str:
    if sys.version_info[:2] != (3, 11):
        raise ValueError("The lock is made for Python 3.11: run 'make setup' with it.")
    return sys.version.split()[0]


def _no_cuda() -> str:
    names = {item.metadata["Name"].lower() for item in importlib.metadata.distributions()}
    found = sorted(name for name in names if name.startswith(("nvidia-", "cuda-")))
    if found:
        raise ValueError(f"{', '.join(found)}: remove .venv and run 'make setup'.")
    return "torch " + importlib.metadata.version("torch")


def _encoder(mission: Mission) -> str:
    return encoders.load_encoder(mission.profile.encoder, encoders.encoder_cache()).encoder_id


def _disk(mission: Mission) -> str:
    mission.home.folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(mission.home.folder).free / 1e9
    if free < _FREE_GB:
        raise ValueError(f"Only {free:.1f} GB are free below {mission.home.folder}: make room.")
    return f"{free:.0f} GB free"


def _warehouse(mission: Mission) -> str:
    with Warehouse.open(mission.home.warehouse) as warehouse:
        return f"{warehouse.read('report').num_rows} accepted reports"


def _decisions(mission: Mission) -> str:
    return f"{DecisionLog(mission.home.decisions_url).until().num_rows} decisions"


def _published(mission: Mission) -> str:
    published = Published(mission.home.published)
    if published.current is None:
        return "none yet: run 'fusion run'"
    for name, table in published.tables().items():
        TABLES[name].conform(table)
    return published.current
