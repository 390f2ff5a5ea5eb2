"""The pinned weights of the default encoder: models/encoder.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parents[2] / "models" / "encoder.json"


@dataclass(frozen=True)
class Manifest:
    """Which file of which package the weights are, and what they must compute."""

    name: str
    model: str
    version: str
    package: str
    file: str
    sha256: str
    dimensions: int
    max_tokens: int
    prompt: str
    minimum_cosine: float
    check_sentences: tuple[str, ...]


@cache
def read_manifest(path: Path = PATH) -> Manifest:
    """The manifest at `path`."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Manifest(
        name=raw["name"],
        model=raw["model"],
        version=raw["version"],
        package=raw["package"],
        file=raw["file"],
        sha256=raw["sha256"],
        dimensions=raw["dimensions"],
        max_tokens=raw["max_tokens"],
        prompt=raw["prompt"],
        minimum_cosine=raw["check"]["minimum_cosine"],
        check_sentences=tuple(raw["check"]["sentences"]),
    )
