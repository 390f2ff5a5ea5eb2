"""Stage accounts: every accepted report stands in exactly one account."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.accounts.compare import Text, Verdict, compare
from fusion.accounts.decisions import Decided, read_decisions
from fusion.accounts.fold_reports import Folded, Row, fold_reports, share_of
from fusion.accounts.stars import lead_of
from fusion.accounts.withdrawals import withdrawn_reports
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier


def fold_accounts(inputs: Inputs, run: Run) -> Output:
    """Reports that are the same text become one account with a lead report.

    Reports received after `as_of` are set aside: nothing later is known.
    """
    report = inputs["report"]
    known = report.filter(pc.less_equal(report["received_at"], pa.scalar(run.as_of)))
    rows = sorted(known.to_pylist(), key=_arrival)
    number_of = {row["report_id"]: number for number, row in enumerate(rows)}
    decided = read_decisions(inputs["decision"], number_of)
    folded = fold_reports(rows, decided)
    gone, issues = withdrawn_reports(rows)
    withdrawn = frozenset(gone) | decided.withdrawn_ids
    accounts, members = [], []
    for group in folded.groups:
        account, own = _account(rows, folded, group, withdrawn, decided)
        accounts.append(account)
        members.extend(own)
    return Output(
        {
            "account": TABLES["account"].build(accounts),
            "account_report": TABLES["account_report"].build(members),
            "issue": TABLES["issue"].build(issues),
        },
        Flow("reports", report.num_rows, len(members), 0, report.num_rows - known.num_rows),
        {"accounts": str(len(accounts))},
    )


def _arrival(row: Row) -> tuple[Any, ...]:
    """Order of arrival; reports of one file by the day they were written, then by position."""
    written = row["written_at"] or row["received_at"]
    return row["received_at"], written, row["path"], row["ordinal"], row["report_id"]


def _account(
    rows: list[Row], folded: Folded, group: list[int], gone: frozenset[str], decided: Decided
) -> tuple[Row, list[Row]]:
    """The account of one group, and its reports.

    Its identifier comes from the report that arrived first, so that it stays when copies come.
    """
    lead = lead_of(group, folded.texts, folded.merged)
    row = rows[lead]
    founder = next((n for n in group if n not in folded.merged), group[0])
    account_id = identifier("account", rows[founder]["report_id"])
    account = {
        "account_id": account_id,
        "lead_report_id": row["report_id"],
        "component": row["component"],
        "language": row["language"],
        "n_reports": len(group),
        "received_at": rows[group[0]]["received_at"],
        **{key: row[key] for key in ("written_at", "observed_from", "observed_to", "text")},
        "reliability": row["reliability"],
        "credibility": row["credibility"],
        "text_sha256": hashlib.sha256(row["text"].encode("utf-8", "surrogatepass")).hexdigest(),
    }
    members = [
        {"account_id": account_id, "report_id": rows[number]["report_id"], **said}
        for number in group
        for said in [_relation(folded, lead, number, decided)]
    ]
    own = [rows[number] for number in group]
    account["is_withdrawn"] = account_id in gone or _is_withdrawn(own, row, gone)
    return account, members


def _relation(folded: Folded, lead: int, number: int, decided: Decided) -> Row:
    """How a report relates to the lead of its account."""
    if number == lead:
        return {"relation": "lead", "score": 1.0, "rule": "first of its telling"}
    texts = folded.texts
    one, other = texts[lead], texts[number]
    share = share_of(one, other)
    verdict = compare(*((one, other) if lead < number else (other, one)), share)
    relation, rule = _shape(one, other, verdict, is_later=lead < number)
    if number in folded.merged:
        relation, rule = "merged_copy", "holds several tellings; stands with the first"
    elif any(number in pair for pair in decided.same) and verdict is None:
        rule = "decided by an analyst"
    score = max(verdict.score if verdict else 0.0, share)
    return {"relation": relation, "score": round(min(score, 1.0), 4), "rule": rule}


def _shape(lead: Text, other: Text, verdict: Verdict | None, is_later: bool) -> tuple[str, str]:
    """(relation, rule) of a report against the lead, also where it arrived before the lead."""
    if verdict is None:
        if other.is_update:
            return "update", "says that it renews"
        is_cut = other.n_words < lead.n_words
        return "truncated_copy" if is_cut else "reformatted_copy", "through the fullest text"
    if verdict.relation == "reformatted_copy" and not is_later and other.n_words < lead.n_words:
        return "truncated_copy", verdict.rule
    return verdict.relation, verdict.rule


def _is_withdrawn(rows: list[Row], lead: Row, gone: frozenset[str]) -> bool:
    """All its observation rests on withdrawn reports.

    Copies observe nothing: they stand or fall with the lead. Where the lead's own component
    withdrew any report of the telling, the observation is gone, updates included.
    """
    return any(
        row["report_id"] in gone and (row is lead or row["component"] == lead["component"])
        for row in rows
    )


STAGE = Stage(
    name="accounts",
    version="2",
    reads=("report", "decision"),
    writes=("account", "account_report", "issue"),
    function=fold_accounts,
)
