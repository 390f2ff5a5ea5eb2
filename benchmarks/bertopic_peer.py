"""BERTopic in an environment of its own: accounts in, topics out."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.worked_mission import Tables

PEER = "bertopic==0.17.4"
SEED = 1
SCRIPT = Path(__file__).with_name("bertopic_topics.py")
Labels = dict[str, str]


@dataclass(frozen=True)
class Told:
    """An account as both see it."""

    account_id: str
    text: str
    vector: list[float]
    received_at: dt.datetime


def told_of(tables: Tables) -> list[Told]:
    """Accounts with a vector in order of receipt."""
    vector = {r["text_sha256"]: r["vector"] for r in tables["text_vector"].to_pylist()}
    told = [
        Told(r["account_id"], r["text"], vector[r["text_sha256"]], r["received_at"])
        for r in tables["account"].to_pylist() if r["text_sha256"] in vector
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.received_at, one.account_id))


def known_by(told: list[Told], at: dt.datetime) -> int:
    """How many of them had been received by then."""
    return sum(one.received_at < at for one in told)


def peer(told: list[Told], moments: list[dt.datetime]) -> list[Labels] | None:
    """Topic by account at each moment, outliers left out; None where BERTopic cannot be had."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        return None
    cuts = [known_by(told, at) for at in moments]
    with tempfile.TemporaryDirectory() as folder:
        texts, vectors = [one.text for one in told], [one.vector for one in told]
        (Path(folder) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        (Path(folder) / "cuts.json").write_text(json.dumps(cuts), encoding="utf-8")
        np.save(Path(folder) / "vectors.npy", np.array(vectors, dtype=np.float32))
        command = [uv, "run", "--no-project", "--python", sys.executable, "--with", PEER,
                   "python", str(SCRIPT), folder]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    topics = json.loads(done.stdout.splitlines()[-1])["topics"]
    return [
        {one.account_id: str(n) for one, n in zip(told, found, strict=False) if n >= 0}
        for found in topics
    ]
