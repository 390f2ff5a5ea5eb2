"""Coincidence, tested: would these incidents share as many actors if actors were dealt at random?

Null model: actors and incidents keep how many they have; who stands where is dealt anew, within
the same country where that leaves a choice. One-sided p-value with the usual plus one (Phipson
and Smyth 2010). The cluster was found because it shares actors, so p is a lower bound: it can
speak for coincidence, and only weakly against it.
"""

from __future__ import annotations

import numpy as np

from fusion.networks.body import Body
from fusion.networks.evidence import Evidence, Ints
from fusion.networks.weights import LEAST_TELLING

N_DEALS = 199
# Dealing inside a country is a choice only where it has this many incidents per own incident.
ROOM = 3
CELLS = 8_000_000  # of the presence table held at once, 32 MB


def chance_p_value(body: Body) -> float:
    """Share of random deals in which as many pairs of the body's incidents share an actor."""
    evidence = body.evidence
    rows = np.array(sorted(body.origins_of), dtype=np.int64)
    telling = evidence.telling[evidence.entry_actor] >= LEAST_TELLING
    known = telling & (evidence.entry_week <= body.week)
    incident, actor = evidence.entry_incident[known], evidence.entry_actor[known]
    if len(rows) < 2 or not len(incident):
        return 1.0
    observed = _pairs_that_share(incident[None, :], actor, rows)[0]
    deals = _deal(incident, _strata(evidence, incident, rows), evidence.run.seed)
    step = max(1, CELLS // (len(rows) * len(evidence.actor_ids)))
    reached = sum(
        int((_pairs_that_share(deals[k : k + step], actor, rows) >= observed).sum())
        for k in range(0, N_DEALS, step)
    )
    return (1 + reached) / (1 + N_DEALS)


def _strata(evidence: Evidence, incident: Ints, rows: Ints) -> Ints:
    """Country of each entry's incident, or one stratum where the countries leave no choice."""
    country = np.array([str(i["country"] or "") for i in evidence.incidents])
    mine = set(country[rows])
    inside = np.unique(incident[np.isin(country[incident], sorted(mine))])
    if len(inside) < ROOM * len(rows):
        return np.zeros(len(incident), dtype=np.int64)
    return np.asarray(np.unique(country[incident], return_inverse=True)[1])


def _deal(incident: Ints, strata: Ints, seed: int) -> Ints:
    """Incidents permuted among the entries of each stratum, (N_DEALS, entries).

    Both degrees stay as they are: each actor keeps its number of entries, each incident too.
    """
    noise = np.random.default_rng(seed).random((N_DEALS, len(incident)))
    shuffled = np.argsort(strata[None, :] + noise, axis=1)
    out = np.empty((N_DEALS, len(incident)), dtype=np.int64)
    out[:, np.argsort(strata, kind="stable")] = incident[shuffled]
    return out


def _pairs_that_share(incident: Ints, actor: Ints, rows: Ints) -> Ints:
    """Pairs of `rows` that share an actor in each deal; `incident` is (deals, entries)."""
    place = np.minimum(np.searchsorted(rows, incident), len(rows) - 1)
    deal, entry = np.nonzero(rows[place] == incident)
    who, actors = np.unique(actor[entry], return_inverse=True)
    presence = np.zeros((len(incident), len(rows), max(1, len(who))), dtype=np.float32)
    presence[deal, place[deal, entry], actors] = 1
    shared = presence @ presence.transpose(0, 2, 1) > 0
    count = shared.sum(axis=(1, 2)) - np.diagonal(shared, axis1=1, axis2=2).sum(axis=1)
    return np.asarray(count // 2, dtype=np.int64)
