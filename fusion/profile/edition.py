"""An edition of the brief: who reads it, in what form, and what they may see."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, model_validator

Section = Literal[
    "bottom_line", "key_judgements", "changes", "opportunities", "options", "hypotheses",
    "outlook", "indicators", "gaps", "contradictions", "corrections", "coverage",
    "source_summary", "method", "sources",
]  # fmt: skip
Part = Literal["members", "network", "map", "timeline", "elements", "rivals", "tests"]
PlacePrecision = Literal["exact", "admin2", "admin1", "country"]
TimePrecision = Literal["day", "week", "month"]
# How fine time is told where a profile says nothing: as fine as place is.
_TIME: dict[str, TimePrecision] = {"exact": "day", "admin2": "week"}


class Edition(BaseModel):
    """Who reads, in what form, and what they may see. What contradicts itself is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title_en: str
    title_fr: str
    languages: tuple[Literal["en", "fr"], ...] = ("en", "fr")
    formats: tuple[Literal["html", "docx", "pdf", "json"], ...] = ("html", "docx", "pdf", "json")
    # How much of it the PDF holds; the other formats are read in parts anyway.
    length: Literal["full", "brief", "one_page"] = "full"
    # Sections in the brief's own order, and parts of a hypothesis page; none named: all.
    sections: tuple[Section, ...] = ()
    hypothesis_parts: tuple[Part, ...] | None = None
    # Kinds of sentence that these readers are not told, e.g. threats to the mission's own staff.
    withheld_kinds: tuple[str, ...] = ()
    names_persons: bool = False
    # 'shared': one code for an actor in all such editions; 'own': a code that readers of other
    # editions cannot join with theirs; 'none': no code at all.
    pseudonyms: Literal["shared", "own", "none"] = "shared"
    holds_source_text: bool = False
    # 'descriptor': component, date, grade and origin of each cited report; 'general': month and
    # grade only; 'none': nothing is cited.
    source_detail: Literal["descriptor", "general", "none"] = "descriptor"
    # State embedment is a restricted annex: where nothing is said, it goes with names or text.
    holds_embedment: bool | None = None
    place_precision: PlacePrecision = "admin2"
    time_precision: TimePrecision | None = None
    marking_ceiling: str = "CONFIDENTIAL"
    tlp: Literal["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"] = "AMBER+STRICT"

    @property
    def time(self) -> TimePrecision:
        """How finely past days are told."""
        return self.time_precision or _TIME.get(self.place_precision, "month")

    @property
    def embedment(self) -> bool:
        """The edition holds the restricted annex on state embedment."""
        if self.holds_embedment is not None:
            return self.holds_embedment
        return self.names_persons or self.holds_source_text

    def holds(self, section: str) -> bool:
        """The edition holds a section; all of them where the profile names none."""
        return not self.sections or section in self.sections

    def holds_part(self, part: str) -> bool:
        """The edition holds a part of the hypothesis pages."""
        return self.hypothesis_parts is None or part in self.hypothesis_parts

    @model_validator(mode="after")
    def _is_consistent(self) -> Edition:
        problem = next((text for is_wrong, text in self._faults() if is_wrong), None)
        if problem:
            raise ValueError(f"edition '{self.code}' {problem}")
        return self

    def _faults(self) -> list[tuple[bool, str]]:
        shows_members = self.holds("hypotheses") and any(
            self.holds_part(part) for part in ("members", "network", "tests")
        )
        return [
            (bool(self.sections) and "key_judgements" not in self.sections,
             "holds no key judgements"),
            (self.tlp == "CLEAR" and self.names_persons, "is TLP:CLEAR and names persons"),
            (self.tlp == "CLEAR" and self.holds_source_text, "is TLP:CLEAR and quotes sources"),
            (self.pseudonyms == "none" and shows_members and not self.names_persons,
             "lists members and has no pseudonyms for them"),
            (self.source_detail != "descriptor" and self.holds_source_text,
             "quotes sources that it does not describe"),
        ]  # fmt: skip


SECTIONS: tuple[str, ...] = get_args(Section)
PARTS: tuple[str, ...] = get_args(Part)
