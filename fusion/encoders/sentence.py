"""Sentence transformers as encoders whose vectors depend on the text alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

Vectors = npt.NDArray[np.float32]

WORKERS = 2  # the target machine has two cores
OVERLAP = 32  # tokens that two windows share, so that no sentence is cut without context
SPECIAL = 8  # room for the prompt and the special tokens of a window


def quiet() -> None:
    """No progress bars and load reports on the user's screen: the pipeline has its own."""
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()


def open_model(name: str, precision: str = "fp32", cache: Path | None = None) -> Any:
    """The SentenceTransformer in folder or hub name `name`, on the processor, without chatter."""
    quiet()
    kind = torch.bfloat16 if precision == "bf16" else torch.float32
    return SentenceTransformer(
        name,
        device="cpu",
        cache_folder=str(cache) if cache else None,
        model_kwargs={"dtype": kind},
    )


class SentenceEncoder:
    """A SentenceTransformer; texts longer than its window are encoded in windows and averaged.

    Each text runs alone on one thread: a batch would change the last bits of a vector with its
    neighbours and the number of cores, and then an incremental run would not equal a full one.
    Two such workers side by side were also the fastest way on two cores (13 reports/s of 175
    tokens against 6 to 11 in batches of 1 to 32, 2026-11-22, AMD EPYC without bf16).
    """

    def __init__(self, model: Any, encoder_id: str, prompt: str = "") -> None:
        self.encoder_id = encoder_id
        self._model = model
        self._prompt = prompt
        self.dimensions = int(model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length vectors (len(texts), dimensions), in the order of `texts`."""
        result = np.zeros((len(texts), self.dimensions), np.float32)
        # longest first: the two workers finish together
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        with _one_thread_each() as workers:
            vectors = workers.map(self._one, [texts[i] for i in order])
            for at, vector in zip(order, vectors, strict=True):
                result[at] = vector
        return result

    def _one(self, text: str) -> Vectors:
        parts = [
            self._model.encode(
                [window],
                prompt=self._prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )[0].astype(np.float32)
            for window in self._windows(text)
        ]
        mean = np.asarray(np.mean(parts, axis=0, dtype=np.float64))
        length = float(np.linalg.norm(mean))
        unit: Vectors = (mean / max(length, 1e-12)).astype(np.float32)
        return unit

    def _windows(self, text: str) -> Iterator[str]:
        limit = int(self._model.max_seq_length or 512) - SPECIAL
        if len(text) <= limit:  # a token has at least one character
            yield text
            return
        spans = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False
        )["offset_mapping"]
        if len(spans) <= limit:
            yield text
            return
        for start in range(0, len(spans) - OVERLAP, limit - OVERLAP):
            window = spans[start : start + limit]
            yield text[window[0][0] : window[-1][1]]


@contextmanager
def _one_thread_each() -> Iterator[ThreadPoolExecutor]:
    """Workers whose matrix products use one thread, whatever the machine has."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(WORKERS, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(before)
