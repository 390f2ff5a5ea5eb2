"""Missions that several tests look at: made once in a session, whichever folder asks first."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest

from fusion.pipeline.layout import Mission
from tests.laws import missions


@cache
def _base(folder: Path) -> tuple[Mission, subprocess.CompletedProcess[str]]:
    mission = missions.lay_out(folder, missions.EARLY + missions.LATE)
    return mission, missions.in_another_process(mission)


@cache
def _early(folder: Path) -> Mission:
    mission = missions.lay_out(folder, missions.EARLY)
    missions.fused(mission)
    return mission


@cache
def _few(folder: Path) -> Mission:
    mission = missions.one_page(folder, missions.FEW)
    missions.fused(mission)
    return mission


@pytest.fixture(scope="session")
def base_run(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What 'fusion run' over all files said and how it ended."""
    return _base(tmp_path_factory.getbasetemp() / "base")[1]


@pytest.fixture(scope="session")
def base(
    base_run: subprocess.CompletedProcess[str], tmp_path_factory: pytest.TempPathFactory
) -> Mission:
    """All files at once, fused by 'fusion run'. Not to be changed: take a copy."""
    assert base_run.returncode == 0, base_run.stdout + base_run.stderr
    return _base(tmp_path_factory.getbasetemp() / "base")[0]


@pytest.fixture(scope="session")
def early(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """Only what had come by CUT. Not to be changed: take a copy."""
    return _early(tmp_path_factory.getbasetemp() / "early")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """Five files and one edition. Not to be changed: take a copy."""
    return _few(tmp_path_factory.getbasetemp() / "few")
