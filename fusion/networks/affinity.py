"""How strongly two incidents belong together, as evidence in log-odds over a sparse graph.

Only pairs with a shared particular are candidates: an actor, or a tie between their actors.
Rare shared particulars carry the signal; place, time, market, corridor and sentence vectors only
shift it, since alone they do no better than chance on such reports.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.networks.evidence import Evidence, Ints, Reals
from fusion.networks.markets import agreement
from fusion.networks.weights import weights
from fusion.profile.ground import distance_km

# An actor in more incidents than this links nothing by itself: pairs stay linear in incidents.
BUSIEST = 60


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
    tie_strength: Reals


def find_candidates(evidence: Evidence) -> Candidates:
    """Every pair of incidents that shares a particular, with its dated evidence."""
    shares = _shares(evidence, evidence.telling)
    ties = _tie_pairs(evidence, evidence.telling)
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
        tie_strength=ties[2],
    )


def probabilities(evidence: Evidence, candidates: Candidates, week: int) -> Reals:
    """Probability that each candidate pair belongs together, as known at the end of `week`.

    Pairs not known by then get zero. Rarity is log(N / n) / log(N / 2) for an actor in n of N
    known incidents, with N rounded to a power of two so that weeks resemble each other, and with a
    floor by the actor's kind.
    """
    table = weights()["pair"]
    n_known = max(4, int((evidence.week <= week).sum()))
    rounded = 2.0 ** round(float(np.log2(n_known)))
    seen = evidence.entry_week <= week
    degree = np.bincount(evidence.entry_actor[seen], minlength=len(evidence.actor_ids))
    rarity = np.log(rounded / np.maximum(degree, 2)) / np.log(rounded / 2)
    telling = np.clip(evidence.telling * np.clip(rarity, evidence.least_rarity, 1.0), 0, 0.98)
    miss = np.zeros(len(candidates.a))
    now = candidates.share_week <= week
    shared = telling[candidates.share_actor[now]] * candidates.share_score[now]
    np.add.at(miss, candidates.share_pair[now], np.log1p(-np.clip(shared, 0, 0.98)))
    tie_miss = np.zeros(len(candidates.a))
    now = candidates.tie_week <= week
    np.add.at(tie_miss, candidates.tie_pair[now], np.log1p(-candidates.tie_strength[now]))
    odds = (
        table["prior"]
        + table["shared_actor"] * (1 - np.exp(miss))
        + table["tie"] * (1 - np.exp(tie_miss))
        + candidates.context
    )
    return np.where(candidates.week <= week, 1 / (1 + np.exp(-odds)), 0.0)


def _shares(evidence: Evidence, base: Reals) -> tuple[Ints, Ints, Ints, Reals]:
    """Pair key, actor, week and certainty of every shared actor that may link."""
    keys, actors, weeks, scores = [], [], [], []
    n = max(1, len(evidence.incident_ids))
    order = np.argsort(evidence.entry_actor, kind="stable")
    bounds = np.searchsorted(evidence.entry_actor[order], np.arange(len(evidence.actor_ids) + 1))
    for actor in range(len(evidence.actor_ids)):
        rows = order[bounds[actor] : bounds[actor + 1]]
        if not 2 <= len(rows) <= BUSIEST or base[actor] <= 0:
            continue
        rows = rows[np.argsort(evidence.entry_incident[rows], kind="stable")]
        i, j = np.triu_indices(len(rows), 1)
        first, second = rows[i], rows[j]
        keys.append(evidence.entry_incident[first] * n + evidence.entry_incident[second])
        actors.append(np.full(len(i), actor))
        weeks.append(np.maximum(evidence.entry_week[first], evidence.entry_week[second]))
        scores.append(evidence.entry_score[first] * evidence.entry_score[second])
    if not keys:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, np.zeros(0)
    return (
        np.concatenate(keys), np.concatenate(actors), np.concatenate(weeks),
        np.concatenate(scores).astype(float),
    )  # fmt: skip


def _tie_pairs(evidence: Evidence, base: Reals) -> tuple[Ints, Ints, Reals]:
    """Pair key, week and strength of every tie that joins actors of two incidents."""
    n = max(1, len(evidence.incident_ids))
    of_actor: dict[str, list[int]] = {}
    for incident, actor in zip(evidence.entry_incident, evidence.entry_actor, strict=True):
        if base[actor] > weights()["particular"]["known_group"]:
            of_actor.setdefault(evidence.actor_ids[actor], []).append(int(incident))
    found: dict[tuple[int, int], float] = {}
    for tie in evidence.ties:
        if tie["kind"] in ("co_presence", "conflict"):
            continue
        sides = [of_actor.get(tie[end], [])[:BUSIEST] for end in ("source_id", "target_id")]
        week = evidence.week_of(tie["first_on"]) if tie["first_on"] else 0
        for left in sides[0]:
            for right in sides[1]:
                if left != right:
                    key = (min(left, right) * n + max(left, right), week)
                    found[key] = max(found.get(key, 0.0), min(0.9, float(tie["strength"])))
    rows = sorted(found)
    return (
        np.array([key for key, _ in rows], dtype=np.int64),
        np.array([week for _, week in rows], dtype=np.int64),
        np.array([found[row] for row in rows], dtype=float),
    )


def _context(evidence: Evidence, a: Ints, b: Ints) -> Reals:
    """Log-odds of place, time, market, corridor and words for the pairs (a, b)."""
    table = weights()["context"]
    km = distance_km(
        evidence.latitude[a], evidence.longitude[a], evidence.latitude[b], evidence.longitude[b]
    )
    reach = table["reach_km"] + evidence.radius[a] + evidence.radius[b]
    near = np.where(np.isnan(km), 0.0, table["place"] * np.exp(-km / reach))
    route = np.array(
        [bool(evidence.corridors[i] & evidence.corridors[j]) for i, j in zip(a, b, strict=True)],
        dtype=bool,
    )
    near -= np.where((km > table["far_km"]) & ~route, table["far"], 0.0)
    gap = np.abs(evidence.day[a] - evidence.day[b])
    when = table["time"] * np.exp(-gap / table["time_days"])
    market = np.array(
        [agreement(evidence.markets[i], evidence.markets[j]) for i, j in zip(a, b, strict=True)],
        dtype=float,
    )
    what = np.where(market > 0, table["market"] * market, table["market_apart"] * market)
    return np.asarray(near + when + what + table["corridor"] * route + _words(evidence, a, b))


def _words(evidence: Evidence, a: Ints, b: Ints) -> Reals:
    """Vector similarity above the typical pair, scaled to 0..weight; 0 without vectors."""
    table = weights()["context"]
    if not evidence.vectors:
        return np.zeros(len(a))
    rows = sorted(evidence.vectors)
    place = {row: n for n, row in enumerate(rows)}
    matrix = np.stack([evidence.vectors[row] for row in rows])
    have = np.array([i in place and j in place for i, j in zip(a, b, strict=True)], dtype=bool)
    out = np.zeros(len(a))
    if not have.any():
        return out
    left = [place[int(i)] for i in a[have]]
    right = [place[int(j)] for j in b[have]]
    cosine = np.einsum("ij,ij->i", matrix[left], matrix[right])
    usual = float(matrix.mean(axis=0) @ matrix.mean(axis=0))  # mean cosine of any two incidents
    out[have] = table["words"] * np.clip((cosine - usual) / max(1 - usual, 1e-6), 0, 1)
    return out
