"""Proves the sample mission's truth tables against its files: every check returns problems.

A problem is one sentence that begins with the key of the row or file at fault. No problem in any
check means that the truth tables can be scored against.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from fusion.terms.data_files import load
from tests.sample import broken, lineage, places, texts
from tests.sample.mission import Mission

FIRST_DAY, LAST_DAY = "2026-01-05", "2026-07-05"  # weeks 1 to 26 of the mission profile's story
LARGEST = 250_000  # bytes: a clone of the repository stays small
TABLES = {
    "actor", "broken", "contradiction", "forbidden", "incident", "lineage", "mention", "network",
    "report", "retraction", "signal",
}  # fmt: skip
FAMILY = {"N1B": "N1", "N4B": "N4"}  # a branch by split, and one by merger: same network
KINDS = {"person", "group", "organisation", "company", "vehicle", "phone", "account"}
Check = Callable[[Mission], Iterable[str]]


def problems(mission: Mission) -> list[str]:
    """All problems of all checks, in order."""
    return [problem for check in CHECKS for problem in check(mission)]


def check_tables(mission: Mission) -> Iterator[str]:
    """Every table is there with rows; keys are unique."""
    for name in sorted(TABLES):
        if not mission.tables.get(name):
            yield f"{name}: the truth table is missing or empty"
    for table, key in (("report", "report_key"), ("actor", "actor"), ("incident", "incident")):
        counted = Counter(row[key] for row in mission.tables[table])
        yield from (f"{item}: {n} rows in {table}" for item, n in counted.items() if n > 1)


def check_files(mission: Mission) -> Iterator[str]:
    """A file is registered once, is in truth/report or in truth/broken, and is small."""
    files = set(mission.content)
    registered = Counter(row["path"] for row in mission.received)
    reported = {row["file"] for row in mission.tables["report"]}
    spoiled = {row["file"] for row in mission.tables["broken"]}
    for file in sorted(files | set(registered)):
        if registered[file] != 1:
            yield f"{file}: {registered[file]} lines in received.csv"
    yield from (
        f"{f}: no such file" for f in sorted((set(registered) | reported | spoiled) - files)
    )
    yield from (f"{f}: neither in truth/report nor in truth/broken"
                for f in sorted(files - reported - spoiled))  # fmt: skip
    yield from (f"{f}: in truth/report and in truth/broken" for f in sorted(reported & spoiled))
    yield from (f"{f}: larger than {LARGEST} bytes"
                for f, held in mission.content.items() if len(held) > LARGEST)  # fmt: skip


def check_references(mission: Mission) -> Iterator[str]:
    """Every actor, incident, network and report key that a table names exists."""
    tables = mission.tables
    known = {
        "actor": {row["actor"] for row in tables["actor"]},
        "incident": {row["incident"] for row in tables["incident"]},
        "report": {row["report_key"] for row in tables["report"]},
        "network": {row["network"] for row in tables["network"]},
    }
    named = {
        "actor": [("mention", "actor"), ("network", "actor")],
        "incident": [("report", "incident"), ("contradiction", "incident"), ("signal", "incident")],
        "report": [("mention", "report_key"), ("report", "of"), ("contradiction", "report_key_a"),
                   ("contradiction", "report_key_b"), ("retraction", "report_key"),
                   ("retraction", "withdraws")],
        "network": [("report", "networks"), ("incident", "networks"), ("lineage", "network"),
                    ("lineage", "other")],
    }  # fmt: skip
    for kind, places_named in named.items():
        for table, column in places_named:
            for row in tables[table]:
                for value in filter(None, row[column].split(";")):
                    if value not in known[kind]:
                        yield f"{value}: {table}.{column} names a {kind} that does not exist"


def check_vocabulary(mission: Mission) -> Iterator[str]:
    """Kinds, incident types, markets and languages are words that the product knows."""
    subtypes = {
        name.casefold()
        for family in load("incident_types").values() for name in family["subtypes"].values()
    }  # fmt: skip
    markets = {market["en"] for market in load("markets").values()}
    for row in mission.tables["actor"]:
        if row["kind"] not in KINDS or row["protected"] not in {"yes", "no"}:
            yield f"{row['actor']}: kind or protected flag is unknown"
    for row in mission.tables["incident"]:
        if row["incident_type"].casefold() not in subtypes:
            yield f"{row['incident']}: incident type '{row['incident_type']}' is unknown"
        if extra := set(filter(None, row["markets"].split(";"))) - markets:
            yield f"{row['incident']}: markets {sorted(extra)} are unknown"
    for row in mission.tables["report"]:
        if row["language"] not in mission.profile.languages:
            yield f"{row['report_key']}: language '{row['language']}' is not the mission's"


def check_dates(mission: Mission) -> Iterator[str]:
    """Incident, then writing, then receipt; everything inside the 26 weeks."""
    incidents = {row["incident"]: row for row in mission.tables["incident"]}
    received = {row["path"]: row["received_at"] for row in mission.received}
    for row in incidents.values():
        if not FIRST_DAY <= row["date_from"] <= row["date_to"] <= LAST_DAY:
            yield f"{row['incident']}: dates lie outside the 26 weeks or are turned round"
    for key, row in mission.reports.items():
        at = received.get(row["file"], "")
        if not _is_date(row["written_on"]) or row["written_on"] > at[:10]:
            yield f"{key}: written on {row['written_on']}, received at {at or 'no time'}"
        incident = incidents.get(row["incident"])
        if incident and row["written_on"] < incident["date_from"]:
            yield f"{key}: written before {row['incident']} happened"
    for row in mission.tables["signal"]:
        if (
            not row["first_indicator_on"]
            < row["event_on"]
            == incidents[row["incident"]]["date_from"]
        ):
            yield f"{row['signal']}: the first indicator does not lead up to the incident's day"
    for row in mission.tables["network"]:
        if not FIRST_DAY <= row["from_date"] <= row["to_date"] <= LAST_DAY:
            yield f"{row['network']}: membership of {row['actor']} has impossible dates"


def check_networks(mission: Mission) -> Iterator[str]:
    """One facilitator is shared and nobody else; decoys and protected persons stay outside."""
    families: dict[str, set[str]] = {}
    for row in mission.tables["network"]:
        family = FAMILY.get(row["network"], row["network"])
        families.setdefault(row["actor"], set()).add(family)
    shared = {actor for actor, names in families.items() if len(names) > 1}
    noted = {row["actor"] for row in mission.tables["actor"] if "SHARED" in row["note"]}
    yield from (f"{actor}: in several networks, or noted as shared but in one"
                for actor in sorted(shared ^ noted))  # fmt: skip
    protected = {row["actor"] for row in mission.tables["actor"] if row["protected"] == "yes"}
    yield from (
        f"{actor}: protected, yet in a network" for actor in sorted(protected & set(families))
    )
    incidents = {row["incident"]: row["networks"] for row in mission.tables["incident"]}
    for key, row in mission.reports.items():
        if row["incident"] and row["networks"] != incidents.get(row["incident"]):
            yield f"{key}: its networks are not those of {row['incident']}"
    reported = {row["incident"] for row in mission.tables["report"]}
    yield from (f"{i}: no report tells of it" for i in sorted(incidents.keys() - reported))


def check_promises(mission: Mission) -> Iterator[str]:
    """The mission is as large and as varied as was promised."""
    for what, least, most, have in _promised(mission):
        if not least <= have <= most:
            yield f"{what}: {have}, promised {least} to {most}"


def _promised(mission: Mission) -> Iterator[tuple[str, int, int, int]]:
    """(what, at least, at most, how many there are)."""
    tables, many = mission.tables, 10**6
    relation = Counter(row["relation"] for row in tables["report"])
    language = Counter(row["language"] for row in tables["report"])
    folder = Counter(row["file"].split("/")[0] for row in tables["report"])
    networks = {FAMILY.get(row["network"], row["network"]) for row in tables["network"]}
    yield "files", 140, 175, len(mission.content)
    yield "reports", 250, many, len(tables["report"])
    for part in mission.profile.components:
        yield f"reports of {part.name}", 15, many, folder[part.folder]
    for code in mission.profile.languages:
        yield f"reports in '{code}'", 15, many, language[code]
    yield "planted networks", 4, 4, sum(re.fullmatch(r"N\d", name) is not None for name in networks)
    yield "decoys", 2, 2, sum(re.fullmatch(r"D\d", name) is not None for name in networks)
    for name, least in (
        ("exact_copy", 10),
        ("reformatted_copy", 5),
        ("truncated_copy", 3),
        ("update", 5),
        ("relay", 40),
        ("translation", 10),
        ("independent", 50),
    ):
        yield f"{name} reports", least, many, relation[name]
    yield "silent relays", 15, many, sum("silent" in row["note"] for row in tables["report"]
                                         if row["relation"] == "relay")  # fmt: skip
    yield "contradictions", 8, many, len(tables["contradiction"])
    yield "retractions", 2, 2, len(tables["retraction"])
    yield "protected persons", 4, many, sum(row["protected"] == "yes" for row in tables["actor"])
    for rule in ("protected_source", "source_identity", "minor", "victim"):
        yield f"{rule} strings", 1, many, sum(r["rule"] == rule for r in tables["forbidden"])
    yield "warning signals", 4, 4, len(tables["signal"])
    yield "broken files", 12, many, len(tables["broken"])
    start = date.fromisoformat(FIRST_DAY)
    weeks = {(date.fromisoformat(row["written_on"]) - start) // timedelta(weeks=1)
             for row in tables["report"] if _is_date(row["written_on"])}  # fmt: skip
    yield "weeks with a report", 26, many, len(weeks & set(range(26)))


def _is_date(text: str) -> bool:
    try:
        return bool(datetime.strptime(text, "%Y-%m-%d"))  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False


def check_keys(mission: Mission) -> Iterator[str]:
    """A report key begins with its component's letters."""
    letters: dict[str, set[str]] = {}
    for row in mission.tables["report"]:
        letters.setdefault(row["file"].split("/")[0], set()).add(row["report_key"][:4])
    return (f"{folder}: keys of several kinds {sorted(found)}" for folder, found in letters.items()
            if len(found) != 1)  # fmt: skip


CHECKS: tuple[Check, ...] = (
    check_tables, check_files, check_references, check_vocabulary, check_dates, check_networks,
    check_promises, check_keys, *texts.CHECKS, *lineage.CHECKS, *places.CHECKS, *broken.CHECKS,
)  # fmt: skip
