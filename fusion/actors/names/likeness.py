"""How alike two parts of names are by sound, consonants and initial; how many letters differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from fusion.actors.names.lexicon import words as lexicon
from fusion.actors.names.parse import Part
from fusion.actors.names.sounds import core, stem_of, voice

Reals = NDArray[np.float64]
Numbers = NDArray[np.int64]

# Chosen on the halves of the labelled sets that weights are learned from; see the card.
MATCH = 0.64  # likeness from which two parts are one
EDIT_SHARE, CORE_SHARE = 0.4, 0.25  # of edit distance against Jaro-Winkler; of consonants
SAME_CORE, SAME_SHORT_CORE = 0.93, 0.80  # equal consonants, three or more; two
INITIAL = 0.75
ABRIDGED = 0.85  # 'Amin' for 'Aminullah', 'Rahman' for 'Abd al-Rahman': usual in speech
STEM = 3  # consonants of a stem that is told by them
LETTERS = 0.45  # least share of letters in common for two parts to be compared at all
LISTED = 0.97  # least likeness of two listed names: those are known apart
OTHER_SCRIPT = 0.4  # weight of an edit between scripts, where short vowels are not written


class Likeness(NamedTuple):
    """Of each pair of parts: likeness (0 below MATCH), and edits of sound, consonants, letters."""

    like: Reals
    sound: Reals
    core: Reals
    letters: Reals


class Parts:
    """Unlike parts of a list of names as arrays, to be compared by their numbers."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.voice = [part.voice for part in parts]
        self.core = [part.core for part in parts]
        self.group = [part.group for part in parts]
        self.is_initial = np.array([part.is_initial for part in parts], dtype=bool)
        self.is_ascii = np.array([part.text.isascii() for part in parts], dtype=bool)
        self._opening = np.array([ord(v[0]) if v else 0 for v in self.voice], dtype=np.int64)
        self._mask = np.array([_mask(v) for v in self.voice], dtype=np.uint64)
        self._n_letters = np.bitwise_count(self._mask).astype(np.int64)
        self._core_length = np.array([len(c) for c in self.core], dtype=np.int64)
        self._length = np.array([max(1, len(v)) for v in self.voice], dtype=np.int64)
        self._group_length = np.array([max(1, len(g)) for g in self.group], dtype=np.int64)
        listed = _listed()
        self._is_listed = np.array([part.group in listed for part in parts], dtype=bool)
        self._stem, self._is_compound = _stems(parts)
        numbers: dict[str, int] = {}
        self._key = np.array([numbers.setdefault(g, len(numbers)) for g in self.group], np.int64)

    def may_be_alike(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Whether (left[k], right[k]) have a key or enough letters in common, or one is initial."""
        common = np.bitwise_count(self._mask[left] & self._mask[right])
        most = np.maximum(self._n_letters[left], self._n_letters[right])
        found: NDArray[np.bool_] = common >= LETTERS * most
        found |= self._key[left] == self._key[right]
        found |= self.is_initial[left] | self.is_initial[right]
        found |= self._is_abridged(left, right)
        return found

    def likeness(self, left: Numbers, right: Numbers) -> Likeness:
        """Likeness of the pairs (left[k], right[k]): equal key 1, else by sound and consonants."""
        out = Likeness(*(np.zeros(len(left)) for _ in range(4)))
        equal = self._key[left] == self._key[right]
        out.like[equal] = 1.0
        opens = self._opening[left] == self._opening[right]
        initial = (self.is_initial[left] | self.is_initial[right]) & ~equal
        out.like[initial & opens] = INITIAL
        near = np.flatnonzero(~equal & ~initial)
        if len(near):
            for whole, found in zip(out, self._spelled(left[near], right[near]), strict=True):
                whole[near] = found
        return out

    def _is_abridged(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Whether the one is the other without 'servant of', 'of God' or 'of the faith'."""
        either = self._is_compound[left] | self._is_compound[right]
        found: NDArray[np.bool_] = either & (self._stem[left] == self._stem[right])
        return found

    def _spelled(self, left: Numbers, right: Numbers) -> Likeness:
        a, b = left.tolist(), right.tolist()
        said = _edits(self.voice, a, b, Levenshtein.distance)
        core = _edits(self.core, a, b, Levenshtein.distance)
        spelt = _edits(self.group, a, b, OSA.distance)
        jaro = _edits(self.voice, a, b, JaroWinkler.normalized_similarity)
        by_sound = 1 - said / np.maximum(self._length[left], self._length[right])
        by_letter = 1 - spelt / np.maximum(self._group_length[left], self._group_length[right])
        short = np.minimum(self._core_length[left], self._core_length[right])
        by_core = 1 - core / np.maximum(
            np.maximum(self._core_length[left], self._core_length[right]), 1
        )
        like = EDIT_SHARE * np.maximum(by_sound, by_letter) + (1 - EDIT_SHARE) * jaro
        floor = np.where(short >= 3, SAME_CORE, np.where(short == 2, SAME_SHORT_CORE, 0.0))
        mixed = CORE_SHARE * by_core + (1 - CORE_SHARE) * like
        like = np.where(core == 0, np.maximum(like, floor), mixed)
        # Two names that everybody knows are two, however alike: Hassan and Hussein are brothers.
        both = self._is_listed[left] & self._is_listed[right]
        like = np.where(like >= np.where(both, LISTED, MATCH), like, 0.0)
        abridged = self._is_abridged(left, right)
        like = np.maximum(like, ABRIDGED * abridged)
        said, core, spelt = (np.where(abridged, np.minimum(n, 1), n) for n in (said, core, spelt))
        is_latin = self.is_ascii[left] & self.is_ascii[right]
        return Likeness(
            like,
            np.minimum(said, spelt) * np.where(is_latin, 1.0, OTHER_SCRIPT),
            np.minimum(core, spelt),
            np.where(is_latin, spelt, 0.0),
        )


def _stems(parts: Sequence[Part]) -> tuple[Numbers, NDArray[np.bool_]]:
    """Numbers, equal for parts of one stem by its sound, and whether a part is more than it."""
    numbers: dict[str, int] = {}
    number, is_more = [], []
    for part in parts:
        stem = stem_of(part.group)
        said, bones = part.voice, part.core
        if stem != part.group:
            said = voice(lexicon().group.get(stem, stem))
            bones = core(said)
        key = bones if len(bones) >= STEM else said
        number.append(numbers.setdefault(key, len(numbers)))
        is_more.append(stem != part.group)
    return np.array(number, np.int64), np.array(is_more, dtype=bool)


@cache
def _listed() -> frozenset[str]:
    """Keys of the names whose spellings are listed: what else they may be written like is known."""
    return frozenset(lexicon().group.values())


def _edits(words: Sequence[str], left: list[int], right: list[int], scorer: Any) -> Reals:
    found: Reals = process.cpdist(
        [words[k] for k in left], [words[k] for k in right], scorer=scorer, dtype=np.float64
    )
    return found


def _mask(word: str) -> int:
    """One bit for each letter that a word holds."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask
