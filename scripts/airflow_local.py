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
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event

import psutil
from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".airflow"
LOGS = HOME / "logs" / "services"
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


def _long_secret() -> str:
    return secrets.token_urlsafe(64)  # 64 bytes: what HS512 asks for


def _fernet_key() -> str:
    from cryptography.fernet import Fernet  # noqa: PLC0415 - only on the first start

    return Fernet.generate_key().decode()


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`, made on the first start, readable by its owner alone."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return path.read_text(encoding="utf-8")


def prepare(env: dict[str, str]) -> None:
    """Airflow's own database and the writer's pool, made or brought up to date."""
    log = Path(env["AIRFLOW_HOME"]) / "prepare.log"
    with log.open("wb") as file:
        for command in (["db", "migrate"], ["pools", "set", *POOL]):
            done = subprocess.run(
                [AIRFLOW, *command], env=env, cwd=ROOT, stdout=file, stderr=file, check=False
            )
            if done.returncode:
                raise SystemExit(f"'airflow {' '.join(command)}' failed: see {log}")


class Services:
    """Long-running commands that are started together and stopped with all that they started."""

    def __init__(self, commands: dict[str, Sequence[str | Path]], logs: Path) -> None:
        self._commands = commands
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._files = ExitStack()

    def start(self, env: dict[str, str]) -> None:
        """Start each in a session of its own, with its output in logs/NAME.log."""
        self._logs.mkdir(parents=True, exist_ok=True)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
        for name, command in self._commands.items():
            log = self._files.enter_context((self._logs / f"{name}.log").open("wb"))
            self._running[name] = subprocess.Popen(
                command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def ended(self) -> list[str]:
        """Names of those that are no longer running."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def stop(self, grace_s: float = _GRACE_S) -> None:
        """End all of them, last started first, then kill what is left of them after `grace_s`.

        The first is the API, which the others report to: it goes when they have gone.
        """
        everything = psutil.Process().children(recursive=True)
        until = time.monotonic() + grace_s
        for process in reversed(self._running.values()):
            _signal_group(process.pid, signal.SIGTERM)
        _wait(self._running.values(), until)
        # Also those that took a session of their own or lost their parent on the way.
        left = _alive([*everything, *psutil.Process().children(recursive=True)])
        for child in left:
            _send(child, signal.SIGTERM)
        _, left = psutil.wait_procs(left, timeout=max(1.0, until - time.monotonic()))
        for child in left:
            _send(child, signal.SIGKILL)
        psutil.wait_procs(left, timeout=5)
        self._files.close()


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)


def _send(process: psutil.Process, number: int) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


def _alive(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    return [item for item in set(processes) if item.is_running()]


def _wait(processes: Iterable[subprocess.Popen[bytes]], until: float) -> None:
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))


def is_free(port: int) -> bool:
    """Nobody listens on the port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_healthy(url: str) -> bool:
    """All four parts of Airflow say that they are well."""
    try:
        with urllib.request.urlopen(f"{url}/api/v2/monitor/health", timeout=5) as answer:
            state = json.load(answer)
    except (OSError, ValueError):
        return False
    return all((state.get(name) or {}).get("status") == "healthy" for name in HEALTH)


def supervise(services: Services, url: str, greet: Callable[[], None]) -> int:
    """Greet when healthy, then wait for a signal (0) or for a service to end by itself (1)."""
    is_stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_stopping.set())
    until = time.monotonic() + _HEALTHY_WITHIN_S
    is_greeted = False
    while not is_stopping.wait(1):
        if ended := services.ended():
            console.print(f"[red]{', '.join(ended)} ended by itself[/]: see {LOGS}")
            return 1
        if not is_greeted and is_healthy(url):
            is_greeted = True
            greet()
        if not is_greeted and time.monotonic() > until:
            console.print(f"[red]Not healthy after {_HEALTHY_WITHIN_S} s[/]: see {LOGS}")
            return 1
    return 0


def greeting(url: str, has_login: bool) -> None:
    """Where it is, how to get in, how to stop it."""
    console.print(f"\nAirflow is at [bold]{url}[/]")
    if has_login:
        passwords = json.loads((HOME / "passwords.json").read_text(encoding="utf-8"))
        console.print(f"Log in as admin with the password {passwords['admin']}")
    console.print("Trigger 'ingest', or wait for the quarter of an hour: 'fuse' follows by itself.")
    console.print("Then trigger 'brief' and answer under 'Required Actions'.")
    console.print(f"Logs: {LOGS}. Stop with Ctrl-C.")


def main() -> int:
    """Start, supervise, stop. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument(
        "--no-login", action="store_true", help="everybody on this machine is admin"
    )
    options = parser.parse_args()
    if not is_free(options.port):
        console.print(f"[red]Port {options.port} is in use[/]: choose another with --port.")
        return 1
    url = f"http://127.0.0.1:{options.port}"
    console.print("Preparing Airflow in .airflow/ ...")
    env = environment(HOME, options.port, not options.no_login)
    prepare(env)
    services = Services({name: (AIRFLOW, *rest) for name, rest in SERVICES.items()}, LOGS)
    try:
        services.start(env)
        return supervise(services, url, lambda: greeting(url, not options.no_login))
    finally:
        console.print("Stopping ...")
        services.stop()
        console.print("Stopped: nothing is left running.")


if __name__ == "__main__":
    sys.exit(main())
