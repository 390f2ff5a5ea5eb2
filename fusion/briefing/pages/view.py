"""How one edition sees the holdings: its language, its precision, its names, its ceiling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fusion.briefing import marking, subject
from fusion.briefing.corrections import short_report
from fusion.briefing.evidence import accounts_of, standing
from fusion.briefing.exposure import EVER, Precision, precision
from fusion.briefing.holdings import Holdings
from fusion.briefing.phrasebook import in_english, in_french
from fusion.briefing.protect import Guard
from fusion.briefing.pseudonyms import Names
from fusion.briefing.rows import Row, grouped
from fusion.briefing.wording import Both, day, label, month, say, words
from fusion.profile import Edition
from fusion.terms.yardsticks import bands

Node = dict[str, Any]


@dataclass
class View:
    """One edition in one language. What it leaves out, it counts in `withheld`."""

    holdings: Holdings
    edition: Edition
    language: str
    cited: dict[str, Row] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    _precisions: dict[str, Precision] = field(default_factory=dict)

    @cached_property
    def guard(self) -> Guard:
        """Redaction for this edition."""
        return Guard(Names(self.holdings, self.edition, self.language))

    def t(self, text: Both) -> str:
        """The text in the language of the view."""
        return text.get(self.language)

    def l(self, key: str) -> str:  # noqa: E743
        """A label in the language of the view."""
        return self.t(label(key))

    def coded(self, prefix: str, code: str) -> str:
        """Label of a code from a table; the code itself where a room added one we do not know."""
        key = f"{prefix}_{code}"
        return self.l(key) if key in words("labels") else code.replace("_", " ")

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of the view."""
        return self.t(say(key, **values))

    def allows(self, mark: str) -> bool:
        """The edition may hold something marked so."""
        return marking.rank(mark) <= marking.rank(self.edition.marking_ceiling)

    def holds_report(self, report: Row) -> bool:
        """The edition may cite the report."""
        return self.allows(marking.of_report(report, self.holdings.run.profile.default_marking))

    @property
    def is_exact(self) -> bool:
        """The edition may print places and days as they were reported."""
        return self.edition.place_precision == "exact"

    def count_withheld(self, what: str) -> None:
        """One more thing left out."""
        self.withheld[what] = self.withheld.get(what, 0) + 1

    def clean(self, text: str | None) -> str:
        """A text of another room, safe for this edition; withheld whole if need be."""
        if not text:
            return ""
        safe = self.guard.clean(text)
        if safe is None:
            self.count_withheld("protected")
            return f"[{self.l('withheld_text')}]"
        return safe

    def foreign(self, text: str | None) -> str:
        """As `clean`, put into French where the phrase book knows the sentence."""
        if not text:
            return ""
        return self.clean(in_french(text) if self.language == "fr" else in_english(text))

    @cached_property
    def claims_by_report(self) -> dict[str, list[Row]]:
        """Claims behind living hypotheses, by the report whose text they point into."""
        return grouped(self.holdings.claims.values(), "report_id")

    @cached_property
    def _mentioned(self) -> dict[str, list[str]]:
        """Accounts that mention an actor, best graded first."""
        found: dict[str, set[str]] = {}
        for account, rows in self.holdings.mentions.items():
            for row in rows:
                actor = self.holdings.actor_of_mention.get(row["mention_id"])
                if actor:
                    found.setdefault(actor, set()).add(account)
        return {
            actor: [row["account_id"] for row in standing(self.holdings, accounts)]
            for actor, accounts in found.items()
        }

    def reports_of(self, actor_id: str, hypothesis_id: str) -> list[str]:
        """Lead reports that mention an actor in a hypothesis: for members without a claim."""
        inside = set(accounts_of(self.holdings, hypothesis_id))
        return [
            self.holdings.accounts[key]["lead_report_id"]
            for key in self._mentioned.get(actor_id, []) if key in inside
        ]  # fmt: skip

    def name(self, actor_id: str) -> str:
        """An actor's name or code."""
        shown = self.guard.names.shown(actor_id)
        return (
            shown if self.guard.protected.any_in(shown) is None else self.guard.names.code(actor_id)
        )

    def described(self, actor_id: str, role: str = "member") -> str:
        """The name; a code with what it stands for: 'transporter P-K7Q2B', 'phone T-8JQ3M'."""
        shown = self.name(actor_id)
        if shown != self.guard.names.code(actor_id):
            return shown
        actor = self.holdings.actors.get(actor_id)
        kind = actor["kind"] if actor else ""
        if role == "member" or kind in ("vehicle", "phone", "account", "address"):
            what = self.coded("kind", kind) if kind else ""
        else:
            row = words("roles")[role]
            what = self.t(Both(row["en"], row["fr"]))
        return f"{what} {shown}".strip()

    def told(self, incident: Row) -> Precision:
        """How finely place and day of an incident are told here: k possible sources are left."""
        key = incident["incident_id"]
        if key not in self._precisions:
            self._precisions[key] = precision(self.holdings, self.edition, incident)
        return self._precisions[key]

    def step(self, incident: Row) -> int:
        """Fineness of an incident's place here: 0 exact, 1 second-level, 2 first-level unit, …"""
        return self.told(incident).place

    def place(self, incident: Row) -> str:
        """Where, as precisely as the edition may say."""
        step = self.step(incident)
        place = self.holdings.places.get(incident["place_id"] or "", {})
        if step == 0 and incident["place_name"]:
            return self.clean(place.get("near") or incident["place_name"])
        found = incident["admin2"] if step <= 1 else place.get("admin1") if step == 2 else None
        return self.clean(found) if found else self.t(say("in_mission"))

    def date(self, incident: Row) -> str:
        """When, as precisely as the edition may say."""
        on, step = incident["occurred_from"], self.told(incident).time
        if on is None or step == EVER:
            return self.say("unknown_date")
        if step == 0:
            return self.t(day(on))
        if step == 1:
            return self.say("week_of", day=day(on - dt.timedelta(days=on.weekday())))
        return self.t(month(on))

    def point(self, incident: Row) -> tuple[float, float] | None:
        """Latitude and longitude for a map: exact, or the centre of a cell of ½, 1 or 2 degrees."""
        if incident["latitude"] is None or incident["longitude"] is None:
            return None
        step = self.step(incident)
        at = (float(incident["latitude"]), float(incident["longitude"]))
        if step == 0:
            return at
        cell = (0.5, 1.0, 2.0)[min(step, 3) - 1]
        return (at[0] // cell * cell + cell / 2, at[1] // cell * cell + cell / 2)

    def cite(self, report_id: str, direction: str = "for") -> Node | None:
        """A citation, and the report noted for the sources; None where it may not be cited."""
        report = self.holdings.reports.get(report_id)
        if report is None or not self.holds_report(report):
            return None
        self.cited[report_id] = report
        return {"id": report_id, "label": short_report(report_id), "direction": direction}

    def cites(self, report_ids: Iterable[str]) -> list[Node]:
        """Citations of several reports, each once."""
        found = [self.cite(key) for key in dict.fromkeys(report_ids)]
        return [item for item in found if item]

    @cached_property
    def bands(self) -> dict[str, tuple[int, int, str]]:
        """Bands of the mission's yardstick by code: bounds and word."""
        rows = bands(self.holdings.run.profile.yardstick)
        return {b.code: (b.low, b.high, self.t(Both(b.en, b.fr))) for b in rows}

    def table(self, key: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> Node:
        """A table: caption, column heads (label keys), rows of texts or citation cells."""
        return {
            "caption": self.l(key),
            "head": [self.l(name) for name in head],
            "rows": [list(row) for row in rows],
            "note": "",
        }

    def title(self, row: Row) -> str:
        """Title of a hypothesis; its code where the title may not be shown."""
        text = self.clean(self.t(subject.title(self.holdings, row)))
        return text or subject.short_code(row["hypothesis_id"])
