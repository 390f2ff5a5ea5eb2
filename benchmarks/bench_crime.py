"""Kinds of crime and who did it: two labelled sets of news, and the sample mission.

`fusion bench crime --data DIR`: DIR holds crime/insightcrime/{train,dev}.tsv and
crime/muc4/{train,dev}.json. Models are trained on train at bench time and scored on dev.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

from benchmarks.learn_crime_types import (
    ROLES,
    Labeller,
    RoleFinder,
    heads,
    read_labelled,
    read_roles,
)
from benchmarks.sample_roles import role_row
from benchmarks.sample_truth import SAMPLE, align
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published
from fusion.terms.data_files import load

ASKED = 0.80
# Best published figure of head match on MUC-4's own test part that we know of (Huang and Riloff
# 2012); quoted from memory, and on another part than the one scored here.
PUBLISHED = {
    "perpetrator, individual": "0.56", "perpetrator, organisation": "0.51",
    "physical target": "0.61", "victim": "0.61",
}  # fmt: skip


def rows(data: Path | None) -> list[Row]:
    """Rows of both sets, and of the sample mission."""
    folder = (data or Path()) / "crime"
    found: list[Row] = []
    for name, part in (("insightcrime/train.tsv", _labels), ("muc4/train.json", _roles)):
        path = folder / name
        if data is None or not path.is_file():
            found.append(Row(f"crime: {path.parent.name}", "–", f"absent: {path}", None))
        else:
            found += part(path.parent)
    return [*found, *_sample()]


def _labels(folder: Path) -> list[Row]:
    texts, labels = read_labelled(folder / "train.tsv")
    model = Labeller().fit(texts, labels)
    unseen, truth = read_labelled(folder / "dev.tsv")
    said = model.predict(unseen)
    each = f1_score(truth, said, average=None)
    macro = float(np.mean(each))
    listed = ", ".join(f"{value:.2f}" for value in each)
    return [
        Row("crime: insightcrime dev (332), 7 labels, macro-F1", f"≥ {ASKED:.2f}",
            f"{macro:.3f} ({listed})", macro >= ASKED),
    ]  # fmt: skip


def _roles(folder: Path) -> list[Row]:
    train, unseen = read_roles(folder / "train.json"), read_roles(folder / "dev.json")
    told, row = _attacks(train, unseen)
    found = [row]
    for role, code in ROLES.items():
        finder = RoleFinder(role).fit([d for d in train if any(d["roles"].values())])
        hits = said = met = wanted = 0
        for document, is_told in zip(unseen, told, strict=True):
            entities = heads(document, code)
            heard = finder.find(document) if is_told else set()
            every = {word for entity in entities for word in entity}
            hits, said = hits + len(heard & every), said + len(heard)
            met, wanted = met + sum(bool(e & heard) for e in entities), wanted + len(entities)
        precision, recall = hits / max(1, said), met / max(1, wanted)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        measured = f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}"
        asked = f"reported (best published about {PUBLISHED[role]})"
        found.append(Row(f"crime: muc4 dev (200), {role}, head match", asked, measured, None))
    return found


def _attacks(train: list[dict[str, Any]], unseen: list[dict[str, Any]]) -> tuple[np.ndarray, Row]:
    """Whether a text tells of an attack at all: it has a filler of any role."""
    truth = np.array([[int(any(d["roles"].values()))] for d in train])
    model = Labeller().fit([d["doc"] for d in train], truth)
    wanted = [int(any(d["roles"].values())) for d in unseen]
    told = model.predict([d["doc"] for d in unseen])[:, 0]
    macro = float(f1_score(wanted, told, average="macro"))
    test = "crime: muc4 dev (200), tells of an attack or not, macro-F1"
    return told, Row(test, f"≥ {ASKED:.2f}", f"{macro:.3f}", macro >= ASKED)


def _sample() -> list[Row]:
    """Type and markets of incidents, from all accounts of each, against the truth table."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    truth = align(tables)
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    event = {row["account_id"]: row for row in tables["account_event"].to_pylist()}
    told: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in truth.reports:
        read = event.get(account.get(truth.found.get(row["report_key"], ""), ""))
        if row["incident"] and read:
            told[row["incident"]][read["account_id"]] = read
    known = [row for row in truth.tables["incident"] if told[row["incident"]]]
    return [*_types(known, told), *_markets(known, told), role_row(truth, tables)]


def _types(known: list[dict[str, str]], told: dict[str, dict[str, dict[str, Any]]]) -> list[Row]:
    name = _type_names()
    right = each = right_each = 0
    for row in known:
        heard = [name.get(e["event_subtype"] or "", "") for e in told[row["incident"]].values()]
        wanted = row["incident_type"].lower()
        right += bool(heard) and _most(heard) == wanted
        each, right_each = each + len(heard), right_each + heard.count(wanted)
    return [
        Row("crime: sample, type of an incident by most of its accounts, accuracy", "–",
            f"{right / max(1, len(known)):.2f} ({len(known)} incidents)", None),
        Row("crime: sample, type as each account tells it, accuracy", "–",
            f"{right_each / max(1, each):.2f} ({each} tellings)", None),
    ]  # fmt: skip


def _markets(known: list[dict[str, str]], told: dict[str, dict[str, dict[str, Any]]]) -> list[Row]:
    name = _market_names()
    result = []
    for label, least in (("any", 1), ("two or more, or all but one,", 2)):
        hits = said = wanted = 0
        for row in known:
            events = told[row["incident"]].values()
            counts = Counter(m for e in events for m in {name.get(c, c) for c in e["markets"]})
            heard = {m for m, count in counts.items() if count >= min(least, len(events))}
            truth = {m for m in row["markets"].split(";") if m}
            hits, said, wanted = hits + len(heard & truth), said + len(heard), wanted + len(truth)
        precision, recall = hits / max(1, said), hits / max(1, wanted)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        measured = f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}"
        test = f"crime: sample, markets of an incident in {label} accounts, micro"
        result.append(Row(test, "–", measured, None))
    return result


def _most(heard: list[str]) -> str:
    counts = Counter(heard)
    return min(counts, key=lambda kind: (-counts[kind], kind))


def _type_names() -> dict[str, str]:
    """The truth table's name of each sub-type."""
    kinds = load("incident_types").values()
    return {code: str(name).lower() for kind in kinds for code, name in kind["subtypes"].items()}


def _market_names() -> dict[str, str]:
    """The truth table's name of each market: of the Index market that a sub-market belongs to."""
    listed = load("markets")
    return {code: str(listed[row.get("of", code)]["en"]) for code, row in listed.items()}
