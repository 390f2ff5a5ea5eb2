"""How strongly two incidents belong together, as evidence in log-odds over a sparse graph.

Only pairs with a shared particular are candidates: an actor, or a tie between their actors.
Rare shared particulars carry the signal; place, time, market, corridor and sentence vectors only
shift it, since alone they do no better than chance on such reports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np

from fusion.networks.evidence import Evidence, Ints, Reals
from fusion.networks.markets import agreement
from fusion.networks.weights import weights
from fusion.profile.ground import distance_km

# Rarity falls by an eighth with each doubling of the incidents that name an actor: from 1 for two
# to 0.4 for BUSIEST, where it stops to link at all. It does not depend on the size of the record:
# what happens elsewhere makes nobody here rarer.
DOUBLINGS = 8
AT_ONCE = 50_000  # pairs whose vectors are compared at once


@dataclass(frozen=True)
class Candidates:
    """Pairs of incidents with their evidence, dated so that any past week can be rebuilt.

    `a`, `b` index incidents (a < b); `context` is the log-odds of place, time, market, corridor
    and words; `share_*` list what the pair shares: pair, actor, week known, certainty.
    """

    a: Ints
    b: Ints
    week: Ints
    context: Reals
    share_pair: Ints
    share_actor: Ints
    share_week: Ints
    share_score: Reals
    tie_pair: Ints
    tie_week: Ints
    tie_miss: Reals


def find_candidates(evidence: Evidence) -> Candidates:
    """Every pair of incidents that shares a particular, with its dated evidence."""
    shares = _shares(evidence)
    ties = _tie_pairs(evidence)
    keys = np.unique(np.concatenate([shares[0], ties[0]]))
    n = max(1, len(evidence.incident_ids))
    a, b = keys // n, keys % n
    return Candidates(
        a=a,
        b=b,
        week=np.maximum(evidence.week[a], evidence.week[b]),
        context=_context(evidence, a, b),
        share_pair=np.searchsorted(keys, shares[0]),
        share_actor=shares[1],
        share_week=shares[2],
        share_score=shares[3],
        tie_pair=np.searchsorted(keys, ties[0]),
        tie_week=ties[1],
        tie_miss=ties[2],
    )


def probabilities(evidence: Evidence, candidates: Candidates, week: int) -> Reals:
    """Probability that each candidate pair belongs together, as known at the end of `week`.

    Pairs not known by then get zero. Incidents that name an actor are counted to the nearest power
    of two, so that one report more or less seldom moves anything.
    """
    table = weights()["pair"]
    seen = evidence.entry_week <= week
    degree = np.bincount(evidence.entry_actor[seen], minlength=len(evidence.actor_ids))
    doublings = np.round(np.log2(np.maximum(degree, 2))) - 1
    rarity = np.clip(1 - doublings / DOUBLINGS, evidence.least_rarity, 1.0)
    telling = np.clip(evidence.telling * rarity, 0, 0.98) * (evidence.busy_since > week)
    miss = np.zeros(len(candidates.a))
    now = candidates.share_week <= week
    shared = telling[candidates.share_actor[now]] * candidates.share_score[now]
    np.add.at(miss, candidates.share_pair[now], np.log1p(-np.clip(shared, 0, 0.98)))
    tie_miss = np.zeros(len(candidates.a))
    now = candidates.tie_week <= week
    np.add.at(tie_miss, candidates.tie_pair[now], candidates.tie_miss[now])
    odds = (
        table["prior"]
        + table["shared_actor"] * (1 - np.exp(miss))
        + table["tie"] * (1 - np.exp(tie_miss))
        + candidates.context
    )
    return np.where(candidates.week <= week, np.round(1 / (1 + np.exp(-odds)), 6), 0.0)


def _shares(evidence: Evidence) -> tuple[Ints, Ints, Ints, Reals]:
    """Pair key, actor, week and certainty of every shared actor that may link."""
    n = max(1, len(evidence.incident_ids))
    rows = np.flatnonzero(evidence.may_link)
    rows = rows[np.lexsort((evidence.entry_incident[rows], evidence.entry_actor[rows]))]
    actor = evidence.entry_actor[rows]
    # Every entry with each later one of the same actor: as many pairs as it stands from the end.
    ends = np.searchsorted(actor, actor, side="right")
    later = ends - np.arange(len(rows)) - 1
    first = np.repeat(np.arange(len(rows)), later)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    one, two = rows[first], rows[second]
    return (
        evidence.entry_incident[one] * n + evidence.entry_incident[two],
        evidence.entry_actor[one],
        np.maximum(evidence.entry_week[one], evidence.entry_week[two]),
        evidence.entry_score[one] * evidence.entry_score[two],
    )


def _tie_pairs(evidence: Evidence) -> tuple[Ints, Ints, Reals]:
    """Pair key, week and log of what is left to doubt, for every account of every tie that joins
    actors of two incidents."""
    n = max(1, len(evidence.incident_ids))
    of_actor: dict[str, list[int]] = {}
    for entry in np.flatnonzero(evidence.may_link).tolist():
        name = evidence.actor_ids[evidence.entry_actor[entry]]
        of_actor.setdefault(name, []).append(int(evidence.entry_incident[entry]))
    found: list[tuple[int, int, float]] = []
    for tie in evidence.ties:
        if tie["kind"] in ("co_presence", "conflict"):
            continue
        sides = [of_actor.get(tie[end], []) for end in ("source_id", "target_id")]
        keys = {min(a, b) * n + max(a, b) for a in sides[0] for b in sides[1] if a != b}
        doubt = log1p(-min(0.9, float(tie["strength"]))) / max(
            len(tie["weeks"]), int(tie["n_accounts"] or 0), 1
        )
        found += [(key, week, doubt) for key in sorted(keys) for week in tie["weeks"]]
    found.sort()
    return (
        np.array([key for key, _, _ in found], dtype=np.int64),
        np.array([week for _, week, _ in found], dtype=np.int64),
        np.array([doubt for _, _, doubt in found], dtype=float),
    )


def _context(evidence: Evidence, a: Ints, b: Ints) -> Reals:
    """Log-odds of place, time, market, corridor and words for the pairs (a, b)."""
    table = weights()["context"]
    km = distance_km(
        evidence.latitude[a], evidence.longitude[a], evidence.latitude[b], evidence.longitude[b]
    )
    reach = table["reach_km"] + evidence.radius[a] + evidence.radius[b]
    near = np.where(np.isnan(km), 0.0, table["place"] * np.exp(-km / reach))
    route = _by_sets(evidence.corridors, a, b, lambda one, two: float(bool(one & two))) > 0
    near -= np.where((km > table["far_km"]) & ~route, table["far"], 0.0)
    gap = np.abs(evidence.day[a] - evidence.day[b])
    when = table["time"] * np.exp(-gap / table["time_days"])
    market = _by_sets(evidence.markets, a, b, agreement)
    what = np.where(market > 0, table["market"] * market, table["market_apart"] * market)
    return np.asarray(near + when + what + table["corridor"] * route + _words(evidence, a, b))


def _by_sets(
    sets: Sequence[frozenset[str]], a: Ints, b: Ints,
    compare: Callable[[frozenset[str], frozenset[str]], float],
) -> Reals:  # fmt: skip
    """A comparison of the sets of each pair, made once for each two that differ."""
    kinds = {kind: n for n, kind in enumerate(dict.fromkeys(sets))}
    code = np.array([kinds[kind] for kind in sets], dtype=np.int64)
    met, where = np.unique(code[a] * len(kinds) + code[b], return_inverse=True)
    listed = list(kinds)
    found = [compare(listed[n // len(kinds)], listed[n % len(kinds)]) for n in met.tolist()]
    return np.array(found, dtype=float)[where] if len(met) else np.zeros(0)


def _words(evidence: Evidence, a: Ints, b: Ints) -> Reals:
    """Vector similarity above the typical pair, scaled to 0..weight; 0 without vectors."""
    table, have = weights()["context"], evidence.has_vector[a] & evidence.has_vector[b]
    out = np.zeros(len(a))
    # Of any two incidents, as the record stood when both were known.
    known = np.maximum(evidence.week[a], evidence.week[b])
    weeks, where = np.unique(known, return_inverse=True)
    of_week = np.array([evidence.common_at(w).usual_cosine for w in weeks.tolist()], dtype=float)
    for start in range(0, len(a), AT_ONCE):
        part = np.flatnonzero(have[start : start + AT_ONCE]) + start
        cosine = np.einsum("ij,ij->i", evidence.vectors[a[part]], evidence.vectors[b[part]])
        usual = of_week[where[part]]
        above = np.clip((cosine - usual) / np.maximum(1 - usual, 1e-6), 0, 1)
        out[part] = np.round(table["words"] * above, 6)
    return out
