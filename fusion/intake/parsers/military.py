"""Military forms: SITREP, INTSUM, INTREP, SALUTE, patrol and flash reports and their French kin."""

from __future__ import annotations

import re
from dataclasses import replace

from fusion.intake.body import Block, Body
from fusion.intake.parsers.cuts import by_number, when_several, whole
from fusion.intake.parsers.forms import form
from fusion.intake.parsers.item import Cut

_SIZE = re.compile(r"^(?:S|SIZE|STRENGTH|VOLUME|TAILLE|EFFECTIF)\s?[:.\-–]\s", re.I)
_SALUTE_LINES = 4  # of six: units leave out what they did not see
_LINES = re.compile(
    r"^(?:[SALUTE]|SIZE|STRENGTH|ACTIVITY|LOCATION|UNIT|UNIFORM|TIME|EQUIPMENT|VOLUME|TAILLE|EFFECTIF|NATURE|"
    r"ACTIVITÉ|LIEU|LOCALISATION|POSITION|UNITÉ|TENUE|TEMPS|HEURE|ÉQUIPEMENT|ARMEMENT|ATTITUDE)\s?[:.\-–]\s",
    re.I,
)


def salute(body: Body, kind: str, path: str) -> Cut:
    """One report per six lines; a document with one set of lines is one report."""
    starts = [index for index, block in enumerate(body.blocks) if _SIZE.match(block.text)]
    cut = one(body, kind, path)
    if len(starts) < 2 or not cut.items:
        return cut
    title = cut.items[0].title
    cut.items = []
    for begin, end in zip(starts, [*starts[1:], len(body.blocks)], strict=True):
        for item in one(replace(body, blocks=body.blocks[begin:end]), kind, path).items:
            item.locator, item.title = f"¶ {body.blocks[begin].place}", title
            cut.items.append(item)
    return cut


def one(body: Body, kind: str, path: str) -> Cut:
    """The document is one report; the six lines of a SALUTE in it stay in its text."""
    if sum(_LINES.match(block.text) is not None for block in body.blocks) < _SALUTE_LINES:
        return whole(body, kind, path)
    return whole(replace(body, blocks=[_as_text(block) for block in body.blocks]), kind, path)


def _as_text(block: Block) -> Block:
    """A line of a SALUTE is what happened; a bullet keeps it from being read as administration."""
    return replace(block, kind="bullet") if _LINES.match(block.text) else block


# A heading that opens one of several incident reports or notes in one file.
PART = (
    r"\b(?:s?increp|sinrep)\b.*\d|^(?:part|partie|[A-Z])\b.{0,40}\b(?:note|report|increp|rapport)\b"
)
FORMS = (
    form(
        "retraction", r"\bretraction\b|\bwithdrawal of\b|\brétractation\b|\brectificatif\b", whole
    ),
    form(
        "sitrep",
        r"\bsitrep\b|situation report|compte rendu de situation|rapport de situation",
        by_number,
    ),
    form("intsum", r"\bintsum\b|intelligence summary|synthèse de renseignement", by_number),
    form("brq", r"\bbrq\b|bulletin (?:de renseignements? )?quotidien", by_number),
    form("intrep", r"\bintrep\b|intelligence report", one),
    form("salute", r"\bsalute\b|\bspotrep\b|spot report", salute),
    form(
        "patrol_report",
        r"patrol report|\bpatrol\b|\bpatrep\b|compte rendu de patrouille|\bcrp\b",
        whole,
    ),
    form("flash", r"\bflash\b", one),
    form("increp", r"\b(?:s?increp|sinrep)\b|incident report|rapport d['’]incident", one, PART),
)
DEFAULT = form("military_report", r"(?!)", when_several)
SCHEME = "admiralty"
