"""One way to find copies, in a process of its own: pairs, time and peak memory.

`python -m benchmarks.copies_peers NAME SET OUT` reads the texts of SET (Arrow file) and writes OUT
(npz: first, second, measured: wall and processor seconds, peak MB).
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from fusion.accounts.copies import fold_texts

Found = list[tuple[int, int]]
_TOKENS = re.compile(r"\w+")


def ours(texts: list[str]) -> Found:
    """Reports of one telling, each with the first of it."""
    first, _verdicts = fold_texts(pa.array(texts, pa.string()))
    copies = np.flatnonzero(first != np.arange(len(first)))
    return list(zip(first[copies].tolist(), copies.tolist(), strict=True))


def rensa_readme(texts: list[str]) -> Found:
    """rensa's README: words, 128 permutations, its deduplicator at 0.8; then whose copy each is."""
    from rensa import RMinHash, RMinHashDeduplicator  # noqa: PLC0415

    sketches = RMinHash.from_token_sets([text.split() for text in texts], num_perm=128, seed=42)
    index = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True)
    kept = index.add_pairs((str(number), sketch) for number, sketch in enumerate(sketches))
    copies = [number for number, is_kept in enumerate(kept) if not is_kept]
    originals = index.get_duplicate_sets([sketches[number] for number in copies])
    return [(int(o), n) for n, found in zip(copies, originals, strict=True) for o in found]


def rensa_for_recall(texts: list[str]) -> Found:
    """rensa with word pairs and 0.4, set to find as many as ours; candidates verified.

    Word triples at 0.65 find fewer and are more often right (precision .64, recall .50 in a trial).

    Asked batch by batch of its index: the quickest way that still says who is a copy of whom.
    """
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415

    sketches = RMinHash.from_token_sets([_shingles(t, 2) for t in texts], num_perm=128, seed=42)
    index = RMinHashLSH(threshold=0.4, num_perm=128, num_bands=32)
    index.insert_many(sketches)
    found = []
    for number, (sketch, others) in enumerate(
        zip(sketches, index.query_all(sketches), strict=True)
    ):
        earlier = [o for o in others if o < number]
        found += [(o, number) for o in earlier if sketch.jaccard(sketches[o]) >= 0.4]
    return found


def datasketch_readme(texts: list[str]) -> Found:
    """datasketch's README: words, 128 permutations, MinHashLSH at 0.5 (default 0.9 finds less)."""
    return _datasketch(texts, 0.5, 1)


def datasketch_for_recall(texts: list[str]) -> Found:
    """datasketch with word pairs and 0.4, set to find as many as ours; not verified."""
    return _datasketch(texts, 0.4, 2)


def _datasketch(texts: list[str], threshold: float, n_words: int) -> Found:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    index = MinHashLSH(threshold=threshold, num_perm=128)
    found = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([s.encode() for s in _shingles(text, n_words)])
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch)
    return found


def semhash_readme(texts: list[str]) -> Found:
    """semhash's README: self_deduplicate at its default threshold (0.9)."""
    return _semhash(texts, 0.9)


def semhash_best(texts: list[str]) -> Found:
    """semhash at 0.95, where fewer near-misses of one template are merged."""
    return _semhash(texts, 0.95)


def _semhash(texts: list[str], threshold: float) -> Found:
    from semhash import SemHash  # noqa: PLC0415

    number_of = {text: number for number, text in reversed(list(enumerate(texts)))}
    index = SemHash.from_records(records=texts, model=_Hashed())
    found = []
    for record in index.self_deduplicate(threshold=threshold).filtered:
        for other, _score in record.duplicates:
            pair = sorted((number_of[record.record], number_of[other]))
            if pair[0] != pair[1]:
                found.append((pair[0], pair[1]))
    return found


class _Hashed:
    """A static encoder in place of semhash's default, which has to be downloaded.

    Words and letter runs hashed to 256 dimensions with random signs: faster than a static
    embedding and closer to the wording, so nothing is taken from the peer.
    """

    def encode(self, texts: list[str], **_options: object) -> np.ndarray:
        """Unit vectors."""
        from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415

        hashing = HashingVectorizer(n_features=2**18, ngram_range=(1, 1), norm="l2")
        signs = np.random.default_rng(1).standard_normal((2**18, 256)).astype(np.float32)
        dense = np.asarray(hashing.transform(texts) @ signs, dtype=np.float32)
        return dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)


def _shingles(text: str, n_words: int) -> list[str]:
    words = _TOKENS.findall(text.lower())
    if n_words == 1:
        return words
    return [" ".join(words[i : i + n_words]) for i in range(max(len(words) - n_words + 1, 1))]


METHODS: dict[str, Callable[[list[str]], Found]] = {
    function.__name__: function
    for function in (ours, rensa_readme, rensa_for_recall, datasketch_readme,
                     datasketch_for_recall, semhash_readme, semhash_best)
}  # fmt: skip


def main() -> None:
    """Run one method and write what it found."""
    name, path, out = sys.argv[1:]
    with pa.memory_map(path) as file:
        texts = pa.ipc.open_file(file).read_all()["text"].to_pylist()
    METHODS[name](texts[:200])  # compile, import, open threads
    before, cpu = time.perf_counter(), time.process_time()
    found = np.array(METHODS[name](texts), np.int64).reshape(-1, 2)
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    np.savez(out, first=found[:, 0], second=found[:, 1], measured=np.array([seconds, cpu, peak]))


if __name__ == "__main__":
    main()
