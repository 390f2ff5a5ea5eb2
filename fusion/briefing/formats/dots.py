"""Pictures as dots, for a format that holds no drawings; drawn by Typst, as the PDF draws them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import typst

from fusion.briefing.pictures import svg

DOTS = 144.0  # per inch: two for each unit of the drawing, sharp on paper at the page's width
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
MOST_KEPT = 2000  # pictures; about 50 MB
_DRAWN: dict[str, bytes] = {}
_PAGES = """
#set page(width: auto, height: auto, margin: 0pt)
#for (name, wide) in json("drawings.json") { page(image(name, width: wide * 1pt)) }
"""


def size_of(drawing: str) -> tuple[float, float]:
    """Width and height of an SVG in its own units; 1 by 1 where it does not say."""
    found = _SIZE.search(drawing)
    return (float(found[1]), float(found[2])) if found else (1.0, 1.0)


def dots(drawings: Iterable[str]) -> dict[str, bytes]:
    """Each SVG with its PNG, drawn in one go; the same drawing gives the same bytes.

    Editions share most of their pictures: what was drawn lately is not drawn again.
    """
    wanted = dict.fromkeys(drawings)
    new = [each for each in wanted if each not in _DRAWN]
    if len(_DRAWN) + len(new) > MOST_KEPT:
        _DRAWN.clear()
        new = list(wanted)
    _DRAWN.update(zip(new, _drawn(new), strict=True))
    return {each: _DRAWN[each] for each in wanted}


def _drawn(drawings: Sequence[str]) -> list[bytes]:
    if not drawings:
        return []
    names = [f"{number}.svg" for number in range(len(drawings))]
    listed = [[name, size_of(each)[0]] for name, each in zip(names, drawings, strict=True)]
    files: Any = {
        "main.typ": _PAGES.encode(),
        "drawings.json": json.dumps(listed).encode(),
        **{name: each.encode() for name, each in zip(names, drawings, strict=True)},
    }
    made = typst.compile(
        files, format="png", ppi=DOTS, font_paths=[str(svg.FONTS)], ignore_system_fonts=True
    )
    return [made] if isinstance(made, bytes) else list(made)
