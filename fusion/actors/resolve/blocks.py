"""Which nodes are compared at all: those that share a block and whose names are like enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fusion.actors.names import measure_pairs, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.resolve.linked import Pair
from fusion.actors.resolve.model import Node
from fusion.actors.rules import rules

LEAST = 0.35  # name score below which no context makes a pair worth a look; ours
# Consonants that scribes exchange fall together, for blocking only: Wenzou meets Wendjou.
_COARSE = str.maketrans({"z": "s", "j": "s", "c": "s", "d": "t", "f": "b", "m": "n"})


def blocks(nodes: list[Node]) -> dict[str, list[str]]:
    """Node keys by blocking key: consonants of a rare part, or of two common ones."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        for key in sorted(block_keys(node)):
            found.setdefault(key, []).append(node.key)
    return found


def block_keys(node: Node) -> set[str]:
    """Blocking keys of a node: a rare part, two common ones, or one part in a scene or on the told
    day of a happening."""
    codes = {code for name in node.names for code in _codes(name)}
    days = {str(day) for persona in node.personas for day in persona.told_days}
    return {key for name in node.names for key in _block_keys(name)} | {
        f"{when} {code}" for when in node.context.scenes | days for code in codes
    }


def _codes(name: str) -> list[str]:
    """Consonants, coarsely, of every part that is no initial."""
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    return [(p.bones if len(p.bones) > 1 else p.sound).translate(_COARSE) for p in parts]


def _block_keys(name: str) -> Iterator[str]:
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    codes = _codes(name)
    for part, code in zip(parts, codes, strict=True):
        if part.weight > WEIGHT_COMMON:
            yield code
    for one, two in combinations(sorted(codes), 2):
        yield f"{one}+{two}"


def candidates(nodes: list[Node]) -> list[Pair]:
    """Pairs of node keys that share a block and have names like enough to be looked at.

    All of this is arrays: a large mission has millions of pairs in its blocks, and few survive.
    """
    limit = rules("linkage")["block_limit"]
    named = {node.key: node.full_names for node in sorted(nodes, key=lambda node: node.key)}
    keys = list(named)
    number = {key: place for place, key in enumerate(keys)}
    codes = [np.zeros(0, dtype=np.int64)]
    for block in blocks(nodes).values():
        if 1 < len(block) <= limit:
            members = np.sort(np.array([number[key] for key in block], dtype=np.int64))
            one, two = np.triu_indices(len(members), 1)
            codes.append(members[one] * len(keys) + members[two])
    left, right = np.divmod(np.unique(np.concatenate(codes)), max(1, len(keys)))
    kept = _are_like(list(named.values()), left, right)
    return [(keys[a], keys[b]) for a, b in zip(left[kept], right[kept], strict=True)]


def like_pairs(by_key: Mapping[str, Node], pairs: Iterable[Pair]) -> list[Pair]:
    """Of pairs of node keys those with names like enough to be looked at."""
    listed = sorted(set(pairs))
    keys = sorted({key for pair in listed for key in pair})
    number = {key: place for place, key in enumerate(keys)}
    codes = np.array([(number[a], number[b]) for a, b in listed], dtype=np.int64)
    left, right = codes.reshape(-1, 2).T
    kept = _are_like([by_key[key].full_names for key in keys], left, right)
    return [(keys[a], keys[b]) for a, b in zip(left[kept], right[kept], strict=True)]


def _are_like(
    names: list[list[str]], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether some name of names[left[k]] and some of names[right[k]] are like enough, or equal."""
    listed = sorted({name for own in names for name in own})
    number = {name: place for place, name in enumerate(listed)}
    rows = [np.array([number[name] for name in own], dtype=np.int64) for own in names]
    count = np.array([len(row) for row in rows], dtype=np.int64)
    start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(count)])
    flat = np.concatenate([*rows, np.zeros(0, dtype=np.int64)])
    times = count[left] * count[right]
    pair = np.repeat(np.arange(len(left)), times)
    step = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    one = flat[start[left[pair]] + step // count[right[pair]]]
    two = flat[start[right[pair]] + step % count[right[pair]]]
    # The order of the alphabet, as everywhere: a pair of names has one score.
    scores, _ = measure_pairs(listed, np.minimum(one, two), np.maximum(one, two))
    out = np.zeros(len(left), dtype=bool)
    out[pair[(scores >= LEAST) | (one == two)]] = True
    return out
