"""Measures place mentions and their resolution, and the speed of reading accounts.

usage: python -m benchmarks.bench_places --data DIR [--limit N]

DIR holds places/humset_toponyms.json, places/humset_geocoding.csv and incidents/events_mli.csv
(columns notes, latitude, longitude, location). A set that is absent is named, not skipped silently.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from fusion.actors.gazetteer import Gazetteer, gazetteer_of
from fusion.actors.gazetteer.index import distance_km
from fusion.actors.mentions.read import read_account
from fusion.actors.model import Source
from fusion.actors.places.find import find_places
from fusion.actors.places.resolve import resolve
from fusion.actors.tokens import read_text
from fusion.profile import Profile

NEAR_KM = 25.0
WHEN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def profile() -> Profile:
    """A mission over the whole of Mali: no corridors, no known groups, nothing tuned."""
    names = (
        "military", "police", "civil_affairs", "political_affairs", "justice", "ddr",
        "regional_office", "panel_of_experts",
    )  # fmt: skip
    return Profile.model_validate(
        {
            "code": "BENCH", "name_en": "Bench", "name_fr": "Banc", "starts_on": "2026-01-05",
            "area": {
                "west": -12.3, "south": 10.1, "east": 4.3, "north": 25.0,
                "countries": ["ML", "NE", "BF"],
            },
            "phone_regions": ["ML"],
            "components": [{"name": n, "folder": n, "title_en": n, "title_fr": n} for n in names],
        }
    )  # fmt: skip


def source(number: int, text: str) -> Source:
    """A bare account of a text."""
    return Source(
        f"ACC-{number:06}", f"RPT-{number:06}", "en", text, WHEN, WHEN, None, None, "F", "6", None,
        None, None, None, None, None, False, None,
    )  # fmt: skip


def humset_spans(path: Path, gazetteer: Gazetteer) -> None:
    """Spans against all annotated ones: the gazetteer knows a fraction of the world's places."""
    hits = said = true = 0
    for document in json.loads(path.read_text(encoding="utf-8")):
        gold = {(a["start"], a["end"]) for a in document["annotations"]}
        words = read_text(document["text"], "en")
        found = {(p.start, p.end) for p in find_places(words, gazetteer, [False] * words.size)}
        hits += sum(any(s < e2 and s2 < e for s2, e2 in gold) for s, e in found)
        said, true = said + len(found), true + len(gold)
    precision, recall = hits / max(1, said), hits / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"humset spans, the whole world: precision {precision:.3f}, recall {recall:.3f}, "
        f"F1 {f1:.3f} ({said} said, {true} true)"
    )


def humset_ids(path: Path, gazetteer: Gazetteer) -> None:
    """Names whose true place is in the gazetteer: its id, or within 25 km."""
    by_id = {site.code: site for site in gazetteer.sites}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["geonameid"] in by_id]
    right = 0
    for row in rows:
        words = read_text(f"in {row['toponym'].title()}", "en")
        for place in resolve(find_places(words, gazetteer, [False] * words.size), None)[:1]:
            true = by_id[row["geonameid"]]
            gap = distance_km(
                (place.site.latitude, place.site.longitude), (true.latitude, true.longitude)
            )
            right += place.site.code == row["geonameid"] or gap <= NEAR_KM
    print(f"humset names in the gazetteer: {right} of {len(rows)} right")


def events(path: Path, gazetteer: Gazetteer, limit: int) -> list[str]:
    """Notes of events with a known place: is the scene within 25 km, is any place of the text?"""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["notes"]][:limit]
    mission = profile()
    scene = anywhere = silent = 0
    for number, row in enumerate(rows):
        reading = read_account(source(number, row["notes"]), mission, gazetteer)
        truth = (float(row["latitude"]), float(row["longitude"]))
        parts = {r["place_id"]: r["part"] for r in reading.account_places}
        gaps = {r["place_id"]: _gap(r, truth) for r in reading.places}
        silent += not gaps
        scene += any(gap <= NEAR_KM and parts[place] == "event" for place, gap in gaps.items())
        anywhere += any(gap <= NEAR_KM for gap in gaps.values())
    told = max(1, len(rows) - silent)
    print(
        f"events of Mali ({len(rows)} notes, {silent} without a place): within {NEAR_KM:.0f} km "
        f"the scene {scene / len(rows):.3f} of all, {scene / told:.3f} of those with a place, "
        f"any place of the text {anywhere / len(rows):.3f}"
    )
    return [row["notes"] for row in rows]


def _gap(row: dict[str, Any], truth: tuple[float, float]) -> float:
    return distance_km((float(row["latitude"]), float(row["longitude"])), truth)


def _read_all(texts: list[str]) -> int:
    mission = profile()
    gazetteer = gazetteer_of(mission)
    return sum(
        len(read_account(source(n, t), mission, gazetteer).mentions) for n, t in enumerate(texts)
    )


def speed(texts: list[str]) -> None:
    """Accounts per second of one core (processor time: other work on the machine does not count)
    and on two processes by the clock; the gazetteer is loaded before.
    """
    _read_all(texts[:50])
    started = time.process_time()
    _read_all(texts)
    one = len(texts) / (time.process_time() - started)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_read_all, [texts[:50], texts[:50]]))
        started = time.perf_counter()
        list(pool.map(_read_all, [texts[::2], texts[1::2]]))
        two = len(texts) / (time.perf_counter() - started)
    letters = sum(map(len, texts)) / max(1, len(texts))
    print(
        f"reading accounts ({letters:.0f} characters each): {one:,.0f} per second of one core, "
        f"{two:,.0f} a second by the clock on two processes"
    )


def main() -> None:
    """Print one line per set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=1000)
    arguments = parser.parse_args()
    gazetteer = gazetteer_of(profile())
    tests = {
        "places/humset_toponyms.json": humset_spans,
        "places/humset_geocoding.csv": humset_ids,
    }
    for name, test in tests.items():
        path = arguments.data / name
        test(path, gazetteer) if path.exists() else print(f"{name}: absent")
    path = arguments.data / "incidents/events_mli.csv"
    if path.exists():
        speed(events(path, gazetteer, arguments.limit))
    else:
        print("incidents/events_mli.csv: absent; speed not measured")


if __name__ == "__main__":
    main()
