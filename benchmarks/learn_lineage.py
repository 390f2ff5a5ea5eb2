"""Learn the weights of the signs of a relay from the sample mission's truth tables.

`python -m benchmarks.learn_lineage TABLES` reads the product tables of a run over the sample
mission (a folder published/VERSION/tables) and writes models/relay_lineage.json; it prints what
eight-fold cross-validation by incident gives, which is the figure that the card quotes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.sample_truth import SAME_TELLING, align
from fusion.incidents.likeness import likeness
from fusion.incidents.lineage import SIGNS, WEIGHTS, signs
from fusion.incidents.pairs import candidate_pairs
from fusion.incidents.reading import read_tellings

# One in four of the pairs at this border is a relay: taking an observer for a relay costs one
# origin, taking a relay for an observer invents one, which is worse.
BORDER_LOGIT = -1.0
REGULARISATION = 2.0  # weak: a dozen weights on some 1,500 pairs
# Two signs are too rare in the sample to learn and are set by judgement: a named reference
# outweighs a lack of shared numbers; two results of one count are two pairs of eyes more often
# than a slip in passing on.
JUDGED_BITS = {"names the other's reference": 3.0, "counts otherwise": -2.0}
FOLDS = 8


def examples(
    tables: Mapping[str, pa.Table],
) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str]]]:
    """(signs, is it one origin, keys of later and earlier report) of every candidate pair."""
    truth = align(tables)
    row_of = {row["report_key"]: row for row in truth.reports}
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    key_of: dict[str, str] = {}
    for key, report in sorted(truth.found.items()):
        if report in account and row_of[key]["relation"] not in {*SAME_TELLING, "merged_copy"}:
            key_of.setdefault(account[report], key)
    tellings = read_tellings(tables)
    like = likeness(tellings)
    first, second = candidate_pairs(tellings, like)
    keys = [(key_of.get(tellings[b].account_id, ""), key_of.get(tellings[a].account_id, ""))
            for a, b in zip(first, second, strict=True)]  # fmt: skip
    known = np.array([all(pair) for pair in keys])
    kept = [pair for pair in keys if all(pair)]
    same = np.array([row_of[a]["origin"] == row_of[b]["origin"] for a, b in kept])
    return signs(tellings, first[known], second[known], like), same, kept


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    folder = parser.parse_args().tables
    tables = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
    table, same, keys = examples(tables)
    learn(table, same, keys, tables)


def learn(
    table: np.ndarray, same: np.ndarray, keys: list[tuple[str, str]], tables: Mapping[str, pa.Table]
) -> None:
    """Fit, print the cross-validated assignment, write the weights in bits."""
    rows = {row["report_key"]: row for row in align(tables).reports}
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    groups = [rows[later]["incident"] or later for later, _ in keys]
    logits = cross_val_predict(
        model, table, same, groups=groups, cv=GroupKFold(FOLDS), method="decision_function"
    )
    best: dict[str, tuple[float, str]] = {}
    for logit, (later, earlier) in zip(logits, keys, strict=True):
        if logit > BORDER_LOGIT:
            best[later] = max(best.get(later, (-99.0, "")), (float(logit), earlier))
    right = sum(rows[k]["origin"] == rows[e]["origin"] for k, (_, e) in best.items())
    relays = {k for pair in keys for k in pair if rows[k]["relation"] in {"relay", "translation"}}
    hit = sum(k in best and rows[best[k][1]]["origin"] == rows[k]["origin"] for k in relays)
    print(f"cross-validated: {right} of {len(best)} right, {hit} of {len(relays)} relays found")
    model.fit(table, same)
    bits = np.round(model.coef_[0] / np.log(2), 2)
    weights = dict(zip(SIGNS, bits.tolist(), strict=True))
    weights |= JUDGED_BITS
    base = round(float((model.intercept_[0] - BORDER_LOGIT) / np.log(2)), 2)
    learned = {"version": "1", "base_bits": base, "bits": weights}
    WEIGHTS.write_text(json.dumps(learned, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
