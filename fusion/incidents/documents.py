"""Texts of one happening, where there is nothing but text: no place, no day, no actor was read.

News, annexes and notes that no stage has read are grouped by their words alone. Words are
weighted by rarity, and likeness is scaled by each text's own neighbourhood: a text that is like
many says little by being like one more (local scaling of Zelnik-Manor and Perona 2004, with the
mean of the nearest neighbours as scale). Near-miss events of one kind come apart by it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from fusion.incidents.content import Index, Reals

NEIGHBOURS = 8  # of a text: about half of what a widely told event has
# Likeness at which texts are one event: the middle of the plateau on the topics of ECB+ (public
# news texts).
SAME_EVENT = 0.82
VOCABULARY_SHARE = 0.2  # a word in a fifth of all texts is vocabulary, as a stop word is
MANY_TEXTS = 20
LEAST_SCALE = 0.02  # a text without neighbours is like nothing, not like everything


def group_texts(texts: Sequence[str], border: float = SAME_EVENT) -> Index:
    """A group number for each text, from 1, by average linkage; order of texts does not matter.

    For some thousands of texts at once: it is quadratic. Accounts with facts are linked by
    `fusion.incidents.linkage`, which is not.
    """
    if len(texts) < 2:
        return np.ones(len(texts), np.int64)
    return cut(tree(supported(scaled(alike(texts)))), border)


def alike(texts: Sequence[str], share: float = VOCABULARY_SHARE) -> Reals:
    """Cosine of every two texts over words weighted by rarity (texts x texts).

    Words of more than `share` of the texts are left out, in any language; so are, among many
    texts, words of one text alone.
    """
    words = TfidfVectorizer(
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w\w+\b",
        min_df=2 if len(texts) >= MANY_TEXTS else 1,
        max_df=max(MANY_TEXTS, round(share * len(texts))),
    )
    try:
        weights = words.fit_transform(texts)
    except ValueError:  # not a word in any of them
        return np.eye(len(texts))
    cosine: Reals = (weights @ weights.T).toarray()
    return cosine


def scaled(likeness: Reals, neighbours: int = NEIGHBOURS) -> Reals:
    """Likeness over the geometric mean of both texts' likeness to their nearest neighbours."""
    others = likeness.copy()
    np.fill_diagonal(others, 0)
    k = min(neighbours, len(others) - 1)
    around = np.sort(others, axis=1)[:, -k:].mean(axis=1)
    around = np.maximum(around, LEAST_SCALE)
    result: Reals = others / np.sqrt(around[:, None] * around[None, :])
    return result


def supported(likeness: Reals, neighbours: int = NEIGHBOURS) -> Reals:
    """Likeness, and how far two texts are like the same others: each adds as much as the other.

    Two texts of one event may share few words and yet stand among the same neighbours. Each text
    is described by its likeness to its nearest ones and to itself (as its nearest); the cosine of
    two such descriptions is added (neighbourhoods in common as second witness, Jarvis and Patrick
    1973).
    """
    own = likeness.copy()
    np.fill_diagonal(own, likeness.max())
    k = min(neighbours + 1, len(own))
    nearest = np.argsort(-own, axis=1, kind="stable")[:, :k]
    described = np.zeros_like(own)
    np.put_along_axis(described, nearest, np.take_along_axis(own, nearest, 1), 1)
    described /= np.maximum(np.linalg.norm(described, axis=1, keepdims=True), LEAST_SCALE)
    result: Reals = likeness + described @ described.T
    return result


def tree(likeness: Reals) -> Reals:
    """The average-linkage tree (scipy's form) over likeness turned into distance from its best."""
    distance = likeness.max() - likeness
    np.fill_diagonal(distance, 0)
    built: Reals = linkage(squareform((distance + distance.T) / 2, checks=False), "average")
    built[:, 2] -= likeness.max()  # heights are likeness, negative
    return built


def cut(built: Reals, border: float) -> Index:
    """Groups whose texts are on average at least `border` alike."""
    shifted = built.copy()
    shifted[:, 2] -= shifted[:, 2].min()
    groups: Index = fcluster(shifted, -border - built[:, 2].min(), "distance").astype(np.int64)
    return groups
