"""Checks of truth rows against the words of the files: anchors, mentions, protected names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from benchmarks.sample_truth import squeeze
from fusion.terms.number_words import NUMBER_WORDS
from tests.sample.mission import Mission, Row, squeezed_of

# STORY.md, "Protected": the only reports that may name each protected actor.
MAY_NAME = {
    "S01": {"POL-005"},
    "S02": {"DDR-013", "CIV-048"},
    "S03": {"CIV-046"},
    "S04": {"CIV-038", "POL-040"},
}
SOURCE = "S01"  # strings of the rule source_identity are telltale details of this actor
# Codes of the truth tables that no member of staff could know. S1 to S4 are left out: they are
# staff cells (battalion S2). D and N codes clash with nothing printed in the inbox.
CODES = re.compile(
    r"\b(?:N[1-4]B?|D[12]|I-0\d\d|(?:MIL|POL|JUS|CIV|PAF|REG|POE|DDR)-\d{3}|O-[A-Z]{3}-\d{3}"
    r"|(?i:decoy|leurre|near[- ]miss|truth table|planted))\b"
)


def check_anchors(mission: Mission) -> Iterator[str]:
    """An anchor occurs in exactly one place of its file."""
    for key, row in mission.reports.items():
        anchor = squeeze(row["anchor"])
        found = mission.raw.get(row["file"], "").count(anchor) if anchor else 0
        if found != 1:
            yield f"{key}: its anchor occurs {found} times in {row['file']}"


def check_mentions(mission: Mission) -> Iterator[str]:
    """A surface is printed in its report, and is a spelling that truth/actor knows."""
    actors = {row["actor"]: row for row in mission.tables["actor"]}
    pieces = {file: [squeezed_of(text) for text in texts] for file, texts in mission.read.items()}
    taken: dict[str, set[str]] = defaultdict(set)  # texts that are some truth report's own
    for key, text in mission.aligned.items():
        taken[mission.reports[key]["file"]].add(text)
    for row in mission.tables["mention"]:
        report = mission.reports.get(row["report_key"])
        if report is None:
            continue  # check_references tells it
        name, file = squeeze(row["surface"]), report["file"]
        own = mission.aligned.get(row["report_key"])
        # A narrative is cut into paragraphs: one that is no other truth report's may be this one's.
        free = [text for text in pieces.get(file, []) if text not in taken[file]]
        where = [own, *free] if own else [mission.raw.get(file, "")]
        if actors.get(row["actor"], {}).get("protected") == "yes":
            where.append(mission.raw.get(file, ""))  # intake takes a source's name out of the text
        if not name or not any(name in text for text in where):
            yield f"{row['report_key']}: '{row['surface']}' is not printed in it"
        if row["actor"] in actors and not _is_spelling(row["surface"], actors[row["actor"]]):
            yield f"{row['report_key']}: '{row['surface']}' is no spelling of {row['actor']}"


def _is_spelling(surface: str, actor: Row) -> bool:
    """One of the actor's names, or made of words of one of them."""
    names = [actor["name"], *actor["aliases"].split(";")]
    if squeeze(surface) in {squeeze(name) for name in names}:
        return True
    known = {squeeze(word) for name in names for word in name.split()}
    return {squeeze(word) for word in surface.split()} <= known


def check_protected(mission: Mission) -> Iterator[str]:
    """Forbidden strings stand where STORY.md allows them and nowhere else, file names included."""
    allowed_files = {
        actor: {mission.reports[key]["file"] for key in keys if key in mission.reports}
        for actor, keys in MAY_NAME.items()
    }
    for row in mission.tables["forbidden"]:
        actor = _protected_actor(row, mission.tables["actor"])
        if actor is None:
            yield f"{row['string']}: belongs to no protected actor"
            continue
        name = _folded(row["string"])
        for file, text in mission.raw.items():
            if name in _folded(file) or (
                file not in allowed_files[actor] and name in _folded(text)
            ):
                yield f"{row['string']}: stands in {file}"
        for key, text in mission.aligned.items():
            if key not in MAY_NAME[actor] and name in _folded(text):
                yield f"{row['string']}: stands in {key}"
    yield from _mentions_of_protected(mission)


