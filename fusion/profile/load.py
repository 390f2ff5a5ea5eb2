"""Reads a mission profile and says plainly what is wrong with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import yaml
from pydantic import ValidationError

from fusion.profile.model import Profile
from fusion.terms.errors import ProfileError


def load_profile(path: Path) -> Profile:
    """The profile in `path` (YAML). Raises ProfileError naming the first wrong field."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ProfileError(str(path), "there is no such file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(str(path), f"it is not YAML in UTF-8 ({error})") from error
    try:
        return _with_gazetteer(_with_template(Profile.model_validate(raw), path), path)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "(top level)"
        raise ProfileError(str(path), f"field '{field}': {first['msg']}") from error


def _with_template(profile: Profile, path: Path) -> Profile:
    """The profile with the mission's Word template as a full path. Raises ProfileError."""
    if not profile.word_template:
        return profile
    template = (path.parent / profile.word_template).resolve()
    if not template.is_file():
        raise ProfileError(str(path), f"field 'word_template': there is no file {template}")
    try:
        with zipfile.ZipFile(template) as package:
            package.getinfo("word/document.xml")
    except (zipfile.BadZipFile, KeyError) as error:
        problem = f"field 'word_template': {template} is not a Word document (.docx)"
        raise ProfileError(str(path), problem) from error
    return profile.model_copy(update={"word_template": str(template)})


def _with_gazetteer(profile: Profile, path: Path) -> Profile:
    """The profile with a table of places of the mission's own as a full path, else as it is.

    Raises ProfileError where there is no such file.
    """
    if not profile.gazetteer.endswith(".parquet"):
        return profile
    table = (path.parent / profile.gazetteer).resolve()
    if not table.is_file():
        raise ProfileError(str(path), f"field 'gazetteer': there is no file {table}")
    return profile.model_copy(update={"gazetteer": str(table)})
