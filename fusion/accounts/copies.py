"""Copies among many texts, by their words alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fusion.accounts.compare import Verdicts, judge
from fusion.accounts.index import heads_of
from fusion.accounts.likeness import likeness, worth_comparing
from fusion.accounts.sketch import meetings, sketch_words
from fusion.accounts.stars import neighbours, stars
from fusion.accounts.words import read_words

Labels = npt.NDArray[np.int64]


def fold_texts(texts: pa.Array) -> tuple[Labels, Verdicts]:
    """(number of the first text of its telling, for each text; the pairs that show it).

    `texts` are Arrow strings in order of arrival. Exact, reformatted, cut, header-added, edited
    and noisy copies are one telling; texts of one form with other dates, names or numbers are
    not. Cost grows with the texts, not with their pairs.
    """
    words = read_words(texts)
    sketches = sketch_words(words)
    head = heads_of(sketches.folded)
    first, second = meetings(sketches, head == np.arange(len(texts)))
    kept = worth_comparing(words, first, second)
    first, second = first[kept], second[kept]
    like = likeness(words, first, second)
    verdicts = judge(first, second, like, sketches.n_words)
    return stars(neighbours(len(texts), verdicts), sketches.n_words)[head], verdicts
