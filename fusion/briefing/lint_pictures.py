"""Standard 9: pictures and tables that everybody can read, also those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fusion.briefing.folding import words_of
from fusion.briefing.lint_language import is_empty

Content = dict[str, Any]
FEWEST_WORDS = 4  # of the text for those who do not see a picture: what it is, and what it shows
DRAWN = ("network", "map", "timeline")


def pictures(content: Content) -> Iterator[Content]:
    """All figures of an edition."""
    for page in content.get("hypotheses", []):
        for name in DRAWN:
            if page.get(name):
                yield page[name]
    outlook = content.get("outlook", {})
    yield from outlook.get("figures", [])
    if outlook.get("calibration"):
        yield outlook["calibration"]
    if content.get("coverage", {}).get("figure"):
        yield content["coverage"]["figure"]


def visuals_labelled(content: Content) -> Iterator[str]:
    """9: every picture has a caption and words for those who do not see it; tables have heads."""
    for picture in pictures(content):
        kind = picture["kind"]
        if is_empty(picture["caption"]) or is_empty(picture["alt"]):
            yield f"picture '{kind}' has no label"
        elif len(words_of(picture["alt"])) < FEWEST_WORDS:
            yield f"picture '{kind}' is not told in words"
        if "svg" in picture and "<svg" not in picture["svg"]:
            yield f"picture '{kind}' is not drawn"
        if kind == "network" and not (picture["table"] and picture["table"]["head"]):
            yield f"picture '{kind}' has no table of its data"
        if kind == "map" and is_empty(content["issue"]["disclaimer"]):
            yield "a map stands without a word on its borders"
    for table in _tables(content):
        if is_empty(table["caption"]):
            yield "a table has no caption"
        if any(len(row) != len(table["head"]) for row in table["rows"]):
            yield f"table '{table['caption']}' has rows that do not fit its head"
        if table["rows"] and all(is_empty(name) for name in table["head"]):
            yield f"table '{table['caption']}' has no heads"
    pages = [page for page in content.get("hypotheses", []) if page["statement"]]
    may_draw = any(name in page for page in pages for name in DRAWN)
    if may_draw and not any(True for _ in pictures(content)):
        yield "there is no picture"


def _tables(value: Any) -> Iterator[Content]:
    if isinstance(value, dict):
        if {"caption", "head", "rows"} <= value.keys():
            yield value
        else:
            for inner in value.values():
                yield from _tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner)
