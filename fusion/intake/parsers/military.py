"""Military forms: SITREP, INTSUM, INTREP, SALUTE, patrol and flash reports and their French kin."""

from __future__ import annotations

import re
from dataclasses import replace

from fusion.intake.body import Block, Body
from fusion.intake.parsers.cuts import by_number, when_several, whole
from fusion.intake.parsers.forms import form
from fusion.intake.parsers.item import Cut

_SIZE = re.compile(r"^(?:S|SIZE|STRENGTH|VOLUME|TAILLE|EFFECTIF)\s?[:.\-–]\s", re.I)
_LINES = re.compile(
    r"^(?:[SALUTE]|SIZE|STRENGTH|ACTIVITY|LOCATION|UNIT|UNIFORM|TIME|EQUIPMENT|VOLUME|TAILLE|EFFECTIF|NATURE|"
    r"ACTIVITÉ|LIEU|LOCALISATION|POSITION|UNITÉ|TENUE|TEMPS|HEURE|ÉQUIPEMENT|ARMEMENT|ATTITUDE)\s?[:.\-–]\s",
    re.I,
)


def salute(body: Body, kind: str, path: str) -> Cut:
    """One report per six lines; a document with one set of lines is one report."""
    starts = [index for index, block in enumerate(body.blocks) if _SIZE.match(block.text)]
    blocks = [_as_text(block) for block in body.blocks]
    cut = whole(replace(body, blocks=blocks), kind, path)
    if len(starts) < 2 or not cut.items:
        return cut
    first = cut.items[0]
    cut.items = []
    for begin, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        part = whole(replace(body, blocks=blocks[begin:end]), kind, path)
        for item in part.items:
            item.locator, item.title = f"¶ {blocks[begin].place}", first.title
            cut.items.append(item)
    return cut


def _as_text(block: Block) -> Block:
    """The six lines are what happened, not administration: they stay in the text."""
    return replace(block, kind="paragraph") if _LINES.match(block.text) else block


FORMS = (
    form(
        "sitrep",
        r"\bsitrep\b|situation report|compte rendu de situation|rapport de situation",
        by_number,
    ),
    form("intsum", r"\bintsum\b|intelligence summary|synthèse de renseignement", by_number),
    form("brq", r"\bbrq\b|bulletin (?:de renseignements? )?quotidien", by_number),
    form("intrep", r"\bintrep\b|intelligence report", whole),
    form("salute", r"\bsalute\b|\bspotrep\b|spot report", salute),
    form(
        "patrol_report",
        r"patrol report|\bpatrol\b|\bpatrep\b|compte rendu de patrouille|\bcrp\b",
        whole,
    ),
    form("flash", r"\bflash\b", whole),
    form("increp", r"\b(?:s?increp|sinrep)\b|incident report|rapport d['’]incident", whole),
    form("retraction", r"\bretraction\b|\brétractation\b|\brectificatif\b", whole),
)
DEFAULT = form("military_report", r"(?!)", when_several)
SCHEME = "admiralty"
