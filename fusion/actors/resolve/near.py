"""Whom a name may mean: nodes by what they are looked for by, and pairs whose names are like.

What is kept makes a day cost what the day brings: a node that is told of again by a name that is
known is compared with nobody anew, only what is new in it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fusion.actors.resolve.blocks import block_keys, candidates, like_pairs
from fusion.actors.resolve.fitting import codes_of
from fusion.actors.resolve.linked import Pair
from fusion.actors.resolve.model import Node
from fusion.actors.rules import rules


class Near:
    """Nodes by block and by part, and for each full name the nodes whose names are like it."""

    def __init__(self) -> None:
        self._index: dict[str, set[str]] = {}
        self._keys: dict[str, set[str]] = {}
        self._n_names: dict[str, int] = {}
        self._like: dict[str, set[str]] = {}

    def add(self, touched: list[Node], by_key: Mapping[str, Node]) -> None:
        """Keep nodes that are new or know more, and compare what is new in them with what is held:
        all with all where nothing is held yet."""
        is_first = not self._keys
        new = {node.key: self._enter(node) for node in touched}
        if is_first:
            pairs = candidates([node for node in touched if not node.is_weak])
        else:
            met = ((key, other) for key, codes in new.items() for other in self._found(codes))
            pairs = like_pairs(by_key, ((a, b) for a, b in met if a != b))
        for one, two in pairs:
            self._like.setdefault(one, set()).add(two)
            self._like.setdefault(two, set()).add(one)

    def _enter(self, node: Node) -> set[str]:
        """Keep a node under its keys; the blocks in which it must be compared: those it is new in,
        and all of them where it goes by a further name."""
        blocks = set() if node.is_weak else block_keys(node)
        tag = "weak" if node.is_weak else "full"
        keys = blocks | {f"{tag} {code}" for code in codes_of(node)}
        known = self._keys.get(node.key, set())
        for key in keys - known:
            self._index.setdefault(key, set()).add(node.key)
        is_renamed = self._n_names.get(node.key) != len(node.names)
        self._keys[node.key], self._n_names[node.key] = keys, len(node.names)
        return blocks if is_renamed else blocks - known

    def pairs(self, keys: Iterable[str]) -> list[Pair]:
        """Pairs of nodes with like names of which one at least is in `keys`, in order."""
        return sorted(
            {
                (min(key, other), max(key, other))
                for key in keys
                for other in self._like.get(key, ())
            }
        )

    def short_of(self, nodes: Iterable[Node]) -> set[str]:
        """Short names that hold a part of these nodes' names: they may mean them."""
        return self._found({f"weak {code}" for node in nodes for code in codes_of(node)})

    def bearers_of(self, nodes: Iterable[Node]) -> set[str]:
        """Whoever holds a part of the short names among these nodes: all whom they may mean."""
        codes = {code for node in nodes if node.is_weak for code in codes_of(node)}
        return self._found({f"{tag} {code}" for code in codes for tag in ("weak", "full")})

    def _found(self, keys: Iterable[str]) -> set[str]:
        """Nodes kept under any of the keys; keys of too many nodes tell nothing."""
        limit = rules("linkage")["block_limit"]
        listed = (self._index.get(key, set()) for key in keys)
        return {key for held in listed if len(held) <= limit for key in held}
