"""Reads a mission profile and says plainly what is wrong with it."""

from __future__ import annotations

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
        return Profile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "(top level)"
        raise ProfileError(str(path), f"field '{field}': {first['msg']}") from error
