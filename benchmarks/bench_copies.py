"""Copies planted in reports made from real texts: ours beside rensa, datasketch and semhash.

`fusion bench copies --data DIR`: DIR holds incidents/events_mli.csv and un-reports/*.pdf. The
peers are the optional 'bench' extra; one that is not installed is said to be absent.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.copies_peers import METHODS
from benchmarks.copies_set import CopiesSet, make
from fusion.accounts.sketch import Sketches, joined, meetings_of_new, sketch_texts
from fusion.pipeline.bench import Row

N = 100_000
N_PEERS = {"semhash_readme": 20_000, "semhash_best": 20_000}  # slower: speed from a part
HELD, NEW = 1_000_000, 1_000
_ASKED = ("edited", "cut", "header", "noise", "reformatted")
Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Measured:
    """What one method reached."""

    precision: float
    recall: float
    by_kind: dict[str, float]
    per_second: float
    cpu_per_second: float
    megabytes: float


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    if data is None or not (data / "incidents" / "events_mli.csv").is_file():
        return [Row("copies: planted in 100,000 reports", "–", "absent: events, UN reports", None)]
    found = {name: measure(name, data, N_PEERS.get(name, N)) for name in METHODS}
    return [*_own_rows(found), *_peer_rows(found), *incremental_rows(data)]


def measure(name: str, data: Path, n: int) -> Measured | None:
    """One method in a process of its own; None where its library is not installed."""
    library = name.partition("_")[0]
    if library != "ours" and importlib.util.find_spec(library) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.npz"
        command = [
            sys.executable,
            "-m",
            "benchmarks.copies_peers",
            name,
            str(data),
            str(n),
            str(out),
        ]
        subprocess.run(command, check=True, cwd=Path(__file__).parent.parent)
        held = np.load(out)
        pairs = np.stack([held["first"], held["second"]], axis=1)
        seconds, cpu, megabytes = held["measured"].tolist()
    precision, recall, by_kind = score(make(data, n), pairs)
    return Measured(precision, recall, by_kind, n / seconds, n / cpu, megabytes)


def score(planted: CopiesSet, pairs: np.ndarray) -> tuple[float, float, dict[str, float]]:
    """(precision, recall) of pairs of copies of one report, and recall by the kind of copy.

    Pairs that hang together are one group, for every method. Updates are not scored, nor copies
    that were changed twice, which nobody asked for; their recall stands in the third value.
    """
    n = len(planted.texts)
    ones = np.ones(len(pairs))
    graph = coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    _count, label = connected_components(graph, directed=False)
    counted = [i for i, kind in enumerate(planted.kind) if kind in ("original", *_ASKED)]
    said, wanted = (_pairs(group, counted) for group in (label.tolist(), planted.root))
    right = len(said & wanted)
    origin = {r: i for i, (r, k) in enumerate(zip(planted.root, planted.kind, strict=True))
              if k == "original"}  # fmt: skip
    hits: dict[str, list[bool]] = defaultdict(list)
    for i, (root, kind) in enumerate(zip(planted.root, planted.kind, strict=True)):
        if kind != "original" and root in origin:
            hits[kind].append(bool(label[i] == label[origin[root]]))
    by_kind = {kind: float(np.mean(held)) for kind, held in sorted(hits.items())}
    return right / max(len(said), 1), right / max(len(wanted), 1), by_kind


def _pairs(label: list[int], counted: list[int]) -> Pairs:
    members: dict[int, list[int]] = defaultdict(list)
    for number in counted:
        members[label[number]].append(number)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def _own_rows(found: dict[str, Measured | None]) -> list[Row]:
    own = found["ours"]
    assert own is not None
    kinds = ", ".join(f"{kind} {share:.3f}" for kind, share in own.by_kind.items())
    return [
        Row("copies: pairs planted in 100,000 reports", "precision ≥ 0.99, recall ≥ 0.97",
            f"precision {own.precision:.4f}, recall {own.recall:.4f}",
            own.precision >= 0.99 and own.recall >= 0.97),
        Row("copies: with their original, by kind (mixed: changed twice)", "–", kinds, None),
        Row("copies: speed and memory", "≥ 40,000 reports/s on two cores, < 1 GB",
            f"{own.per_second:,.0f} reports/s ({own.cpu_per_second:,.0f} per core and second), "
            f"{own.megabytes:,.0f} MB", own.per_second >= 40_000 and own.megabytes < 1000),
    ]  # fmt: skip


def _peer_rows(found: dict[str, Measured | None]) -> list[Row]:
    own = found["ours"]
    assert own is not None
    listed = []
    for name, peer in found.items():
        if name == "ours":
            continue
        label = f"copies: {name.replace('_', ', ')} setting"
        if peer is None:
            listed.append(Row(label, "ours ahead", "absent: install the 'bench' extra", None))
            continue
        ahead = own.recall >= peer.recall and own.per_second > peer.per_second
        listed.append(Row(
            label, "ours ahead in speed at equal or better recall",
            f"precision {peer.precision:.3f}, recall {peer.recall:.3f}, "
            f"{peer.per_second:,.0f} reports/s ({peer.cpu_per_second:,.0f} per core and second), "
            f"{peer.megabytes:,.0f} MB", ahead,
        ))  # fmt: skip
    return listed


def incremental_rows(data: Path) -> list[Row]:
    """1,000 new reports against the sketches of 1,000,000: sketching, meeting, comparing."""
    planted = make(data, N).texts
    base = sketch_texts(pa.array(planted))
    # Ten times the set, each time with buckets of its own: a million reports in memory that a
    # bench can hold. Reports of the first tenth have their copies among the new ones.
    salted = [
        Sketches(base.bands ^ np.uint32(part * 0x9E3779B1 & 0xFFFFFFFF), base.n_words,
                 base.folded + np.uint64(part), base.has_number)
        for part in range(HELD // N)
    ]  # fmt: skip
    held = joined(salted)
    new = [f"FROM: desk TO: all {text}" for text in planted[: NEW * 50 : 50]]
    before, cpu = time.perf_counter(), time.process_time()
    found = compare_new(held, planted, new)
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    return [
        Row("copies: 1,000 new reports against 1,000,000 held", "< 5 s on two cores",
            f"{seconds:.2f} s ({cpu:.2f} s of processor); {found} of {NEW} found", seconds < 5),
    ]  # fmt: skip


def compare_new(held: Sketches, texts: list[str], new: list[str]) -> int:
    """How many of `new` are found to be copies of texts among `held` (its first are `texts`)."""
    from fusion.accounts.compare import judge  # noqa: PLC0415
    from fusion.accounts.likeness import likeness  # noqa: PLC0415
    from fusion.accounts.words import read_words  # noqa: PLC0415

    both = joined([held, sketch_texts(pa.array(new))])
    is_new = np.arange(len(both)) >= len(held)
    first, second = meetings_of_new(both, np.ones(len(both), np.bool_), is_new)
    inside = (first < len(texts)) | is_new[first]
    first, second = first[inside], second[inside]
    used, at = np.unique(np.concatenate([first, second]), return_inverse=True)
    chosen = [texts[i] if i < len(texts) else new[i - len(held)] for i in used.tolist()]
    like = likeness(read_words(pa.array(chosen)), at[: len(first)], at[len(first) :])
    verdicts = judge(first, second, like, both.n_words)
    return len(np.unique(verdicts.second[verdicts.first < len(held)]))
