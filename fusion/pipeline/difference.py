"""What changed between two published versions, in words, and why."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fusion.pipeline import products
from fusion.pipeline.layout import Mission
from fusion.pipeline.lookup import named
from fusion.pipeline.reach import Row, Tables
from fusion.store import Published
from fusion.terms.errors import NotFound

SHOWN = 12  # lines of one part; what is left is counted
NAMED = 5  # members named of those who joined or left; what is left is counted
MOVED = 0.005  # strengths are printed with two digits: less is no change that anybody sees
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WIDTH = 100  # characters of a sentence of a report in a list


@dataclass(frozen=True)
class Part:
    """Lines about one sort of thing; none where nothing of it changed."""

    title: str
    lines: list[str]


def version_named(mission: Mission, name: str) -> tuple[Published, str]:
    """A version by its name or either end of it, its issue number, brief or date; 'current'.

    Raises NotFound with the versions there are.
    """
    published = Published(mission.home.published)
    versions = published.versions
    if name == "current":
        return published, published.path().name
    beginning = [v for v in versions if v.startswith(name) or v.endswith(f"-{name}")]
    if len(beginning) == 1 or name in versions:
        return published, name if name in versions else beginning[0]
    for version in versions:
        for row in published.tables(version)["brief"].to_pylist():
            if name in (row["brief_id"], str(row["number"])):
                return published, version
    if _DAY.fullmatch(name):  # a day is known at its end
        midnight = dt.datetime.fromisoformat(name).replace(tzinfo=dt.UTC) + dt.timedelta(days=1)
        return products.dated(mission, midnight)
    advice = f"Choose one of: {', '.join(versions) or 'none yet: run first'}."
    raise NotFound("single version", name, advice)


def difference(before: Tables, after: Tables) -> list[Part]:
    """Parts in the order in which a reader asks: what is judged, of whom, on what, and why."""
    parts: list[tuple[str, Callable[[Tables, Tables], Iterable[str]]]] = [
        ("Judgements", _judgements), ("Hypotheses", _hypotheses), ("Incidents", _incidents),
        ("Retractions", _retractions), ("Decisions", _decisions), ("Reports", _reports),
    ]  # fmt: skip
    found = [Part(title, list(make(before, after))) for title, make in parts]
    return [part for part in found if part.lines]


def _judgements(before: Tables, after: Tables) -> Iterator[str]:
    """Key judgements by subject and kind: new, gone, or with another likelihood."""
    old, new = _keyed(before), _keyed(after)
    for key, row in new.items():
        earlier = old.get(key)
        if earlier is None:
            yield f"new: {row['text_en']}"
        elif earlier["likelihood"] != row["likelihood"]:
            yield (
                f"{_band(earlier)} -> {_band(row)}: {row['text_en']} Why: {row['change_en'] or '–'}"
            )
        elif earlier["confidence"] != row["confidence"]:
            yield f"confidence {earlier['confidence']} -> {row['confidence']}: {row['text_en']}"
    for key, row in old.items():
        if key not in new:
            yield f"no longer carried: {row['text_en']}"


def _keyed(tables: Tables) -> dict[tuple[str, str], Row]:
    rows = sorted(tables["judgement"].to_pylist(), key=lambda row: row["rank"])
    chosen = [row for row in rows if row["section"] == "key_judgement"]
    return {(row["scope"] or "", row["kind"]): row for row in chosen}


def _band(row: Row) -> str:
    return str(row["likelihood"] or "no likelihood").replace("_", " ")


def _hypotheses(before: Tables, after: Tables) -> Iterator[str]:
    """New, split, merged, dormant, revived, gone; then those that moved. By name: identifiers
    alone tell a reader nothing."""
    old, new = (
        {row["hypothesis_id"]: row for row in tables["hypothesis"].to_pylist()}
        for tables in (before, after)
    )
    titles = {key: f"{row['name']} ({key})" for key, row in {**old, **new}.items()}
    known = {_event(row) for row in before["hypothesis_lineage"].to_pylist()}
    fresh = [row for row in after["hypothesis_lineage"].to_pylist() if _event(row) not in known]
    told = set()
    for row in sorted(fresh, key=lambda row: (row["as_of"], row["hypothesis_id"])):
        if row["event"] != "continued":
            key, other = row["hypothesis_id"], row["other_id"]
            told.add(key)
            into = f" {titles.get(other, other)}" if other else ""
            yield (
                f"{titles.get(key, key)} {row['event'].replace('_', ' ')}{into} in the week to "
                f"{row['as_of']}, strength {row['strength']:.2f}"
            )
    for key in sorted(new.keys() - old.keys() - told):
        yield f"{titles[key]} new, strength {new[key]['strength']:.2f}"
    for key in sorted(old.keys() - new.keys() - told):
        yield f"{titles[key]} no longer there"
    members, reading = (_members(before), _members(after)), (_reading(before), _reading(after))
    for key in sorted(old.keys() & new.keys()):
        gone = new[key]["status"] == "merged_into"
        changes = [
            *_moved(old[key], new[key]),
            *(() if gone else _seats(*(found.get(key, {}) for found in members))),
            *_read(*(found.get(key) for found in reading)),
        ]
        if changes:
            yield f"{titles[key]}: {'; '.join(changes)}"


def _event(row: Row) -> tuple[object, ...]:
    return row["hypothesis_id"], row["as_of"], row["event"], row["other_id"]


def _moved(old: Row, new: Row) -> Iterator[str]:
    """What is said of one hypothesis otherwise than before."""
    if new["name"] != old["name"]:
        yield f"was called {old['name']}"
    if abs(new["strength"] - old["strength"]) >= MOVED:
        yield f"strength {new['strength']:.2f}, was {old['strength']:.2f}"
    for name, word in (("n_origins", "origins"), ("n_incidents", "incidents"),
                       ("n_actors", "members")):  # fmt: skip
        if new[name] != old[name]:
            yield f"{new[name]} {word}, were {old[name]}"
    for name in ("status", "confidence", "embedment"):
        if new[name] != old[name]:
            yield f"{name} {new[name]}, was {old[name]}".replace("_", " ")


def _members(tables: Tables) -> dict[str, dict[str, str]]:
    """Names of the members by hypothesis and actor."""
    columns = (tables["actor"][name].to_pylist() for name in ("actor_id", "name"))
    names = dict(zip(*columns, strict=True))
    out: dict[str, dict[str, str]] = {}
    for row in tables["hypothesis_actor"].select(["hypothesis_id", "actor_id"]).to_pylist():
        found = out.setdefault(row["hypothesis_id"], {})
        found[row["actor_id"]] = names.get(row["actor_id"], row["actor_id"])
    return out


def _seats(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    """Who joined and who left, the first by name."""
    for word, gained, lost in (("joined", new, old), ("left", old, new)):
        names = sorted(gained[key] for key in gained.keys() - lost.keys())
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield f"{word}: {', '.join(names[:NAMED])}{more}"


def _reading(tables: Tables) -> dict[str, str]:
    """The rival that ranks first, by hypothesis."""
    return {
        row["hypothesis_id"]: str(row["rival"]).replace("_", " ")
        for row in tables["rival"].select(["hypothesis_id", "rival", "rank"]).to_pylist()
        if row["rank"] == 1
    }


def _read(old: str | None, new: str | None) -> Iterator[str]:
    if old and new and old != new:
        yield f"best read as {new}, was {old}"


def _incidents(before: Tables, after: Tables) -> Iterator[str]:
    old, new = (
        {row["incident_id"]: row for row in tables["incident"].to_pylist() if row["is_standing"]}
        for tables in (before, after)
    )
    yield from _listed("added", [new[key] for key in sorted(new.keys() - old.keys())])
    yield from _listed("withdrawn or joined to another", [
        old[key] for key in sorted(old.keys() - new.keys())
    ])  # fmt: skip


def _listed(word: str, rows: list[Row]) -> Iterator[str]:
    for row in rows[:SHOWN]:
        text = " ".join(row["summary"].split())[:_WIDTH]
        yield f"{word}: {row['incident_id']} {row['occurred_from'] or 'undated'}, {text}"
    if len(rows) > SHOWN:
        yield f"{word}: {len(rows) - SHOWN} more"


def _retractions(before: Tables, after: Tables) -> Iterator[str]:
    gone = _withdrawn(before)
    for key, row in sorted(_withdrawn(after).items()):
        if key not in gone:
            yield f"{key} ({row['component']}, report {row['lead_report_id']}) was withdrawn"


def _withdrawn(tables: Tables) -> dict[str, Row]:
    rows = tables["account"].to_pylist()
    return {row["account_id"]: row for row in rows if row["is_withdrawn"]}


def _decisions(before: Tables, after: Tables) -> Iterator[str]:
    known = set(before["decision"]["decision_id"].to_pylist())
    for row in sorted(after["decision"].to_pylist(), key=lambda row: row["sequence"]):
        if row["decision_id"] not in known:
            about = [named(row[key], after) for key in ("subject_id", "object_id") if row[key]]
            said = " ".join([row["kind"], *about, *([row["value"]] if row["value"] else [])])
            yield f"{row['decided_by']}: {said}, because {row['reason']}"


def _reports(before: Tables, after: Tables) -> Iterator[str]:
    """Reports by component: what came in, and what is no longer held."""
    for word, (first, second) in (("more", (before, after)), ("fewer", (after, before))):
        known = set(first["report"]["report_id"].to_pylist())
        pairs = zip(*(second["report"][n].to_pylist() for n in ("report_id", "component")),
                    strict=True)  # fmt: skip
        counts = Counter(component for key, component in pairs if key not in known)
        if counts:
            parts = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in sorted(counts.items()))
            yield f"{counts.total()} {word}: {parts}"
