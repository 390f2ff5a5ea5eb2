"""On paper: A4, nothing cut at an edge, every word of the judgements there."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from fusion.briefing.editions import editions_of
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.pdf import render_pdf
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.stage import Run
from tests.briefing import browser as chromium
from tests.support import make_profile

FIVE = {e.code: e for e in editions_of(make_profile())}
A4 = (595.3, 841.9)  # points
EDGE = 12.0  # points of paper in which nothing but a bleed may stand


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def assert_whole(data: bytes, content: dict[str, Any]) -> None:
    """Pages are A4, their text stays off the edges, and the judgements are all there."""
    for page in PdfReader(io.BytesIO(data)).pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx(A4, abs=1.5)
    said = ""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            said += text.get_text_bounded().replace("-\r\n", "").replace("\ufffe", "")
            wide, tall = page.get_size()
            for n in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(n)
                assert left >= EDGE and right <= wide - EDGE, text.get_text_bounded(
                    left, bottom, right, top
                )
                assert bottom >= EDGE and top <= tall - EDGE
    for item in content["key_judgements"]:
        assert squeezed(item["text"]) in squeezed(said), item["text"]


@pytest.mark.parametrize("code", ["head_of_mission", "public"])
def test_the_pdf_edition_is_a4_and_whole(holdings: Holdings, run: Run, code: str) -> None:
    content = Editions(holdings).content(FIVE[code], "fr")
    assert_whole(render_pdf(content, run.as_of), content)


@pytest.mark.browser
@chromium.needs_chromium
@pytest.mark.parametrize("code", ["head_of_mission", "country_team", "public"])
def test_the_printed_page_is_a4_and_whole(holdings: Holdings, tmp_path: Path, code: str) -> None:
    content = Editions(holdings).content(FIVE[code], "en")
    (tmp_path / "page.html").write_bytes(render_html(content))
    with chromium.opened() as browser, chromium.shown(
        browser, tmp_path / "page.html", chromium.DESK
    ) as page:  # fmt: skip
        data = page.pdf(prefer_css_page_size=True, print_background=True)
    assert_whole(data, content)
