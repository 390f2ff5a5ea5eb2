"""Source and item grades: four native schemes, one common frame (Admiralty, STANAG 2511)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fusion.terms.data_files import load

CREDIBILITY = "123456"
SCHEMES = ("admiralty", "3x5x2", "5x5x5", "4x4")
_ADMIRALTY = re.compile(r"^(?P<source>[A-F])\s*[-/]?\s*(?P<item>[1-6])$", re.IGNORECASE)


@dataclass(frozen=True)
class Grade:
    """A native grade as received and its place in the Admiralty frame."""

    scheme: str | None
    native: str | None
    reliability: str
    credibility: str
    is_derived: bool
    handling: str | None = None

    @property
    def is_inconsistent(self) -> bool:
        """A5 and E1 contradict themselves and go to review."""
        return (
            self.reliability + self.credibility
            in load("grades")["admiralty"]["inconsistent"]["pairs"]
        )


UNGRADED = Grade(None, None, "F", "6", is_derived=False)


def parse_grade(native: str, scheme: str) -> Grade | None:
    """Read `native` as a grade of `scheme`, by position; None where it does not fit.

    The mapped letter and digit of a scheme other than Admiralty are derived (cross-walks of
    grades.toml). No grade is guessed: a report without one is UNGRADED (F6, doctrine §2).
    """
    text = native.strip()
    if scheme == "admiralty":
        match = _ADMIRALTY.match(text)
        if not match:
            return None
        source, item = match["source"].upper(), match["item"]
        return Grade("admiralty", text, source, item, is_derived=False)
    table = load("grades")[scheme]
    match = re.match(table["pattern"], text, re.IGNORECASE)
    if not match:
        return None
    source, item = match["source"].upper(), match["item"].upper()
    handling = match["handling"].upper() if match["handling"] else None
    return Grade(scheme, text, table["source"][source], table["item"][item], True, handling)


def stix_confidence(credibility: str) -> int | None:
    """STIX 2.1 Appendix A: 6 ('truth cannot be judged') has no number."""
    value = load("grades")["admiralty"]["stix"].get(credibility)
    return int(value) if value is not None else None
