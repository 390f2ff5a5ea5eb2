"""What was seen, without likelihood: quiet control, growth and silence, and what not to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fusion.briefing import confidence, subject
from fusion.briefing.evidence import Cited, accounts_of, choose, claims_of, standing
from fusion.briefing.holdings import VIOLENT, Holdings
from fusion.briefing.lineage import Past, past_of
from fusion.briefing.relevance import implication
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import Both, component, count, month_name, number, say

QUIET_DAYS = 56  # windows of eight weeks in which calm and violent incidents are counted
EFFORT_DAYS = 56
TEMPO_DAYS = 28
LOOK_BACK = 12  # weeks over which growth is told: a quarter
GREW_BY, STRONGER_BY = 2, 0.1  # incidents, strength: less is noise of one report
SILENT = 2  # uncovered weeks of the last eight from which a corridor's quiet is no news
# Who lives from taking people is not calm while he waits for the money.
NEVER_CALM = frozenset({"kidnapping", "human_trafficking"})
WEIGHTS = {
    "quiet_control": 1.5,
    "institutional": 1.15,
    "strength": 0.9,
    "effort": 0.75,
    "tempo": 0.3,
}


def observed(holdings: Holdings) -> Iterator[Sentence]:
    """Candidates of every kind for every living hypothesis and corridor."""
    for row in holdings.hypotheses:
        for maker in (quiet_control, institutional, strength, one_voice):
            sentence = maker(holdings, row)
            if sentence:
                yield sentence
    yield from silent_corridors(holdings)


def quiet_control(holdings: Holdings, row: Row) -> Sentence | None:
    """Violence fell while the market was taken over: quiet is not calm (doctrine §1)."""
    if not row["quiet_control"]:
        return None
    before, since = (round(row[f"quiet_days_{side}"] / 7) for side in ("before", "since"))
    text = say(
        "quiet_control", name=subject.name(holdings, row),
        early=count(row["quiet_violent_before"], "violent_incident"), before=count(before, "week"),
        late=count(row["quiet_violent_since"], "violent_incident"), since=count(since, "week"),
    )  # fmt: skip
    days = row["quiet_days_before"] + row["quiet_days_since"]
    recent = _between(holdings, row, 0, days + (holdings.last_day - row["last_on"]).days + 1)
    return _observation(holdings, row, "quiet_control", text, recent, say("quiet_would_change"))


def institutional(holdings: Holdings, row: Row) -> Sentence | None:
    """Levy or market incidents without violence that go on while violence does not rise.

    Who was violent within the last four weeks does not earn without violence.
    """
    if row["quiet_control"] or row["status"] == "dormant":
        return None
    if _violent(holdings, row, 0, TEMPO_DAYS):
        return None
    late = _violent(holdings, row, 0, QUIET_DAYS)
    early = _violent(holdings, row, QUIET_DAYS, 2 * QUIET_DAYS)
    calm = [item for item in _between(holdings, row, 0, 2 * QUIET_DAYS)
            if item["markets"] and not is_violent(item)
            and NEVER_CALM.isdisjoint(item["markets"])]  # fmt: skip
    is_embedded = row["embedment"] != "none"
    if len(late) > len(early) or len(calm) < (2 if is_embedded else 3):
        return None
    text = say(
        "institutional_embedded" if is_embedded else "institutional",
        name=subject.name(holdings, row), n=count(len(calm), "calm_incident"),
        violent=count(len(late) + len(early), "violent_incident"),
        rung=subject.rung(row["embedment"]),
    )  # fmt: skip
    return _observation(holdings, row, "institutional", text, calm, say("quiet_would_change"))


def strength(holdings: Holdings, row: Row) -> Sentence | None:
    """How a network stands beside a quarter ago: grown, new, or silent."""
    past = past_of(holdings, row["hypothesis_id"], LOOK_BACK)
    if past is None:
        return None
    name, incidents = subject.name(holdings, row), holdings.incidents_of(row["hypothesis_id"])
    if row["status"] == "dormant":
        silent, weeks = _silent_weeks_of(holdings, row)
        text = say("strength_silent", name=name, month=month_name(row["last_on"]),
                   silent=number(silent), weeks=count(weeks, "week"))  # fmt: skip
        return _observation(holdings, row, "strength", text, incidents[-4:], None, past)
    if past.is_new:
        text = say("strength_new", name=name, members=count(row["n_actors"], "member"),
                   incidents=count(len(incidents), "incident"),
                   origins=count(row["n_origins"], "origin"))  # fmt: skip
        return _observation(holdings, row, "strength", text, incidents[-4:], None, past)
    grew = past.n_incidents[1] - past.n_incidents[0]
    if grew < GREW_BY and past.strength[1] - past.strength[0] < STRONGER_BY:
        return None
    kind = "strength_grown_revived" if past.silent_weeks else "strength_grown"
    text = say(
        kind if past.n_actors[0] != past.n_actors[1] else f"{kind}_same",
        name=name, weeks=count(past.weeks, "week"),
        old=number(past.n_incidents[0]), new=count(past.n_incidents[1], "incident"),
        old_members=number(past.n_actors[0]), members=count(past.n_actors[1], "member"),
    )  # fmt: skip
    sentence = _observation(holdings, row, "strength", text, incidents[-6:], None, past)
    sentence.weight *= 1.0 + min(1.0, grew / 10)
    return sentence


def one_voice(holdings: Holdings, row: Row) -> Sentence | None:
    """A rise that one component alone tells of: it may be the reporting that rose."""
    recent = _between(holdings, row, 0, EFFORT_DAYS)
    accounts = [key for item in recent for key in holdings.accounts_of.get(item["incident_id"], [])]
    told = {account["component"] for account in standing(holdings, accounts)}
    if len(recent) < 2 or len(told) != 1:
        return None
    text = say(
        "one_voice", name=subject.name(holdings, row), incidents=count(len(recent), "incident"),
        component=component(next(iter(told))),
    )  # fmt: skip
    return _observation(holdings, row, "effort", text, recent, say("one_voice_would_change"))


def silent_corridors(holdings: Holdings) -> Iterator[Sentence]:
    """Corridors in use from which nobody reported in several of the last eight weeks."""
    for corridor in holdings.run.profile.corridors:
        silent, weeks = confidence.silent_weeks(holdings, "corridor", corridor.code)
        users = [row for row in holdings.hypotheses if corridor.code in row["corridors"]]
        if silent < SILENT or not users:
            continue
        text = say("no_coverage", corridor=subject.short_corridor(corridor),
                   weeks=count(silent, "week"), n=number(weeks))  # fmt: skip
        incidents = holdings.incidents_of(users[0]["hypothesis_id"])[-3:]
        sentence = _observation(holdings, users[0], "effort", text, incidents,
                                say("no_coverage_would_change"))  # fmt: skip
        sentence.scope = corridor.code
        sentence.weight *= silent / weeks
        yield sentence


def tempo(holdings: Holdings, row: Row) -> Sentence:
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
    past: Past | None = None,
) -> Sentence:
    cited = cite(holdings, row, incidents)
    code, stated = confidence.of_count(cited)
    if kind == "strength":  # that a group grew or fell silent is a reading, not a count
        code, stated = row["confidence"], confidence.of_hypothesis(holdings, row)
    return Sentence(
        section="observation",
        kind=kind,
        scope=row["hypothesis_id"],
        text=text,
        basis=past.basis if past else say("basis_count"),
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
    claims = claims_of(holdings, row["hypothesis_id"])
    # Incidents told only by withdrawn accounts leave the claims of the hypothesis to cite.
    return choose(holdings, accounts, claims) or choose(
        holdings, accounts_of(holdings, row["hypothesis_id"]), claims
    )


def _silent_weeks_of(holdings: Holdings, row: Row) -> tuple[int, int]:
    """Uncovered weeks of the last eight on the hypothesis' ground, and how many were counted."""
    for kind, areas in (("hypothesis", [row["hypothesis_id"]]), ("corridor", row["corridors"])):
        for area in areas:
            silent, weeks = confidence.silent_weeks(holdings, kind, area)
            if weeks:
                return silent, weeks
    return 0, confidence.LOOK_BACK_WEEKS


def is_violent(incident: Row) -> bool:
    """By its type, or because somebody was killed in it."""
    return incident["event_type"] in VIOLENT or (incident["killed_best"] or 0) > 0


def _violent(holdings: Holdings, row: Row, newest: int, oldest: int) -> list[Row]:
    return [item for item in _between(holdings, row, newest, oldest) if is_violent(item)]


def _between(holdings: Holdings, row: Row, newest: int, oldest: int) -> list[Row]:
    """Incidents between `newest` and `oldest` days before the last day."""
    last = holdings.last_day
    return [
        incident for incident in holdings.incidents_of(row["hypothesis_id"])
        if incident["occurred_from"]
        and newest <= (last - incident["occurred_from"]).days < oldest
    ]  # fmt: skip
