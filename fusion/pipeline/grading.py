"""Grades that analysts gave to reports: they stand before any stage reads a report."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from fusion.tables import TABLES
from fusion.terms.grades import parse_grade


def graded(reports: pa.Table, decisions: pa.Table) -> pa.Table:
    """Reports with the reliability and credibility that the last decision on each gives them.

    The native grade stays as received: what the reporter said is no matter of decision.
    """
    chosen = decisions.filter(pc.equal(decisions["kind"], "grade")).sort_by("sequence").to_pylist()
    grades = {
        row["subject_id"]: grade
        for row in chosen
        if row["subject_id"].startswith("RPT-")
        and (grade := parse_grade(row["value"] or "", "admiralty"))
    }
    named = pc.is_in(reports["report_id"], value_set=pa.array(sorted(grades), pa.string()))
    changed = reports.filter(named).to_pylist()
    for row in changed:
        grade = grades[row["report_id"]]
        row["reliability"], row["credibility"] = grade.reliability, grade.credibility
    kept = reports.filter(pc.invert(named))
    return TABLES["report"].conform(pa.concat_tables([kept, TABLES["report"].build(changed)]))
