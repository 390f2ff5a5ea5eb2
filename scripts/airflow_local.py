"""A local Airflow with the four DAGs, on loopback only, that leaves nothing behind when it stops.

Everything it keeps is below .airflow/. Each service runs in a session of its own, so that Ctrl-C
reaches this supervisor alone, which then stops the services and whatever they started: Airflow's
own 'standalone' leaves its children running when it is told to end.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import psutil
from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".airflow"
AIRFLOW = Path(sys.executable).with_name("airflow")
POOL = ("fusion_writer", "1", "The warehouse takes one writer")
# The log servers of scheduler and triggerer would listen on every interface. On one machine the
# API server reads the log files itself, so they are left out.
SERVICES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
HEALTH = ("metadatabase", "scheduler", "dag_processor", "triggerer")
# Healthy takes 10 s on two free cores; a busy machine may take long.
_HEALTHY_WITHIN_S = 180
# Airflow ends running tasks in about 5 s; what is left after this is killed.
_GRACE_S = 20
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2): orphans of our children become our children

console = Console(highlight=False, soft_wrap=True)


def environment(home: Path, port: int, has_login: bool) -> dict[str, str]:
    """Airflow's settings for one machine: loopback only, four workers, a secret of its own."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("AIRFLOW_")},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__FERNET_KEY": _kept_secret(home / "fernet.key", _fernet_key),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": str(not has_login),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": _kept_secret(home / "session.key", _long_secret),
        "AIRFLOW__API_AUTH__JWT_SECRET": _kept_secret(home / "jwt.key", _long_secret),
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "PYTHONUNBUFFERED": "1",
    }
