"""Loops over bytes and integers, compiled once and kept on disk; two of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
WORKERS = 2  # cores that a mission's machine has for certain; results do not depend on it


def kernel(function: F) -> F:
    """`function` compiled without the interpreter's lock; the machine code is cached on disk.

    Where no folder for the cache can be written it is compiled in each process (seconds).
    """
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True)(function))


def in_parallel(work: Callable[[Any], T], parts: Iterable[Any]) -> list[T]:
    """`work` on each part, on WORKERS threads; results in the order of the parts."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, parts))
