"""Options from a library of response tools, gated by scope first, then by a recorded decision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fusion.briefing import subject
from fusion.briefing.exposure import risk_line
from fusion.briefing.holdings import VIOLENT, Holdings
from fusion.briefing.option_effect import effect, indicator, record
from fusion.briefing.relevance import task_for
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import LANGUAGES, NOTHING, Both, fill, french_spaces, market_the, words
from fusion.profile import Corridor
from fusion.terms.identifiers import identifier

ACTIVE = 6  # beside 'let a partner lead' and 'no action': eight letters a leader can still compare
PER_NETWORK = 2  # active options on one hypothesis, so that the page speaks of several
BARGAIN = 0.1  # weight from which the reading as a political bargain is worth an option
REPEATED = 0.6  # a second option on one hypothesis counts less than a first one on another
REFUSED = ("refused", "refuse", "no", "not supported")  # an HRDDP decision that keeps it blocked
DETAILS = ("needs", "expected", "livelihoods", "staff_risk", "displacement", "reversible",
           "would_change", "partners")  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A tool for a hypothesis, with the number of triggers that speak for it, weighted."""

    tool: str
    row: Row
    score: float

    @property
    def data(self) -> dict[str, Any]:
        """The tool's table in the library."""
        found: dict[str, Any] = words("options")[self.tool]
        return found


def options(holdings: Holdings, openings: Sequence[Sentence]) -> list[dict[str, Any]]:
    """Rows of the option table without their brief: up to six active ones, a partner, no action.

    Nothing where no hypothesis stands. Enforcement never stands alone: at least one active
    option is neither enforcement nor blocked.
    """
    if not holdings.hypotheses:
        return []
    chosen = _balanced(holdings, _ranked(holdings, openings))
    first = holdings.hypotheses[0]
    chosen += [
        Candidate(tool, first, 0.0) for tool, data in words("options").items() if data.get("always")
    ]
    return [_option(holdings, item, rank) for rank, item in enumerate(chosen, 1)]


def signs(holdings: Holdings, row: Row, openings: Iterable[Sentence]) -> set[str]:
    """What speaks for a tool beside the market: states, events and openings of a hypothesis."""
    key = row["hypothesis_id"]
    found = {item.kind for item in openings if item.scope == key}
    found |= {item.kind for item in openings if item.scope in row["corridors"]}
    if row["quiet_control"]:
        found.add("quiet_control")
    if not row["markets"]:
        found.add("unknown_trade")
    if row["embedment"] != "none":
        found.add("embedded")
    if any(member["is_bridge"] for member in holdings.of("hypothesis_actor").get(key, [])):
        found.add("shared_facilitator")
    recent = holdings.incidents_of(key)[-6:]
    if sum(item["event_type"] in VIOLENT for item in recent) >= 2:
        found.add("violence")
    for item in holdings.get("indicator").to_pylist():
        if item["scope"] == key and item["state"] == "raised":
            found.add(item["horizon"])
    for watched, sign in (("vote", "election"), ("staff", "staff")):
        row_of = indicator(holdings, row, watched)
        if row_of and row_of["state"] in ("raised", "watch"):
            found.add(sign)
    if any(
        rival["rival"] == "political_bargain" and rival["weight"] >= BARGAIN
        for rival in holdings.of("rival").get(key, [])
    ):
        found.add("bargain")
    return found


def _ranked(holdings: Holdings, openings: Sequence[Sentence]) -> list[Candidate]:
    candidates = []
    for row in holdings.hypotheses:
        present = signs(holdings, row, openings)
        for tool, data in words("options").items():
            if data.get("about_trade") and not row["markets"]:
                continue
            matches = len(set(data["markets"]) & set(row["markets"]))
            matches += len(set(data["signs"]) & present)
            if matches and not data.get("always"):
                candidates.append(Candidate(tool, row, matches * holdings.priority(row)))
    return sorted(candidates, key=lambda c: (-c.score, c.tool, c.row["hypothesis_id"]))


