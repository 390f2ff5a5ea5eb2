"""One rehearsal of all DAGs, over a small part of the sample mission, in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_reports"
# Enough for every component to be read, few enough for the rehearsal to take seconds.
_FILES_PER_COMPONENT = 2


@pytest.fixture(scope="session")
def small_mission(tmp_path_factory):
    """Profile of the sample mission with its first files, a quick encoder and one edition."""
    folder = tmp_path_factory.mktemp("mission")
    profile = yaml.safe_load((SAMPLE / "mission.yaml").read_text(encoding="utf-8"))
    profile["encoder"] = "hashing"
    profile["editions"] = [
        {**edition, "languages": ["en"], "formats": ["html", "json"]}
        for edition in profile["editions"][:1]
    ]
    (folder / "mission.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True))
    (folder / "inbox").mkdir()
    shutil.copy(SAMPLE / "inbox" / "received.csv", folder / "inbox")
    for component in sorted(path for path in (SAMPLE / "inbox").iterdir() if path.is_dir()):
        (folder / "inbox" / component.name).mkdir()
        for path in sorted(component.iterdir())[:_FILES_PER_COMPONENT]:
            shutil.copy2(path, folder / "inbox" / component.name)
    return folder


@pytest.fixture(scope="session")
def rehearsed(small_mission):
    """What the DAG files declare and what their runs did; see rehearsal.py."""
    home = small_mission / "airflow"
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AIRFLOW")},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__UNIT_TEST_MODE": "True",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "FUSION_MISSION": str(small_mission / "mission.yaml"),
        "FUSION_HOME": str(small_mission / "home"),
        "FUSION_BACKUPS": str(small_mission / "backups"),
        # Nothing here may reach for a network: whatever tries is sent to a port nobody serves.
        "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
        "GX_ANALYTICS_ENABLED": "false",
    }  # fmt: skip
    home.mkdir()
    result = small_mission / "rehearsal.json"
    program = Path(__file__).with_name("rehearsal.py")
    done = subprocess.run(
        [sys.executable, program, ROOT / "dags", result],
        env=env, cwd=small_mission, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    told = (done.stdout + done.stderr).splitlines()
    log = "\n".join(line for line in told if "[info " not in line)[-12_000:]
    if not result.exists():
        pytest.fail(f"The rehearsal ended with {done.returncode}:\n{log}")
    return {**json.loads(result.read_text()), "log": log, "home": small_mission / "home"}
