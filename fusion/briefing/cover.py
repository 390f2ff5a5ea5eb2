"""Each released sentence and source under k-anonymity: told coarser, or withheld."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fusion.briefing.editions import note
from fusion.briefing.exposure import (
    ANYWHERE,
    EVER,
    Precision,
    is_covered,
    needs_cover,
    precision_of,
)
from fusion.briefing.folding import words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.telling import Teller
from fusion.briefing.wording import day, month
from fusion.profile import Edition

Node = dict[str, Any]
CODES = ("id", "kind", "marking", "portion", "confidence_level")  # all other strings are told


@dataclass
class Cover:
    """Keeps human sources among k possible ones, in one edition and language."""

    holdings: Holdings
    edition: Edition
    teller: Teller
    _times: dict[str, int] = field(default_factory=dict)  # how fine a cited report's day is told

    def sentence(self, node: Node) -> Node | None:
        """The sentence no finer than the edition tells, and coarser until no source is exposed.

        None where a source would be exposed even if neither place nor day were told.
        """
        human = [key for item in node["citations"] if (key := self._human(item["id"]))]
        at = precision_of(self.edition)
        is_access_told = self.edition.source_detail == "descriptor"
        while True:
            texts = {
                name: self._untasked(self.teller.tell(text, at, is_access_told))
                for name, text in node.items() if isinstance(text, str) and name not in CODES
            }  # fmt: skip
            told = self._told(" ".join(texts.values()), at)
            if all(is_covered(self.holdings, self.edition, key, told) for key in human):
                break
            if at.is_coarsest:
                return None
            at = at.coarser()
        return {**node, **texts, "citations": self.citations(node["citations"], told.place)}

    def _untasked(self, text: str) -> str:
        """The text without codes of priority requirements, where the edition holds none of them.

        What a mission wants to know says what it does not know; nothing is left of a text that
        named requirements only.
        """
        codes = [re.escape(pir.code) for pir in self.holdings.run.profile.requirements]
        if not codes or self.edition.holds("gaps"):
            return text
        one = f"(?:{'|'.join(codes)})"
        plain = re.sub(rf"\b{one}\b(?:, | and | et )?", "", text)
        return plain if len(words_of(plain)) > 2 or plain == text else ""  # 'Bears on.'

    def _told(self, text: str, at: Precision) -> Precision:
        """What the text really tells: a sentence without a place tells none."""
        place = at.place if self.teller.tells_a_place(text) else ANYWHERE
        return Precision(place, at.time if self.teller.tells_a_day(text) else EVER)

    def _human(self, report_id: str) -> str | None:
        """The account of a report whose source must stay among k."""
        account = self.holdings.account_of_report.get(report_id)
        if account is None:
            return None
        key = str(account["account_id"])
        return key if needs_cover(self.holdings, self.edition, key) else None

    def citations(self, items: list[Node], place: int) -> list[Node]:
        """The citations that may stand beside a text that tells `place`.

        A citation opens a descriptor with component and day: it stays where the day can be told
        coarsely enough to leave k possible sources.
        """
        if self.edition.source_detail == "none":
            return []
        return [item for item in items if self._is_citable(item["id"], place)]

    def _is_citable(self, report_id: str, place: int) -> bool:
        key = self._human(report_id)
        if key is None:
            return True
        finest = precision_of(self.edition).time
        for time in range(finest, EVER + 1):
            if is_covered(self.holdings, self.edition, key, Precision(place, time)):
                self._times[report_id] = max(time, self._times.get(report_id, 0))
                return True
        return False

    def source(self, node: Node) -> Node:
        """A cited report as the edition may describe it."""
        report = self.holdings.reports[node["id"]]
        time = max(self._times.get(node["id"], 0), precision_of(self.edition).time)
        on = report["received_at"].date()
        language = self.teller.language
        listed = self.teller.tell(f"({day(on).get(language)})", Precision(0, time))[1:-1]
        date = listed if time < EVER else "–"
        if self.edition.source_detail == "descriptor":
            return {**node, "date": date}
        general = {"component": note("component_general").get(language), "origin": "",
                   "relation": "", "path": "", "locator": "", "text": None}  # fmt: skip
        return {**node, **general, "date": month(on).get(language) if time < EVER else "–"}
