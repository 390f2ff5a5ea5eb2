"""Coincidence, tested: would these incidents share as many actors if actors were dealt at random?

Null model: every incident of the body keeps how many actors it names; who they are is dealt from
the record's actors, busy ones as much more often as they are busier, within the same country where
that leaves a choice. One-sided p-value with the usual plus one (Phipson and Smyth 2010). The
cluster was found because it shares actors, so p is a lower bound: it can speak for coincidence,
and only weakly against it.
"""

from __future__ import annotations

import numpy as np

from fusion.networks.body import Body
from fusion.networks.common import Pool
from fusion.networks.evidence import Ints
from fusion.networks.weights import LEAST_TELLING

N_DEALS = 199
# Dealing inside a country is a choice only where it has this many incidents per own incident.
ROOM = 3
OUTSIDE = 2  # the record holds so many times the body's incidents, or the deal says nothing
CELLS = 8_000_000  # of the presence table held at once, 32 MB
EVERYWHERE = ""


def chance_p_value(body: Body) -> float | None:
    """Share of random deals in which as many pairs of the body's incidents share an actor.

    None where the body is half of the record or more: what is dealt would be the body itself,
    and nothing could be found unlikely.
    """
    evidence = body.evidence
    everything = evidence.common_at(body.week).pools[EVERYWHERE].n_incidents
    if everything < OUTSIDE * len(body.origins_of):
        return None
    rows = np.array(sorted(body.origins_of), dtype=np.int64)
    entries = np.array(
        [n for row in rows.tolist() for n in evidence.entries_of_row.get(row, ())], dtype=np.int64
    )
    known = evidence.telling[evidence.entry_actor[entries]] >= LEAST_TELLING
    entries = entries[known & (evidence.entry_week[entries] <= body.week)]
    if len(rows) < 2 or not len(entries):
        return 1.0
    actor, incident = evidence.entry_actor[entries], evidence.entry_incident[entries]
    place = np.searchsorted(rows, incident)
    observed = _pairs_that_share(actor[None, :], place, len(rows))[0]
    names = [str(evidence.incidents[row]["country"] or "-") for row in incident.tolist()]
    dealt = _deal(_pools(body, names), evidence.run.seed)
    step = max(1, CELLS // (len(rows) * len(entries)))
    reached = sum(
        int((_pairs_that_share(dealt[k : k + step], place, len(rows)) >= observed).sum())
        for k in range(0, N_DEALS, step)
    )
    return (1 + reached) / (1 + N_DEALS)


def _pools(body: Body, countries: list[str]) -> list[tuple[int, Pool]]:
    """Number and pool of each entry's country, or one pool where countries leave no choice."""
    pools = body.evidence.common_at(body.week).pools
    own = sorted(set(countries))
    if sum(pools[name].n_incidents for name in own if name in pools) < ROOM * len(body.origins_of):
        return [(0, pools[EVERYWHERE])] * len(countries)
    pools = {**dict.fromkeys(own, pools[EVERYWHERE]), **pools}  # one that was not met by then
    return [(own.index(name), pools[name]) for name in countries]


def _deal(pools: list[tuple[int, Pool]], seed: int) -> Ints:
    """An actor dealt to each entry, (N_DEALS, entries): first its class, then one of the class."""
    rng = np.random.default_rng(seed)
    draws = rng.random((2, N_DEALS, len(pools)))
    out = np.empty((N_DEALS, len(pools)), dtype=np.int64)
    for number, pool in sorted(set(pools), key=lambda found: found[0]):
        mine = np.array([n == number for n, _ in pools])
        kind = np.searchsorted(np.cumsum(pool.share)[:-1], draws[0][:, mine], side="right")
        size = np.array(pool.n_actors)[kind]
        # Numbers of actors are below 2^40: country and class stand above them.
        out[:, mine] = (draws[1][:, mine] * size).astype(np.int64) + ((number * 8 + kind) << 40)
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
