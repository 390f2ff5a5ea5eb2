"""Forms of reports: how a form is recognised, who sends it, and how it is cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from fusion.intake.body import Body
from fusion.intake.parsers.item import Cut

Cutter = Callable[[Body, str, str], Cut]


@dataclass(frozen=True)
class Form:
    """One kind of document. `cue` is looked for in the title, the first lines and the file name;
    `part` in headings that open one of several reports of this form in one document."""

    name: str
    cue: re.Pattern[str]
    cut: Cutter
    part: re.Pattern[str] | None = None


def form(name: str, cue: str, cut: Cutter, part: str | None = None) -> Form:
    """A Form whose cue is not sensitive to case; `part` opens each of several in one document."""
    return Form(name, re.compile(cue, re.I), cut, re.compile(part, re.I) if part else None)


def parts(body: Body, kind: Form) -> list[Body]:
    """The documents that one file holds: cut at headings that open a further report of the form."""
    if kind.part is None:
        return [body]
    starts = [
        index
        for index, block in enumerate(body.blocks)
        if block.kind == "heading" and index > 0 and kind.part.search(block.text)
    ]
    if len(starts) < 2:
        return [body]
    bounds = [*starts, len(body.blocks)]
    return [
        replace(body, blocks=body.blocks[begin:end], title=None)
        for begin, end in zip(starts, bounds[1:], strict=False)
    ]


def recognise(forms: tuple[Form, ...], body: Body, path: str) -> Form | None:
    """The form whose cue stands first in the head of the document, else in its file name.

    A retraction names the report that it withdraws: its own cue counts wherever it stands.
    """
    head = "\n".join(
        [*(b.text[:200] for b in body.blocks[:6]), body.title or "", *body.printed[:4]]
    )
    for text in (head[:800], re.sub(r"[_\-./]+", " ", path.rsplit("/", 1)[-1])):
        found = [(match.start(), n) for n, f in enumerate(forms) if (match := f.cue.search(text))]
        withdrawing = [n for _, n in found if forms[n].name == "retraction"]
        if found:
            return forms[withdrawing[0] if withdrawing else min(found)[1]]
    return None
