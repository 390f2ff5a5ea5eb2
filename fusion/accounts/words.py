"""The words of many texts as hashes, straight from the bytes: no Python object per word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from mmap import mmap
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fusion.accounts.alphabet import alphabet
from fusion.accounts.kernels.compiled import WORKERS, in_parallel
from fusion.accounts.kernels.marks import SIEVE_SHIFT, hashed
from fusion.accounts.kernels.reading import scan_texts
from fusion.terms.number_words import MONTHS, NUMBER_WORDS

Hashes = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint8]
Number = TypeVar("Number", np.uint8, np.uint16, np.uint64, np.int64)

CHUNK = 8 << 20  # bytes of text that one thread reads at a time: bounds the memory
# Words of a forwarding header (EN, FR, AR, folded): two of them with a colon among the first
# words make a header.
_HEADER = (
    "from to cc subj subject sent date dtg ref fw fwd info precedence forwarded original message "
    "de objet envoye destinataire expediteur tr transfere من الي الموضوع التاريخ"
)


@dataclass(frozen=True)
class Words:
    """Words of n texts, flat: text i has the words begin[i]:begin[i] + count[i].

    `hashes` are of the folded letters, or of the value where a word is a number; `flags` say
    number, name, date and so on; letters[starts[w]:starts[w+1]] are the folded letters of word w;
    `is_headed`: it begins as a forwarded message does. Between the words of two texts there may
    be room that nobody uses.
    """

    begin: Index
    count: Index
    is_headed: Flags
    hashes: Hashes
    flags: Flags
    starts: Index
    letters: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.begin)


def read_words(texts: pa.Array) -> Words:
    """The words of `texts` (Arrow strings), folded: case, accents, punctuation, layout gone.

    Numbers in words, in eastern digits, with thousands marks or with letters that character
    recognition puts for digits have the hash of their value. A word divided at the end of a line
    is one word.
    """
    words = _room(texts)
    parts = chunks_of(texts)
    first = np.cumsum([0, *(len(part) for part in parts)])
    in_parallel(lambda n: _read(parts[n], texts, words, int(first[n])), range(len(parts)))
    return words


def read_part(texts: pa.Array) -> Words:
    """read_words on this thread alone, for one part of many texts."""
    words = _room(texts)
    if len(texts):
        _read(texts, texts, words, 0)
    return words


def _room(texts: pa.Array) -> Words:
    """Empty arrays for the words of `texts`; room that is never written costs no memory."""
    start, _data = _buffers(texts)
    n_bytes = int(start[-1] - start[0]) if len(texts) else 0
    # A word has at least one byte and one separator. One character of three bytes may decompose
    # into fifteen letters.
    capacity = n_bytes // 2 + 2 * len(texts) + 1
    return Words(
        np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64),
        np.zeros(len(texts), np.uint8), _pages(capacity, np.uint64), _pages(capacity, np.uint8),
        _pages(capacity, np.int64), _pages(6 * n_bytes + 1, np.uint16),
    )  # fmt: skip


def _pages(n: int, kind: type[Number]) -> npt.NDArray[Number]:
    """Zeros for n numbers, in small pages of memory.

    numpy asks for huge ones: where free memory lies in pieces the system then moves it together
    first, which took five times as long as what is to be written.
    """
    return np.frombuffer(mmap(-1, n * np.dtype(kind).itemsize), kind)


def _buffers(texts: pa.Array) -> tuple[Index, npt.NDArray[np.uint8]]:
    """Where each text begins, with the end of the last, and the bytes of all."""
    if len(texts) == 0:
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    wide = pa.types.is_large_string(texts.type)
    start = np.frombuffer(texts.buffers()[1], np.int64 if wide else np.int32)
    held = texts.buffers()[2]
    data = np.frombuffer(held, np.uint8) if held is not None else np.zeros(0, np.uint8)
    return start[texts.offset : texts.offset + len(texts) + 1].astype(np.int64), data


def _read(part: pa.Array, whole: pa.Array, words: Words, first: int) -> None:
    """Write the words of `part`, which begins with text `first` of `whole`, into their room."""
    start, data = _buffers(part)
    before = int(start[0] - _buffers(whole.slice(0, 1))[0][0])
    table, numbers = alphabet(), _number_words()
    scan_texts(
        data, start, table.kind, table.start, table.length, table.folded, numbers.keys,
        numbers.values, numbers.months, numbers.month_hashes, numbers.header, numbers.sieve,
        before // 2 + 2 * first, 6 * before, words.begin[first:], words.count[first:],
        words.is_headed[first:], words.hashes, words.flags, words.starts, words.letters,
        np.empty(int(start[-1] - start[0]) // 2 + 2 * len(start), np.uint8),
    )  # fmt: skip


def chunks_of(texts: pa.Array) -> list[pa.Array]:
    """`texts` in parts of about CHUNK bytes, in order; at least two where there are two."""
    if len(texts) == 0:
        return []
    offsets, _data = _buffers(texts)
    n_bytes = int(offsets[-1] - offsets[0])
    n_parts = max(WORKERS, -(-n_bytes // CHUNK))
    wanted = offsets[0] + n_bytes * np.arange(1, n_parts) // n_parts
    cuts = np.unique(np.concatenate([[0], np.searchsorted(offsets, wanted), [len(texts)]]))
    return [texts.slice(a, b - a) for a, b in pairwise(cuts)]


@dataclass(frozen=True)
class _NumberWords:
    """Sorted hashes of the words for numbers and months, what each stands for; of headers.

    `month_hashes` are by number, 1 to 12; `sieve` flags the beginnings of the hashes of `keys`.
    """

    keys: Hashes
    values: Hashes
    months: npt.NDArray[np.bool_]
    month_hashes: Hashes
    header: Hashes
    sieve: npt.NDArray[np.bool_]


@cache
def _number_words() -> _NumberWords:
    known = {word: str(value) for word, value in NUMBER_WORDS.items() if "-" not in word}
    table = {_hash_of(word): (_hash_of(value), False) for word, value in known.items()}
    # One month has one hash in every language and spelling; 'M' keeps it apart from numbers.
    table |= {_hash_of(word): (_hash_of(f"M{number}"), True) for word, number in MONTHS.items()}
    keys = sorted(table)
    sieve = np.zeros(1 << (64 - int(SIEVE_SHIFT)), np.bool_)
    sieve[np.array(keys, np.uint64) >> SIEVE_SHIFT] = True
    return _NumberWords(
        np.array(keys, np.uint64),
        np.array([table[k][0] for k in keys], np.uint64),
        np.array([table[k][1] for k in keys], np.bool_),
        np.array([0, *(_hash_of(f"M{number}") for number in range(1, 13))], np.uint64),
        np.array(sorted(_hash_of(word) for word in _HEADER.split()), np.uint64),
        sieve,
    )


def _hash_of(word: str) -> int:
    return int(hashed(np.array([ord(c) & 0xFFFF for c in word], np.uint16), 0, len(word)))
