"""Copies planted in reports made from real texts: ours beside rensa, datasketch and semhash.

`fusion bench copies --data DIR`: DIR holds incidents/events_mli.csv and un-reports/*.pdf. The
peers are the optional 'bench' extra; one that is not installed is said to be absent.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.copies_peers import METHODS
from benchmarks.copies_set import CopiesSet, make
from fusion.accounts.compare import judge
from fusion.accounts.likeness import likeness, worth_comparing
from fusion.accounts.sketch import Sketches, joined, meetings_of_new, sketch_texts
from fusion.accounts.words import read_words
from fusion.pipeline.bench import Row

N, N_PART = 100_000, 20_000
# Both sizes are run beside each other; who needs minutes for the part is not run on the whole.
ON_ALL = ("ours", "rensa_readme")
HELD, NEW = 1_000_000, 1_000
THREADS = 2  # for everybody
_ASKED = ("edited", "cut", "header", "noise", "reformatted")


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
    whole = make(data, N)
    found = measure_all(ON_ALL, whole)
    part = measure_all(tuple(METHODS), make(data, N_PART))
    return [
        *_own_rows(found["ours"]), *_peer_rows(found, N), *_peer_rows(part, N_PART),
        *incremental_rows(whole.texts),
    ]  # fmt: skip


def measure_all(names: tuple[str, ...], planted: CopiesSet) -> dict[str, Measured | None]:
    """What each method reaches on the set; None where its library is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.arrow"
        table = pa.table({"text": planted.texts})
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        return {name: _measure(name, path, planted) for name in names}


def _measure(name: str, path: Path, planted: CopiesSet) -> Measured | None:
    """One method in a process of its own, with THREADS threads; peak memory is of all it holds."""
    library = name.partition("_")[0]
    if library != "ours" and importlib.util.find_spec(library) is None:
        return None
    out = path.with_name(f"{name}.npz")
    threads = dict.fromkeys(
        ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(THREADS)
    )
    command = [sys.executable, "-m", "benchmarks.copies_peers", name, str(path), str(out)]
    root = Path(__file__).parent.parent
    subprocess.run(command, check=True, cwd=root, env=os.environ | threads)
    held = np.load(out)
    pairs = np.stack([held["first"], held["second"]], axis=1)
    seconds, cpu, megabytes = held["measured"].tolist()
    n = len(planted.texts)
    return Measured(*score(planted, pairs), n / seconds, n / cpu, megabytes)


def score(planted: CopiesSet, pairs: np.ndarray) -> tuple[float, float, dict[str, float]]:
    """(precision, recall) of pairs of copies of one report, and recall by the kind of copy.

    Pairs that hang together are one group, for every method. Updates are not scored, nor copies
    that were changed twice, which nobody asked for; their recall stands in the third value.
    """
    n = len(planted.texts)
    ones = np.ones(len(pairs))
    graph = coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    counted = [i for i, kind in enumerate(planted.kind) if kind in ("original", *_ASKED)]
    root = np.array(planted.root, np.int64)[counted]
    groups = label[counted]
    said, wanted = _n_pairs(groups), _n_pairs(root)
    right = _n_pairs(groups * (root.max(initial=0) + 1) + root)
    origin = {r: i for i, (r, k) in enumerate(zip(planted.root, planted.kind, strict=True))
              if k == "original"}  # fmt: skip
    hits: dict[str, list[bool]] = defaultdict(list)
    for i, (root, kind) in enumerate(zip(planted.root, planted.kind, strict=True)):
        if kind != "original" and root in origin:
            hits[kind].append(bool(label[i] == label[origin[root]]))
    by_kind = {kind: float(np.mean(held)) for kind, held in sorted(hits.items())}
    return right / max(said, 1), right / max(wanted, 1), by_kind


