"""Docs pages that follow from declarations, so that they cannot part from the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from fusion.tables import TABLES
from fusion.terms.data_files import load
from fusion.terms.identifiers import PREFIXES


def pages(app: typer.Typer) -> dict[str, str]:
    """Generated pages by file name below docs/."""
    return {
        "tables.md": _tables(),
        "commands.md": _commands(app),
        "markets.md": _markets(),
    }


def stale(folder: Path, app: typer.Typer) -> list[Path]:
    """Pages whose file differs from what the code says now."""
    return [
        folder / name
        for name, text in pages(app).items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


def write(folder: Path, app: typer.Typer) -> list[Path]:
    """Write the stale pages and return their paths."""
    changed = stale(folder, app)
    texts = pages(app)
    folder.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(texts[path.name], encoding="utf-8")
    return changed


def _tables() -> str:
    lines = [
        "# Tables",
        "",
        "Written by `fusion docs` from the declarations in `fusion/tables/`. Each is a Parquet",
        "file in `published/<version>/tables/`. A column marked ○ may be empty.",
        "",
    ]
    for table in TABLES.values():
        prefix = PREFIXES.get(table.name)
        lines += [
            f"## {table.name}",
            "",
            f"{table.grain} Room: `{table.room}`. Key: {', '.join(f'`{k}`' for k in table.key)}."
            + (f" Identifiers: `{prefix}-…`." if prefix else ""),
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{c.name}`{'' if c.is_required else ' ○'} | {c.type} | {c.meaning} |"
            for c in table.columns
        ]
        lines.append("")
    return "\n".join(lines)


def _commands(app: typer.Typer) -> str:
    root = typer.main.get_command(app)
    lines = ["# Commands", "", "Written by `fusion docs` from the command line's own help.", ""]
    for path, command in sorted(_walk("fusion", root)):
        text = (command.help or "").replace("[bold]", "`").replace("[/]", "`").strip()
        lines += [f"## {path}", "", text, ""]
        for parameter in command.params:
            names = (
                ", ".join(f"`{name}`" for name in getattr(parameter, "opts", [])) or parameter.name
            )
            lines.append(f"- {names}: {getattr(parameter, 'help', None) or parameter.name}")
        lines.append("")
    return "\n".join(lines)


def _walk(path: str, command: Any) -> list[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        return [(path, command)]
    own = [(path, command)] if getattr(command, "invoke_without_command", False) else []
    return own + [
        item for name, child in children.items() for item in _walk(f"{path} {name}", child)
    ]


def _markets() -> str:
    lines = [
        "# Markets",
        "",
        "Written by `fusion docs` from `fusion/terms/data/markets.toml`: the fifteen markets of",
        "the Global Organized Crime Index (2023, unchanged in 2025), sub-markets and mission",
        "extensions.",
        "",
        "| code | English | French | of |",
        "|---|---|---|---|",
    ]
    for code, row in load("markets").items():
        of = row.get("of") or ("mission extension" if row.get("is_extension") else "")
        lines.append(f"| `{code}` | {row['en']} | {row['fr']} | {of} |")
    return "\n".join([*lines, ""])
