"""What an option should move, and what earlier decisions on its tool say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fusion.briefing.folding import words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.phrasebook import in_french
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, count, day, figure, same, say, uncapitalised, words
from fusion.terms.identifiers import identifier

VERDICTS = ("hrddp", "accept", "reject", "approve", "refuse")  # decisions that concern an option
_STATES = ("raised", "watch", "quiet", "no_coverage")


def effect(holdings: Holdings, row: Row, data: dict[str, Any]) -> Both:
    """Which indicator should move which way, with its value now."""
    found = indicator(holdings, row, data["watch"])
    if found is None:
        return uncapitalised(say("option_unwatched"))
    observable = Both(found["observable"], in_french(found["observable"]))
    return say(
        f"option_{data['direction']}", observable=observable, value=_short(found["value"]),
        base=_short(found["base_rate"]), threshold=_short(found["threshold"]),
    )  # fmt: skip


def indicator(holdings: Holdings, row: Row, watched: str) -> Row | None:
    """The liveliest indicator of an observable for a hypothesis, its corridors or the mission."""
    rule = words("watched")[watched]
    scopes = [row["hypothesis_id"], *row["corridors"], holdings.run.profile.code]
    rows = [
        item for item in holdings.get("indicator").to_pylist()
        if item["scope"] in scopes and is_watched(item, rule)
    ]  # fmt: skip
    return min(
        rows,
        key=lambda item: (
            scopes.index(item["scope"]), _STATES.index(item["state"]), item["indicator_id"]
        ),
        default=None,
    )  # fmt: skip


def is_watched(row: Row, rule: dict[str, Any]) -> bool:
    """The indicator is of the rule's observable: by its code, else by words of its text."""
    code = row.get("observable_code")
    if code:
        return code in rule["codes"]
    told = words_of(row["observable"])
    return any(word.startswith(cue) for word in told for cue in rule["words"])


def record(holdings: Holdings, tool: str, hypotheses: Iterable[str]) -> Both:
    """Decisions on the tool so far, for any hypothesis, and what the last one said."""
    profile = holdings.run.profile
    known = {identifier("option", profile.code, tool, key) for key in hypotheses}
    rows = [
        row for row in holdings.get("decision").to_pylist()
        if row["subject_id"] in known and row["kind"] in VERDICTS
    ]  # fmt: skip
    if not rows:
        return uncapitalised(say("option_record_none"))
    last = max(rows, key=lambda row: row["sequence"])
    text = say(
        "option_record", decisions=count(len(rows), "decision"),
        day=day(last["decided_at"].date()), verdict=same(last["value"] or last["kind"]),
    )  # fmt: skip
    return uncapitalised(text)


def _short(number: float) -> Both:
    return figure(number, 0 if float(number).is_integer() else 1)
