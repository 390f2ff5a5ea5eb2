"""Cells of a network in one sentence: who acts apart from whom, where, and who goes between."""

from __future__ import annotations

from collections import Counter

from fusion.briefing.pages.view import View
from fusion.briefing.rows import Row
from fusion.briefing.wording import NARROW, Both, count, joined, same, say, uncapitalised

NAMED = 3  # members of a cell by name; the others are counted
BETWEEN = 2  # who goes between, by name


def sentence(view: View, row: Row) -> str:
    """'It shows in two cells: A, B and C (around Gao); D and E. F goes between them.', or nothing.

    Only members and incidents that the edition shows are spoken of; a cell of which it shows
    nobody is not counted.
    """
    key = row["hypothesis_id"]
    shown = {one["actor_id"]: one["probability"]
             for one in view.holdings.of("hypothesis_actor").get(key, [])}  # fmt: skip
    cells: dict[int, list[Row]] = {}
    for one in view.holdings.of("hypothesis_cell").get(key, []):
        cells.setdefault(one["cell"], []).append(one)
    where = {number: _place(view, cell) for number, cell in cells.items()}
    is_apart = len(set(where.values())) > 1  # one place for all tells nothing of any
    found = (_cell(view, cells[n], shown, where[n] if is_apart else "") for n in sorted(cells))
    told = [text for text in found if text]
    if len(told) < 2:
        return ""
    listed = Both("; ".join(one.en for one in told), f"{NARROW}; ".join(one.fr for one in told))
    said = view.say("cells_found", cells=count(len(told), "cell"), listed=listed)
    return f"{said} {_between(view, cells, shown)}"


def _cell(view: View, cell: list[Row], shown: dict[str, float], where: str) -> Both | None:
    """Its surest own members, and where it is met."""
    mine = [one for one in cell if one["subject_id"] in shown and not one["is_go_between"]]
    mine.sort(key=lambda one: (-one["share"], -shown[one["subject_id"]], one["subject_id"]))
    if not mine:
        return None
    names = [same(view.described(one["subject_id"])) for one in mine[:NAMED]]
    if len(mine) > NAMED:
        names.append(count(len(mine) - NAMED, "other"))
    who = joined(names)
    if not where:
        return who
    around = uncapitalised(say("cell_around", place=same(where)))
    return Both(f"{who.en} ({around.en})", f"{who.fr} ({around.fr})")


def _place(view: View, cell: list[Row]) -> str:
    """The place of half its incidents or more, as precisely as the edition may say."""
    unknown = view.say("in_mission")
    held = (view.holdings.incidents.get(one["subject_id"]) for one in cell)
    met = Counter(view.place(incident) for incident in held if incident is not None)
    first, often = max(met.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return "" if first.lower() == unknown.lower() or 2 * often < met.total() else first


def _between(view: View, cells: dict[int, list[Row]], shown: dict[str, float]) -> str:
    """Those who stand in most cells, the surest first."""
    seats = Counter(
        one["subject_id"] for cell in cells.values() for one in cell
        if one["is_go_between"] and one["subject_id"] in shown
    )  # fmt: skip
    first = sorted(seats, key=lambda actor: (-seats[actor], -shown[actor], actor))[:BETWEEN]
    if not first:
        return view.say("cells_apart")
    who = joined([same(view.described(actor)) for actor in first])
    return view.say("cells_between" if len(first) == 1 else "cells_between_several", who=who)
