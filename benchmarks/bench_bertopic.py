"""Beside BERTopic on the same accounts with the same vectors: groups found, and their names.

Three sets: the sample mission (truth: the planted network of an account), the Sign of the Crescent
(the plot's cell of a document) and the latest event notes of Mali (the actors that the event's
columns name; both see the note and its day only). Groups are found week by week: a group has a
lasting identity where an account stays under the name that it had. Ours are the hypotheses and
their cells, and for the notes also the two groups that an account names and the record names most.

BERTopic (MIT) is not needed by the product: uv runs it in an environment of its own, and where uv
or the registry is missing a row says so.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.bench_crescent import COUNTRIES, FOLDERS
from benchmarks.bertopic_peer import PEER, SEED, Labels, Told, known_by, peer, told_of
from benchmarks.own_places import own_places
from benchmarks.sample_truth import SAMPLE, align
from benchmarks.worked_mission import Tables, profile_of, run_mission
from fusion.networks import STAGE
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.profile import Profile
from fusion.stage import Run
from fusion.store import Published

NOTES = 1000  # latest notes: about half a year, minutes of reading
WEEKS = 6  # weekly runs before the last
# What the profile of a mission in Mali lists, from public reports of the time; no note was read
# for it. BERTopic has no place for such knowledge.
KNOWN = """
known_groups:
- {name: Group for Support of Islam and Muslims,
   aliases: [JNIM, GSIM, Katiba Macina, Ansar Dine, AQIM]}
