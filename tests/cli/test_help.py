"""Help teaches: every command says what it does, every option what it is for."""

from __future__ import annotations

from typing import Any

import pytest
from typer.main import get_command

from fusion.cli import app
from tests.cli.support import fusion

COMMANDS = {
    "run", "plan", "status", "explain", "why", "brief", "quarantine", "review", "sources",
    "doctor", "init", "bench", "docs",
}  # fmt: skip


def walk(path: tuple[str, ...], command: Any) -> list[tuple[tuple[str, ...], Any]]:
    below = getattr(command, "commands", {})
    return [(path, command)] + [
        item for name, child in below.items() for item in walk((*path, name), child)
    ]


ALL = walk((), get_command(app))


def test_the_commands_are_those_that_were_promised() -> None:
    assert {path[0] for path, _ in ALL if path} >= COMMANDS


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(("fusion", *p)) for p, _ in ALL])
def test_help_says_what_a_command_does_and_what_each_option_is_for(
    path: tuple[str, ...], command: Any
) -> None:
    shown = fusion(*path, "--help")
    assert shown.code == 0 and shown.err == ""
    said = (command.help or "").strip()
    assert len(said.split()) >= 5
    assert said.split()[0] in shown.out
    for parameter in command.params:
        for name in parameter.opts:
            if name.startswith("--") and not parameter.hidden:
                assert name in shown.out


def test_options_have_words_of_their_own() -> None:
    silent = [
        (path, parameter.name)
        for path, command in ALL
        for parameter in command.params
        if parameter.param_type_name == "option" and not parameter.help
    ]
    assert silent == []


def test_without_a_command_the_help_is_shown() -> None:
    shown = fusion()
    assert "fusion run" in shown.out + shown.err


@pytest.mark.parametrize("words", [("fly",), ("run", "--wings"), ("explain",), ("review", "no")])
def test_what_does_not_exist_ends_with_the_usual_code(words: tuple[str, ...]) -> None:
    refused = fusion(*words)
    assert refused.code == 2 and refused.err
