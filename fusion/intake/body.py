"""What a reader hands to a parser: blocks of prose, rows of tables, letters, attachments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "bullet", "label", "footnote"]


@dataclass(frozen=True)
class Note:
    """Something noticed in a document that did not stop it; becomes an issue row."""

    kind: str
    detail: str
    advice: str
    locator: str | None = None


@dataclass(frozen=True)
class Refusal:
    """A file or a part of it that cannot be read; becomes a quarantine row."""

    rule: str
    reason: str
    advice: str
    locator: str = "file"
    column: str | None = None
    value: str | None = None


class Refused(Exception):
    """Raised by a reader: the whole file cannot be read. Never leaves the room."""

    def __init__(self, rule: str, reason: str, advice: str) -> None:
        self.refusal = Refusal(rule, reason, advice)
        super().__init__(reason)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, bullet or labelled line, with its printed number if it has one.

    `is_after_gap` is False where no empty line stands before it.
    """

    text: str
    kind: Kind = "paragraph"
    number: str | None = None
    level: int = 0
    page: int | None = None
    place: str = ""
    is_after_gap: bool = True


@dataclass(frozen=True)
class Record:
    """One row of a register or one object of a JSON file: cells by header, in their order."""

    locator: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Letter:
    """One message of an e-mail chain."""

    locator: str
    text: str
    subject: str | None = None
    sender: str | None = None
    date: str | None = None


@dataclass
class Body:
    """All that a reader took out of one file."""

    blocks: list[Block] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    children: list[tuple[str, bytes]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    title: str | None = None
    notes: list[Note] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing to report in it."""
        return not (self.blocks or self.records or self.letters or self.children)
