"""How far two sets of markets agree."""

from __future__ import annotations

from collections.abc import Set

from fusion.networks.weights import weights
from fusion.terms.data_files import load


def agreement(left: Set[str], right: Set[str]) -> float:
    """1 where a market is shared, a half where only a generic one is, -1 where none, else 0.

    A sub-market agrees with the Index market it belongs to, but two sub-markets of one market
    (fuel and gold) do not agree with each other. Levies and money laundering accompany every
    market, so they tell less (`generic` in data/affinity.toml).
    """
    if not left or not right:
        return 0.0
    shared = (left & right) | (_parents(left) & right) | (left & _parents(right))
    if not shared:
        return -1.0
    generic = weights()["context"]["generic"]
    if shared <= set(generic):
        return 0.0 if specific(left) and specific(right) else 0.5
    return 1.0


def specific(markets: Set[str]) -> set[str]:
    """Markets that tell one trade from another."""
    return set(markets) - set(weights()["context"]["generic"])


def _parents(markets: Set[str]) -> set[str]:
    table = load("markets")
    return {table[code]["of"] for code in markets if "of" in table.get(code, {})}
