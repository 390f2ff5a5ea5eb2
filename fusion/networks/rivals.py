"""Rival explanations of the same evidence, weighed by a transparent table of diagnosticity.

The table is data (data/diagnosticity.toml). In Monte Carlo each origin is right or wrong by its
grade; the share of worlds in which a rival keeps its rank is its stability.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from math import e, isnan, log, nan
from pathlib import Path
from typing import Any

import numpy as np

from fusion.networks.body import Body
from fusion.networks.bridges import facilitator_cut
from fusion.networks.evidence import Origin, Reals
from fusion.networks.grading import draw_beliefs
from fusion.networks.nulls import chance_p_value
from fusion.terms.data_files import load

DATA = Path(__file__).parent / "data"
N_DRAWS = 400
SAID = 0.25  # an item contributes to words when it moves a rival this far from the mean rival
NOT_A_NETWORK = frozenset({"licit_livelihood", "coincidence"})


@dataclass(frozen=True)
class Ranking:
    """Rivals of one hypothesis, best first: weight (sums to 1), stability, words."""

    rivals: tuple[str, ...]
    weight: dict[str, float]
    stability: dict[str, float]
    evidence_for: dict[str, list[str]]
    evidence_against: dict[str, list[str]]

    @property
    def first(self) -> str:
        """The rival that explains most."""
        return self.rivals[0]


@cache
def table() -> dict[str, Any]:
    """The table of diagnosticity."""
    return tomllib.loads((DATA / "diagnosticity.toml").read_text(encoding="utf-8"))


def separating(rival: str) -> str:
    """What observation would separate this rival from the first."""
    return str(table()["separating"][rival])


def rank_rivals(body: Body) -> Ranking:
    """Weigh the six rivals on the whole evidence, and their stability over grades."""
    names = tuple(load("typologies")["rivals"])
    p_value, cut = chance_p_value(body), facilitator_cut(body).value
    origins = list(body.origins.values())
    whole, counts = _items(body, origins, np.ones((1, len(origins))), cut, p_value)
    worlds = draw_beliefs(origins, N_DRAWS, body.evidence.run.seed)
    drawn, _ = _items(body, origins, worlds, cut, p_value)
    fit = _log_likelihood(whole, names)[0]
    weight = np.exp(fit - fit.max())
    weight /= weight.sum()
    order = np.lexsort((np.arange(len(names)), -weight))
    ranks = np.argsort(np.argsort(-_log_likelihood(drawn, names), axis=1, kind="stable"), axis=1)
    rank_now = np.argsort(order)
    stability = (ranks == rank_now).mean(axis=0)
    spoken = _words(whole[0], counts, names)
    return Ranking(
        tuple(names[n] for n in order),
        dict(zip(names, weight.tolist(), strict=True)),
        dict(zip(names, stability.tolist(), strict=True)),
        {name: spoken[name][0] for name in names},
        {name: spoken[name][1] for name in names},
    )


def is_network(body: Body) -> bool:
    """Whether a network, and not licit trade or coincidence, explains the body best."""
    return rank_rivals(body).first not in NOT_A_NETWORK


def _items(
    body: Body, origins: list[Origin], alive: Reals, cut: float, p_value: float | None
) -> tuple[Reals, dict[str, float]]:
    """Values of the items, 0-1, in each world (worlds, items), and counts for the words.

    `alive` (worlds, origins) says which origins are right in each world.
    """
    cues, ev = body.evidence.cues, body.evidence
    n = np.maximum(alive.sum(axis=1), 1e-9)
    where = {o.origin_id: k for k, o in enumerate(origins)}
    flags = {
        "licit": [any(cues[a].licit for a in o.account_ids) for o in origins],
        "politics": [any(cues[a].political for a in o.account_ids) for o in origins],
        "crime": [False] * len(origins),
    }
    for row, found in body.origins_of.items():
        for origin in found:
            if origin.origin_id in where and ev.markets[row]:
                flags["crime"][where[origin.origin_id]] = True
    share = {name: alive @ np.array(flag, dtype=float) / n for name, flag in flags.items()}
    groups = [np.array([o.component == c for o in origins]) for c in sorted(body.components)]
    by_component = np.stack([alive[:, g].sum(axis=1) for g in groups] or [n * 0], axis=1)
    recurring = sum(len(rows) > 1 for rows in body.rows_of_actor.values())
    supported = [[where[o] for o in said if o in where] for _, said in body.strong_ties]
    tied = sum((alive[:, k].max(axis=1) if k else 0.5 * np.ones(len(n)) for k in supported), 0 * n)
    lone = by_component.max(axis=1) / n
    n_counted = sum(o.is_independent for o in origins)
    n_counted += n_counted < len(origins)
    counted, twice, n_twice = _independence(body, origins, alive)
    values = {
        "origins": 1 - np.exp(-counted / 4),
        "corroboration": np.clip(2 * twice, 0, 1),
        "components": np.clip(1.5 * (1 - lone), 0, 1),
        "recurrence": np.full(len(n), min(1.0, recurring / 3)),
        "ties": np.clip(tied / max(1, len(body.rows_of_actor) - 1), 0, 1),
        "facilitator_cut": np.full(len(n), cut),
        "licit": np.clip(1.5 * _above(share["licit"], body, "licit"), 0, 1),
        "crime": share["crime"],
        "politics": np.clip(1.2 * _above(share["politics"], body, "political"), 0, 1),
        "beyond_chance": np.full(len(n), _against_chance(p_value)),
    }
    counts = {
        "n_origins": n_counted, "n_twice": n_twice, "n_incidents": len(body.origins_of),
        "n_components": len(groups), "n_recurring": recurring,
        "n_ties": len(body.strong_ties), "p_value": p_value or 0.0, "n_licit": sum(flags["licit"]),
        "n_crime": sum(flags["crime"]), "n_political": sum(flags["politics"]),
    }  # fmt: skip
    return np.stack([values[item] for item in table()["items"]], axis=1), counts


def _independence(body: Body, origins: list[Origin], alive: Reals) -> tuple[Reals, Reals, int]:
    """In each world: origins that count, and the share of incidents that two of them tell of.

    Origins not shown to be independent may all be one (doctrine: unknown lineage adds nothing).
    The last figure is the number of such incidents with every origin right.
    """
    free = np.array([o.is_independent for o in origins], dtype=float)
    counted = alive @ free + np.minimum(1, alive @ (1 - free))
    where = {o.origin_id: k for k, o in enumerate(origins) if o.is_independent}
    told = [
        [where[o.origin_id] for o in found if o.origin_id in where]
        for found in body.origins_of.values()
    ]
    twice = sum(((alive[:, k].sum(axis=1) >= 2) for k in told if len(k) > 1), np.zeros(len(alive)))
    return counted, twice / max(1, len(told)), sum(len(k) > 1 for k in told)


def _against_chance(p_value: float | None) -> float:
    """0-1: how far a p-value speaks against chance; p = 0.05 says 0.6, 0.2 next to nothing.

    NaN, which decides nothing, where the record is too small to deal from.
    One less the least Bayes factor for chance, -e p ln p (Sellke, Bayarri and Berger 2001).
    """
    if p_value is None:
        return nan
    return 1 + e * p_value * log(p_value) if p_value < 1 / e else 0.0


def _above(share: Reals, body: Body, cue: str) -> Reals:
    """How far a share of origins exceeds what accounts of anything else say, 0-1.

    Prefects and market days are named in any report. Too few other accounts say nothing.
    """
    mine = {a for found in body.origins_of.values() for o in found for a in o.account_ids}
    usual = body.evidence.common_at(body.week).usual_share(cue, mine)
    return np.asarray(np.clip((share - usual) / max(1 - usual, 1e-9), 0, 1))


def _log_likelihood(values: Reals, names: tuple[str, ...]) -> Reals:
    """Log-likelihood of each rival in each world, (worlds, rivals); NaN items say nothing."""
    items = table()["items"].values()
    present = np.array([[item[name][0] for name in names] for item in items])
    absent = np.array([[item[name][1] for name in names] for item in items])
    return np.asarray(np.nan_to_num(values) @ present + np.nan_to_num(1 - values) @ absent)


def _words(
    values: Reals, counts: dict[str, float], names: tuple[str, ...]
) -> dict[str, tuple[list[str], list[str]]]:
    """Evidence for and against each rival, as sentences without a verdict on anybody."""
    out: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in names}
    for value, item in zip(values, table()["items"].values(), strict=True):
        if isnan(value):
            continue
        moved = {n: value * item[n][0] + (1 - value) * item[n][1] for n in names}
        usual = sum(moved.values()) / len(moved)
        text = str(item["present"] if value >= 0.5 else item["absent"]).format(**counts)
        for name in names:
            if moved[name] - usual >= SAID:
                out[name][0].append(text)
            elif moved[name] - usual <= -SAID:
                out[name][1].append(text)
    return out
