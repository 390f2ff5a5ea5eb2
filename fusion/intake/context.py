"""What the rows of one document share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fusion.intake.fields.clock import Clock
from fusion.profile import Profile
from fusion.terms.identifiers import identifier


@dataclass(frozen=True)
class Context:
    """One document: where it came from, when, and the mission's settings that its reading needs."""

    path: str
    sha256: str
    component: str
    received_at: dt.datetime
    profile: Profile

    @property
    def document_id(self) -> str:
        """DOC- identifier: path and SHA-256 of the bytes."""
        return identifier("document", self.path, self.sha256)

    @property
    def clock(self) -> Clock:
        """Times read against the day of receipt; without one where the dateline is still to tell
        it, since the day a file was copied says nothing about its dates."""
        is_known = self.profile.received != "dateline"
        return Clock.of(self.profile.time_zone, self.received_at.date() if is_known else None)
