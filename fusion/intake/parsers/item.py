"""What a parser cuts out of a document: the head that all items share, and the items."""

from __future__ import annotations

from dataclasses import dataclass, field

from fusion.intake.body import Block, Body, Note
from fusion.intake.fields.labels import field_of, header_lines, split_label


@dataclass
class Head:
    """What a document says of itself before its first item; `free` is its text without labels."""

    labels: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    text: str = ""
    free: str = ""
    title: str | None = None
    path: str = ""


@dataclass
class Item:
    """One reported item: its words, its own labelled fields, what is left over."""

    locator: str
    text: str
    title: str | None = None
    number: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    is_record: bool = False
    has_narrative: bool = True  # False: a row of a register whose text was left empty


@dataclass
class Cut:
    """The items of a document and what was set aside with its reason: nothing else is lost."""

    form: str
    head: Head
    items: list[Item] = field(default_factory=list)
    set_aside: list[Note] = field(default_factory=list)


def take_label(line: str, labels: dict[str, str], rest: dict[str, str]) -> bool:
    """File a labelled line under its field, or under its own name; False where it has no label."""
    pair = split_label(line)
    if pair is None:
        return False
    label, value = pair
    name = field_of(label)
    if name is not None and name not in labels:
        labels[name] = value
    else:
        key = label if label not in rest else f"{label} ({len(rest) + 1})"
        rest[key] = value
    return True


def head_of(blocks: list[Block], body: Body, path: str) -> Head:
    """The head made of `blocks`, which stand before the first item.

    A title may read 'File 12: state of play': only labels that are known are taken from titles.
    """
    head = Head(path=path)
    free: list[str] = []
    lines: list[str] = []
    for index, block in enumerate(blocks):
        for line in (part for text in block.text.split("\n") for part in header_lines(text)):
            lines.append(line)
            pair = split_label(line)
            is_title = (block.kind == "heading" or index == 0) and pair and not field_of(pair[0])
            if is_title or not take_label(line, head.labels, head.rest):
                free.append(line)
    head.free = "\n".join([*free, *body.printed])
    head.text = "\n".join([*lines, *body.printed])
    titles = [b.text for b in blocks if b.kind == "heading"] or free[:1]
    head.title = head.labels.get("title") or (titles[0] if titles else body.title)
    return head


def place_of(block: Block) -> str:
    """Locator of a block: 'page 3 ¶ 12', '¶ 2.a', 'table 1 row 3'."""
    if block.place.startswith(("table", "sheet", "row")):
        return block.place
    where = f"¶ {block.number or block.place}"
    return f"page {block.page} {where}" if block.page is not None else where
