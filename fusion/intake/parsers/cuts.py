"""The ways to cut prose into items: whole, by number, by heading, by paragraph, by line."""

from __future__ import annotations

import re
from dataclasses import replace

from fusion.intake.body import Block, Body
from fusion.intake.fields.labels import group, split_label
from fusion.intake.parsers.item import Cut, Item, head_of, place_of, take_label
from fusion.intake.parsers.pieces import (
    PROSE_WORDS,
    Titles,
    aside,
    attach,
    belongs,
    has_prose_after,
    is_remark,
    label_field,
    make_item,
    names_part,
    numbered_item,
    opens_section,
    split_head,
    tells,
    without_empty,
)

_FIGURE = re.compile(r"^(?:map|figure|table|chart|box|carte|graphique|tableau|encadré)\b", re.I)
_MESSAGE_NUMBER = re.compile(r"\b[A-Z]{2,6}[-/ ]?\d{2,4}[-/]\d{2,5}\b")
_MESSAGE_HEADER_WORDS = 20
_REMARK_ON_LIST = re.compile(r"^(?:\(.*\)$|(?:fin|end|نهاية)\b)", re.IGNORECASE)
_SHORT = 80  # characters: a line of a paragraph, not a paragraph


def whole(body: Body, form: str, path: str) -> Cut:
    """The document is one report. Labelled lines that tell something fill fields and stay in the
    text; lines of administration only fill fields."""
    head, rest = split_head(body.blocks)
    told = next((n for n, block in enumerate(head) if tells(block)), len(head))
    head, rest = head[:told], head[told:] + rest
    if not rest:
        return everything(body, form, path)
    cut = Cut(form, head_of(head, body, path))
    item = make_item(rest, cut.head.title)
    item.locator = "whole text" if len(rest) > 3 else item.locator
    cut.items.append(item)
    return without_empty(cut)


def everything(body: Body, form: str, path: str) -> Cut:
    """All blocks but titles and administration as one report: nothing is lost."""
    head = [b for b in body.blocks if b.kind == "heading" or _is_administration(b)]
    rest = [block for block in body.blocks if block not in head] or body.blocks
    cut = Cut(form, head_of(head, body, path))
    cut.items.append(make_item(rest, cut.head.title))
    return without_empty(cut)


def by_number(body: Body, form: str, path: str) -> Cut:
    """One report per numbered paragraph, or per lettered part where a paragraph has them.

    Prose without a number is a report of its own where it does not go with the paragraph before.
    """
    head, rest = split_head(body.blocks)
    if not any(block.number is not None and block.kind != "heading" for block in rest):
        return by_heading(body, form, path)
    cut = Cut(form, head_of(head, body, path))
    titles = Titles()
    in_figure = in_annex = False
    for block in rest:
        in_figure = in_figure and block.number is None and not opens_section(block)
        is_heading = block.kind == "heading"
        if in_figure or (is_heading and _FIGURE.match(block.text)):
            in_figure = True
            attach(cut, "figures", block, block.text)
        elif is_heading:
            titles.add(block)
            in_annex = block.level == 1 and bool(cut.items)
        elif in_annex and block.number is None:
            cut.items.append(make_item([block], titles.use()))
            in_annex = False
        else:
            _take_paragraph(cut, block, titles)
    return without_empty(titles.close(cut))


def _take_paragraph(cut: Cut, block: Block, titles: Titles) -> None:
    if block.kind == "footnote":
        attach(cut, "footnotes", block, block.text)
    elif block.number is not None:
        cut.items.append(numbered_item(block, titles.use()))
    elif cut.items and is_remark(block):
        label, value = split_label(block.text) or ("remarks", block.text)
        attach(cut, label, block, value)
    elif cut.items and belongs(block, cut.items[-1]):
        cut.items[-1].text += f"\n{block.text}"
    else:
        cut.items.append(make_item([block], titles.use()))


def by_heading(body: Body, form: str, path: str) -> Cut:
    """One report per section whose heading names a matter of its own."""
    head, rest = _with_opening_heading(*split_head(body.blocks))
    cut = Cut(form, head_of(head, body, path))
    sections: list[list[Block]] = []
    for block in rest:
        if not sections or (block.kind == "heading" and not names_part(block)):
            sections.append([])
        sections[-1].append(block)
    for section in sections:
        heading = section[0] if section[0].kind == "heading" else None
        content = section[1:] if heading is not None else section
        if content:
            cut.items.append(make_item(content, heading.text if heading else cut.head.title))
        elif heading is not None:
            cut.set_aside.append(aside(heading, "a heading without text"))
    return without_empty(cut)


