"""Place mentions, their resolution, and the speed of reading accounts.

`fusion bench places --data DIR`: DIR holds places/humset_toponyms.json, places/humset_geocoding.csv
and incidents/events_mli.csv (columns notes, latitude, longitude).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import joblib

from fusion.actors.gazetteer import Gazetteer, gazetteer_of
from fusion.actors.gazetteer.index import distance_km
from fusion.actors.mentions.read import read_account
from fusion.actors.mentions.readings import read_all, read_share
from fusion.actors.model import Source
from fusion.actors.places.find import find_places
from fusion.actors.places.resolve import resolve
from fusion.actors.tokens import read_text
from fusion.pipeline.bench import Row
from fusion.profile import Profile
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.errors import NotFound

NEAR_KM = 25.0
N_NOTES = 1000  # enough for a standard error of 1.5 points, and done in seconds
BACKLOG = 6_000  # accounts read in processes: half a minute at least, beside which a start is small
WHEN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def rows(data: Path | None) -> list[Row]:
    """Measured rows of every set; says which set is absent."""
    sets: dict[str, Callable[[Path, Gazetteer], list[Row]]] = {
        "places/humset_toponyms.json": humset_spans,
        "places/humset_geocoding.csv": humset_ids,
        "incidents/events_mli.csv": events,
    }
    found: list[Row] = []
    for name, test in sets.items():
        path = (data or Path()) / name
        if data is not None and path.is_file():
            found += test(path, gazetteer_of(profile()))  # loaded once, kept by its module
        else:
            found.append(Row(f"places: {name}", "–", f"absent: {path}", None))
    return found


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


def humset_spans(path: Path, gazetteer: Gazetteer) -> list[Row]:
    """Place mentions of whole accounts against all annotated spans, peoples ('Libyan') included.

    Lists and rules were written on the texts with an odd SHA-256; the bar is read on the others.
    """
    documents = json.loads(path.read_text(encoding="utf-8"))
    found = []
    for name, odd in (("kept for report", 0), ("written on", 1)):
        part = [d for d in documents if int(sha256(d["text"].encode()).hexdigest(), 16) % 2 == odd]
        for reader in (False, True):
            mission = profile().model_copy(update={"statistical_reader": reader})
            loose, strict = _span_scores(part, mission, gazetteer)
            who = "rules and statistical reader" if reader else "rules"
            is_bar = not odd and not reader
            found.append(
                Row(f"places: HumSet spans, {len(part)} texts {name}, {who}",
                    "F1 ≥ 0.80 (overlapping)" if is_bar else "–",
                    f"{_prf(loose)}; exact {_prf(strict)}",
                    loose[2] >= 0.80 if is_bar else None)
            )  # fmt: skip
    return found


Figures = tuple[float, float, float]


def _span_scores(
    documents: list[dict[str, Any]], mission: Profile, gazetteer: Gazetteer
) -> tuple[Figures, Figures]:
    """Precision, recall and F1 of spans that overlap, then of spans that agree in both ends."""
    right = covered = exact = said = true = 0
    for number, document in enumerate(documents):
        gold = {(a["start"], a["end"]) for a in document["annotations"]}
        reading = read_account(source(number, document["text"]), mission, gazetteer)
        found = {(m.start, m.end) for m in reading.mentions if m.kind == "place"}
        right += sum(any(s < e2 and s2 < e for s2, e2 in gold) for s, e in found)
        covered += sum(any(s < e2 and s2 < e for s2, e2 in found) for s, e in gold)
        exact += len(found & gold)
        said, true = said + len(found), true + len(gold)
    loose = right / max(1, said), covered / max(1, true)
    strict = exact / max(1, said), exact / max(1, true)
    return (*loose, _f1(*loose)), (*strict, _f1(*strict))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def _prf(figures: Figures) -> str:
    return f"F1 {figures[2]:.2f} (precision {figures[0]:.2f}, recall {figures[1]:.2f})"


def humset_ids(path: Path, gazetteer: Gazetteer) -> list[Row]:
    """Names whose true place is in the gazetteer: its id, or within 25 km."""
    by_id = {site.code: site for site in gazetteer.sites}
    with path.open(encoding="utf-8", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["geonameid"] in by_id]
    right = 0
    for row in told:
        words = read_text(f"in {row['toponym'].title()}", "en")
        for place in resolve(find_places(words, gazetteer, [False] * words.size), None)[:1]:
            true = by_id[row["geonameid"]]
            gap = distance_km(
                (place.site.latitude, place.site.longitude), (true.latitude, true.longitude)
            )
            right += place.site.code == row["geonameid"] or gap <= NEAR_KM
    share = right / max(1, len(told))
    return [Row("places: HumSet names in the gazetteer, its id or within 25 km", "≥ 0.85",
                f"{share:.2f} ({right} of {len(told)})",
                share >= 0.85 if told else None)]  # fmt: skip


def events(path: Path, gazetteer: Gazetteer) -> list[Row]:
    """Notes of events with a known place: how near the text's places come, and reading speed."""
    with path.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["notes"]]
    notes = listed[:N_NOTES]
    if not notes:
        return [Row("places: notes of events in Mali", "–", "no notes in the file", None)]
    texts = [row["notes"] for row in listed]
    return [*_scenes(notes, gazetteer), *_speed(texts[:N_NOTES], texts)]


