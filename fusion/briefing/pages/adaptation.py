"""Where a network is vulnerable, and how it would adapt: read from tests, roles and its past."""

from __future__ import annotations

from fusion.briefing import lineage, subject
from fusion.briefing.holdings import Row
from fusion.briefing.pages.view import View
from fusion.briefing.roads import moved
from fusion.briefing.wording import count, figure, sentence_case, words

HURTS = 0.05  # loss of strength below which nobody is said to be missed


def name(view: View, row: Row) -> str:
    """The short name by which the sentences of the brief call the network."""
    text = view.clean(view.t(sentence_case(subject.name(view.holdings, row))))
    return text or subject.short_code(row["hypothesis_id"])


def lines(view: View, row: Row, is_full: bool) -> list[str]:
    """What it leans on, whether that could be replaced, where it would move, how it came back."""
    found = [_leans_on(view, row) if is_full else "", _moves_to(view, row), _came_back(view, row)]
    return [text for text in found if text]


def _leans_on(view: View, row: Row) -> str:
    """The member whose loss costs most strength, and who else holds the same role."""
    key = row["hypothesis_id"]
    actors = [t for t in view.holdings.of("breaking_test").get(key, []) if t["kind"] == "actor"]
    if not actors:
        return ""
    worst = min(actors, key=lambda t: (t["survives"], t["strength_left"], t["left_out"]))
    if worst["survives"] and row["strength"] - worst["strength_left"] < HURTS:
        return view.say("leans_on_nobody")
    members = view.holdings.of("hypothesis_actor").get(key, [])
    roles = {m["role"] for m in members if m["actor_id"] == worst["left_out"]} - {"member"}
    role = min(roles, default="member")
    others = {m["actor_id"] for m in members if m["role"] == role} - {worst["left_out"]}
    values = {
        "who": view.described(worst["left_out"], role), "old": figure(row["strength"], 2),
        "new": figure(worst["strength_left"], 2),
    }  # fmt: skip
    if role == "member":
        return view.say("leans_on_member", **values)
    word = words("roles")[role]
    values["role"] = word[view.language]
    if others:
        return view.say("leans_on_replaceable", others=count(len(others), "member"), **values)
    return view.say("leans_on_alone", **values)


def _moves_to(view: View, row: Row) -> str:
    other = subject.neighbour(view.holdings, row)
    done = [code for hypothesis, code, _ in moved(view.holdings)
            if hypothesis["hypothesis_id"] == row["hypothesis_id"]]  # fmt: skip
    if done:
        where = subject.area(view.holdings, "corridor", done[0])
        return view.say("adapted_moved", where=where)
    if other is None:
        return ""
    return view.say("would_move", corridor=subject.short_corridor(other))


def _came_back(view: View, row: Row) -> str:
    events = [item["event"] for item in lineage.events_of(view.holdings, row["hypothesis_id"])]
    silent, back = events.count("dormant"), events.count("revived")
    if not silent:
        return ""
    return view.say("came_back" if back else "fell_silent", n=count(silent, "time"),
                    back=count(back, "time"))  # fmt: skip
