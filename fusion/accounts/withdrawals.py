"""Which reports were withdrawn by a later report, through the reference that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fusion.accounts.cues import reference_key
from fusion.accounts.particulars import read_details
from fusion.terms.identifiers import identifier

Row = dict[str, Any]
_ITEM = re.compile(
    r"[\s,;]*\(?\b(?:para(?:graph(?:e)?)?|item|point|row|ligne|entry|serial|alinéa|§|¶)\.?"
    r"\s*(?:no\.?|n°)?\s*(?P<item>\d+(?:\.\d+)*)\)?\s*$|[\s,;]*[§¶]\s*(?P<sign>\d+(?:\.\d+)*)\s*$",
    re.IGNORECASE,
)


def withdrawn_reports(rows: Sequence[Row]) -> tuple[set[str], list[Row]]:
    """(ids of reports that another report withdraws, issues where it is not clear which).

    A reference that several reports bear is settled by the item it names, else by the
    particulars that the withdrawal shares with one of them and no other. What stays unclear is
    raised, never guessed: a wrong retraction loses a true report.
    """
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if key := reference_key(row["reference"]):
            by_key[key].append(row)
    gone: set[str] = set()
    issues = []
    for row in rows:
        if not row["withdraws"]:
            continue
        target, problem = _target(row, by_key)
        if target:
            gone.add(target["report_id"])
        else:
            issues.append(_issue(row, problem))
    return gone, issues


def _target(row: Row, by_key: dict[str, list[Row]]) -> tuple[Row | None, str]:
    wanted = row["withdraws"]
    found = _ITEM.search(wanted)
    item = (found["item"] or found["sign"]) if found else None
    keys = [reference_key(wanted)]
    if found:
        keys.append(reference_key(wanted[: found.start()]))
    borne = [r for key in keys for r in by_key.get(key, []) if r["report_id"] != row["report_id"]]
    borne = [r for r in borne if r["received_at"] <= row["received_at"] and not r["withdraws"]]
    if not borne:
        return None, "withdrawal_unmatched"
    if item and len(borne) > 1:
        named = [r for r in borne if item in re.findall(r"\d+(?:\.\d+)*", r["locator"])]
        borne = named or borne
    if len({r["report_id"] for r in borne}) == 1:
        return borne[0], ""
    return _by_particulars(row, borne), "withdrawal_ambiguous"


def _by_particulars(row: Row, borne: list[Row]) -> Row | None:
    """The one report that shares most particulars and longer words with the withdrawal."""
    own = _marks(row["text"])
    everywhere = set.intersection(*(_marks(r["text"]) for r in borne))
    scored = sorted(
        ((len((own & _marks(r["text"])) - everywhere), r["report_id"], r) for r in borne),
        key=lambda entry: (-entry[0], entry[1]),
    )
    best, second = scored[0], scored[1]
    return best[2] if best[0] >= 2 and best[0] > second[0] else None


def _marks(text: str) -> set[str]:
    details = read_details(text)
    return set(details.numbers | details.names) | {w for w in details.words if len(w) > 5}


def _issue(row: Row, kind: str) -> Row:
    detail = {
        "withdrawal_unmatched": "No report bears the reference",
        "withdrawal_ambiguous": "Several reports bear the reference",
    }[kind]
    return {
        "issue_id": identifier("issue", "accounts", kind, row["report_id"]),
        "stage": "accounts",
        "document_id": row["document_id"],
        "locator": row["locator"],
        "kind": kind,
        "detail": f"{detail} '{row['withdraws'][:120]}' that this report withdraws.",
        "advice": "Find the report and record 'fusion review withdraw REPORT'.",
    }
