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
from collections.abc import Callable, Sequence
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
HEALTH = {"metadatabase", "scheduler", "dag_processor", "triggerer"}
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
        # SQLite gives up after 5 s on a lock by default: too short on a busy machine.
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}?timeout=60",
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

    def __init__(
        self, commands: dict[str, Sequence[str | Path]], env: dict[str, str], logs: Path
    ) -> None:
        self._commands = commands
        self._env = env
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._files = ExitStack()
        logs.mkdir(parents=True, exist_ok=True)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)

    def start(self, *names: str) -> None:
        """Start the named ones, each in a session of its own, with its output in NAME.log."""
        for name in names:
            log = self._files.enter_context((self._logs / f"{name}.log").open("wb"))
            self._running[name] = subprocess.Popen(
                self._commands[name], env=self._env, cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def ended(self) -> list[str]:
        """Names of those that are no longer running."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def stop(self, grace_s: float = _GRACE_S) -> None:
        """End all of them and kill what is left of them after `grace_s` seconds.

        The one started first goes last: it is the API, which the others report to.
        """
        everything = psutil.Process().children(recursive=True)
        until = time.monotonic() + grace_s
        processes = list(self._running.values())
        for group in (processes[1:], processes[:1]):
            for process in group:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            for process in group:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.1, until - time.monotonic()))
        # Also those that took a session of their own or lost their parent on the way.
        left = {*everything, *psutil.Process().children(recursive=True)}
        for number, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 5)):
            for child in left:
                with suppress(psutil.NoSuchProcess):
                    child.send_signal(number)
            _, left = psutil.wait_procs(left, timeout=seconds)
        self._files.close()


def is_free(port: int) -> bool:
    """Nobody listens on the port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def healthy(url: str) -> set[str]:
    """Names of the parts of Airflow that say that they are well; none while the API is away."""
    try:
        with urllib.request.urlopen(f"{url}/api/v2/monitor/health", timeout=5) as answer:
            state = json.load(answer)
    except (OSError, ValueError):
        return set()
    return {name for name, part in state.items() if part.get("status") == "healthy"}


def supervise(services: Services, url: str, is_stopping: Event, greet: Callable[[], None]) -> int:
    """Run until told to stop (0), or until a service ends or does not get well (1).

    The API comes first: tasks that are started without it fail.
    """
    api, *others = SERVICES
    services.start(api)
    steps = [({"metadatabase"}, lambda: services.start(*others)), (HEALTH, greet)]
    until = time.monotonic() + _HEALTHY_WITHIN_S
    while not is_stopping.wait(1):
        if ended := services.ended():
            console.print(f"[red]{', '.join(ended)} ended by itself[/]: see {LOGS}")
            return 1
        if steps and steps[0][0] <= healthy(url):
            steps.pop(0)[1]()
        elif steps and time.monotonic() > until:
            console.print(f"[red]Not well after {_HEALTHY_WITHIN_S} s[/]: see {LOGS}")
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
    is_stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_stopping.set())
    if not is_free(options.port):
        console.print(f"[red]Port {options.port} is in use[/]: choose another with --port.")
        return 1
    url = f"http://127.0.0.1:{options.port}"
    console.print("Preparing Airflow in .airflow/ ...")
    env = environment(HOME, options.port, not options.no_login)
    prepare(env)
    services = Services({name: (AIRFLOW, *rest) for name, rest in SERVICES.items()}, env, LOGS)
    try:
        return supervise(services, url, is_stopping, lambda: greeting(url, not options.no_login))
    finally:
        console.print("Stopping ...")
        services.stop()
        console.print("Stopped: nothing is left running.")


if __name__ == "__main__":
    sys.exit(main())
