"""A mission profile to start from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from string import Template

import yaml

from fusion.profile import load_profile
from fusion.terms.data_files import load

_TEMPLATE = Path(__file__).parent / "data" / "mission_template.yaml"


def write(
    out: Path,
    code: str,
    name: str,
    starts_on: dt.date,
    countries: list[str],
    folders: dict[str, str],
    received: str,
    seed: int,
) -> None:
    """Write a profile that loads, with a line on each field. Raises ProfileError if it does not.

    `folders` maps components to folders or patterns below the inbox; without any, each of the
    eight components has a folder of its own name.
    """
    chosen = folders or {name: name for name in load("typologies")["components"]}
    titles = load("typologies")["component_titles"]
    components = [
        {
            "name": component,
            "folder": folder,
            "title_en": titles.get(component, {}).get("en", component),
            "title_fr": titles.get(component, {}).get("fr", component),
        }
        for component, folder in chosen.items()
    ]
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        code=_quoted(code),
        name=_quoted(name),
        starts_on=starts_on.isoformat(),
        countries=_quoted(countries),
        phone_regions=_quoted(countries),
        received=_quoted(received),
        seed=seed,
        components=yaml.safe_dump(components, allow_unicode=True, sort_keys=False),
    )
    partial = out.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    try:
        load_profile(partial)
    except Exception:
        partial.unlink()
        raise
    partial.replace(out)


def _quoted(value: object) -> str:
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True)
        .partition("\n...")[0]
        .strip()
    )
