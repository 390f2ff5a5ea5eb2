"""Openings that the data shows, each with a window: the brief is not only about threats."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from fusion.briefing import confidence, lineage, subject
from fusion.briefing.evidence import Cited, accounts_of, choose, claims_of, standing
from fusion.briefing.folding import Phrases
from fusion.briefing.holdings import Holdings
from fusion.briefing.observations import cite
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.structure import evidence_of_member, shared_pairs
from fusion.briefing.wording import Both, component, count, day, say, words

MOST = 5  # more openings than leadership can take up are not read
ALIKE = 2  # of one kind
SMALL = 6  # members up to which a new network counts as small (ours: a commander and a handful)
QUIET_WEEKS = 3  # covered weeks without an incident before a corridor counts as quiet


def opportunities(holdings: Holdings) -> list[Sentence]:
    """Openings of this issue, those that close first in front; one says so where there is none."""
    found: list[Sentence] = []
    for row in holdings.hypotheses:
        for maker in (_agreement, _split, _quarrel, _dormant, _young, _resilience):
            sentence = maker(holdings, row)
            if sentence and sentence.evidence:
                found.append(sentence)
    found += [item for item in _quiet_corridors(holdings) if item and item.evidence]
    found += [item for item in _shared_groups(holdings) if item and item.evidence]
    found.sort(key=lambda item: (-item.weight, item.key))
    if found:
        kinds: dict[str, int] = {}
        kept = []
        for item in found:
            kinds[item.kind] = kinds.get(item.kind, 0) + 1
            if kinds[item.kind] <= ALIKE:
                kept.append(item)
        return kept[:MOST]
    return [Sentence("opportunity", "none", None, say("opportunity_none"))]


def window_end(kind: str, since: dt.date) -> dt.date:
    """Day on which an opening of this kind closes."""
    return since + dt.timedelta(days=int(words("opportunities")["days"][kind]))


def _sentence(
    holdings: Holdings, kind: str, row: Row | None, scope: str, text: Both, since: dt.date,
    evidence: list[Cited],
) -> Sentence | None:  # fmt: skip
    """The opening; None where it has closed already."""
    end = window_end(kind, since)
    days_left = (end - holdings.last_day).days
    if days_left < 1:
        return None
    priority = holdings.priority(row) if row else 0.3
    code, stated = confidence.of_count(evidence)
    return Sentence(
        section="opportunity",
        kind=kind,
        scope=scope,
        text=text,
        confidence=code,
        confidence_text=stated,
        change=say("window", day=day(end)),
        closes=day(end),
        evidence=evidence,
        # An opening that closes in a week weighs twice one that closes in two months.
        weight=priority * (1 + 7 / max(7, days_left)),
    )


def _agreement(holdings: Holdings, row: Row) -> Sentence | None:
    since = holdings.last_day - dt.timedelta(days=int(words("opportunities")["days"]["agreement"]))
    incidents = [
        item for item in holdings.incidents_of(row["hypothesis_id"])
        if item["event_subtype"] == "agreement" and item["occurred_from"]
        and item["occurred_from"] > since
    ]  # fmt: skip
    if not incidents:
        return None
    latest = incidents[-1]
    where = subject.where(holdings, row) or say("in_mission")
    text = say(
        "opportunity_agreement",
        name=subject.name(holdings, row), where=where, day=day(latest["occurred_from"]),
    )  # fmt: skip
    evidence = cite(holdings, row, [latest])
    return _sentence(holdings, "agreement", row, row["hypothesis_id"], text,
                     latest["occurred_from"], evidence)  # fmt: skip


def _split(holdings: Holdings, row: Row) -> Sentence | None:
    limit = int(words("opportunities")["days"]["split"])
    events = [
        event for event in holdings.of("hypothesis_lineage").get(row["hypothesis_id"], [])
        if event["event"] == "split_from" and event["other_id"] in holdings.by_id
        and (holdings.last_day - event["as_of"]).days <= limit
    ]  # fmt: skip
    if not events:
        return None
    event = events[-1]
    text = say(
        "opportunity_split",
        name=subject.name(holdings, row),
        other=subject.name(holdings, holdings.by_id[event["other_id"]]),
    )
    evidence = cite(holdings, row, holdings.incidents_of(row["hypothesis_id"])[-4:])
    return _sentence(holdings, "split", row, row["hypothesis_id"], text, event["as_of"], evidence)


def _quarrel(holdings: Holdings, row: Row) -> Sentence | None:
    """A dated conflict tie between two members, of the last four weeks."""
    limit = int(words("opportunities")["days"]["quarrel"])
    ties = [
        holdings.ties[item["tie_id"]]
        for item in holdings.of("hypothesis_tie").get(row["hypothesis_id"], [])
        if item["tie_id"] in holdings.ties
    ]
    recent = [
        tie for tie in ties
        if tie["kind"] == "conflict" and tie["last_on"]
        and (holdings.last_day - tie["last_on"]).days <= limit
    ]  # fmt: skip
    if not recent:
        return None
    tie = max(recent, key=lambda item: (item["last_on"], item["tie_id"]))
    accounts = [holdings.claims[key]["account_id"] for key in tie["claim_ids"]
                if key in holdings.claims]  # fmt: skip
    evidence = choose(holdings, accounts, claims_of(holdings, row["hypothesis_id"]))
    text = say("opportunity_quarrel", name=subject.name(holdings, row))
    return _sentence(holdings, "quarrel", row, row["hypothesis_id"], text, tie["last_on"], evidence)


def _dormant(holdings: Holdings, row: Row) -> Sentence | None:
    """A network that fell silent: open from the day it counts as dormant."""
    if row["status"] != "dormant":
        return None
    weeks = holdings.run.profile.thresholds.quiet_weeks_to_dormant
    since = row["last_on"] + dt.timedelta(weeks=weeks)
    text = say("opportunity_dormant", name=subject.name(holdings, row), day=day(row["last_on"]))
    evidence = cite(holdings, row, holdings.incidents_of(row["hypothesis_id"])[-4:])
    return _sentence(holdings, "dormant", row, row["hypothesis_id"], text, since, evidence)


def _young(holdings: Holdings, row: Row) -> Sentence | None:
    """A network born in the last weeks and still small."""
    past = lineage.past_of(holdings, row["hypothesis_id"], 4)
    if past is None or not past.is_new or row["n_actors"] > SMALL:
        return None
    born = lineage.events_of(holdings, row["hypothesis_id"])[0]["as_of"]
    text = say("opportunity_young", name=subject.name(holdings, row),
               members=count(row["n_actors"], "member"))  # fmt: skip
    evidence = cite(holdings, row, holdings.incidents_of(row["hypothesis_id"])[-3:])
    return _sentence(holdings, "young", row, row["hypothesis_id"], text, born, evidence)


def _shared_groups(holdings: Holdings) -> list[Sentence | None]:
    """A group that a mission can speak to, reported around two networks at once."""
    groups = {group.name: group for group in holdings.run.profile.known_groups}
    known = Phrases.of((a, g.name) for g in groups.values() for a in (g.name, *g.aliases))
    found: list[Sentence | None] = []
    for actor_id, (first, second) in shared_pairs(holdings):
        actor = holdings.actors.get(actor_id, {"kind": "", "name": ""})
        name = known.any_in(actor["name"]) if actor["kind"] in ("group", "organisation") else None
        types = words("opportunities")["interlocutors"]
        if name is None or groups[name].type not in types:
            continue
        kind = types[groups[name].type]
        text = say(
            "opportunity_shared_group", group=name, type=Both(kind["en"], kind["fr"]),
            first=subject.name(holdings, first), second=subject.name(holdings, second),
        )  # fmt: skip
        evidence = evidence_of_member(holdings, (first, second), actor_id)
        found.append(_sentence(holdings, "shared_group", first, first["hypothesis_id"], text,
                               holdings.last_day, evidence))  # fmt: skip
    return found


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(words("opportunities")["resilience"]["cues"]), re.IGNORECASE)


def _resilience(holdings: Holdings, row: Row) -> Sentence | None:
    """A cue that local people ask for, or run, something of their own, in a civilian account."""
    rule = words("opportunities")
    since = holdings.run.as_of - dt.timedelta(days=int(rule["days"]["resilience"]))
    accounts = [
        account for account in standing(holdings, accounts_of(holdings, row["hypothesis_id"]))
        if account["component"] in rule["resilience"]["components"]
        and account["received_at"] >= since and _cues().search(account["text"])
    ]  # fmt: skip
    if not accounts:
        return None
    latest = max(accounts, key=lambda item: (item["received_at"], item["account_id"]))
    found = _cues().search(latest["text"])
    on = latest["received_at"].date()
    text = say(
        "opportunity_resilience",
        name=subject.name(holdings, row), component=component(latest["component"]), day=day(on),
    )  # fmt: skip
    evidence = [
        Cited(item.report_id, item.account_id, item.origin_id, found.group() if found else None)
        for item in choose(holdings, [latest["account_id"]], {})
    ]
    return _sentence(holdings, "resilience", row, row["hypothesis_id"], text, on, evidence)


def _quiet_corridors(holdings: Holdings) -> list[Sentence | None]:
    found: list[Sentence | None] = []
    for corridor in holdings.run.profile.corridors:
        weeks = _quiet_weeks(holdings, corridor.code)
        users = [row for row in holdings.hypotheses if corridor.code in row["corridors"]]
        if weeks < QUIET_WEEKS or not users:
            continue
        text = say("opportunity_quiet_corridor", corridor=corridor.name, weeks=count(weeks, "week"))
        evidence = cite(holdings, users[0], holdings.incidents_of(users[0]["hypothesis_id"])[-3:])
        found.append(_sentence(holdings, "quiet_corridor", None, corridor.code, text,
                               holdings.last_day, evidence))  # fmt: skip
    return found


def _quiet_weeks(holdings: Holdings, code: str) -> int:
    """Covered weeks without an incident up to now; a week without reports breaks the count."""
    weeks: dict[dt.date, list[Row]] = {}
    for row in holdings.series_rows:
        if row["area_kind"] == "corridor" and row["area"] == code and row["period"] == "week":
            weeks.setdefault(row["starts_on"], []).append(row)
    quiet = 0
    for start in sorted(weeks, reverse=True):
        rows = weeks[start]
        if any(row["n_incidents"] for row in rows) or not any(row["is_covered"] for row in rows):
            break
        quiet += 1
    return quiet
