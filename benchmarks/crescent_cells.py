"""Cells of the "Sign of the Crescent" against the product's: over the core documents given as one
plot, as published after a run over all documents, and by other methods beside (cell_peers.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.cell_peers import cosine, labels_by_method
from benchmarks.worked_mission import SEED, Tables
from fusion.networks.cells import grouped
from fusion.networks.scene import Scene
from fusion.networks.told import Told
from fusion.pipeline.bench import Row

UNTOLD = ("co_presence", "conflict")  # ties that join nobody's incidents, as in the product


def rows(tables: Tables, documents: dict[str, str], cell: dict[str, str]) -> list[Row]:
    """Adjusted Rand index of each method over the core documents."""
    names = sorted(cell)
    truth = [cell[name] for name in names]
    account = {r["mention_id"]: r["account_id"] for r in tables["mention"].to_pylist()}
    actors = _presence(names, ((r["actor_id"], documents[account[r["mention_id"]]])
                               for r in tables["actor_mention"].to_pylist()))  # fmt: skip
    places = _presence(names, ((re.sub(r"[^a-z]", "", r["surface"].lower()),
                                documents[r["account_id"]])
                               for r in tables["mention"].to_pylist()
                               if r["kind"] == "place"))  # fmt: skip
    found = labels_by_method(actors, cosine(places))
    given = _ours(tables, documents, names)
    index = float(adjusted_rand_score(truth, given))
    return [
        Row("crescent: the product's cells, core documents given as one plot, as peers had them",
            "ARI ≥ 0.55", f"{index:.3f}, {len(set(given))} groups", index >= 0.55),
        *_of_the_product(tables, documents, cell),
    ] + [
        Row(f"crescent cells, tried: {name}", "–",
            f"ARI {adjusted_rand_score(truth, label):.3f}, {len(set(label))} groups", None)
        for name, label in found.items()
    ]  # fmt: skip


def _ours(tables: Tables, documents: dict[str, str], names: list[str]) -> list[int]:
    """Cells of these documents as of one hypothesis, each a telling of its own; 0 where the test
    against chance shows none."""
    account = {name: key for key, name in documents.items()}
    told = Told(tables["actor_mention"], tables["account_place"], tables["place"])
    actors = sorted({a for name in names for a in told.named.get(account[name], ())})
    number = {actor: n for n, actor in enumerate(actors)}
    presence = np.zeros((len(names), len(actors)))
    for n, name in enumerate(names):
        presence[n, [number[a] for a in told.named.get(account[name], ())]] = 1.0
    tied = np.zeros((len(actors), len(actors)))
    for tie in tables["tie"].to_pylist():
        a, b = number.get(tie["source_id"]), number.get(tie["target_id"])
        if a is not None and b is not None and a != b and tie["kind"] not in UNTOLD:
            tied[a, b] = tied[b, a] = max(tied[a, b], tie["strength"])
    where = [told.places.get(account[name], (np.nan, np.nan, 0.0)) for name in names]
    point = np.array([place[:2] for place in where])
    found = grouped(Scene(presence, tied, point[:, 0], point[:, 1]), SEED)
    return [0] * len(names) if found is None else found[0].tolist()


def _of_the_product(tables: Tables, documents: dict[str, str], cell: dict[str, str]) -> list[Row]:
    """Cells of the hypotheses against the four cells of the plot, over core documents.

    An incident of a hypothesis that shows cells has its cell, and so has an account of it that lies
    in another one; of a hypothesis that shows none its hypothesis; outside hypotheses its cluster.
    A document in none of them stands alone.
    """
    cluster = {r["incident_id"]: r["cluster_id"] for r in tables["cluster"].to_pylist()}
    whole = _by_hypothesis(tables)
    parts = {
        r["subject_id"]: f"{r['hypothesis_id']} {r['cell']}"
        for r in tables["hypothesis_cell"].to_pylist()
        if r["subject_kind"] != "actor"
    }
    parted = {name.split()[0] for name in parts.values()}
    cells = {k: parts.get(k, k if name in parted else name) for k, name in whole.items()} | parts
    alone = {incident: incident for incident in tables["incident"]["incident_id"].to_pylist()}
    rows = []
    for what, label in (
        ("clusters", cluster), ("hypotheses, and clusters outside them", cluster | whole),
        ("cells of hypotheses, and clusters outside them", cluster | cells),
        ("the same, and incidents of which several documents tell outside clusters",
         alone | cluster | cells),
    ):  # fmt: skip
        index, n_in, n_groups = _agreement(tables, documents, cell, label)
        is_asked = what.startswith("cells")
        rows.append(
            Row(f"crescent: {what} against the four cells, over core documents",
                "ARI ≥ 0.55" if is_asked else "–",
                f"{index:.3f}; {n_in} of {len(cell)} in {n_groups} groups",
                index >= 0.55 if is_asked else None)
        )  # fmt: skip
    return rows


def _by_hypothesis(tables: Tables) -> dict[str, str]:
    """Hypothesis of each incident, and of each account that tells of none."""
    found: dict[str, str] = {}
    for kind in ("incident", "account"):
        for row in tables[f"hypothesis_{kind}"].to_pylist():
            found.setdefault(row[f"{kind}_id"], row["hypothesis_id"])
    return found


def _agreement(
    tables: Tables, documents: dict[str, str], cell: dict[str, str], group: dict[str, str]
) -> tuple[float, int, int]:
    """ARI of groups of incidents and accounts with the cells; documents in groups; groups."""
    label = {name: name for name in cell}
    for row in tables["incident_account"].to_pylist():
        if row["incident_id"] in group and documents[row["account_id"]] in cell:
            label[documents[row["account_id"]]] = group[row["incident_id"]]
    for telling, found in group.items():
        if documents.get(telling) in cell:  # an account of no incident
            label[documents[telling]] = found
    names = sorted(cell)
    index = float(adjusted_rand_score([cell[n] for n in names], [label[n] for n in names]))
    inside = {label[name] for name in names} - set(names)
    return index, sum(label[name] != name for name in names), len(inside)


def _presence(names: list[str], pairs: Iterable[tuple[str, str]]) -> np.ndarray:
    """Documents by things, 0/1, in order."""
    held: dict[str, set[str]] = defaultdict(set)
    for thing, document in pairs:
        held[thing].add(document)
    things = [held[thing] for thing in sorted(held) if held[thing] & set(names)]
    return np.array([[name in thing for thing in things] for name in names], dtype=float)
