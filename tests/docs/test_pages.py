"""Pages stand on their own: links resolve, targets exist, nothing points at a workplace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import ROOT, anchors, console_lines, links, pages, spans

_WORKPLACE = re.compile(r"/tmp/|/root/|/home/\w|\.\./shared\b")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def broken(name: str, text: str) -> list[str]:
    """Links of a page that lead nowhere."""
    wrong = []
    for link in links(text):
        target, _, anchor = link.partition("#")
        path = (ROOT / name).parent / target if target else ROOT / name
        if not path.exists() or (
            anchor and path.suffix == ".md" and anchor not in anchors(path.read_text("utf-8"))
        ):
            wrong.append(link)
    return wrong


def make_targets(text: str) -> set[str]:
    """Targets of make that a page names."""
    lines = [*console_lines(text), *spans(text)]
    return {found[1] for line in lines if (found := re.match(r"make ([a-z]+)", line))}


@pytest.mark.parametrize("name", sorted(pages()))
def test_relative_links_and_images_resolve(name: str) -> None:
    assert broken(name, pages()[name]) == []


def test_a_broken_link_is_found() -> None:
    text = "[a](nowhere.md) [b](https://example.org) [c](docs/glossary.md#no-such-heading)"
    assert broken("README.md", text) == ["nowhere.md", "docs/glossary.md#no-such-heading"]


@pytest.mark.parametrize("name", sorted(pages()))
def test_make_targets_exist(name: str) -> None:
    known = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert make_targets(pages()[name]) <= known


def test_every_make_target_is_explained() -> None:
    known = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert known <= make_targets("\n".join(pages().values()))


@pytest.mark.parametrize("name", sorted(pages()))
def test_no_page_names_a_workplace(name: str) -> None:
    assert _WORKPLACE.findall(pages()[name]) == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.svg")), ids=lambda p: p.name)
def test_drawings_run_nothing_and_fetch_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<script|\son\w+=|javascript:|https?://", text)


def test_readme_begins_with_what_it_is_for_in_ten_lines() -> None:
    purpose = pages()["README.md"].split("\n## ")[0].split("\n\n", 2)[2]
    assert len(purpose.strip().splitlines()) <= 10


def test_hooks_call_the_environment_and_reach_no_network() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in settings["repos"]} == {"local"}
    entries = [hook["entry"] for repo in settings["repos"] for hook in repo["hooks"]]
    assert all(entry.startswith(".venv/bin/") for entry in entries)


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability." in text
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for work in ("GeoNames", "Natural Earth", "multilingual-e5-small", "SIL Open Font License"):
        assert work in notice