def _scenes(notes: list[dict[str, str]], gazetteer: Gazetteer) -> list[Row]:
    mission = profile()
    scene = anywhere = silent = 0
    for number, row in enumerate(notes):
        reading = read_account(source(number, row["notes"]), mission, gazetteer)
        truth = (float(row["latitude"]), float(row["longitude"]))
        parts = {r["place_id"]: r["part"] for r in reading.account_places}
        gaps = {r["place_id"]: _gap(r, truth) for r in reading.places}
        silent += not gaps
        scene += any(gap <= NEAR_KM and parts[place] == "event" for place, gap in gaps.items())
        anywhere += any(gap <= NEAR_KM for gap in gaps.values())
    test, n = f"places: {len(notes):,} notes of events in Mali", len(notes)
    return [
        Row(f"{test}, the scene within 25 km", "–", f"{scene / n:.2f} of all, "
            f"{scene / max(1, n - silent):.2f} of those with a place", None),
        Row(f"{test}, any place of the text within 25 km", "–", f"{anywhere / n:.2f}", None),
        Row(f"{test}, without a place", "–", f"{silent}", None),
    ]  # fmt: skip


def _gap(row: dict[str, Any], truth: tuple[float, float]) -> float:
    return distance_km((float(row["latitude"]), float(row["longitude"])), truth)


def _read_all(texts: list[str], *, reader: bool = False) -> int:
    mission = profile().model_copy(update={"statistical_reader": reader})
    gazetteer = gazetteer_of(mission)
    return sum(
        len(read_account(source(n, t), mission, gazetteer).mentions) for n, t in enumerate(texts)
    )


def _speed(texts: list[str], all_texts: list[str]) -> list[Row]:
    """Accounts a second; the gazetteer is loaded before. The bar is held to by the clock, so other
    work on the machine counts against it; processor time of one core stands beside it.

    What is timed by the clock is what a run does with a backlog: `read_all`, in processes.
    """
    _read_all(texts[:50])
    started = time.process_time()
    _read_all(texts)
    one = len(texts) / (time.process_time() - started)
    mission = profile()
    run = Run(mission, WHEN, 1)
    sources = [source(n, t) for n, t in enumerate((2 * all_texts)[:BACKLOG])]
    started = time.perf_counter()
    # Two processes start, load the gazetteer and read a little: paid once for a backlog.
    joblib.Parallel(2)(joblib.delayed(read_share)(sources[:50], mission) for _ in range(2))
    start = time.perf_counter() - started
    started = time.perf_counter()
    read = read_all(sources, run, TABLES["account_reading"].empty())
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    again = read_all(sources, run, read.table)
    carried = time.perf_counter() - started
    two = len(sources) / seconds
    letters = sum(map(len, texts)) / len(texts)
    test = f"places: accounts of {letters:.0f} characters read, per second on two cores"
    return [
        Row(test, "≥ 500", f"{two:,.0f} by the clock ({len(sources):,} accounts in {seconds:.0f} s "
            f"after {start:.0f} s to start); {one:,.0f} per second of one core", two >= 500),
        Row("places: the same accounts in the next run, read anew, seconds", "0 read anew",
            f"{again.n_new} read anew; {carried:.1f} s ({len(sources) / carried:,.0f} a second)",
            again.n_new == 0),
        _statistical_speed(texts[:300], f"{test}, with the statistical reader"),
    ]  # fmt: skip


def _statistical_speed(texts: list[str], test: str) -> Row:
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        read = partial(_read_all, reader=True)
        try:
            list(pool.map(read, [texts[:10], texts[:10]]))
        except NotFound as absent:
            return Row(test, "≥ 60", str(absent), None)
        started = time.perf_counter()
        list(pool.map(read, [texts[::2], texts[1::2]]))
        two = len(texts) / (time.perf_counter() - started)
    read(texts[:10])
    started = time.process_time()
    read(texts[:100])
    one = len(texts[:100]) / (time.process_time() - started)
    told = f"{two:,.0f} by the clock; {one:,.0f} per second of one core"
    return Row(test, "≥ 60", told, two >= 60)
