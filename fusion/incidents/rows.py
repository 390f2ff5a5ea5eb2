"""Incidents as rows: identity, facts, grade, contradictions, membership."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from fusion.incidents.contradictions import contradictions
from fusion.incidents.credibility import Support, propose
from fusion.incidents.decisions import Decided
from fusion.incidents.facts import (
    components,
    kind_facts,
    place_facts,
    ranked,
    summary,
    time_facts,
    toll_facts,
)
from fusion.incidents.origins import Origin, count, is_withdrawn, origin_id
from fusion.incidents.tellings import Telling
from fusion.profile import Profile
from fusion.terms.grades import CREDIBILITY
from fusion.terms.identifiers import identifier

Row = dict[str, Any]
PATTERN_DAYS = 90  # a season: what happened in an area within it is its known behaviour


def founder(tellings: list[Telling], group: list[int]) -> int:
    """The account received first (ties by identifier): later accounts never change it."""
    return min(group, key=lambda m: (tellings[m].row["received_at"], tellings[m].account_id))


def incident_rows(
    tellings: list[Telling],
    origins: list[Origin],
    groups: list[list[int]],
    decided: Decided,
    profile: Profile,
) -> tuple[list[Row], list[Row]]:
    """(incidents, contradictions). Withdrawn incidents stay, with what they once rested on."""
    drafts = [_draft(tellings, origins, group) for group in groups]
    pattern = _pattern(drafts)
    rows, raised = [], []
    for group, draft in zip(groups, drafts, strict=True):
        order = ranked(tellings, origins, group)
        standing = [m for m in order if not is_withdrawn(origins, tellings, m)]
        observers = [tellings[m] for m in standing if _observed(origins[m])]
        found = contradictions(draft["incident_id"], observers)
        raised += found
        support = Support(
            n_origins=draft["n_origins"],
            n_observers=len({origins[m].root for m in standing}),
            n_contradictions=len(found),
            is_status_contradicted=any(c["field"] == "status" for c in found),
            fits_pattern=_fits(draft, pattern),
            standing=tuple(tellings[m] for m in standing),
        )
        credibility, reason = propose(support, profile.admiralty_edition)
        grade = decided.grades.get(draft["incident_id"])
        if grade is not None and grade[0] in CREDIBILITY:
            credibility, reason = grade[0], f"set by an analyst: {grade[1]}"
        rows.append(draft | {"credibility": credibility, "credibility_reason": reason})
    return rows, raised


def _observed(origin: Origin) -> bool:
    """The account's own eyes: it passes on nobody's, though another may have stood beside it."""
    return origin.independence != "dependent" or origin.relation == "shared_vantage"


def account_rows(
    tellings: list[Telling],
    origins: list[Origin],
    groups: list[list[int]],
    decided: Decided,
    strongest: dict[int, float],
) -> list[Row]:
    """Each account in its incident."""
    settled = {n for pair in decided.one_incident | decided.one_origin for n in pair}
    rows = []
    for group in groups:
        first = founder(tellings, group)
        incident_id = identifier("incident", tellings[first].account_id)
        for member in group:
            rule = "founding" if member == first else "decided" if member in settled else "linked"
            rows.append(
                {
                    "incident_id": incident_id,
                    "account_id": tellings[member].account_id,
                    "origin_id": origin_id(tellings, origins[member]),
                    "score": strongest.get(member, 1.0),
                    "rule": rule,
                }
            )
    return rows


def _draft(tellings: list[Telling], origins: list[Origin], group: list[int]) -> Row:
    order = ranked(tellings, origins, group)
    standing = [m for m in order if not is_withdrawn(origins, tellings, m)]
    trusted = [tellings[m] for m in (standing or order)]
    everyone = [tellings[m] for m in group]
    facts = place_facts(trusted) | time_facts(trusted) | toll_facts(trusted) | kind_facts(trusted)
    return facts | {
        "incident_id": identifier("incident", tellings[founder(tellings, group)].account_id),
        "n_reports": sum(t.n_reports for t in everyone),
        "n_accounts": len(group),
        "n_origins": count(origins, tellings, group),
        "components": components(everyone),
        "summary": summary(trusted[0].text),
        "lead_account_id": trusted[0].account_id,
        "is_standing": bool(standing),
    }


def _pattern(drafts: list[Row]) -> dict[tuple[str, str], list[tuple[dt.date, str]]]:
    """Days of the standing incidents of each kind in each second-level unit."""
    found: dict[tuple[str, str], list[tuple[dt.date, str]]] = defaultdict(list)
    for draft in drafts:
        if draft["is_standing"]:
            for key in _kinds(draft):
                found[key].append((draft["occurred_from"], draft["incident_id"]))
    return found


def _kinds(draft: Row) -> list[tuple[str, str]]:
    area = draft.get("admin2") or draft.get("place_name")
    kinds = [*draft["markets"][:1], draft.get("event_subtype")]
    return [(area, kind) for kind in kinds if area and kind and kind != "other"]


def _fits(draft: Row, pattern: dict[tuple[str, str], list[tuple[dt.date, str]]]) -> bool:
    """Another incident of its kind stood in the area within the season before it."""
    for key in _kinds(draft):
        for day, other in pattern.get(key, ()):
            age = (draft["occurred_from"] - day).days
            if other != draft["incident_id"] and 0 <= age <= PATTERN_DAYS:
                return True
    return False
