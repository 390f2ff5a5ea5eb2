"""Every HTML edition in headless chromium: axe-core finds nothing, a phone shows all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fusion.briefing.editions import editions_of
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from tests.briefing import browser as chromium
from tests.support import make_profile

pytestmark = [pytest.mark.browser, chromium.needs_chromium]
FIVE = editions_of(make_profile())
PAGES = [(e.code, "fr" if n % 2 else "en") for n, e in enumerate(FIVE)]


@pytest.fixture(scope="module")
def files(holdings: Holdings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each of the five editions as HTML, in one of its languages."""
    folder, editions = tmp_path_factory.mktemp("pages"), Editions(holdings)
    found = {}
    for code, language in PAGES:
        edition = next(e for e in FIVE if e.code == code)
        found[code] = folder / f"{code}.html"
        found[code].write_bytes(render_html(editions.content(edition, language)))
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.opened() as found:
        yield found


@pytest.mark.parametrize("code", [code for code, _ in PAGES])
def test_axe_finds_no_violation(files: dict[str, Path], browser: Any, code: str) -> None:
    with chromium.shown(browser, files[code], chromium.DESK) as page:
        assert chromium.violations(page) == []


@pytest.mark.parametrize("code", ["head_of_mission", "public"])
def test_axe_finds_no_violation_on_a_dark_phone(
    files: dict[str, Path], browser: Any, code: str
) -> None:
    with chromium.shown(browser, files[code], chromium.PHONE, "dark") as page:
        assert chromium.violations(page) == []


def test_axe_is_awake(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<html><body><img src='x'><p>text</p></body></html>")
    with chromium.shown(browser, tmp_path / "bad.html", chromium.DESK) as page:
        assert any(found.startswith("image-alt") for found in chromium.violations(page))


@pytest.mark.parametrize("code", [code for code, _ in PAGES])
def test_a_phone_of_360_pixels_cuts_nothing(
    files: dict[str, Path], browser: Any, code: str
) -> None:
    with chromium.shown(browser, files[code], chromium.PHONE) as page:
        found = page.evaluate(chromium.CUT)
        assert found["wide"] == [] and found["scroll"] <= 360


def test_the_phone_test_is_awake(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "wide.html").write_text("<html><body><p style='width:900px'>x</p></body></html>")
    with chromium.shown(browser, tmp_path / "wide.html", chromium.PHONE) as page:
        assert page.evaluate(chromium.CUT)["wide"]
