"""What the cutters share: where a head ends, what a block is, how an item is put together."""

from __future__ import annotations

import re

from fusion.intake.body import Block, Note
from fusion.intake.clean import one_line, plain
from fusion.intake.fields.labels import field_of, group, split_label
from fusion.intake.parsers.item import Cut, Item, place_of, take_label

PROSE_WORDS = 12
"""From here on a line tells something; titles, labels and signatures are shorter."""

# A paragraph of fewer words says no more than its heading: 'NSTR', 'Nil', 'See annex'.
_CONTENT_WORDS = 4
_NOTHING = re.compile(
    r"\b(?:nothing (?:significant )?to report|nstr|ntr|nil(?: return| report)?|néant|"
    r"rien à signaler|ras|no incidents?(?: reported)?|aucun incident(?: signalé)?|لا شيء)\b[.!]?",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^([A-ZÀ-Ý][A-ZÀ-Ý '/&-]{2,40})[.:]\s")
_SECTION = re.compile(r"^(?:[IVX]+|[A-Z])\.\s")


def split_head(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """(head, rest): the head ends at the first numbered paragraph or the first prose."""
    for index, block in enumerate(blocks):
        is_part = block.kind == "heading" and index > 0 and names_part(block)
        if block.number is not None or is_part or _is_prose(block):
            return blocks[:index], blocks[index:]
    return blocks, []


def _is_prose(block: Block) -> bool:
    words, label = len(block.text.split()), label_field(block)
    if words >= 2 * PROSE_WORDS or (block.kind == "label" and label == "narrative"):
        return True
    if block.kind == "bullet":
        return label is None
    return words >= PROSE_WORDS and block.kind in ("paragraph", "label") and label is None


def label_field(block: Block) -> str | None:
    """The field that a labelled block fills, None without a known label."""
    pair = split_label(block.text) if block.kind != "heading" else None
    return field_of(pair[0]) if pair is not None else None


def names_part(heading: Block) -> bool:
    """The heading names a part of a note (Context, Constats), not a matter of its own."""
    return plain(heading.text) in group("parts")


def opens_section(block: Block) -> bool:
    """A heading with a roman number or a letter."""
    return block.kind == "heading" and _SECTION.match(block.text) is not None


def tells(block: Block) -> bool:
    """A labelled line of what happened, not of administration and not a title."""
    return block.kind == "label" and label_field(block) not in (*group("administration"), None)


def is_remark(block: Block) -> bool:
    """A closing line: signature, weather, distribution, or a short line after a gap."""
    pair = split_label(block.text)
    if pair is not None:
        is_admin = field_of(pair[0]) in group("administration")
        if is_admin or plain(pair[0]) in group("remarks"):
            return True
    return block.is_after_gap and len(block.text.split()) < PROSE_WORDS


def belongs(block: Block, item: Item) -> bool:
    """An unnumbered block goes with the paragraph before it, unless it is prose of its own."""
    if block.kind == "bullet" or item.text.endswith((":", ",", ";")):
        return True
    return block.text[:1].islower() or not block.is_after_gap


def has_prose_after(blocks: list[Block], heading: Block) -> bool:
    """The section of `heading` holds more than a line."""
    words = 0
    for block in blocks[blocks.index(heading) + 1 :]:
        if block.kind == "heading":
            break
        words += len(block.text.split())
    return words >= PROSE_WORDS


class Titles:
    """Headings on the way to the items below them; headings in a row are one title."""

    def __init__(self) -> None:
        self._open: list[Block] = []
        self._title: str | None = None

    def add(self, heading: Block) -> None:
        """A further heading stands here."""
        self._open.append(heading)

    def use(self) -> str | None:
        """The title of an item that stands here."""
        if self._open:
            self._title = " – ".join(block.text for block in self._open)
            self._open = []
        return self._title

    def close(self, cut: Cut) -> Cut:
        """Headings without an item below them are set aside."""
        cut.set_aside += [aside(block, "a heading without text") for block in self._open]
        return cut


def make_item(blocks: list[Block], title: str | None) -> Item:
    """One item of several blocks; labelled lines fill fields, administration leaves the text."""
    labels: dict[str, str] = {}
    rest: dict[str, str] = {}
    lines: list[str] = []
    for block in blocks:
        if block.kind == "footnote":
            rest["footnotes"] = f"{rest.get('footnotes', '')} {block.text}".strip()
            continue
        name = label_field(block)
        if name is not None and name not in labels:
            take_label(block.text, labels, rest)
            if name in group("administration"):
                continue
        lines.append(block.text)
    first = next((b for b in blocks if b.kind not in ("heading", "footnote")), blocks[0])
    return Item(place_of(first), "\n".join(lines), title, first.number, labels, rest)


def numbered_item(block: Block, title: str | None) -> Item:
    """A numbered paragraph; a short opening such as 'INCIDENTS.' is its title as well."""
    found = _OPENING.match(block.text)
    return Item(place_of(block), block.text, found[1].strip() if found else title, block.number)


def attach(cut: Cut, name: str, block: Block, text: str) -> None:
    """File `text` with the last item under `name`; before the first item it is set aside."""
    if not cut.items:
        cut.set_aside.append(aside(block, "it stands before the first item"))
        return
    rest = cut.items[-1].rest
    rest[name] = f"{rest[name]} {text}" if name in rest else text


def aside(block: Block, why: str) -> Note:
    """The note of a block that becomes no report."""
    detail = f"Set aside: {why} ({one_line(block.text, 200)})."
    return Note(
        "set_aside", detail, "Nothing to do unless it should hold a report.", place_of(block)
    )


def without_empty(cut: Cut) -> Cut:
    """Items without content of their own are set aside with their reason."""
    kept: list[Item] = []
    for item in cut.items:
        bare = _NOTHING.sub("", item.text)
        bare = bare.removeprefix(item.title or "") or bare  # a text that is only its title stays
        if len(bare.split()) < _CONTENT_WORDS and not item.labels:
            detail = f"Set aside: no content of its own ({one_line(item.text, 200)})."
            advice = "Nothing to do unless it should hold a report."
            cut.set_aside.append(Note("set_aside", detail, advice, item.locator))
        else:
            kept.append(item)
    cut.items = kept
    return cut
