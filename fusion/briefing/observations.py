"""What was seen, without likelihood: quiet control, splits and revivals, tempo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from fusion.briefing import confidence, subject
from fusion.briefing.evidence import Cited, choose, claims_of
from fusion.briefing.holdings import VIOLENT, Holdings, Row
from fusion.briefing.relevance import implication
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import Both, count, day, say

QUIET_DAYS = 56  # two windows of eight weeks, as the rule for quiet control compares them
EVENT_DAYS = 28  # a split or revival is news for four issues
TEMPO_DAYS = 28
WEIGHTS = {"quiet_control": 1.05, "lineage": 0.8, "tempo": 0.3}
EVENTS = {
    "split_from": "lineage_split", "revived": "lineage_revived",
    "dormant": "lineage_dormant", "merged_into": "lineage_merged",
}  # fmt: skip


def quiet_control(holdings: Holdings, row: Row) -> Sentence | None:
    """Violence fell while the market was taken over: quiet is not calm (doctrine §1)."""
    if not row["quiet_control"]:
        return None
    late = _between(holdings, row, 0, QUIET_DAYS, VIOLENT)
    early = _between(holdings, row, QUIET_DAYS, 2 * QUIET_DAYS, VIOLENT)
    text = say(
        "quiet_control" if late or early else "quiet_control_none",
        name=subject.name(holdings, row),
        late=count(len(late), "violent_incident"), early=count(len(early), "violent_incident"),
    )  # fmt: skip
    recent = _between(holdings, row, 0, 2 * QUIET_DAYS)
    return _observation(holdings, row, "quiet_control", text, recent,
                        say("quiet_would_change"))  # fmt: skip


def lineage(holdings: Holdings, row: Row) -> Sentence | None:
    """A split, revival, merger or falling silent of the last four weeks."""
    since = holdings.last_day - dt.timedelta(days=EVENT_DAYS)
    events = [
        event for event in holdings.of("hypothesis_lineage").get(row["hypothesis_id"], [])
        if event["event"] in EVENTS and event["as_of"] > since
    ]  # fmt: skip
    if not events:
        return None
    event = max(events, key=lambda item: (item["as_of"], item["event"]))
    key, other = EVENTS[event["event"]], holdings.by_id.get(event["other_id"] or "")
    if key == "lineage_split" and other is None:
        key = "lineage_split_alone"
    start = event["as_of"] - dt.timedelta(days=6)
    text = say(
        key,
        name=subject.name(holdings, row),
        other=subject.name(holdings, other) if other else "",
        day=day(row["last_on"] if key == "lineage_dormant" else start),
    )
    incidents = holdings.incidents_of(row["hypothesis_id"])[-6:]
    return _observation(holdings, row, "lineage", text, incidents, None)


def tempo(holdings: Holdings, row: Row) -> Sentence | None:
    """Incidents of the last four weeks beside those of the four before."""
    text = say(
        "tempo",
        name=subject.name(holdings, row),
        recent=count(len(_between(holdings, row, 0, TEMPO_DAYS)), "incident"),
        before=count(len(_between(holdings, row, TEMPO_DAYS, 2 * TEMPO_DAYS)), "incident"),
    )
    incidents = holdings.incidents_of(row["hypothesis_id"])
    return _observation(holdings, row, "tempo", text, incidents, None)


def _observation(
    holdings: Holdings,
    row: Row,
    kind: str,
    text: Both,
    incidents: Iterable[Row],
    change: Both | None,
) -> Sentence:
    cited = cite(holdings, row, incidents)
    code, stated = confidence.of_count(cited)
    if kind == "lineage":  # a split or revival is a reading, not a count
        code, stated = row["confidence"], confidence.of_hypothesis(holdings, row)
    return Sentence(
        section="observation",
        kind=kind,
        scope=row["hypothesis_id"],
        text=text,
        confidence=code,
        confidence_text=stated,
        would_change=change,
        implication=implication(holdings, row["markets"]),
        evidence=cited,
        weight=WEIGHTS[kind] * holdings.priority(row),
    )


def cite(holdings: Holdings, row: Row, incidents: Iterable[Row]) -> list[Cited]:
    """Reports behind some incidents of a hypothesis."""
    accounts = [
        account
        for incident in incidents
        for account in holdings.accounts_of.get(incident["incident_id"], [])
    ]
    return choose(holdings, accounts, claims_of(holdings, row["hypothesis_id"]))


def _between(
    holdings: Holdings, row: Row, newest: int, oldest: int, types: tuple[str, ...] = ()
) -> list[Row]:
    """Incidents between `newest` and `oldest` days before the last day, of some types or any."""
    last = holdings.last_day
    return [
        incident for incident in holdings.incidents_of(row["hypothesis_id"])
        if incident["occurred_from"]
        and newest <= (last - incident["occurred_from"]).days < oldest
        and (not types or incident["event_type"] in types)
    ]  # fmt: skip
