"""The ways to cut prose into items: whole, by number, by heading, by paragraph, by line."""

from __future__ import annotations

import re
from dataclasses import replace

from fusion.intake.body import Block, Body, Note
from fusion.intake.clean import one_line, plain
from fusion.intake.fields.labels import field_of, split_label
from fusion.intake.parsers.item import Cut, Item, head_of, place_of, take_label

# A paragraph of fewer words says no more than its heading: 'NSTR', 'Nil', 'See annex'.
_CONTENT_WORDS = 4
_PROSE_WORDS = 12
_NOTHING = re.compile(
    r"\b(?:nothing (?:significant )?to report|nstr|ntr|nil(?: return| report)?|néant|rien à signaler|ras|"
    r"no incidents?(?: reported)?|aucun incident(?: signalé)?|لا شيء)\b[.!]?",
    re.I,
)
_ADMIN_LABELS = frozenset(
    {
        "signed", "signe", "action taken", "mesures prises", "gender", "genre", "wx", "weather", "meteo",
        "distribution", "ack", "gen sit", "general situation", "situation generale", "end", "fin", "bt",
        "prepared by", "redige par", "approved by", "approuve par", "period", "periode",
    }
)  # fmt: skip
# What a note is divided into; other headings name places, dates or matters: separate items.
_FIGURE = re.compile(r"^(?:map|figure|table|chart|box|carte|graphique|tableau|encadré)\b", re.I)
_SECTION = re.compile(r"^(?:[IVX]+|[A-Z])\.\s")
_MESSAGE_NUMBER = re.compile(r"\b[A-Z]{2,6}[-/ ]?\d{2,4}[-/]\d{2,5}\b")
_MESSAGE_HEADER_WORDS = 20
_ASIDE = re.compile(r"^(?:\(.*\)$|(?:fin|end|نهاية)\b)", re.I)
_PARTS = frozenset(
    plain(name)
    for name in (
        "context", "background", "introduction", "summary", "observations", "observation", "perceptions",
        "perception", "protection", "protection concerns", "protection concern", "resilience", "assessment",
        "analysis", "comment", "comments", "recommendations", "recommendation", "follow-up", "follow up",
        "next steps", "remarks", "conclusion", "who gains", "livelihoods", "gender", "what was seen and heard",
        "what we saw", "what we heard", "contexte", "résumé", "constats", "constat", "commentaire",
        "commentaires", "recommandations", "recommandation", "suites", "suite", "suivi", "analyse",
        "appréciation", "préoccupations de protection", "protection des civils", "résilience", "faits",
        "procédure", "objet", "conclusion", "remarques", "suites données", "état de la procédure",
        "purpose",
        "team",
        "weather",
        "logistics",
        "but de la visite",
        "équipe",
        "déplacement",
        "conséquence",
        "conséquences",
        "participants", "method", "méthode", "sources", "action", "action taken", "mesures prises",
        "who", "what", "where", "when", "why", "how", "qui", "quoi", "où", "quand", "pourquoi", "comment s2",
        "comments by patrol commander", "situation", "details", "détails", "narrative", "exposé des faits",
        "ملاحظات", "توصيات", "السياق", "خلاصة", "متابعة",
    )
)  # fmt: skip


