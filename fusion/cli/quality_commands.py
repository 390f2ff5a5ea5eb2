"""Commands for the product's own quality: bench and docs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from fusion.cli.common import AsJson, app, console, errors, now
from fusion.pipeline import bench as benching
from fusion.pipeline import docs as documenting

BENCHMARKS = Path("benchmarks")
_MARKS = {True: "yes", False: "no", None: "–"}


@app.command()
def bench(
    name: Annotated[str | None, typer.Argument(help="One benchmark; all by default.")] = None,
    data: Annotated[Path | None, typer.Option("--data", help="Folder of evaluation data.")] = None,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="Write a dated Markdown page as well.")] = None,
) -> None:
    """Measure, and print each row as test / asked / measured / holds.

    Sets that are not in the data folder are said to be absent, never skipped in silence. Run it
    from the project's root.
    """
    rows = benching.run_benches(BENCHMARKS, name, data)
    if out is not None:
        command = f"fusion bench {name or ''}".strip() + f" --out {out}"
        page = benching.as_markdown(rows, command, now(), benching.machine())
        out.write_text(page, encoding="utf-8")
    if as_json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
        return
    table = Table("test", "asked", "measured", "holds", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.test, row.asked, row.measured, _MARKS[row.holds])
    console.print(table)


@app.command()
def docs(
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether a page is stale.")
    ] = False,
) -> None:
    """Write the pages that follow from the code: tables, commands and markets."""
    stale = documenting.stale(Path("docs"), app)
    if check:
        for path in stale:
            errors.print(f"{path} is stale: run 'fusion docs'.")
        raise typer.Exit(1 if stale else 0)
    for path in documenting.write(Path("docs"), app):
        console.print(f"wrote {path}", highlight=False)