def _n_pairs(label: np.ndarray) -> int:
    """Pairs within groups of one label, without listing them: some methods merge half of all."""
    _labels, size = np.unique(label, return_counts=True)
    return int((size.astype(np.int64) * (size - 1) // 2).sum())


def _own_rows(own: Measured | None) -> list[Row]:
    assert own is not None
    kinds = ", ".join(f"{kind} {share:.3f}" for kind, share in own.by_kind.items())
    return [
        Row("copies: pairs planted in 100,000 reports", "precision ≥ 0.99, recall ≥ 0.97",
            f"precision {own.precision:.4f}, recall {own.recall:.4f}",
            own.precision >= 0.99 and own.recall >= 0.97),
        Row("copies: with their original, by kind (mixed: changed twice)", "–", kinds, None),
        Row("copies: speed and memory", "≥ 40,000 reports/s on two cores, < 1 GB",
            _speed(own), own.per_second >= 40_000 and own.megabytes < 1000),
    ]  # fmt: skip


def _peer_rows(found: dict[str, Measured | None], n: int) -> list[Row]:
    """Ours and theirs on n reports, in one run."""
    own = found["ours"]
    assert own is not None
    listed = []
    for name, one in found.items():
        label = f"copies: {n:,} reports, {name.replace('_', ', ')}"
        if one is None:
            listed.append(Row(label, "ours ahead", "absent: install the 'bench' extra", None))
            continue
        told = f"precision {one.precision:.3f}, recall {one.recall:.3f}, {_speed(one)}"
        if name == "ours":
            listed.append(Row(label, "–", told, None))
            continue
        ahead = own.recall >= one.recall and own.per_second > one.per_second
        listed.append(Row(label, "ours ahead in speed at equal or better recall", told, ahead))
    return listed


def _speed(one: Measured) -> str:
    return (
        f"{one.per_second:,.0f} reports/s ({one.cpu_per_second:,.0f} per second of processor), "
        f"{one.megabytes:,.0f} MB"
    )


def incremental_rows(texts: list[str]) -> list[Row]:
    """1,000 new reports against the sketches of 1,000,000: sketching, meeting, comparing."""
    base = sketch_texts(pa.array(texts))
    # Ten times the set, each time with buckets of its own: a million reports in memory that a
    # bench can hold. Reports of the first tenth have their copies among the new ones.
    salted = [
        Sketches(base.bands ^ np.uint32(part * 0x9E3779B1 & 0xFFFFFFFF), base.n_words,
                 base.folded + np.uint64(part), base.has_number)
        for part in range(HELD // N)
    ]  # fmt: skip
    held = joined(salted)
    new = [f"FROM: desk TO: all {text}" for text in texts[: NEW * 50 : 50]]
    compare_new(base, texts, new[:10])  # compile
    before, cpu = time.perf_counter(), time.process_time()
    found = compare_new(held, texts, new)
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    return [
        Row("copies: 1,000 new reports against 1,000,000 held", "< 5 s on two cores",
            f"{seconds:.2f} s ({cpu:.2f} s of processor); {found} of {NEW} found", seconds < 5),
    ]  # fmt: skip


def compare_new(held: Sketches, texts: list[str], new: list[str]) -> int:
    """How many of `new` are found to be copies of texts among `held` (its first are `texts`)."""
    sketches = sketch_texts(pa.array(new))
    present = np.ones(len(held) + len(new), np.bool_)
    first, second = meetings_of_new(held, sketches, present)
    inside = (first < len(texts)) | (first >= len(held))
    first, second = first[inside], second[inside]
    used, at = np.unique(np.concatenate([first, second]), return_inverse=True)
    chosen = [texts[i] if i < len(texts) else new[i - len(held)] for i in used.tolist()]
    words, one, other = read_words(pa.array(chosen)), at[: len(first)], at[len(first) :]
    kept = worth_comparing(words, one, other)
    like = likeness(words, one[kept], other[kept])
    n_words = np.concatenate([held.n_words, sketches.n_words])
    verdicts = judge(first[kept], second[kept], like, n_words)
    return len(np.unique(verdicts.second[verdicts.first < len(held)]))
