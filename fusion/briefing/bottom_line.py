"""The bottom line: two to four sentences that can be acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fusion.briefing import subject
from fusion.briefing.evidence import evidence_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.roads import moved
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.structure import called, shared_pairs
from fusion.briefing.wording import (
    Both,
    count,
    month_name,
    say,
    sentence_case,
    uncapitalised,
)  # fmt: skip


def bottom_line(
    holdings: Holdings, chosen: Sequence[Mapping[str, Any]], openings: Sequence[Sentence]
) -> list[Sentence]:
    """What stands, what to do first, and what not to do; cited with the first hypotheses."""
    rows = holdings.hypotheses
    if not rows:
        return [Sentence("bottom_line", "nothing", None, say("bottom_nothing"))]
    first = [_moved(holdings), _shared(holdings)]
    stated = [sentence for sentence in first if sentence] or [_what(holdings, rows)]
    rest = [_act(holdings, chosen, openings), _caution(holdings, rows[0]), _quiet(holdings, rows)]
    return [*stated, *(sentence for sentence in rest if sentence)][:4]


def _sentence(holdings: Holdings, kind: str, text: Both, rows: Sequence[Row]) -> Sentence:
    evidence = []
    for row in rows:
        evidence += [item for item in evidence_of(holdings, row)[:3] if item not in evidence]
    return Sentence("bottom_line", kind, None, sentence_case(text), evidence=evidence)


def _what(holdings: Holdings, rows: Sequence[Row]) -> Sentence:
    """How many networks stand and which one leads, with its last sign of life."""
    active = [row for row in rows if row["status"] != "dormant"] or list(rows)
    first = subject.name(holdings, active[0])
    text = say(
        "bottom_networks" if len(active) > 1 else "bottom_network_one",
        networks=count(len(active), "living_network"), first=first,
        month=month_name(active[0]["last_on"]),
    )  # fmt: skip
    return _sentence(holdings, "networks", text, active[:1])


def _moved(holdings: Holdings) -> Sentence | None:
    """The network that shows on a corridor new to it: where it came from and where it now is."""
    found = [(row, code, fresh) for row, code, fresh in moved(holdings)
             if row["status"] != "dormant"]  # fmt: skip
    if not found:
        return None
    row, code, fresh = found[0]
    old = [c for c in row["corridors"] if c != code]
    text = say(
        "bottom_moved", name=subject.name(holdings, row),
        where=subject.area(holdings, "corridor", code),
        old=subject.area(holdings, "corridor", old[0]) if old else say("in_mission"),
        month=month_name(min(item["occurred_from"] for item in fresh)),
    )  # fmt: skip
    return _sentence(holdings, "moved", text, [row])


def _shared(holdings: Holdings) -> Sentence | None:
    """Two hypotheses served by one actor: one place where both can be slowed."""
    pairs = shared_pairs(holdings)
    if not pairs:
        return None
    key, pair = pairs[0]
    text = say(
        "bottom_shared", first=subject.name(holdings, pair[0]),
        second=subject.name(holdings, pair[1]), shared=uncapitalised(called(holdings, key)),
    )  # fmt: skip
    return _sentence(holdings, "shared", text, pair)


def _quiet(holdings: Holdings, rows: Sequence[Row]) -> Sentence | None:
    quiet = [row for row in rows if row["quiet_control"]]
    if not quiet:
        return None
    text = say("bottom_quiet", name=subject.name(holdings, quiet[0]))
    return _sentence(holdings, "quiet", text, quiet[:1])


def _act(
    holdings: Holdings, chosen: Sequence[Mapping[str, Any]], openings: Sequence[Sentence]
) -> Sentence | None:
    ready = [
        row for row in chosen
        if row["hrddp_state"] != "blocked" and row["verb"] != "none"
        and row["tool"] != "let_partner_lead"
    ]  # fmt: skip
    if not ready:
        return None
    # What has an opening, and so a date by which to act, comes before what has none.
    scopes = {item.scope for item in openings}
    option = next((row for row in ready if row["scope"] in scopes), ready[0])
    row = holdings.by_id[option["scope"]]
    letter = chr(ord("A") + option["rank"] - 1)
    title = uncapitalised(Both(option["title_en"], option["title_fr"]))
    opening = next((item for item in openings if item.scope == option["scope"]), None)
    values = {"option": title, "letter": letter, "name": subject.name(holdings, row)}
    if opening is None or opening.closes is None:
        text = say("bottom_act_plain", **values)
    else:
        text = say("bottom_act", window=uncapitalised(say("window_short", day=opening.closes)),
                   **values)  # fmt: skip
    return _sentence(holdings, "act", text, [row])


def _caution(holdings: Holdings, row: Row) -> Sentence:
    other = subject.neighbour(holdings, row)
    if other:
        text = say("bottom_caution", corridor=subject.short_corridor(other))
    else:
        text = say("bottom_caution_bare" if row["markets"] else "bottom_caution_unknown")
    return _sentence(holdings, "caution", text, [row])
