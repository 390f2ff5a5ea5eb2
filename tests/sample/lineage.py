"""Checks of what truth/report says about lineage: who has an own origin, and what is a copy."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from tests.sample.mission import Mission, Row

OWN = {"original", "independent", "background", "retraction"}  # an observation of their own
COPIES = {"exact_copy", "reformatted_copy", "truncated_copy", "merged_copy"}
DERIVED = COPIES | {"update", "relay", "translation", "shared_vantage"}

# Intake keeps a running header or a further field on one side of a copy; the longest common run
# of letters must still be nearly all of the shorter text and most of the longer one.
RUN_OF_SHORTER, RUN_OF_LONGER = 0.85, 0.75
# A truncated copy in the inbox carries up to a fifth of header and "cut" notes of its own.
RUN_OF_TRUNCATED, MOST_OF_ORIGINAL = 0.8, 0.9
# Reports that tell of one incident in own words share under half of their words.
SHARED_WORDS = 0.8
RAW_RUN = 120  # letters: what must at least agree where intake gives no report of its own


def check_relations(mission: Mission) -> Iterator[str]:
    """A report has an origin of its own, or the origin and the incident of what it is `of`."""
    for key, row in mission.reports.items():
        if row["relation"] not in OWN | DERIVED:
            yield f"{key}: relation '{row['relation']}' is unknown"
        elif row["relation"] in OWN:
            if row["origin"] != f"O-{key}":
                yield f"{key}: {row['relation']}, yet has the origin {row['origin']}"
            if bool(row["of"]) != (row["relation"] == "retraction"):
                yield f"{key}: {row['relation']} of '{row['of']}'"
        else:
            yield from _derived(key, row, mission.reports.get(row["of"]))


def _derived(key: str, row: Row, of: Row | None) -> Iterator[str]:
    if of is None:
        yield f"{key}: {row['relation']} of '{row['of']}', which does not exist"
        return
    if row["of"] == key:
        yield f"{key}: {row['relation']} of itself"
    # A page that pastes several reports is filed under the incident and origin of the first.
    if row["origin"] != of["origin"] or row["incident"] != of["incident"]:
        yield f"{key}: has not the origin and incident of {row['of']}"
    if row["written_on"] < of["written_on"]:
        yield f"{key}: written before {row['of']}, of which it is a {row['relation']}"
    is_same = row["language"] == of["language"]
    if (row["relation"] == "translation" and is_same) or (
        row["relation"] in COPIES and not is_same
    ):
        yield f"{key}: {row['relation']} of {row['of']} in the language {row['language']}"
    if row["relation"] in {"relay", "translation"} and row["file"] == of["file"]:
        yield f"{key}: passed on inside the file of {row['of']}"


def check_confirmations(mission: Mission) -> Iterator[str]:
    """An independent report confirms an incident that another origin tells of."""
    origins: dict[str, set[str]] = defaultdict(set)
    for row in mission.tables["report"]:
        if row["incident"]:
            origins[row["incident"]].add(row["origin"])
    for key, row in mission.reports.items():
        if row["relation"] == "independent" and len(origins[row["incident"]]) < 2:
            yield f"{key}: independent, but no other origin tells of '{row['incident']}'"


def check_retractions(mission: Mission) -> Iterator[str]:
    """Each retraction stands in both tables, with one day and after what it withdraws."""
    said = {(k, r["of"], r["written_on"]) for k, r in mission.reports.items()
            if r["relation"] == "retraction"}  # fmt: skip
    listed = {(r["report_key"], r["withdraws"], r["on"]) for r in mission.tables["retraction"]}
    yield from (f"{key}: report and retraction tables differ" for key, *_ in sorted(said ^ listed))
    for key, of, day in sorted(listed):
        if of in mission.reports and day < mission.reports[of]["written_on"]:
            yield f"{key}: withdraws {of} before it was written"


def check_lineage(mission: Mission) -> Iterator[str]:
    """A network appears once; its later events follow, and name the other side where needed."""
    first: dict[str, str] = {}
    for row in sorted(mission.tables["lineage"], key=lambda r: r["date"]):
        event, network = row["event"], row["network"]
        begins = event in {"new", "split_from"}
        if begins == (network in first):
            yield f"{network}: '{event}' on {row['date']} is out of order"
        first.setdefault(network, row["date"])
        if (event in {"split_from", "merged_into"}) != bool(row["other"]):
            yield f"{network}: '{event}' names '{row['other']}' as the other side"
    planted = {r["network"] for r in mission.tables["network"] if not r["network"].startswith("D")}
    yield from (
        f"{name}: has no beginning in truth/lineage" for name in sorted(planted - set(first))
    )


def check_copies(mission: Mission) -> Iterator[str]:
    """Exact copies are equal, truncated ones a prefix, reformatted ones the same words."""
    for key, row in mission.reports.items():
        if row["relation"] in COPIES and row["of"] in mission.reports:
            if key in mission.aligned and row["of"] in mission.aligned:
                yield from _copy(mission, key, row)
            elif _run(mission.text_of(row["of"]), mission.text_of(key))[2] < RAW_RUN:
                yield f"{key}: its file and that of {row['of']} share no run of {RAW_RUN} letters"


def _copy(mission: Mission, key: str, row: Row) -> Iterator[str]:
    original, copy = mission.aligned[row["of"]], mission.aligned[key]
    start, _, size = _run(original, copy)
    if row["relation"] == "exact_copy":
        shorter, longer = sorted((len(original), len(copy)))
        if size < RUN_OF_SHORTER * shorter or size < RUN_OF_LONGER * longer:
            yield f"{key}: not letter for letter {row['of']} ({size} of {shorter} and {longer})"
    elif row["relation"] == "truncated_copy":
        if start or size < RUN_OF_TRUNCATED * len(copy) or size > MOST_OF_ORIGINAL * len(original):
            yield f"{key}: no cut-off beginning of {row['of']} ({size} letters from {start})"
    else:
        share = shared_words(mission.printed(row["of"]), mission.words[row["file"]])
        if share < SHARED_WORDS or original == copy:
            yield f"{key}: {row['relation']} of {row['of']} with {share:.0%} of its words"


def shared_words(original: str, copy: str) -> float:
    """The share of the original's words, counted with repeats, that the copy holds as well."""
    words, held = (Counter(re.findall(r"\w+", text.casefold())) for text in (original, copy))
    return (words & held).total() / max(words.total(), 1)


def _run(first: str, second: str) -> tuple[int, int, int]:
    """The longest common run of letters: where it begins in either text, and its length."""
    found = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    return found.a, found.b, found.size


CHECKS = (
    check_relations, check_confirmations, check_retractions, check_lineage, check_copies,
)  # fmt: skip
