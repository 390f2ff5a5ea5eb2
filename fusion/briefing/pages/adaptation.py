"""Where a network is vulnerable, how it would adapt, and what to check before leaning on it."""

from __future__ import annotations

from fusion.briefing import lineage, subject
from fusion.briefing.pages import cells
from fusion.briefing.pages.view import View
from fusion.briefing.roads import moved
from fusion.briefing.rows import Row
from fusion.briefing.wording import (
    Both,
    component,
    count,
    figure,
    joined,
    same,
    say,
    sentence_case,
    uncapitalised,
)  # fmt: skip

SURE = 2  # a first rank that is never worse than second in nine of ten draws
CAUTIONS = 3
HURTS = 0.05  # loss of strength below which nobody is said to be missed, or:
FEWEST_CUT_OFF = 2  # members who would lose the link to the rest


def name(view: View, row: Row) -> str:
    """The short name by which the sentences of the brief call the network."""
    text = view.clean(view.t(sentence_case(subject.name(view.holdings, row))))
    return text or subject.short_code(row["hypothesis_id"])


def lines(view: View, row: Row, is_full: bool) -> list[str]:
    """Cells, who stands between, who could be replaced, where it would move, how it came back.

    Who and what the sources say of each other stands only in editions that may hold sources.
    """
    own = [_between(view, row), _leans_on(view, row)] if is_full else []
    doubts = _cautions(view, row) if is_full else []
    told = (cells.sentence(view, row), *own)
    told += (_moves_to(view, row), _came_back(view, row), *doubts)
    return [text for text in told if text]


def _between(view: View, row: Row) -> str:
    """The member through whom most paths run, with the range of its rank over drawn ties."""
    placed = [
        one for one in view.holdings.of("network_position").get(row["hypothesis_id"], [])
        if one["brokerage"] > 0
    ]  # fmt: skip
    if not placed:
        return ""
    first = min(placed, key=lambda one: (one["rank"], one["actor_id"]))
    key = "stands_between" if first["rank_high"] <= SURE else "stands_between_unsure"
    who = view.described(first["actor_id"])
    return view.say(key, who=who, low=str(first["rank_low"]), high=str(first["rank_high"]))


def _leans_on(view: View, row: Row) -> str:
    """The member whose loss costs most strength, and who would step in."""
    tried = view.holdings.of("removal").get(row["hypothesis_id"], [])
    if not tried:
        return ""
    worst = min(tried, key=lambda one: (one["strength_left"], one["actor_id"]))
    if row["strength"] - worst["strength_left"] < HURTS and worst["n_cut_off"] < FEWEST_CUT_OFF:
        return view.say("leans_on_nobody")
    said = view.say(
        "removal_loss", who=view.described(worst["actor_id"]), old=figure(row["strength"], 2),
        new=figure(worst["strength_left"], 2),
    )  # fmt: skip
    if worst["n_cut_off"]:
        said += " " + view.say("removal_cut", members=count(worst["n_cut_off"], "member"))
    if not worst["successor_id"]:
        return f"{said} {view.say('removal_alone')}"
    why = joined([uncapitalised(say(f"removal_{reason}")) for reason in worst["reasons"]])
    stand_in = view.say(
        f"removal_{worst['recovery']}", who=view.described(worst["successor_id"]), why=why
    )
    return f"{said} {stand_in}"


def _moves_to(view: View, row: Row) -> str:
    """Where it has moved already; else where most would go if its own corridor closed."""
    done = [code for hypothesis, code, _ in moved(view.holdings)
            if hypothesis["hypothesis_id"] == row["hypothesis_id"]]  # fmt: skip
    if done:
        where = subject.area(view.holdings, "corridor", done[0])
        return view.say("adapted_moved", where=where)
    ways = [
        way for way in view.holdings.of("spill_over").get(row["hypothesis_id"], [])
        if way["corridor"] not in row["corridors"]
    ]  # fmt: skip
    if not ways:
        return ""
    widest = max(ways, key=lambda way: (way["share"], way["closed"], way["corridor"]))
    closed, other = (
        subject.area_name(view.holdings, "corridor", widest[end]) for end in ("closed", "corridor")
    )
    share = str(5 * round(20 * widest["share"]))  # to what a gravity rule bears
    return view.say("would_move", closed=closed, corridor=other, share=share)


def _cautions(view: View, row: Row) -> list[str]:
    """Signs that reports may mislead: each says what to check, none that a report is false."""
    found = view.holdings.of("caution").get(row["hypothesis_id"], [])
    said = dict.fromkeys(
        view.say(f"caution_{one['kind']}", subject=_subject(view, one)) for one in found
    )
    return list(said)[:CAUTIONS]


def _subject(view: View, caution: Row) -> Both:
    """A component by its name, a known group by its own, an actor as the edition calls it."""
    if caution["kind"] == "single_source_surge":
        return component(caution["subject"])
    if caution["kind"] == "source_gains":
        return same(caution["subject"])
    return same(view.described(caution["subject"]))


def _came_back(view: View, row: Row) -> str:
    events = [item["event"] for item in lineage.events_of(view.holdings, row["hypothesis_id"])]
    silent, back = events.count("dormant"), events.count("revived")
    if not silent:
        return ""
    return view.say("came_back" if back else "fell_silent", n=count(silent, "time"),
                    back=count(back, "time"))  # fmt: skip
