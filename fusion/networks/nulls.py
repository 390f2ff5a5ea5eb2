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


def chance_p_value(body: Body) -> float:
    """Share of random deals in which as many pairs of the body's incidents share an actor."""
    evidence = body.evidence
    rows = np.array(sorted(body.origins_of), dtype=np.int64)
    telling = evidence.telling[evidence.entry_actor] >= LEAST_TELLING
    known = telling & (evidence.entry_week <= body.week)
    incident, actor = evidence.entry_incident[known], evidence.entry_actor[known]
    if len(rows) < 2 or not len(incident):
        return 1.0
    observed = _pairs_that_share(incident, actor, rows)
    strata = _strata(evidence, incident, rows)
    rng = np.random.default_rng(evidence.run.seed)
    reached = sum(
        _pairs_that_share(_deal(incident, strata, rng), actor, rows) >= observed
        for _ in range(N_DEALS)
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


def _deal(incident: Ints, strata: Ints, rng: np.random.Generator) -> Ints:
    """Incidents permuted among the entries of each stratum: both degrees stay as they are."""
    shuffled = np.lexsort((rng.random(len(incident)), strata))
    out = np.empty_like(incident)
    out[np.argsort(strata, kind="stable")] = incident[shuffled]
    return out


def _pairs_that_share(incident: Ints, actor: Ints, rows: Ints) -> int:
    inside = np.isin(incident, rows)
    place = np.searchsorted(rows, incident[inside])
    _, who = np.unique(actor[inside], return_inverse=True)
    presence = np.zeros((len(rows), int(who.max(initial=-1)) + 1))
    presence[place, who] = 1
    return int(np.triu(presence @ presence.T > 0, 1).sum())
