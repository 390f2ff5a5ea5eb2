"""Every name in the data is explained: vocabulary, tables, grades, fields, forms, rules."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from fusion.intake import media, parsers
from fusion.intake.parsers import others
from fusion.intake.parsers.forms import Form
from fusion.intake.readers import READERS
from fusion.profile import Profile
from fusion.review import KINDS
from fusion.tables import TABLES
from fusion.terms import errors
from fusion.terms.data_files import load
from fusion.terms.identifiers import PREFIXES
from fusion.terms.yardsticks import bands
from tests.docs.pages import ROOT, first_cells, page

GLOSSARY = page("docs/glossary.md")
TYPOLOGIES = load("typologies")
LISTS = ("components", "embedment", "roles", "tie_kinds", "elements", "rivals")
REFUSAL = re.compile(r"Refus(?:ed|al)\(\s*\"([a-z_]+)\"")


def fields(model: type[BaseModel]) -> Iterator[str]:
    """Names of the fields of a model and of the models in it."""
    for name, field in model.model_fields.items():
        yield name
        for part in _parts(field.annotation):
            yield from fields(part)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def form_names() -> set[str]:
    """Names that intake gives to forms of reports."""
    names = set()
    for module in pkgutil.iter_modules(parsers.__path__, f"{parsers.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            listed = value if isinstance(value, tuple) else (value,)
            names |= {item.name for item in listed if isinstance(item, Form)}
    return names | {others.MESSAGE, *parsers._RECORDS.values()}


@pytest.mark.parametrize("name", [*TABLES, *(word for key in LISTS for word in TYPOLOGIES[key])])
def test_glossary_has_every_name_of_the_data(name: str) -> None:
    assert f"`{name}`" in GLOSSARY


@pytest.mark.parametrize(("kind", "prefix"), PREFIXES.items())
def test_glossary_has_every_identifier(kind: str, prefix: str) -> None:
    assert re.search(rf"^\| [^|]*\b{kind}\b.*\b{prefix}\b", GLOSSARY, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_decision_is_explained(kind: str) -> None:
    assert f"`{kind}`" in GLOSSARY
    assert f"`{kind}`" in page("docs/first-hour.md")


@pytest.mark.parametrize("yardstick", ["icd203", "phia"])
def test_glossary_has_the_bands_as_they_are(yardstick: str) -> None:
    row = next(line for line in GLOSSARY.splitlines() if line.startswith(f"| `{yardstick}` |"))
    printed = re.findall(r"([a-z ]+) (\d+)–(\d+)", row)
    assert [(word.strip(), int(low), int(high)) for word, low, high in printed] == [
        (band.en, band.low, band.high) for band in bands(yardstick)
    ]


def test_glossary_has_grades_and_markings_as_they_are() -> None:
    for scale in ("reliability", "credibility"):
        for code, words in load("grades")["admiralty"][scale].items():
            assert f"{code} {words['en']}" in GLOSSARY
    for marking in (*load("markings")["un"], *load("markings")["tlp"]):
        assert marking in GLOSSARY


def test_crosswalk_of_grades_is_the_one_in_use() -> None:
    rows = re.findall(
        r"^\| (\S+) \| (source|item) \| (\S) \| (\S) \|$", page("docs/formats.md"), re.MULTILINE
    )
    grades = load("grades")
    expected = [
        (scheme, part, native, mapped)
        for scheme in ("3x5x2", "5x5x5", "4x4")
        for part in ("source", "item")
        for native, mapped in grades[scheme][part].items()
    ]
    assert sorted(rows) == sorted(expected)
    assert not any(part == "item" and mapped == "1" for _, part, _, mapped in rows)


def test_every_field_of_the_profile_is_explained_and_no_other() -> None:
    text = page("docs/new-mission.md")
    known = set(fields(Profile))
    assert {name for name in known if f"`{name}`" not in text} == set()
    section = text.split("## Fields of the profile")[1].split("\n## ")[0]
    named = {name for cell in first_cells(section) for name in re.findall(r"`(\w+)`", cell)}
    assert named - known == set()


def test_every_form_is_named() -> None:
    text = page("docs/formats.md")
    assert {name for name in form_names() if f"`{name}`" not in text} == set()


def test_every_format_that_is_read_is_named_by_its_ending() -> None:
    section = page("docs/formats.md").split("## Formats")[1].split("## Forms")[0]
    endings = [
        ending for row in section.splitlines() if row.startswith("| ")
        for ending in re.findall(r"\.[a-z]+", row.split(" | ")[1])
    ]  # fmt: skip
    assert {media.claimed(f"report{ending}") for ending in endings} == set(READERS)


def test_every_rule_of_intake_is_explained() -> None:
    sources = sorted((ROOT / "fusion" / "intake").rglob("*.py"))
    rules = {rule for path in sources for rule in REFUSAL.findall(path.read_text("utf-8"))}
    explained = set(re.findall(r"^\| `(\w+)` \|", page("docs/formats.md"), re.MULTILINE))
    assert rules == explained


def test_every_setting_of_the_dags_is_explained() -> None:
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "dags").glob("*.py"))]
    settings = {name for text in sources for name in re.findall(r"\bFUSION_[A-Z]+\b", text)}
    explained = set(re.findall(r"^\| `(FUSION_\w+)` \|", page("docs/new-mission.md"), re.MULTILINE))
    assert settings == explained


def test_every_dag_is_explained() -> None:
    dags = {path.stem for path in (ROOT / "dags").glob("*.py")} - {"fusion_airflow"}
    section = page("docs/new-mission.md").split("## Under Airflow")[1].split("\n## ")[0]
    assert dags == set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE))


def test_every_exit_code_is_explained() -> None:
    codes = {error.exit_code for error in _tree(errors.FusionError)} | {0}
    section = page("docs/first-hour.md").split("## For scripts")[1]
    assert {int(cell) for cell in first_cells(section) if cell.isdigit()} == codes


def _tree(error: type[errors.FusionError]) -> Iterator[type[errors.FusionError]]:
    yield error
    for child in error.__subclasses__():
        yield from _tree(child)
