"""Stage accounts: every accepted report stands in exactly one account."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fusion.accounts.decisions import read_decisions
from fusion.accounts.fold_reports import Folded, fold_reports
from fusion.accounts.relations import Relations
from fusion.accounts.reports import Reports, Text
from fusion.accounts.stars import lead_of
from fusion.accounts.withdrawals import withdrawn_reports
from fusion.accounts.words import Index
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

Row = dict[str, Any]
Flags = npt.NDArray[np.bool_]
_OF_LEAD = (
    "component", "language", "written_at", "observed_from", "observed_to", "text", "reliability",
    "credibility",
)  # fmt: skip
_OF_WITHDRAWAL = (
    "report_id", "document_id", "locator", "reference", "withdraws", "received_at", "text",
)  # fmt: skip


def fold_accounts(inputs: Inputs, run: Run) -> Output:
    """Reports that are the same text become one account with a lead report.

    Reports received after `as_of` are set aside: nothing later is known. What the stage itself
    wrote of these reports in an earlier run (sketches, pairs) is carried forward: the result is
    the same without it, to the byte.
    """
    report = inputs["report"]
    known = report.filter(pc.less_equal(report["received_at"], pa.scalar(run.as_of)))
    reports = Reports(known)
    number_of = {name: number for number, name in enumerate(reports.ids.to_pylist())}
    decided = read_decisions(inputs["decision"], number_of)
    folded = fold_reports(reports, decided, inputs["account_sketch"], inputs["account_pair"])
    gone, issues = _withdrawn(reports)
    texts = _Texts(reports, folded)
    leads = {group[0]: lead_of(group, texts, folded.merged) for group in folded.groups}
    members = Relations(reports, folded, decided, leads, _account_ids(reports, folded))
    account = _accounts(reports, members, gone | decided.withdrawn_ids)
    return Output(
        {
            "account": account,
            "account_report": members.table(),
            "account_sketch": folded.sketch_table,
            "account_pair": folded.pair_table,
            "issue": TABLES["issue"].build(issues),
        },
        Flow("reports", report.num_rows, len(reports), 0, report.num_rows - known.num_rows),
        {"accounts": str(account.num_rows), "newly read": str(int(folded.held.is_new.sum()))},
    )


class _Texts(dict[int, Text]):
    """Reports as objects, made when first asked for: few are."""

    def __init__(self, reports: Reports, folded: Folded) -> None:
        super().__init__()
        self._reports, self._held = reports, folded.held

    def __missing__(self, number: int) -> Text:
        n_words = int(self._held.sketches.n_words[number])
        self[number] = self._reports.text(number, n_words, bool(self._held.says_update[number]))
        return self[number]


def _withdrawn(reports: Reports) -> tuple[set[str], list[Row]]:
    """Reports that others withdraw; only those that bear or name a reference are looked at."""
    table = reports.table
    if table["withdraws"].null_count == len(reports):
        return set(), []
    named = pc.or_(pc.is_valid(table["reference"]), pc.is_valid(table["withdraws"]))
    return withdrawn_reports(table.filter(named).select(_OF_WITHDRAWAL).to_pylist())


def _account_ids(reports: Reports, folded: Folded) -> tuple[Index, list[str]]:
    """(group of each report, by the number of its founder; identifier of each founder's account).

    The identifier comes from the report that arrived first, so that it stays when copies come.
    """
    founder = np.arange(len(reports), dtype=np.int64)
    for group in folded.groups:
        founder[group] = next((n for n in group if n not in folded.merged), group[0])
    ids = reports.ids.to_pylist()
    own = np.unique(founder)
    names = np.empty(len(reports), dtype=object)
    for number in own.tolist():
        names[number] = identifier("account", ids[number])
    return founder, names[founder].tolist()


def _accounts(reports: Reports, members: Relations, gone: Collection[str]) -> pa.Table:
    """One row for each telling: fields of its lead, the time of its first report."""
    founders, first, n_reports = np.unique(members.founder, return_index=True, return_counts=True)
    lead = members.lead[founders]
    rows = reports.table.take(pa.array(lead))
    ids = np.array(members.account_ids, dtype=object)[founders].tolist()
    withdrawn = _is_withdrawn(reports, members, gone, founders)
    table = pa.table(
        {
            "account_id": pa.array(ids, pa.string()),
            "lead_report_id": rows["report_id"],
            "n_reports": pa.array(n_reports.astype(np.int64)),
            "received_at": reports.table["received_at"].take(pa.array(first)),
            **{name: rows[name] for name in _OF_LEAD},
            "is_withdrawn": pa.array(withdrawn),
            "text_sha256": pa.array(
                [_sha256(text) for text in rows["text"].to_pylist()], pa.string()
            ),
        }
    )
    return TABLES["account"].conform(table)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_withdrawn(
    reports: Reports, members: Relations, gone: Collection[str], founders: Index
) -> Flags:
    """For each account: all its observation rests on withdrawn reports.

    Copies observe nothing: they stand or fall with the lead. Where the lead's own component
    withdrew any report of the telling, the observation is gone, updates included.
    """
    wanted = pa.array(sorted(gone), pa.string())
    is_gone = np.asarray(pc.is_in(reports.ids, value_set=wanted))
    lead = members.lead[members.founder]
    counts = is_gone & (
        (lead == np.arange(len(reports))) | (reports.component == reports.component[lead])
    )
    hit = np.zeros(len(reports), np.bool_)
    hit[members.founder[counts]] = True
    by_name = np.asarray(pc.is_in(pa.array(members.account_ids, pa.string()), value_set=wanted))
    hit[members.founder[by_name]] = True
    return hit[founders]


STAGE = Stage(
    name="accounts",
    version="5",
    reads=("report", "decision", "account_sketch", "account_pair"),
    writes=("account", "account_report", "account_sketch", "account_pair", "issue"),
    function=fold_accounts,
)