def _balanced(holdings: Holdings, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best of different tools, open ones first so that something can always be done."""
    chosen: list[Candidate] = []
    left = list(ranked)
    while left and len(chosen) < ACTIVE:
        full = [item.row["hypothesis_id"] for item in chosen]
        left = [c for c in left if full.count(c.row["hypothesis_id"]) < PER_NETWORK]
        if not left:
            break
        taken = [item.row["hypothesis_id"] for item in chosen]
        best = max(
            left,
            key=lambda c: (c.score * REPEATED ** taken.count(c.row["hypothesis_id"]), c.tool),
        )
        chosen.append(best)
        left = [item for item in left if item.tool != best.tool]
    if chosen and not any(_is_open(holdings, item) for item in chosen):
        spare = next((item for item in ranked if _is_open(holdings, item)), None)
        chosen[-1:] = [spare or Candidate("regional_office", chosen[-1].row, 0.0)]
    return sorted(chosen, key=lambda c: (not _is_open(holdings, c), -c.score, c.tool))


def _is_open(holdings: Holdings, item: Candidate) -> bool:
    return not item.data["enforcement"] and hrddp_state(holdings, item) != "blocked"


def option_id(holdings: Holdings, item: Candidate) -> str:
    """The same in every issue, so that a recorded decision goes on counting."""
    return identifier("option", holdings.run.profile.code, item.tool, item.row["hypothesis_id"])


def hrddp_state(holdings: Holdings, item: Candidate) -> str:
    """'not_required' out of scope; in scope 'blocked', or 'recorded' after a decision.

    The last decision counts; one that says the support is refused keeps the option blocked.
    """
    if item.data["hrddp"] == "out":
        return "not_required"
    reopened = {
        row["subject_id"] for row in holdings.get("decision").to_pylist() if row["kind"] == "reopen"
    }
    mine = [
        row for row in holdings.get("decision").to_pylist()
        if row["kind"] == "hrddp" and row["subject_id"] == option_id(holdings, item)
        and row["decision_id"] not in reopened
    ]  # fmt: skip
    if not mine:
        return "blocked"
    last = max(mine, key=lambda row: row["sequence"])
    return "blocked" if (last["value"] or "").strip().lower() in REFUSED else "recorded"


def _option(holdings: Holdings, item: Candidate, rank: int) -> dict[str, Any]:
    data, row, profile = item.data, item.row, holdings.run.profile
    task = task_for(profile, data["topics"])
    values = _values(holdings, row)
    texts = {name: _filled(data[name], values) for name in DETAILS}
    texts["indicator"] = effect(holdings, row, data)
    texts["record"] = record(
        holdings, item.tool, holdings.get("hypothesis")["hypothesis_id"].to_pylist()
    )
    own = texts.pop("staff_risk")
    line = risk_line(holdings, row) if data["verb"] != "none" else NOTHING
    joint = Both("; ", french_spaces(" ; ")) if own.en and line.en else NOTHING
    texts["risk"] = own + joint + line
    if "scope_note" in data:
        texts["scope_note"] = Both(data["scope_note"]["en"], data["scope_note"]["fr"])
    details = {
        language: json.dumps(
            {name: text.get(language) for name, text in sorted(texts.items())}, ensure_ascii=False
        )
        for language in LANGUAGES
    }
    return {
        "option_id": option_id(holdings, item),
        "rank": rank,
        "tool": item.tool,
        "scope": row["hypothesis_id"],
        "title_en": data["title"]["en"],
        "title_fr": french_spaces(data["title"]["fr"]),
        "level": data["level"],
        "verb": data["verb"],
        "mandate_task": task.code if task else None,
        "lead": data["lead"] or None,
        "partners": data["partners"]["en"],
        "hrddp_scope": data["hrddp"],
        "hrddp_state": hrddp_state(holdings, item),
        "details_en": details["en"],
        "details_fr": details["fr"],
    }


def _values(holdings: Holdings, row: Row) -> dict[str, Both]:
    profile = holdings.run.profile
    other = subject.neighbour(holdings, row)
    own = next((c for code in row["corridors"] if (c := subject.corridor(profile, code))), None)
    elsewhere = Both("other routes", "d’autres itinéraires")
    area = Both("the mission area", "la zone de la mission")
    return {
        "name": subject.name(holdings, row),
        "market": market_the(row["markets"][0])
        if row["markets"]
        else Both("what it does", "ce qu’il fait"),
        "where": subject.where(holdings, row) or Both(f"in {area.en}", f"dans {area.fr}"),
        "other": _axis(other) if other else elsewhere,
        "corridor": _axis(own) if own else area,
    }


def _axis(corridor: Corridor) -> Both:
    short = subject.short_corridor(corridor)
    return Both(f"the {short.en}", f"l’axe « {short.fr} »")


def _filled(template: dict[str, str], values: dict[str, Both]) -> Both:
    text = fill(template, values)
    return Both(text.en, french_spaces(text.fr))
