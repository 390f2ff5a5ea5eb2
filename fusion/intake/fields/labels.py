"""Labels and column headers: which field of a report a name in the document fills."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from fusion.intake.clean import plain

_FOLDER = Path(__file__).parent.parent / "data"
_LINE = re.compile(
    r"^(?:[-*•]\s*)?(?:\*\*)?([^\W\d_][^:\n|]{0,48}?)(?:\*\*)?\s?[:：](?:\*\*)?\s+(.+)$", re.S
)
_MILITARY = re.compile(
    r"^(FM|FROM|TO|INFO|DTG|SUBJ|SUBJECT|REF|REFS|OBJET|PREC|PRECEDENCE|PERIOD|SENT)\s*:?\s+(\S.*)$",
    re.S,
)
_LETTERED = re.compile(r"^(?:[A-Za-z]|\d{1,2})[.)]\s*(?=\w{2})")  # 'B. WHERE'
_SCHEME = re.compile(r"\b(?:3x5x2|5x5x5|4x4)\b", re.I)
_RUN_ON = re.compile(
    r"[.;,]?\s+(?=(?:FM|FROM|TO|DTG|SUBJ|PERIOD|SENT|REF|PREC|INFO)\b\s?:\s\S|DTG\s\d)"
)
_ROMAN_NUMERAL = re.compile(r"^[ivxlcdm]+$")
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "it", "il", "elle", "ils", "elles", "on"})
_LABEL_WORDS = 6
_VALUE_WORDS = 40
_TIME_LABEL_WORDS = 5
_TIME_FIELDS = ("observed_at", "written_at", "information_at")


@cache
def _load(name: str) -> dict[str, list[str]]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def group(name: str) -> frozenset[str]:
    """A set of names from data/groups.toml, as labels are compared; field names as they are."""
    return frozenset(word if "_" in word else plain(word) for word in _load("groups")[name])


@cache
def _known() -> dict[str, str]:
    table = _load("labels")
    return {plain(name): field for field, names in table.items() for name in names}


def field_of(label: str) -> str | None:
    """The field that `label` fills, None where the label is not known: nothing is guessed."""
    name = plain(label)
    found = _known().get(name) or _known().get(plain(_LETTERED.sub("", _SCHEME.sub("", label))))
    if found is None:
        # units and remarks in brackets do not change what a column is: 'Date (UTC)'
        found = _known().get(plain(re.sub(r"[(\[].*?[)\]]", " ", label)))
    return found or _time_field(set(name.split()))


def _time_field(words: set[str]) -> str | None:
    """'Event date/time', 'Date rep': a word for time and one word for what happened then."""
    if not words & group("time_words") or len(words) > _TIME_LABEL_WORDS:
        return None
    fields = [name for name in _TIME_FIELDS if words & group(f"{name}_words")]
    return fields[0] if len(fields) == 1 else None


def split_label(line: str) -> tuple[str, str] | None:
    """(label, value) where `line` reads 'Label: value' or is a military header line, else None."""
    if found := _MILITARY.match(line):
        return found[1], found[2].strip()
    found = _LINE.match(line)
    if found is None or not len(found[1]) > 1 or len(found[1].split()) > _LABEL_WORDS:
        return None
    label, value = found[1].strip(" *"), found[2].strip()
    field = field_of(label)
    if field != "narrative" and len(value.split()) > _VALUE_WORDS:
        return None  # prose that happens to open with a label: 'Date: 5 May. The patrol ...'
    if field is None and not _looks_like_label(label):
        return None
    return label, value


def header_lines(line: str) -> list[str]:
    """'FROM: A. TO: B. DTG: C' as three lines; other lines as they are."""
    return _RUN_ON.split(line) if _MILITARY.match(line) or line.startswith("PERIOD") else [line]


def is_header(cells: list[str]) -> bool:
    """A row of names: at least two of them known, and they are a third of it or more."""
    filled = [cell for cell in cells if cell]
    known = sum(field_of(cell) is not None for cell in filled)
    distinct = len({plain(cell) for cell in filled}) == len(filled)
    return distinct and known >= 2 and known * 3 >= len(filled)


def _looks_like_label(label: str) -> bool:
    """Short and written as a label: capitals, or a capital first and at most four words."""
    words = label.split()
    if label.isupper() and len(label) > 1:
        return True
    is_speech = words[0].casefold() in _PRONOUNS
    is_short = label[:1].isupper() and len(words) <= 4
    return is_short and not is_speech and not _ROMAN_NUMERAL.match(label)
