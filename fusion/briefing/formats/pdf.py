"""The PDF edition, set by Typst from the content as data: report text is never read as markup."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
FONTS = Path(__file__).parents[1] / "data" / "fonts"


def render_pdf(content: dict[str, Any], as_of: dt.datetime, length: str = "full") -> bytes:
    """The edition as a tagged PDF, dated `as_of`; the same content gives the same bytes.

    `length` is full, brief (without annexes) or one_page.
    """
    pictures: dict[str, bytes] = {}
    data = _with_files(content, pictures)
    files = {
        "main.typ": (HERE / "brief.typ").read_bytes(),
        "content.json": json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"),
        **pictures,
    }
    return bytes(
        typst.compile(
            files, format="pdf", timestamp=int(as_of.timestamp()), font_paths=_fonts(),
            ignore_system_fonts=True, sys_inputs={"length": length},
        )
    )  # fmt: skip


@cache
def _fonts() -> Any:
    """Our fonts only: what the machine has installed must not change the file."""
    return [str(FONTS)]


def _with_files(value: Any, pictures: dict[str, bytes]) -> Any:
    """The content with each picture replaced by the name of a file."""
    if isinstance(value, dict):
        found = {}
        for key, inner in value.items():
            if key == "svg" and inner:
                name = f"picture-{len(pictures) + 1:03d}.svg"
                pictures[name] = inner.encode("utf-8", "replace")
                found[key] = name
            else:
                found[key] = _with_files(inner, pictures)
        return found
    if isinstance(value, list):
        return [_with_files(inner, pictures) for inner in value]
    return value
