"""Report texts folded so that re-typing, case, punctuation and line breaks disappear."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Hashes = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]

_STEPS = (
    (r"(\p{L})[-\x{00AD}]\n\s*(\p{Ll})", r"\1\2"),  # a word divided at the end of a line
    (r"\p{M}", ""),  # accents and Arabic vowel signs
    (r"\x{0640}", ""),  # tatweel
    (r"[أإآٱ]", "ا"),
    (r"ى", "ي"),
    (r"ة", "ه"),
    # thousands: 12 900 000, 12,900,000 and 12.900.000 are one number; twice for overlaps
    (r"(\p{Nd})[ .,'\x{00A0}\x{202F}](\p{Nd}{3})\b", r"\1\2"),
    (r"(\p{Nd})[ .,'\x{00A0}\x{202F}](\p{Nd}{3})\b", r"\1\2"),
    (r"[^\p{L}\p{N}]+", " "),
)
_EASTERN = (("٠١٢٣٤٥٦٧٨٩", "0123456789"), ("۰۱۲۳۴۵۶۷۸۹", "0123456789"))


def fold(texts: pa.Array) -> pa.Array:
    """`texts` in lower case without accents, punctuation and layout: words between single spaces.

    Latin and Arabic script; vectorised over Arrow buffers (a list of Python words per report
    would cost two thirds of the time of the whole stage).
    """
    folded = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKD"))
    for pattern, replacement in _STEPS[:2]:
        folded = pc.replace_substring_regex(folded, pattern, replacement)
    for eastern, western in _EASTERN:
        for one, other in zip(eastern, western, strict=True):
            folded = pc.replace_substring(folded, one, other)
    for pattern, replacement in _STEPS[2:]:
        folded = pc.replace_substring_regex(folded, pattern, replacement)
    return pc.utf8_trim_whitespace(folded)


class Words:
    """Hashed words of many texts: `hashes` flat, text i at offsets[i]:offsets[i+1]."""

    def __init__(self, folded: pa.Array) -> None:
        lists = pc.split_pattern(folded, " ")
        self.offsets: Index = np.asarray(lists.offsets).astype(np.int64)
        flat = lists.flatten().dictionary_encode()
        # hashes of the words themselves, not of their order of arrival: they stay the same
        # when reports are added
        by_code = pd.util.hash_array(np.asarray(flat.dictionary, dtype=object), categorize=False)
        self.hashes: Hashes = by_code[np.asarray(flat.indices)].astype(np.uint64)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def counts(self) -> Index:
        """Words per text."""
        return np.diff(self.offsets)

    @property
    def text_of_word(self) -> Index:
        """Number of the text that each word stands in."""
        return np.repeat(np.arange(len(self)), self.counts)


def pairs_of_words(words: Words) -> tuple[Index, Hashes]:
    """Word 2-shingles: (text, hash) of every two neighbouring words, in order of position."""
    if len(words.hashes) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    first, second = words.hashes[:-1], words.hashes[1:]
    owner = words.text_of_word
    inside = owner[:-1] == owner[1:]
    # multiplicative mixing (order matters); odd constants of xxHash64
    mixed = (first * np.uint64(0x9E3779B185EBCA87) + second) * np.uint64(0xC2B2AE3D27D4EB4F)
    return owner[:-1][inside], mixed[inside]
