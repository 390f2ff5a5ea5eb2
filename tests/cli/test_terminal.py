"""Words of reports and names of files on the terminal are words."""

from __future__ import annotations

import io

import pytest
from rich.table import Table

from fusion.cli.common import Terminal


@pytest.mark.parametrize("hostile", ["[red]a[/red]", "a[/]b", ":warning: a", "[link=x]a[/link]"])
def test_markup_is_printed_as_it_stands(hostile: str) -> None:
    table = Table("file", box=None, pad_edge=False)
    table.add_row(hostile)
    out = io.StringIO()
    terminal = Terminal(file=out, width=80)
    terminal.print(table)
    terminal.print(hostile)
    assert out.getvalue().count(hostile) == 2


@pytest.mark.parametrize("code", ["\x1b[2J", "\x07", "\x9b31m", "\u202etxt.exe", "\rfaked"])
def test_codes_that_steer_a_terminal_do_not_reach_it(code: str) -> None:
    out = io.StringIO()
    table = Table("file", box=None)
    table.add_row(f"a{code}b")
    Terminal(file=out, width=80).print(table, f"c{code}d")
    assert code[0] not in out.getvalue() and "\ufffd" in out.getvalue()
