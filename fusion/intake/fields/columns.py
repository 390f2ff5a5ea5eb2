"""What a value under a known column must look like: how a shifted header shows itself."""

from __future__ import annotations

import re

from fusion.intake.clean import plain
from fusion.intake.fields.labels import field_of
from fusion.intake.numbers import western

_TIMES = frozenset(
    {"written_at", "observed_at", "observed_from", "observed_to", "date", "information_at"}
)
_NUMBERS = frozenset({"latitude", "longitude"})
_DATE_LIKE = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}[:h]\d{2}.*)?")
# 'unknown' under a date is an answer, not a shift.
_NO_DATE = frozenset(
    [
        "unknown",
        "inconnu",
        "inconnue",
        "nil",
        "none",
        "n",
        "a",
        "na",
        "nd",
        "non",
        "precise",
        "non",
        "precisee",
        "nsp",
        "tbc",
        "tbd",
    ]
) | {"n a", "non precise", "non precisee", "not known", "a preciser", "غير معروف"}


def misfit(cells: dict[str, str]) -> tuple[str, str] | None:
    """(column, value) of the first cell that cannot belong to its column, None where all fit.

    A date column must hold a figure, a coordinate column a number, a narrative must not be
    a bare date. Two such columns that disagree, or one without any figure, mean a shift.
    """
    wrong = [(name, value) for name, value in cells.items() if value and _is_wrong(name, value)]
    if not wrong:
        return None
    dates = [name for name in cells if field_of(name) in _TIMES]
    displaced = any(
        _DATE.fullmatch(western(value))
        for name, value in cells.items()
        if field_of(name) not in _TIMES and field_of(name) not in _NUMBERS
    )
    return wrong[0] if displaced or len(wrong) >= 2 or not dates else None


def _is_wrong(name: str, value: str) -> bool:
    field = field_of(name)
    if field in _TIMES:
        return not _DATE_LIKE.search(western(value)) and plain(value) not in _NO_DATE
    if field in _NUMBERS:
        return bool(_WORDS.search(value))
    if field == "narrative":
        return _DATE.fullmatch(western(value)) is not None
    return False
