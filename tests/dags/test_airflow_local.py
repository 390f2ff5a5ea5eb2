"""The supervisor of the local Airflow: on loopback only, and nothing is left when it stops."""

import importlib.util
import os
import socket
import stat
import sys
import time
from pathlib import Path

import psutil
import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "airflow_local.py"
# A service that will not be told: it ignores TERM, has a child in a session of its own, and an
# orphan whose parent is gone.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
if os.fork() == 0:
    os.setsid()
open(sys.argv[1], "a").write(str(os.getpid()) + "\\n")
time.sleep(600)
"""


@pytest.fixture(scope="module")
def local():
    spec = importlib.util.spec_from_file_location("airflow_local", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_that_was_started_is_gone_after_a_stop(local, tmp_path):
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    marks = tmp_path / "pids"
    commands = {name: (sys.executable, "-c", STUBBORN, str(marks)) for name in ("first", "second")}
    services = local.Services(commands, dict(os.environ), tmp_path / "logs")
    services.start("first", "second")
    until = time.monotonic() + 10
    while time.monotonic() < until and (not marks.exists() or len(marks.read_text().split()) < 4):
        time.sleep(0.05)
    started = {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert len(started) >= 6  # two services, each with a child and an orphan
    assert services.ended() == []
    services.stop(grace_s=0.5)
    assert not [pid for pid in started if psutil.pid_exists(pid)]


def test_a_service_that_ends_by_itself_is_named(local, tmp_path):
    commands = {"short": (sys.executable, "-c", "raise SystemExit(3)")}
    services = local.Services(commands, dict(os.environ), tmp_path)
    services.start("short")
    services._running["short"].wait(10)
    assert services.ended() == ["short"]
    services.stop(grace_s=0.1)


def test_nothing_listens_beyond_loopback(local, tmp_path):
    env = local.environment(tmp_path / "home", 8099, has_login=True)
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert env["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    for name in ("scheduler", "triggerer"):
        assert "--skip-serve-logs" in local.SERVICES[name]


def test_secrets_are_long_kept_and_private(local, tmp_path):
    first = local.environment(tmp_path / "home", 8099, has_login=True)
    again = local.environment(tmp_path / "home", 8099, has_login=True)
    for name in ("AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY"):
        assert len(first[name].encode()) >= 64
        assert first[name] == again[name]
    for path in (tmp_path / "home").glob("*.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_settings_of_another_airflow_are_left_out(local, tmp_path, monkeypatch):
    monkeypatch.setenv("AIRFLOW__API__HOST", "0.0.0.0")
    monkeypatch.setenv("AIRFLOW_CONFIG", "/elsewhere.cfg")
    env = local.environment(tmp_path / "home", 8099, has_login=True)
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert "AIRFLOW_CONFIG" not in env


def test_a_port_in_use_is_seen(local):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        assert not local.is_free(port)
    assert local.is_free(port)
