"""The Convention's five elements, state embedment and quiet control of one hypothesis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass

from fusion.networks.body import Body
from fusion.terms.data_files import load

# "Existing for a period of time": four weeks tell an arrangement from one occasion (our reading).
LEAST_DAYS = 28
FAMILY = frozenset({"family", "conflict", "co_presence"})  # show closeness or quarrel, not concert
BENEFIT_TIES = frozenset({"payment", "supply"})
# Origins that must affirm a rung, or a higher one, before it is stated. Being tolerated is what
# one observer can see; everything above is a charge against a State and needs a second origin.
RUNG_ORIGINS = {"tolerated": 1}
RUNG_ORIGINS_ABOVE = 2
WINDOW_DAYS = 91  # quarter against quarter for quiet control


@dataclass(frozen=True)
class QuietControl:
    """Days of the two windows compared, and the violent incidents in each."""

    days_before: int
    days_since: int
    violent_before: int
    violent_since: int


@dataclass(frozen=True)
class Element:
    """One element of article 2 with its verdict and what it rests on."""

    element: str
    verdict: str
    evidence: str
    evidence_ids: tuple[str, ...]


def five_elements(body: Body) -> list[Element]:
    """Each of the Convention's five elements (art. 2 a): met, not met or unknown."""
    return [_persons(body), _period(body), _concert(body), _crime(body), _benefit(body)]


def _persons(body: Body) -> Element:
    kinds = body.evidence.kind_of_actor
    people = tuple(sorted(a for a in body.persons if kinds[a] == "person"))
    bodies = tuple(sorted(a for a in body.persons if kinds[a] != "person"))
    least = body.evidence.run.profile.thresholds.minimum_members
    named = [_counted(people, "person", "persons")]
    if bodies:
        named.append(_counted(bodies, "group or organisation", "groups or organisations"))
    words = f"{' and '.join(named)}, one origin or more each"
    verdict = "met" if len(people) >= least else "unknown" if bodies else "not_met"
    return Element("three_or_more_persons", verdict, words, people + bodies)


def _period(body: Body) -> Element:
    rows = sorted(body.origins_of, key=lambda row: (body.evidence.day[row], row))
    days = int(body.evidence.day[rows[-1]] - body.evidence.day[rows[0]])
    verdict = "met" if days >= LEAST_DAYS else "not_met"
    ends = tuple(body.evidence.incident_ids[row] for row in dict.fromkeys((rows[0], rows[-1])))
    return Element("period_of_time", verdict, f"{days} days from first to last report", ends)


def _concert(body: Body) -> Element:
    stated = [(tie, said) for tie, said in body.strong_ties if tie["kind"] not in FAMILY]
    origins = {origin for _, said in stated for origin in said}
    claims = tuple(sorted({c for tie, _ in stated for c in tie["claim_ids"] or ()}))
    kinds = Counter(str(tie["kind"]) for tie, _ in stated)
    named = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    words = f"stated ties between members: {named}; {_counted(origins, 'origin', 'origins')} in all"
    words = words if named else "no stated tie between members"
    verdict = "met" if len(stated) >= 2 or len(origins) >= 2 else "unknown"
    return Element("acting_in_concert", verdict, words, claims)


def _crime(body: Body) -> Element:
    ev = body.evidence
    rows = [row for row in sorted(body.origins_of) if ev.markets[row]]
    markets = sorted({market for row in rows for market in ev.markets[row]})
    titles = ", ".join(str(load("markets")[m]["en"]) for m in markets if m in load("markets"))
    told = _counted(rows, "incident or account", "incidents and accounts")
    words = f"{told} of {titles}; the penalty in national law is to be confirmed"
    words = words if rows else "no incident or account of an illicit market"
    verdict = "met" if len(rows) >= 2 else "unknown"
    return Element("serious_crime", verdict, words, tuple(ev.incident_ids[row] for row in rows))


def _benefit(body: Body) -> Element:
    cues = body.evidence.cues
    speaking = {
        o.origin_id: [a for a in o.account_ids if cues[a].profit] for o in body.origins.values()
    }
    speaking = {origin: accounts for origin, accounts in speaking.items() if accounts}
    ties = [tie for tie, _ in body.strong_ties if tie["kind"] in BENEFIT_TIES]
    parts = []
    if ties:
        parts.append(_counted(ties, "payment or supply tie", "payment or supply ties"))
    if speaking:
        parts.append(
            _counted(speaking, "origin speaks", "origins speak") + " of money or goods taken"
        )
    words = "; ".join(parts) or "nobody speaks of money or goods"
    verdict = "met" if len(speaking) + len(ties) >= 2 else "unknown"
    ids = {a for accounts in speaking.values() for a in accounts}
    ids |= {c for tie in ties for c in tie["claim_ids"] or ()}
    return Element("material_benefit", verdict, words, tuple(sorted(ids)))


def _counted(things: Sized, one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def embedment(body: Body) -> str:
    """The highest rung of the State-embedment ladder that enough independent origins affirm."""
    ladder = list(load("typologies")["embedment"])
    origins: dict[str, set[str]] = {rung: set() for rung in ladder}
    around = body.evidence.surroundings
    for claim in (c for actor in sorted(body.rows_of_actor) for c in body.claims_about(actor)):
        if claim["kind"] != "embedment" or claim["polarity"] != "affirmed":
            continue
        origin = around.origin_of_account.get(claim["account_id"])
        name = origin.origin_id if origin else str(claim["account_id"])
        for rung in ladder[
            : ladder.index(claim["predicate"]) + 1 if claim["predicate"] in ladder else 0
        ]:
            origins[rung].add(name)
    reached = [
        rung
        for rung in ladder[1:]
        if len(origins[rung]) >= RUNG_ORIGINS.get(rung, RUNG_ORIGINS_ABOVE)
    ]
    return str(reached[-1] if reached else ladder[0])


def quiet_control(body: Body) -> QuietControl | None:
    """Violence has fallen by half or more while market signals have not: a warning, not calm.

    Last quarter against all before it, per week: at least two violent incidents before, at most
    half that rate now and none in the last four weeks, at least two quiet market incidents now and
    their rate not lower. A market signal is an illicit market, or money or goods taken.
    """
    ev, rows = body.evidence, body.incident_rows
    if not rows:
        return None
    end = max(int(ev.day[row]) for row in rows)
    start = min(int(ev.day[row]) for row in rows)
    if end - start < 2 * LEAST_DAYS:
        return None
    split = max(end - WINDOW_DAYS, start + (end - start) // 3)
    violent, market = [0, 0], [0, 0]
    for row in rows:
        side = int(ev.day[row] > split)
        if ev.is_violent(row):
            if ev.day[row] > end - LEAST_DAYS:
                return None
            violent[side] += 1
        elif _is_market_signal(body, row):
            market[side] += 1
    before, since = max(1, split - start), max(1, end - split)
    fell = violent[0] >= 2 and violent[1] / since <= 0.5 * violent[0] / before
    held = market[1] >= 2 and market[1] / since >= market[0] / before
    return QuietControl(before, since, violent[0], violent[1]) if fell and held else None


def _is_market_signal(body: Body, row: int) -> bool:
    cues = body.evidence.cues
    accounts = (a for o in body.origins_of.get(row, ()) for a in o.account_ids)
    return bool(body.evidence.markets[row]) or any(cues[a].profit for a in accounts)
