"""From reports in order of arrival to groups that are one telling each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.accounts.compare import SHORT, Edge, Text, Verdict, compare, renewal
from fusion.accounts.cues import reference_key
from fusion.accounts.decisions import Decided
from fusion.accounts.features import Shingles, frequency_bound, information, rare, shares
from fusion.accounts.folded import Words, fold, pairs_of_words
from fusion.accounts.sketch import candidates
from fusion.accounts.stars import Groups, digests, join, stars

Row = dict[str, Any]
FAINT = 0.12  # share of shared shingles below which no rule of `compare` can hold


@dataclass(frozen=True)
class Folded:
    """Groups of report numbers, the digests among them, and the texts."""

    groups: Groups
    merged: dict[int, int]
    texts: list[Text]


def fold_reports(rows: list[Row], decided: Decided) -> Folded:
    """Groups of `rows` (sorted by arrival) that are the same text; every row in exactly one."""
    texts = _texts(rows)
    apart = {number for pair in decided.different for number in pair}
    twins = _twins(texts, apart)
    heads = [group[0] for group in twins]
    short = [texts[i] for i in heads]
    edges, single = _edges(short)
    merged = digests(edges, short)
    kept = {e: v for e, v in edges.items() if not merged.keys() & set(e)}
    standing = {e: v for e, v in kept.items() if not v.is_contained}
    at = {number: i for i, group in enumerate(twins) for number in group}
    barred = {_pair(at[a], at[b]) for a, b in decided.different}
    groups = stars(len(short), standing, short, barred)
    links = [*merged.items(), *_renewals(short, groups, merged, single)]
    links += [_pair(at[a], at[b]) for a, b in decided.same]
    joined = join(groups, links, barred)
    whole = [sorted(m for i in group for m in twins[i]) for group in joined]
    return Folded(sorted(whole), {heads[d]: heads[p] for d, p in merged.items()}, texts)


def share_of(first: Text, second: Text) -> float:
    """Share of the shorter text's word 2-shingles that the longer one holds."""
    one, other = (_shingle_set(text.folded) for text in (first, second))
    return len(one & other) / max(min(len(one), len(other)), 1)


def _shingle_set(folded: str) -> set[tuple[str, str]]:
    words = folded.split()
    return set(pairwise(words))


def _texts(rows: list[Row]) -> list[Text]:
    folded = fold(pa.array([row["text"] for row in rows], pa.string())).to_pylist()
    return [
        Text(
            report_id=row["report_id"],
            raw=row["text"],
            folded=text,
            n_words=text.count(" ") + 1 if text else 0,
            component=row["component"],
            reference=reference_key(row["reference"]),
            title=row["title"] or "",
            document_id=row["document_id"],
            received_at=row["received_at"],
            written_at=row["written_at"],
            observed_on=_day(row["observed_from"]),
            place=" ".join((row["place_text"] or "").casefold().split()),
        )
        for row, text in zip(rows, folded, strict=True)
    ]


def _twins(texts: list[Text], apart: set[int]) -> Groups:
    """Reports with equal words; a few words are equal only with equal day and place."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        key: tuple[object, ...] = (text.folded,)
        if text.n_words < SHORT:
            key += (text.observed_on, text.place)
            if not text.details.numbers and not (text.observed_on and text.place):
                key += (number,)
        if number in apart:
            key += (number,)
        found[key].append(number)
    return sorted(found.values())


def _edges(texts: list[Text]) -> tuple[dict[Edge, Verdict], Shingles]:
    """Verdicts on the pairs that MinHash brings together, and the words of each text."""
    words = Words(pa.array([t.folded for t in texts], pa.string()))
    owner, two = pairs_of_words(words)
    single = Shingles(len(texts), words.text_of_word, words.hashes)
    both = Shingles(
        len(texts), np.concatenate([owner, words.text_of_word]), np.concatenate([two, words.hashes])
    )
    first, second = candidates(both, rare(both))
    shingled = Shingles(len(texts), owner, two)
    matrix, weights = shingled.matrix(), information(shingled)
    share = shares(matrix, weights, first, second)
    bound = frequency_bound(len(texts))
    rare_share = shares(matrix, weights * (shingled.frequency <= bound), first, second)
    edges = {}
    for index in np.flatnonzero(share >= FAINT):
        a, b = int(first[index]), int(second[index])
        verdict = compare(texts[a], texts[b], float(share[index]), float(rare_share[index]))
        if verdict is not None:
            edges[(a, b)] = verdict
    return edges, single


def _renewals(
    texts: list[Text], groups: Groups, merged: Collection[int], single: Shingles
) -> list[Edge]:
    """Updates in other words, each with the earlier report that it renews."""
    alone = {group[0] for group in groups if len(group) == 1} - set(merged)
    late = [i for i, text in enumerate(texts) if i in alone and text.is_update]
    if not late:
        return []
    is_rare = (single.frequency <= max(frequency_bound(len(texts)) // 2, 3)) & (
        single.frequency > 1
    )
    matrix = single.matrix(is_rare)
    links = []
    for number in late:
        earlier = np.arange(number, dtype=np.int64)
        shared = np.asarray(matrix[:number] @ matrix[number].T.toarray()).ravel()
        best: tuple[float, int, int] | None = None
        for other in earlier:
            verdict = renewal(texts[other], texts[number], int(shared[other]))
            if verdict is not None:
                rank = (verdict.score, int(shared[other]), int(other))
                best = max(best, rank) if best else rank
        if best:
            links.append((best[2], number))
    return links


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def _pair(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)