def by_paragraph(body: Body, form: str, path: str) -> Cut:
    """One report per paragraph or bullet of some length; short ones go with the one before."""
    head, rest = _with_opening_heading(*split_head(body.blocks))
    cut = Cut(form, head_of(head, body, path))
    titles = Titles()
    is_open = False
    for block in rest:
        if block.kind == "heading":
            titles.add(block)
            is_open = False
        elif is_open and (len(block.text) < _SHORT or is_remark(block)):
            item = cut.items[-1]
            item.text += f"\n{block.text}"
            if label_field(block) is not None:
                take_label(block.text, item.labels, item.rest)
        else:
            cut.items.append(make_item([block], titles.use()))
            is_open = True
    return without_empty(titles.close(cut))


def by_line(body: Body, form: str, path: str) -> Cut:
    """One report per message of an alert network; a line that only numbers it heads the message."""
    headers = [n for n, block in enumerate(body.blocks) if _heads_message(block)]
    start = headers[0] if headers else _first_message(body.blocks)
    cut = Cut(form, head_of(body.blocks[:start], body, path))
    header: Block | None = None
    for index, block in enumerate(body.blocks[start:], start):
        if index in headers:
            _close_header(cut, header)
            header = block
        elif _REMARK_ON_LIST.match(block.text) and len(block.text.split()) < PROSE_WORDS:
            cut.set_aside.append(aside(block, "a remark about the list"))
        elif headers and header is None and cut.items:
            cut.items[-1].text += f"\n{block.text}"
        else:
            cut.items.append(_message(block, header, cut.head.title))
            header = None
    _close_header(cut, header)
    return without_empty(cut)


def _close_header(cut: Cut, header: Block | None) -> None:
    if header is not None:
        cut.set_aside.append(aside(header, "a message number without a message"))


def when_several(body: Body, form: str, path: str) -> Cut:
    """By heading, number or bullet where the document clearly holds several items, else whole."""
    _, rest = split_head(body.blocks)
    headings = [b for b in body.blocks[1:] if b.kind == "heading" and not names_part(b)]
    if len(headings) >= 2 and all(has_prose_after(body.blocks, heading) for heading in headings):
        return by_heading(body, form, path)
    numbered = [b for b in rest if b.number is not None and b.kind != "heading"]
    if len(numbered) >= 2 and all(len(b.text.split()) >= PROSE_WORDS for b in numbered):
        return by_number(body, form, path)
    bullets = [b for b in rest if b.kind == "bullet"]
    if len(bullets) >= 2 and all(len(b.text.split()) >= 2 * PROSE_WORDS for b in bullets):
        return by_paragraph(body, form, path)
    return whole(body, form, path)


def _with_opening_heading(head: list[Block], rest: list[Block]) -> tuple[list[Block], list[Block]]:
    """The last headings before the first prose open the first section, all but the title."""
    kept = len(head)
    while kept > 1 and head[kept - 1].kind == "heading":
        kept -= 1
    return head[:kept], head[kept:] + rest


def _is_administration(block: Block) -> bool:
    return label_field(block) in group("administration")


def _heads_message(block: Block) -> bool:
    is_short = len(block.text.split()) < _MESSAGE_HEADER_WORDS
    return (
        is_short
        and not block.text.endswith((".", "!"))
        and _MESSAGE_NUMBER.search(block.text) is not None
    )


def _first_message(blocks: list[Block]) -> int:
    """Titles and labels of administration before the first message."""
    for index, block in enumerate(blocks):
        if block.kind != "heading" and not (block.kind == "label" and _is_administration(block)):
            return index
    return len(blocks)


def _message(block: Block, header: Block | None, title: str | None) -> Item:
    item = make_item([replace(block, kind="paragraph")], title)
    item.locator = place_of(block)
    if header is not None and (number := _MESSAGE_NUMBER.search(header.text)):
        item.title, item.labels["reference"] = header.text, number[0]
        item.labels["information_at"] = header.text[number.end() :]
        item.is_record = True
    return item
