"""Forms of reports: how a form is recognised, who sends it, and how it is cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fusion.intake.body import Body
from fusion.intake.parsers.item import Cut

Cutter = Callable[[Body, str, str], Cut]


@dataclass(frozen=True)
class Form:
    """One kind of document. `cue` is looked for in the title, the first lines and the file name."""

    name: str
    cue: re.Pattern[str]
    cut: Cutter


def form(name: str, cue: str, cut: Cutter) -> Form:
    """A Form whose cue is not sensitive to case."""
    return Form(name, re.compile(cue, re.IGNORECASE), cut)


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