def _mentions_of_protected(mission: Mission) -> Iterator[str]:
    protected = {r["actor"] for r in mission.tables["actor"] if r["protected"] == "yes"}
    named = defaultdict(set)
    for row in mission.tables["mention"]:
        if row["actor"] in protected:
            named[row["actor"]].add(row["report_key"])
            forbidden = {squeeze(r["string"]) for r in mission.tables["forbidden"]}
            if squeeze(row["surface"]) not in forbidden:
                yield f"{row['surface']}: names {row['actor']} and is not in truth/forbidden"
    if dict(named) != MAY_NAME:
        yield f"protected: named in {dict(named)}, allowed in {MAY_NAME}"


def _protected_actor(row: Row, actors: list[Row]) -> str | None:
    if row["rule"] == "source_identity":
        return SOURCE
    name = _folded(row["string"])
    for actor in actors:
        if actor["protected"] == "yes" and any(
            name in _folded(spelling) for spelling in [actor["name"], *actor["aliases"].split(";")]
        ):
            return actor["actor"]
    return None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Squeezed and without accents: a name is no less given away by a missing accent."""
    flat = unicodedata.normalize("NFD", squeeze(text))
    return "".join(sign for sign in flat if not unicodedata.combining(sign))


def check_codes(mission: Mission) -> Iterator[str]:
    """No report knows the codes and words of the truth tables."""
    broken = {row["file"] for row in mission.tables["broken"]}
    for file, text in mission.words.items():
        if file not in broken and (found := CODES.search(text)):
            yield f"{file}: prints '{found.group()}'"


def check_contradictions(mission: Mission) -> Iterator[str]:
    """Two reports of the same incident, of different origins, print the two values."""
    for row in mission.tables["contradiction"]:
        sides = [mission.reports.get(row["report_key_a"]), mission.reports.get(row["report_key_b"])]
        if None in sides:
            continue  # check_references tells it
        a, b = sides[0] or {}, sides[1] or {}
        if {a["incident"], b["incident"]} != {row["incident"]} or a["origin"] == b["origin"]:
            yield f"{row['incident']}: its contradiction is not between two origins of it"
        if row["value_a"] == row["value_b"]:
            yield f"{row['incident']}: its contradiction has one value"
        for side in ("a", "b"):
            key, value = row[f"report_key_{side}"], row[f"value_{side}"]
            if not is_printed(value, mission.printed(key)):
                yield f"{key}: does not print '{value}' ({row['field']})"


def is_printed(value: str, text: str) -> bool:
    """Whether a value stands in a text: a day by its number, a count in digits or in words."""
    flat = "".join(s for s in unicodedata.normalize("NFD", text) if not unicodedata.combining(s))
    flat = flat.casefold()
    if value == "none":
        return re.search(r"\b(aucune?|none|no)\b", flat) is not None
    if match := re.fullmatch(r"\d{4}-\d\d-(\d\d)", value):
        return re.search(rf"\b0?{int(match[1])}(?!\d)", flat) is not None
    if match := re.fullmatch(r"(\d+)0{6} XOF", value):
        return re.search(rf"\b{match[1]}[.,  ]?(0|m|\s*million)", flat) is not None
    if value.isdigit():
        tens, rest = divmod(int(value), 10)
        words = [word for word, n in NUMBER_WORDS.items() if n == int(value)]
        words += [f"{t}-{r}" for t, n in NUMBER_WORDS.items() if n == tens * 10 > 0
                  for r, m in NUMBER_WORDS.items() if m == rest]  # fmt: skip
        return re.search(rf"(?<!\d)(?:{'|'.join([value, *words])})(?!\w)", flat) is not None
    return squeeze(value) in squeeze(text)


CHECKS = (
    check_anchors, check_mentions, check_protected, check_codes,
    check_contradictions,
)  # fmt: skip