def split_head(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """(head, rest): the head ends at the first numbered paragraph or the first prose."""
    for index, block in enumerate(blocks):
        is_told = block.kind == "label" and _label_name(block.text) is None
        is_prose = block.kind == "paragraph" or is_told
        is_long = len(block.text.split()) >= 2 * _PROSE_WORDS
        is_prose = is_long or (is_prose and len(block.text.split()) >= _PROSE_WORDS)
        is_bullet = block.kind == "bullet" and not _is_known_label(block)
        is_part = block.kind == "heading" and index > 0 and plain(block.text) in _PARTS
        if block.number is not None or is_prose or is_bullet or is_part or _is_narrative(block):
            return blocks[:index], blocks[index:]
    return blocks, []


def whole(body: Body, form: str, path: str) -> Cut:
    """The document is one report. Labelled lines that tell something fill fields and stay in the
    text; lines of administration only fill fields."""
    head_blocks, rest = split_head(body.blocks)
    told = next((n for n, block in enumerate(head_blocks) if _tells(block)), len(head_blocks))
    head_blocks, rest = head_blocks[:told], head_blocks[told:] + rest
    if not rest:
        head_blocks, rest = _without_content(body.blocks)
    cut = Cut(form, head_of(head_blocks, body, path))
    if rest:
        cut.items.append(_item(rest, form, title=cut.head.title))
        first = next((block for block in rest if block.kind != "heading"), rest[0])
        cut.items[0].locator = "whole text" if len(rest) > 3 else place_of(first)
    return _without_empty(cut)


def _tells(block: Block) -> bool:
    """A labelled line of what happened, not of administration and not a title."""
    return block.kind == "label" and _label_name(block.text) not in (*_FIELDS_ONLY, None)


def by_number(body: Body, form: str, path: str) -> Cut:
    """One report per numbered paragraph, or per lettered part where a paragraph has them."""
    head_blocks, rest = split_head(body.blocks)
    head = head_of(head_blocks, body, path)
    if not any(block.number is not None and block.kind != "heading" for block in rest):
        return by_heading(body, form, path)
    cut = Cut(form, head)
    title: str | None = None
    is_annexed = is_figure = False
    for block in rest:
        last = cut.items[-1] if cut.items else None
        is_figure = is_figure and block.number is None and not _opens_section(block)
        if block.kind == "heading" and _FIGURE.match(block.text):
            is_figure = True
        elif is_figure and block.number is None and not _opens_section(block):
            _attach(last, "figures", block.text)
        elif is_annexed and block.kind != "heading" and block.number is None:
            cut.items.append(_item([block], form, title))
            is_annexed = False
        elif block.kind == "heading":
            title, is_annexed = block.text, block.level == 1 and bool(cut.items)
        elif block.kind == "footnote":
            _attach(last, "footnotes", block.text)
        elif block.number is not None:
            cut.items.append(_numbered(block, title))
        elif last is not None and _is_remark(block):
            label, value = split_label(block.text) or ("remarks", block.text)
            _attach(last, label, value)
        elif last is not None and _belongs(block, last):
            last.text = f"{last.text}\n{block.text}"
        else:
            cut.items.append(_item([block], form, title))
    return _without_empty(cut)


def by_heading(body: Body, form: str, path: str) -> Cut:
    """One report per section whose heading names a matter of its own."""
    head_blocks, rest = split_head(body.blocks)
    # the last heading before the first prose opens the first section
    while head_blocks and head_blocks[-1].kind == "heading" and len(head_blocks) > 1:
        rest.insert(0, head_blocks.pop())
    cut = Cut(form, head_of(head_blocks, body, path))
    sections: list[list[Block]] = []
    for block in rest:
        if not sections or (block.kind == "heading" and plain(block.text) not in _PARTS):
            sections.append([])
        sections[-1].append(block)
    for section in sections:
        heading = section[0] if section[0].kind == "heading" else None
        content = section[1:] if heading is not None else section
        if content:
            cut.items.append(_item(content, form, heading.text if heading else cut.head.title))
        elif heading is not None:
            cut.set_aside.append(_aside(heading, "a heading without text"))
    return _without_empty(cut)


def by_paragraph(body: Body, form: str, path: str) -> Cut:
    """One report per paragraph or bullet of some length; short ones go with the one before."""
    head_blocks, rest = split_head(body.blocks)
    while head_blocks and head_blocks[-1].kind == "heading" and len(head_blocks) > 1:
        rest.insert(0, head_blocks.pop())
    cut = Cut(form, head_of(head_blocks, body, path))
    title: str | None = None
    is_open = False
    for block in rest:
        if block.kind == "heading":
            title, is_open = block.text, False
        elif is_open and (len(block.text) < 80 or _is_remark(block)):
            cut.items[-1].text += f"\n{block.text}"
            if block.kind == "label":
                take_label(block.text, cut.items[-1].labels, cut.items[-1].rest)
        else:
            cut.items.append(_item([block], form, title))
            is_open = True
    return _without_empty(cut)


def by_line(body: Body, form: str, path: str) -> Cut:
    """One report per message of an alert network; a line that only numbers the message heads it."""
    headers = [n for n, block in enumerate(body.blocks) if _heads_message(block)]
    start = headers[0] if headers else _first_message(body.blocks)
    cut = Cut(form, head_of(body.blocks[:start], body, path))
    header: Block | None = None
    for index, block in enumerate(body.blocks[start:], start):
        if index in headers:
            header = block
        elif _ASIDE.match(block.text) and len(block.text.split()) < _PROSE_WORDS:
            cut.set_aside.append(_aside(block, "a remark about the list"))
        elif headers and header is None and cut.items:
            cut.items[-1].text += f"\n{block.text}"
        else:
            cut.items.append(_message(block, header, cut.head.title))
            header = None
    return _without_empty(cut)


def _heads_message(block: Block) -> bool:
    is_short = len(block.text.split()) < _MESSAGE_HEADER_WORDS and not block.text.endswith(
        (".", "!")
    )
    return is_short and _MESSAGE_NUMBER.search(block.text) is not None


def _first_message(blocks: list[Block]) -> int:
    """Titles and labels of administration before the first message."""
    for index, block in enumerate(blocks):
        is_known = block.kind == "label" and _label_name(block.text) in _FIELDS_ONLY
        if block.kind != "heading" and not is_known:
            return index
    return len(blocks)


def _message(block: Block, header: Block | None, title: str | None) -> Item:
    item = _item([replace(block, kind="paragraph")], "", title)
    if header is not None and (number := _MESSAGE_NUMBER.search(header.text)):
        item.title, item.labels["reference"] = header.text, number[0]
        item.labels["information_at"] = header.text[number.end() :]
        item.is_record = True
    return item


def when_several(body: Body, form: str, path: str) -> Cut:
    """By heading or by bullet where the document clearly holds several items, else whole."""
    _, rest = split_head(body.blocks)
    headings = [b for b in body.blocks[1:] if b.kind == "heading" and plain(b.text) not in _PARTS]
    if len(headings) >= 2 and all(_has_prose_after(body.blocks, heading) for heading in headings):
        return by_heading(body, form, path)
    numbered = [b for b in rest if b.number is not None and b.kind != "heading"]
    if len(numbered) >= 2 and all(len(b.text.split()) >= _PROSE_WORDS for b in numbered):
        return by_number(body, form, path)
    bullets = [b for b in rest if b.kind == "bullet"]
    if len(bullets) >= 2 and all(len(b.text.split()) >= 2 * _PROSE_WORDS for b in bullets):
        return by_paragraph(body, form, path)
    return whole(body, form, path)


def _item(blocks: list[Block], form: str, title: str | None) -> Item:
    labels: dict[str, str] = {}
    rest: dict[str, str] = {}
    lines: list[str] = []
    for block in blocks:
        if block.kind == "footnote":
            rest["footnotes"] = f"{rest.get('footnotes', '')} {block.text}".strip()
            continue
        name = _label_name(block.text) if block.kind != "heading" else None
        if name is not None and take_label(block.text, labels, rest) and name in _FIELDS_ONLY:
            continue
        lines.append(block.text)
    first = next((b for b in blocks if b.kind not in ("heading", "footnote")), blocks[0])
    return Item(place_of(first), "\n".join(lines), title, first.number, labels, rest)


# Labelled lines that are administration, not what happened: they leave the text for their field.
_FIELDS_ONLY = frozenset(
    {"reference", "written_at", "grade", "source_grade", "item_grade", "handling", "unit", "recipient",
     "marking", "title", "language", "tlp", "admin"}
)  # fmt: skip


def _numbered(block: Block, title: str | None) -> Item:
    """A numbered paragraph; a short opening such as 'INCIDENTS.' is its title as well."""
    found = re.match(r"^([A-ZÀ-Ý][A-ZÀ-Ý '/&-]{2,40})[.:]\s", block.text)
    return Item(place_of(block), block.text, found[1].strip() if found else title, block.number)


def _without_content(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """A text of labels and short lines only: administration is the head, the rest is the report."""
    head = [b for b in blocks if b.kind == "heading" or _label_name(b.text) in _FIELDS_ONLY]
    rest = [b for b in blocks if b not in head]
    return head, rest


def _without_empty(cut: Cut) -> Cut:
    """Items without content of their own are set aside with their reason."""
    kept: list[Item] = []
    for item in cut.items:
        bare = _NOTHING.sub("", item.text)
        if item.title:
            bare = bare.removeprefix(item.title)
        if len(bare.split()) < _CONTENT_WORDS and not item.labels:
            detail = f"Set aside: no content of its own ({one_line(item.text, 80)})."
            cut.set_aside.append(
                Note(
                    "set_aside",
                    detail,
                    "Nothing to do unless it should hold a report.",
                    item.locator,
                )
            )
        else:
            kept.append(item)
    cut.items = kept
    return cut


def _aside(block: Block, why: str) -> Note:
    return Note("set_aside", f"Set aside: {why} ({one_line(block.text, 80)}).",
                "Nothing to do unless it should hold a report.", place_of(block))  # fmt: skip


def _opens_section(block: Block) -> bool:
    return block.kind == "heading" and _SECTION.match(block.text) is not None


def everything(body: Body, form: str, path: str) -> Cut:
    """All blocks as one report: for texts in which no item was found, so that nothing is lost."""
    head = head_of([block for block in body.blocks if block.kind == "heading"], body, path)
    return Cut(form, head, [_item(body.blocks, form, head.title)])


def _attach(item: Item | None, name: str, text: str) -> None:
    if item is not None:
        item.rest[name] = f"{item.rest[name]} {text}" if name in item.rest else text


def _belongs(block: Block, item: Item) -> bool:
    """An unnumbered block goes with the numbered paragraph before it, unless it is prose of its own."""
    if block.kind == "bullet" or item.text.endswith((":", ",", ";")):
        return True
    return block.text[:1].islower() or not block.is_after_gap


def _is_remark(block: Block) -> bool:
    pair = split_label(block.text)
    if pair is not None and (plain(pair[0]) in _ADMIN_LABELS or field_of(pair[0]) in _FIELDS_ONLY):
        return True
    return block.is_after_gap and len(block.text.split()) < _PROSE_WORDS


def _is_known_label(block: Block) -> bool:
    return _label_name(block.text) is not None


def _is_narrative(block: Block) -> bool:
    return block.kind == "label" and _label_name(block.text) == "narrative"


def _label_name(text: str) -> str | None:
    pair = split_label(text)
    return field_of(pair[0]) if pair is not None else None


def _has_prose_after(blocks: list[Block], heading: Block) -> bool:
    after = blocks[blocks.index(heading) + 1 :]
    words = 0
    for block in after:
        if block.kind == "heading":
            break
        words += len(block.text.split())
    return words >= _PROSE_WORDS
