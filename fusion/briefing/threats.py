"""Threats to the vote, to staff and to those who talk to the mission, from the indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fusion.briefing import confidence, subject
from fusion.briefing.activity import effort, percent
from fusion.briefing.evidence import choose
from fusion.briefing.folding import words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.recurrence import sign_rate
from fusion.briefing.relevance import implication_of
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import day_short, figure, say, uncapitalised, with_likelihood, words
from fusion.terms.yardsticks import band_of

WEIGHT = 0.55  # about the priority of a middling network: staff and vote are always of interest
STATES = ("raised", "watch")


def threats(holdings: Holdings) -> Iterator[Sentence]:
    """One candidate for each kind of threat that an indicator now shows."""
    for kind, rule in words("threats").items():
        rows = [row for row in holdings.get("indicator").to_pylist() if _is(row, rule)]
        if rows:
            best = max(rows, key=lambda row: (row["value"], row["state"] == "raised", row["scope"]))
            yield _threat(holdings, kind, rule, best, rows)


def _is(row: Row, rule: dict[str, Any]) -> bool:
    """The indicator is of this kind and shows something: told by its code, else by its words."""
    if row["state"] not in STATES:
        return False
    code = row.get("observable_code")
    if code:
        return code in rule["codes"]
    told = words_of(row["observable"])
    return any(word.startswith(cue) for word in told for cue in rule["words"])


def _threat(
    holdings: Holdings, kind: str, rule: dict[str, Any], row: Row, rows: list[Row]
) -> Sentence:
    days = (holdings.last_day - holdings.run.profile.starts_on).days + 1
    chance = sign_rate(row["value"], row["base_rate"], days)
    band = band_of(chance, holdings.run.profile.yardstick)
    hypothesis = holdings.by_id.get(row["scope"])
    # The same sign may stand under several networks: then it is told of none of them.
    is_alone = sum(row["evidence_ids"] == other["evidence_ids"] for other in rows) == 1
    where = subject.where(holdings, hypothesis, 1) if hypothesis and is_alone else None
    text = say(
        kind, horizon=day_short(holdings.horizon), where=where or uncapitalised(say("in_mission")),
        n=figure(row["value"]),
    )  # fmt: skip
    accounts = [key for key in row["evidence_ids"] if key in holdings.accounts]
    for incident in row["evidence_ids"]:
        accounts += holdings.accounts_of.get(incident, [])
    evidence = choose(holdings, accounts, {})
    code, stated = confidence.of_count(evidence)
    return Sentence(
        section="key_judgement",
        kind=kind,
        scope=row["scope"],
        text=with_likelihood(band, uncapitalised(text)),
        band=band,
        probability=chance,
        basis=say("basis_signs", n=figure(row["value"]), base=figure(row["base_rate"], 1),
                  p=percent(chance)),
        # A handful of texts that use a word: never more than moderate.
        confidence="moderate" if code == "high" else code,
        confidence_text=stated if code != "high" else say(
            "confidence_observed_capped", level=confidence.level("moderate")),
        alternative=effort(holdings),
        would_change=say("signs_would_change"),
        assumption=say("signs_assumption"),
        implication=implication_of(holdings, rule["topics"]),
        evidence=evidence,
        about=kind,  # leadership asks about it whatever network stands behind it
        weight=WEIGHT * (1.4 if row["state"] == "raised" else 1.0),
    )  # fmt: skip
