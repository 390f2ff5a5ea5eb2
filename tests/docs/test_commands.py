"""What the pages tell a reader to type can be typed, and everything that can be typed is told."""

from __future__ import annotations

import importlib.util
import re
import shlex
from typing import Any

import pytest
from typer.main import get_command

from fusion.cli import app
from fusion.pipeline import docs as documenting
from fusion.pipeline.order import set_stages
from tests.docs.pages import DOCS, console_lines, page, pages, spans

ROOT_COMMAND = get_command(app)


def find(words: list[str]) -> tuple[Any, list[str]]:
    """(command that the first words name, the words after its name)."""
    command: Any = ROOT_COMMAND
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def problem(line: str) -> str:
    """What is wrong with a whole command line; empty where it parses."""
    command, rest = find(shlex.split(line)[1:])
    if getattr(command, "commands", None) and (rest or not command.invoke_without_command):
        return f"no such command: {line}"
    try:
        command.make_context("fusion", list(rest))
    except Exception as error:  # whatever class the parser's errors have in this version
        return f"{line}: {error}"
    return ""


def mentioned_problem(span: str) -> str:
    """What is wrong with a command named in running text: its name and its options must exist."""
    words = shlex.split(span)[1:]
    command, rest = find(words)
    if command is ROOT_COMMAND or (
        getattr(command, "commands", None) and rest[:1] and rest[0][0] != "-"
    ):
        return f"no such command: {span}"
    known = {name for parameter in command.params for name in parameter.opts}
    unknown = [word for word in rest if word.startswith("-") and word not in known]
    return f"{span}: no option {unknown}" if unknown else ""


def leaves(path: str, command: Any) -> list[tuple[str, Any]]:
    """Commands that can be run, with their paths."""
    children = getattr(command, "commands", None)
    if not children:
        return [(path, command)]
    own = [(path, command)] if command.invoke_without_command else []
    return own + [
        leaf for name, child in children.items() for leaf in leaves(f"{path} {name}", child)
    ]


LINES = sorted(
    {
        line
        for text in pages().values()
        for line in console_lines(text)
        if line.startswith("fusion ")
    }
)
MENTIONS = sorted(
    {span for text in pages().values() for span in spans(text) if re.match(r"fusion [a-z]", span)}
)


@pytest.mark.parametrize("line", LINES)
def test_commands_shown_can_be_typed(line: str) -> None:
    assert problem(line) == ""


@pytest.mark.parametrize("span", MENTIONS)
def test_commands_named_exist(span: str) -> None:
    assert mentioned_problem(span) == ""


@pytest.mark.parametrize(
    "line", ["fusion fly", "fusion run --wings", "fusion explain", "fusion review nothing"]
)
def test_a_command_that_does_not_exist_is_found(line: str) -> None:
    assert problem(line)


def test_pages_show_enough_commands_to_be_worth_testing() -> None:
    assert len(LINES) >= 15


def test_modules_shown_can_be_run() -> None:
    text = "\n".join(line for page_ in pages().values() for line in console_lines(page_))
    for module in set(re.findall(r"python -m (fusion[\w.]*)", text)):
        assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize(("path", "command"), leaves("fusion", ROOT_COMMAND))
def test_every_command_and_option_stands_in_the_docs(path: str, command: Any) -> None:
    sections = re.split(r"^## ", page("docs/commands.md"), flags=re.MULTILINE)
    section = next(part for part in sections if part.startswith(f"{path}\n"))
    missing = [
        name
        for parameter in command.params
        for name in parameter.opts
        if f"`{name}`" not in section
    ]
    assert missing == []
    assert (command.help or "").strip()


def test_every_command_is_taught_in_words() -> None:
    written = "\n".join(text for name, text in pages().items() if name != "docs/commands.md")
    told = [path for path, _ in leaves("fusion", ROOT_COMMAND) if path not in written]
    assert told == []


def test_generated_pages_are_current() -> None:
    assert documenting.stale(DOCS, app) == []


def test_every_stage_stands_in_the_architecture() -> None:
    text = page("docs/architecture.md")
    names = {"ingest", *(stage.name for stage in set_stages("hashing"))}
    assert {name for name in names if not re.search(rf"[`*]{name}[`*]", text)} == set()
