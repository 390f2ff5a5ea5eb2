"""Names and sentences of hypotheses: markets, places and behaviours, never a person."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from fusion.networks.body import HARD_KINDS, Body
from fusion.networks.weights import LEAST_TELLING
from fusion.terms.data_files import load

LEAST_SHARE = 1 / 4  # of the incidents, where only one names the market; ours
DATA = Path(__file__).parent / "data"


@cache
def _behaviours() -> dict[str, str]:
    return tomllib.loads((DATA / "behaviours.toml").read_text(encoding="utf-8"))


def markets_of(body: Body) -> list[str]:
    """Market codes by number of incidents, most evident first.

    A market that one incident alone names is the group's only where that is a good part of it:
    a smuggled carton in one of eighteen accounts does not make a cigarette network.
    """
    counts = Counter(m for row in body.origins_of for m in body.evidence.markets[row])
    least = min(2, LEAST_SHARE * len(body.origins_of))
    found = [(market, n) for market, n in counts.items() if n >= least]
    return [market for market, _ in sorted(found, key=lambda item: (-item[1], item[0]))]


def corridors_of(body: Body) -> list[str]:
    """Corridors that at least two incidents, or all of them, lie on, most evident first."""
    counts = Counter(c for row in body.origins_of for c in body.evidence.corridors[row])
    least = min(2, len(body.origins_of))
    found = [(code, n) for code, n in counts.items() if n >= least]
    return [code for code, _ in sorted(found, key=lambda item: (-item[1], item[0]))]


def places_of(body: Body) -> list[str]:
    """Place names by number of incidents, most frequent first."""
    names = [body.evidence.incidents[row]["place_name"] for row in body.origins_of]
    counts = Counter(str(name) for name in names if name)
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def name_of(body: Body) -> str:
    """Main market and main place, e.g. 'Fuel smuggling · Ansongo'."""
    markets, places = markets_of(body), places_of(body)
    title = str(load("markets")[markets[0]]["en"]) if markets else "unattributed activity"
    return f"{title[0].upper()}{title[1:]} · {places[0] if places else 'place unknown'}"


def statement_of(body: Body) -> str:
    """One neutral sentence: what reports describe a group to do, where, since when."""
    markets, places = markets_of(body), places_of(body)
    doing = [_behaviours()[m] for m in markets if m in _behaviours()][:2]
    what = " and ".join(doing) or "acts together in a way that reports do not explain"
    titles = {c.code: c.name for c in body.evidence.run.profile.corridors}
    along = [titles[code] for code in corridors_of(body)[:1]]
    where = f"along the {along[0]}" if along else "around " + " and ".join(places[:2])
    if not along and not places:
        where = "at places not established"
    days = [int(body.evidence.day[row]) for row in body.origins_of]
    months = max(1, round((max(days) - min(days)) / 30.4))
    n_more = len(body.origins_of) - len(body.incident_rows)
    more = f" and {n_more} further account{'s' if n_more > 1 else ''}" if n_more else ""
    return (
        f"Reports describe a structured group that {what} {where}, over some {months} "
        f"month{'s' if months > 1 else ''}, in {len(body.incident_rows)} incidents{more}."
    )


def reason_of(body: Body, row: int) -> str:
    """Why an incident is in the body: kinds of shared particulars and context, without names."""
    ev = body.evidence
    shared = [
        ev.kind_of_actor[actor]
        for actor, rows in body.rows_of_actor.items()
        if row in rows and len(rows) > 1 and ev.telling_of[actor] >= LEAST_TELLING
    ]
    things = Counter(shared)
    order = sorted(things, key=lambda kind: (kind not in HARD_KINDS, kind))
    words = [f"{things[k]} {k}{'s' if things[k] > 1 else ''}" for k in order]
    parts = [f"shares {', '.join(words)} with its other incidents"] if words else []
    main = markets_of(body)[:1]
    if main and main[0] in ev.markets[row]:
        parts.append("same market")
    if set(corridors_of(body)) & ev.corridors[row]:
        parts.append("same corridor")
    return "; ".join(parts) or "tied to its members by stated relations"
