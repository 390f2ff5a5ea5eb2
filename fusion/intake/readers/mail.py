"""E-mail: the messages of a chain, newest first as they stand, and the attachments."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message
from pathlib import PurePosixPath

from fusion.intake import limits
from fusion.intake.body import Body, Letter, Note, Refused
from fusion.intake.clean import clean, one_line
from fusion.intake.decode import decode
from fusion.intake.readers.web import read_html

_FORWARDED = re.compile(
    r"^[-_=\s>]*(?:original message|forwarded message|message transféré|message d['’]origine|"
    r"message original|begin forwarded message|début du message (?:transféré|réexpédié)|"
    r"رسالة (?:معاد توجيهها|محولة))\s*:?[-_=\s]*$",
    re.I,
)
_WROTE = re.compile(
    r"^(?:on\b.{4,120}\bwrote|le\b.{4,120}\ba écrit|في\b.{4,120}كتب).{0,4}:\s*$",
    re.I,
)
_HEADER = re.compile(
    r"^\*?(?P<name>from|de|sent|envoyé|date|to|à|cc|subject|objet|من|التاريخ|الموضوع|إلى)\*?\s?:\s*\*?\s?(?P<value>.*)$",
    re.I,
)
_FIELD = {
    "from": "sender",
    "de": "sender",
    "من": "sender",
    "sent": "date",
    "envoyé": "date",
    "date": "date",
    "التاريخ": "date",
    "subject": "subject",
    "objet": "subject",
    "الموضوع": "subject",
}


def read_mail(content: bytes) -> Body:
    """The letters of a message and its chain, and its attachments as children."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        subject, sender, date = (_header(message, name) for name in ("Subject", "From", "Date"))
    except (ValueError, IndexError, AttributeError, LookupError, TypeError) as error:
        raise Refused(
            "mail_readable",
            f"The message's headers cannot be read ({type(error).__name__}).",
            "Ask the sender to forward it again as .eml.",
        ) from error
    body = Body(title=subject)
    text = _text(message, body)
    body.letters = _chain(text, subject, sender, date)
    _take_children(message, body)
    return body


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return clean(str(value)) or None if value is not None else None


def _text(message: EmailMessage, body: Body) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    if part.get_content_type() == "text/html":
        page = read_html(content)
        body.notes += page.notes
        return "\n\n".join(block.text for block in page.blocks)
    charset = part.get_content_charset()
    if charset not in (None, "utf-8", "us-ascii"):
        try:
            return clean(content.decode(str(charset)))
        except (LookupError, UnicodeDecodeError):
            pass
    text, notes = decode(content)
    body.notes += notes
    return clean(text)


def _chain(text: str, subject: str | None, sender: str | None, date: str | None) -> list[Letter]:
    """The letters, cut where a client marks a forward, a reply or a quoted header."""
    lines = text.split("\n")
    starts = _starts(lines)
    letters: list[Letter] = []
    bounds = [*starts, len(lines)]
    own = "\n".join(_unquoted(lines[: bounds[0]]))
    letters.append(Letter("message 1", own.strip(), subject, sender, date))
    for number, (begin, end) in enumerate(zip(starts, bounds[1:], strict=False), start=2):
        part = _unquoted(lines[begin:end])
        headers, rest = _headers(part)
        letters.append(
            Letter(
                f"message {number}",
                "\n".join(rest).strip(),
                headers.get("subject", subject),
                headers.get("sender"),
                headers.get("date"),
            )
        )
    return letters


def _starts(lines: list[str]) -> list[int]:
    """Lines where an older message begins."""
    starts: list[int] = []
    for index, raw in enumerate(lines):
        line = raw.lstrip("> ")
        is_mark = bool(_FORWARDED.match(line) or _WROTE.match(line))
        ahead = [_HEADER.match(later.lstrip("> ")) for later in lines[index : index + 4]]
        names = {found["name"].casefold() for found in ahead if found is not None}
        is_block = ahead[0] is not None and bool(names & {"from", "de", "من"}) and len(names) >= 3
        if (is_mark or is_block) and not (starts and _is_near(lines, starts[-1], index)):
            starts.append(index)
    return starts or _quote_start(lines)


def _is_near(lines: list[str], start: int, index: int) -> bool:
    """Only a separator and headers lie between: it is the same message's head."""
    between = [line.lstrip("> ").strip() for line in lines[start:index]]
    return all(
        not line or _FORWARDED.match(line) or _WROTE.match(line) or _HEADER.match(line)
        for line in between
    )


def _quote_start(lines: list[str]) -> list[int]:
    """A run of quoted lines without any mark is one older message."""
    quoted = [index for index, line in enumerate(lines) if line.startswith(">")]
    return [quoted[0]] if len(quoted) >= 2 else []


def _unquoted(lines: list[str]) -> list[str]:
    return [re.sub(r"^(?:>\s?)+", "", line) for line in lines]


def _headers(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """(sender, date, subject of a quoted message; the lines after its head)."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        if not line.strip() or _FORWARDED.match(line):
            continue
        if _WROTE.match(line):
            found["date"] = line
            continue
        header = _HEADER.match(line)
        if header is None:
            return found, lines[index:]
        name = _FIELD.get(header["name"].casefold())
        if name is not None and header["value"].strip():
            found[name] = header["value"].strip()
    return found, []


def _take_children(message: EmailMessage, body: Body) -> None:
    for number, part in enumerate(message.iter_attachments(), start=1):
        if number > limits.CHILDREN:
            body.notes.append(
                Note(
                    "attachments_left_out",
                    f"Only {limits.CHILDREN} attachments were read.",
                    "Ask for the rest in messages of their own.",
                )
            )
            return
        name = child_name(part.get_filename() or "", number, part.get_content_type())
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            payload = first.as_bytes() if isinstance(first, Message) else b""
            name = name if name.endswith(".eml") else f"{name}.eml"
        else:
            decoded = part.get_payload(decode=True)
            payload = decoded if isinstance(decoded, bytes) else b""
        body.children.append((name, payload))


def child_name(name: str, number: int, media: str) -> str:
    """A name for an attachment that cannot leave its folder: the last part, cleaned and cut."""
    last = clean(PurePosixPath(name.replace("\\", "/")).name).strip(". ")
    last = re.sub(r"[^\w.()\[\] -]", "_", last)
    if not last:
        return f"attachment-{number}.{media.rsplit('/', maxsplit=1)[-1][:10]}"
    stem, dot, suffix = last.rpartition(".")
    return one_line(stem, limits.LOCATOR_CHARACTERS) + dot + suffix[:10] if dot else last[:120]
