"""E-mail: each message of a chain is a report when it has content of its own."""

from __future__ import annotations

import re
from email.utils import parseaddr

from fusion.intake.body import Body, Note
from fusion.intake.clean import one_line
from fusion.intake.fields.labels import split_label
from fusion.intake.parsers.item import Cut, Head, Item, take_label

# 'FYI, see below. Best regards, A.' is a cover; a message that tells something has more words.
_OWN_WORDS = 12
_COURTESY = re.compile(
    r"^(?:dear\b.*|chers?\b.*|chères?\b.*|bonjour.*|bonsoir.*|madame.*|monsieur.*|hello.*|hi\b.*|all,|"
    r"colleagues,?|collègues,?|السلام عليكم.*|تحية.*)[,.!:]?$",
    re.I,
)
_CLOSING = re.compile(
    r"^(?:best regards|kind regards|regards|best|cordialement|bien cordialement|bien à vous|"
    r"salutations.*|thanks|merci.*|sincerely|respectueusement|cdt|مع التحية|تحياتي)[,.!]?$",
    re.I,
)
_SIGNATURE = re.compile(r"^--\s?$")


def cut_letters(body: Body, form: str, path: str) -> Cut:
    """One item per message; covers without content are set aside with that reason."""
    first = body.letters[0]
    head = Head(title=body.title, path=path)
    if first.date:
        head.labels["written_at"] = first.date
    cut = Cut(form, head)
    for letter in body.letters:
        labels: dict[str, str] = {}
        rest: dict[str, str] = {}
        text = _own_words(letter.text, labels, rest)
        if letter.date:
            labels["written_at"] = letter.date
        if letter.sender:
            name, address = parseaddr(letter.sender)
            labels.setdefault("unit", name or address or letter.sender)
        if len(text.split()) < _OWN_WORDS:
            detail = f"Set aside: a message without content of its own ({one_line(text, 80)})."
            cut.set_aside.append(
                Note(
                    "set_aside", detail, "Nothing to do: what it forwards is read.", letter.locator
                )
            )
            continue
        cut.items.append(Item(letter.locator, text, letter.subject, None, labels, rest))
    return cut


def _own_words(text: str, labels: dict[str, str], rest: dict[str, str]) -> str:
    """The message without greeting and signature; labelled lines in capitals become fields."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _SIGNATURE.match(line) or (_CLOSING.match(line.strip()) and kept):
            break
        if _COURTESY.match(line.strip()) and not any(kept):
            continue
        pair = split_label(line)
        if pair is not None and pair[0].isupper() and take_label(line, labels, rest):
            continue
        kept.append(line)
    return _joined(kept)


def _joined(lines: list[str]) -> str:
    """Wrapped lines as paragraphs, one line each."""
    paragraphs: list[str] = [""]
    for line in lines:
        if not line.strip():
            paragraphs.append("")
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}".strip()
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)
