"""Loops over bytes and integers, compiled once and kept on disk; two of them at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit, types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
WORKERS = 2  # cores that a mission's machine has for certain; results do not depend on it
PARTS = 8 * WORKERS  # of one job: the last one to end keeps the others waiting for little


def kernel(function: F) -> F:
    """`function` compiled without the interpreter's lock; the machine code is cached on disk.

    Where no folder for the cache can be written it is compiled in each process (seconds).
    """
    return _compiled(function)


def step(function: F) -> F:
    """`function` compiled into each kernel that calls it: a step of its innermost loop.

    It cannot be called from Python: what that takes is longer to compile than the step.
    """
    return _compiled(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def _compiled(function: F, **options: bool) -> F:
    before = config.CACHE_DIR
    config.CACHE_DIR = str(_cache_folder())
    try:
        return cast(F, njit(cache=True, nogil=True, error_model="numpy", **options)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True, error_model="numpy", **options)(function))
    finally:
        config.CACHE_DIR = before


@cache
def _cache_folder() -> Path:
    """A folder of its own for each state of the kernels.

    numba looks at the file of a function only: machine code that holds a changed function of
    another file would live on.
    """
    here = Path(__file__).parent
    state = hashlib.sha256()
    for path in (*sorted(here.glob("*.py")), here.parent / "alphabet.py"):
        state.update(path.read_bytes())
    return here / "__pycache__" / state.hexdigest()[:16]


@intrinsic
def unowned(_typing, arrays):
    """The same array, or tuple of arrays, without its count of users.

    Every use would raise and lower the count by an instruction that has the cores wait for each
    other. For arguments of a kernel only: they live as long as the call.
    """

    def code(context, builder, signature, arguments):
        """What the compiler puts in its place."""
        return _stripped(context, builder, signature.return_type, arguments[0])

    return arrays(arrays), code


def _stripped(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """`value` with no owner in any of its arrays."""
    if isinstance(kind, types.BaseTuple):
        for place, part in enumerate(kind.types):
            held = _stripped(context, builder, part, builder.extract_value(value, place))
            value = builder.insert_value(value, held, place)
        return value
    array = context.make_array(kind)(context, builder, value=value)
    array.meminfo = array.meminfo.type(None)
    array.parent = array.parent.type(None)
    return array._getvalue()


def in_parallel(work: Callable[[Any], T], parts: Iterable[Any]) -> list[T]:
    """`work` on each part, on WORKERS threads; results in the order of the parts."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, parts))


def parts_of(n: int) -> list[tuple[int, int]]:
    """0..n cut into PARTS of equal size, each from a number up to another."""
    cuts = [part * n // PARTS for part in range(PARTS + 1)]
    return [cut for cut in pairwise(cuts) if cut[0] < cut[1]]
