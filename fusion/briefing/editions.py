"""The editions of a mission: its profile's, or the five of the doctrine."""

from __future__ import annotations

from functools import cache

from fusion.briefing.marking import rank
from fusion.briefing.wording import Both, words
from fusion.profile import Edition, Profile


@cache
def _standard() -> tuple[Edition, ...]:
    return tuple(Edition.model_validate(row) for row in words("editions")["editions"])


def editions_of(profile: Profile) -> tuple[Edition, ...]:
    """Editions of the profile; where it names none, the standard five."""
    return profile.editions or _standard()


def fullest(profile: Profile) -> Edition:
    """The edition that may hold most: the one an analyst checks."""
    return max(
        editions_of(profile),
        key=lambda e: (e.holds_source_text, e.names_persons, rank(e.marking_ceiling)),
    )


def note(key: str) -> Both:
    """A phrase that editions use for what they do not tell."""
    row = words("editions")["notes"][key]
    return Both(row["en"], row["fr"])