- {name: Islamic State in the Greater Sahara, aliases: [ISGS, EIGS, Islamic State, ISWAP]}
- {name: Dan Na Ambassagou, aliases: [Dan Nan Ambassagou, Dozo, Dozos, Donso, Dogon militia]}
- {name: Fulani militia, aliases: [Fulani militiamen, Fulani militias, Peulh militia]}
- {name: Malian Armed Forces, aliases: [FAMA, FAMa, Malian army, Malian forces, Malian military]}
- {name: Operation Barkhane, aliases: [Barkhane, French forces]}
- {name: MINUSMA, aliases: [UN peacekeepers]}
- {name: Movement for the Salvation of Azawad, aliases: [MSA]}
- {name: GATIA, aliases: [Imghad Tuareg Self-Defense Group]}
- {name: Coordination of Movements of Azawad, aliases: [CMA, HCUA, MNLA]}
"""
# Which of ours answers which question; hypotheses do not follow groups that a mission knows.
ANSWERS = {"pair of actors": "actors read", "first actor": "first actor read"}
Moments = list[dt.datetime]


def rows(data: Path | None) -> list[Row]:
    """ARI and accounts that keep their group's name, ours and BERTopic's, on each set."""
    found = _sample()
    folder = data or Path()
    for name, path, measured in (
        ("Crescent", folder / "crescent" / "reports", _crescent),
        ("Mali notes", folder / "incidents" / "events_mli.csv", _mali),
    ):
        if path.exists() and data is not None:
            found += measured(path)
        else:
            found.append(Row(f"{name}: the set", "–", f"absent: {path}", None))
    return found


def _sample() -> list[Row]:
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    end = dt.datetime.combine(mission.profile.first_monday, dt.time(), dt.UTC)
    moments = _weekly(end + dt.timedelta(weeks=26))
    ours = {"hypotheses": _hypotheses(tables, mission.profile, moments)}
    return _rows("sample", told_of(tables), {"planted network": _planted(tables)}, ours, moments)


def _crescent(folder: Path) -> list[Row]:
    start = dt.date(2003, 4, 1)
    with own_places(COUNTRIES) as places:
        tables = run_mission(folder, "CRESCENT", start, COUNTRIES, FOLDERS, places)
        profile = profile_of("CRESCENT", start, COUNTRIES, FOLDERS, places)
    with (folder.parent / "derived_gold_docs.csv").open(encoding="utf-8", newline="") as file:
        cell = {r["doc"]: r["cell"] for r in csv.DictReader(file) if r["role"] == "core"}
    document = _documents(tables)
    truth = {a: cell[name] for a, name in document.items() if name in cell}
    moments = _weekly(dt.datetime(2003, 5, 1, tzinfo=dt.UTC))[-4:]  # all is of one month
    ours = {
        "hypotheses": _hypotheses(tables, profile, moments),
        "cells": _hypotheses(tables, profile, moments, by_cell=True),
    }
    return _rows("Crescent", told_of(tables), {"cell": truth}, ours, moments)


def _mali(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        events = sorted(csv.DictReader(file), key=lambda r: (r["event_date"], r["event_id_cnty"]))
    events = events[-NOTES:]
    start = dt.date.fromisoformat(events[0]["event_date"])
    end = dt.date.fromisoformat(events[-1]["event_date"]) + dt.timedelta(days=1)
    folders = {"regional_office": "notes"}
    with tempfile.TemporaryDirectory() as inbox:
        (Path(inbox) / "notes").mkdir()
        for event in events:
            day = dt.date.fromisoformat(event["event_date"])
            text = f"Report date: {day.day} {day:%B %Y}\n\n{event['notes']}\n"
            note = Path(inbox) / "notes" / f"{event['event_id_cnty']}.txt"
            note.write_text(text, encoding="utf-8")
        tables = run_mission(Path(inbox), "NOTES", start, ["ML"], folders, KNOWN)
    document = _documents(tables)
    by_id = {event["event_id_cnty"]: event for event in events}
    pair = {a: "|".join(sorted((by_id[d]["actor1"], by_id[d]["actor2"])))
            for a, d in document.items()}  # fmt: skip
    first = {a: by_id[d]["actor1"] for a, d in document.items()}
    moments = _weekly(dt.datetime.combine(end, dt.time(), dt.UTC))
    profile = profile_of("NOTES", start, ["ML"], folders, KNOWN)
    ours = {
        "hypotheses": _hypotheses(tables, profile, moments),
        "actors read": [_actors(tables, at, 2) for at in moments],
        "first actor read": [_actors(tables, at, 1) for at in moments],
    }
    truths = {"pair of actors": pair, "first actor": first}
    return _rows("Mali notes", told_of(tables), truths, ours, moments)


def _weekly(end: dt.datetime) -> Moments:
    return [end - dt.timedelta(weeks=n) for n in range(WEEKS, -1, -1)]


def _documents(tables: Tables) -> dict[str, str]:
    """Name of the file by account, of its first report."""
    path = {r["report_id"]: Path(r["path"]).stem for r in tables["report"].to_pylist()}
    return {r["account_id"]: path[r["lead_report_id"]] for r in tables["account"].to_pylist()}


def _planted(tables: Tables) -> Labels:
    """Planted network by account, where there is just one."""
    truth = align(tables)
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    found: dict[str, set[str]] = {}
    for row in truth.reports:
        if row["report_key"] in truth.found and row["networks"].startswith("N"):
            held = found.setdefault(account[truth.found[row["report_key"]]], set())
            held.update(name.removesuffix("B") for name in row["networks"].split(";"))
    return {a: min(names) for a, names in found.items() if len(names) == 1}


def _hypotheses(
    tables: Tables, profile: Profile, moments: Moments, *, by_cell: bool = False
) -> list[Labels]:
    """Hypothesis, or cell of it where it shows any, of each account as known at each moment."""
    inputs = {n: tables[n] for n in STAGE.reads if n not in STAGE.writes}
    return [
        _labels(STAGE.function(inputs, Run(profile, at, SEED)).tables, tables, by_cell=by_cell)
        for at in moments
    ]


def _labels(out: Tables, tables: Tables, *, by_cell: bool) -> Labels:
    part: dict[str, str] = {}
    parted = set()
    for row in out["hypothesis_cell"].to_pylist() if by_cell else ():
        parted.add(row["hypothesis_id"])
        if row["subject_kind"] != "actor":
            part[row["subject_id"]] = f"{row['hypothesis_id']} {row['cell']}"
    held: dict[str, str] = {}
    for kind in ("incident", "account"):
        for row in out[f"hypothesis_{kind}"].to_pylist():
            name, whole = row[f"{kind}_id"], row["hypothesis_id"]
            if whole not in parted or name in part:
                held.setdefault(name, part.get(name, whole))
    label = {
        row["account_id"]: held[row["incident_id"]]
        for row in tables["incident_account"].to_pylist()
        if row["incident_id"] in held
    }
    known = set(tables["account"]["account_id"].to_pylist())
    # An account of an incident may lie in another cell than its incident.
    own = {name: group for name, group in (held | part).items() if name in known}
    return {name: group for name, group in held.items() if name in known} | label | own


def _actors(tables: Tables, at: dt.datetime, most: int) -> Labels:
    """The groups that an account names, at most so many: those that the record names most by then.

    Accounts that name none are one group: unattributed.
    """
    kind = {r["actor_id"]: r["kind"] for r in tables["actor"].to_pylist()}
    known = {r["account_id"] for r in tables["account"].to_pylist() if r["received_at"] < at}
    named: dict[str, set[str]] = defaultdict(set)
    for row in tables["actor_mention"].to_pylist():
        if kind.get(row["actor_id"]) == "group" and row["account_id"] in known:
            named[row["account_id"]].add(row["actor_id"])
    often = Counter(actor for found in named.values() for actor in found)
    return {
        a: "|".join(sorted(sorted(named[a], key=lambda x: (-often[x], x))[:most])) for a in known
    }


def _rows(
    name: str, told: list[Told], truths: dict[str, Labels], ours: dict[str, list[Labels]],
    moments: Moments,
) -> list[Row]:  # fmt: skip
    theirs = peer(told, moments)
    rows = []
    for what, truth in truths.items():
        best = None if theirs is None else _ari(theirs[-1], truth)
        for group, labels in ours.items():
            least = best if ANSWERS.get(what, group) == group else None
            rows.append(_measured(f"{name} by {what}: {group}", _ari(labels[-1], truth),
                                  len(truth), least))  # fmt: skip
        if best is not None:
            rows.append(_measured(f"{name} by {what}: BERTopic", best, len(truth), None))
    for group, labels in (ours | ({} if theirs is None else {"BERTopic": theirs})).items():
        rows.append(Row(f"{name}, weekly runs: accounts whose group keeps its name, {group}",
                        "–", _kept(labels), None))  # fmt: skip
    if theirs is None:
        rows.append(Row(f"{name}: BERTopic", "–", f"absent: needs uv and {PEER} from the registry "
                        "(pip install uv; the first run fetches some 2 GB)", None))  # fmt: skip
    assert known_by(told, moments[-1]) == len(told)
    return rows


def _ari(label: Labels, truth: Labels) -> float:
    names = sorted(truth)
    return float(adjusted_rand_score([truth[a] for a in names], [label.get(a, a) for a in names]))


def _measured(test: str, index: float, n: int, least: float | None) -> Row:
    asked = "–" if least is None else "higher than BERTopic's"
    holds = None if least is None else index > least
    return Row(test, asked, f"ARI {index:.3f} over {n} accounts", holds)


def _kept(labels: list[Labels]) -> str:
    """Of the accounts in a group in two weeks, those that are under the same name in both."""
    shares = []
    for early, late in pairwise(labels):
        both = early.keys() & late.keys()
        if both:
            shares.append(sum(early[a] == late[a] for a in both) / len(both))
    ends = labels[0].keys() & labels[-1].keys()
    same = sum(labels[0][a] == labels[-1][a] for a in ends)
    mean = f"{100 * np.mean(shares):.0f} %" if shares else "none"
    return f"{mean} from week to week; {same} of {len(ends)} from the first to the last"
