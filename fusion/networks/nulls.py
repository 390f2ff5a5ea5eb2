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
    mine = np.flatnonzero(np.isin(incident, rows))
    if len(rows) < 2 or not len(mine):
        return 1.0
    place = np.searchsorted(rows, incident[mine])
    observed = _pairs_that_share(actor[mine][None, :], place, len(rows))[0]
    dealt = _deal(actor, mine, _strata(evidence, incident, rows), evidence.run.seed)
    step = max(1, CELLS // (len(rows) * len(mine)))
    reached = sum(
        int((_pairs_that_share(dealt[k : k + step], place, len(rows)) >= observed).sum())
        for k in range(0, N_DEALS, step)
    )
    return (1 + reached) / (1 + N_DEALS)


def _strata(evidence: Evidence, incident: Ints, rows: Ints) -> Ints:
    """Country of each entry's incident, or one stratum where the countries leave no choice."""
    country = evidence.country
    inside = np.unique(incident[np.isin(country[incident], np.unique(country[rows]))])
    if len(inside) < ROOM * len(rows):
        return np.zeros(len(incident), dtype=np.int64)
    return np.asarray(country[incident])


def _deal(actor: Ints, mine: Ints, strata: Ints, seed: int) -> Ints:
    """Actors dealt to the body's own entries `mine`, (N_DEALS, len(mine)).

    Permuting all actors among all entries of a stratum keeps both degrees; what falls to the
    body's entries is then a draw without replacement from the stratum, and only that is drawn.
    """
    rng = np.random.default_rng(seed)
    out = np.empty((N_DEALS, len(mine)), dtype=np.int64)
    for stratum in np.unique(strata[mine]):
        pool = actor[strata == stratum]
        slots = np.flatnonzero(strata[mine] == stratum)
        for deal in range(N_DEALS):
            out[deal, slots] = pool[rng.choice(len(pool), len(slots), replace=False)]
    return out


def _pairs_that_share(actor: Ints, place: Ints, n_rows: int) -> Ints:
    """Pairs of incidents that share an actor in each deal; `actor` is (deals, entries)."""
    n_deals, n_entries = actor.shape
    # Actors are numbered within each deal, so that the presence table stays narrow.
    order = np.argsort(actor, axis=1, kind="stable")
    ordered = np.take_along_axis(actor, order, axis=1)
    is_new = np.diff(ordered, axis=1, prepend=-1) != 0
    number = np.cumsum(is_new, axis=1) - 1
    presence = np.zeros((n_deals, n_rows, n_entries), dtype=np.float32)
    presence[np.arange(n_deals)[:, None], place[order], number] = 1
    shared = presence @ presence.transpose(0, 2, 1) > 0
    count = shared.sum(axis=(1, 2)) - np.diagonal(shared, axis1=1, axis2=2).sum(axis=1)
    return np.asarray(count // 2, dtype=np.int64)
