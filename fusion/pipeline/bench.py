"""Measured rows: what was tested, what was asked, what was measured, whether it holds."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

from fusion.terms.errors import NotFound


@dataclass(frozen=True)
class Row:
    """One measured row. `holds` is None where there is no bar, or the data set is absent."""

    test: str
    asked: str
    measured: str
    holds: bool | None

    def as_json(self) -> dict[str, object]:
        """The four keys, as `fusion bench --json` prints them."""
        return asdict(self)


Bench = Callable[[Path | None], list[Row]]


def benches(folder: Path) -> dict[str, Bench]:
    """Benchmarks by name: each benchmarks/bench_NAME.py with a function rows(data)."""
    found: dict[str, Bench] = {}
    for path in sorted(folder.glob("bench_*.py")):
        module = _module(path)
        if hasattr(module, "rows"):
            found[path.stem.removeprefix("bench_")] = cast(Bench, module.rows)
    return found


def run_benches(folder: Path, name: str | None, data: Path | None) -> list[Row]:
    """Rows of one benchmark, or of all. Raises NotFound for an unknown name."""
    known = benches(folder)
    if name is not None and name not in known:
        raise NotFound("benchmark", name, f"Choose one of: {', '.join(known)}.")
    chosen = [name] if name is not None else list(known)
    return [row for each in chosen for row in known[each](data)]


def _module(path: Path) -> ModuleType:
    # Benchmarks stand beside the package, not in it: they measure several rooms at once.
    root = str(path.parent.parent.resolve())
    if root not in sys.path:
        sys.path.insert(0, root)
    return importlib.import_module(f"{path.parent.name}.{path.stem}")


def machine() -> str:
    """The machine in words: processor, cores, memory."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GB"


def as_markdown(rows: list[Row], command: str, now: dt.datetime, where: str) -> str:
    """A page with the rows, the command that wrote it, the date and the machine."""
    marks = {True: "yes", False: "**no**", None: "–"}
    lines = [
        "# Quality",
        "",
        f"Written by `{command}` on {now:%d %B %Y} ({where}).",
        "A dash under *holds* means that nothing was asked; the figure is shown all the same.",
        "",
        "| test | asked | measured | holds |",
        "|---|---|---|---|",
    ]
    lines += [f"| {r.test} | {r.asked} | {r.measured} | {marks[r.holds]} |" for r in rows]
    return "\n".join([*lines, ""])
