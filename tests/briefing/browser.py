# ruff: noqa: E501
"""Debian's chromium for the tests of accessibility, phone and paper; they are skipped without it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None,
    reason="needs Debian's chromium and the dev extra (playwright, axe): apt-get install chromium",
)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@contextmanager
def opened() -> Iterator[Any]:
    """A browser without network: every request is refused."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@contextmanager
def shown(browser: Any, file: Path, size: dict[str, int], scheme: str = "light") -> Iterator[Any]:
    """A page that shows a file; its own policy is put aside so that the tests' script may run."""
    context = browser.new_context(
        viewport=size, color_scheme=scheme, offline=True, bypass_csp=True, java_script_enabled=True
    )
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong, as 'rule: element'."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


# Elements wider than the window that no scrolling box holds, and boxes that cut their text.
CUT = """() => {
  const wide = [], w = document.documentElement.clientWidth;
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || style.position === "absolute" || e.closest(".scroll, nav, svg")) continue;  // these scroll by themselves
    if (box.right > w + 1 || box.left < -1) wide.push(e.tagName + '.' + e.className);
    const hides = ['hidden', 'clip'].includes(style.overflowX);
    if (hides && e.scrollWidth > e.clientWidth + 1) wide.push('cut ' + e.tagName + '.' + e.className);
  }
  return {wide, scroll: document.documentElement.scrollWidth};
}"""
