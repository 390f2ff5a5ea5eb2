"""Proper scores of count forecasts, exact from their cumulative probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook.calibration import Calibrated
from fusion.outlook.distributions import Counts, Distribution, Reals, chunks

# Bins of the ViEWS prediction challenge (doctrine §8); counts are whole, so .5 splits 0 from 1.
VIEWS_BINS = (0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
# Least probability that a bin is given before the logarithm: one of a thousand draws plus one.
FLOOR = 1 / 1001
ALPHA = 0.10  # mean interval score at 90 %


@dataclass(frozen=True)
class Scores:
    """Scores of N forecasts, each of shape (N,); lower is better except `inside`."""

    crps: Reals
    ignorance: Reals
    interval: Reals
    inside: Reals
    brier_any: Reals
    p_any: Reals


def score(distribution: Distribution, outcome: Counts) -> Scores:
    """Score forecasts against `outcome` (N,).

    CRPS of a count is the sum over k of (F(k) - [outcome <= k])² (Gneiting and Raftery 2007);
    ignorance is -log2 of the outcome's ViEWS bin; the interval score is at 90 % (Winkler 1972);
    `brier_any` is the Brier score of 'at least one', `p_any` its probability. A calibrated
    forecast brings the levels of its 90 % interval with it.
    """
    n = len(outcome)
    out = np.zeros((6, n))
    tails = (ALPHA / 2, 1 - ALPHA / 2)
    if isinstance(distribution, Calibrated):
        tails = distribution.tails
    for rows, cdf in chunks(distribution, outcome):
        y = outcome[rows]
        k = np.arange(cdf.shape[1])
        out[0, rows] = ((cdf - (y[:, None] <= k)) ** 2).sum(axis=1)
        out[0, rows] += np.maximum(0, y - cdf.shape[1])  # beyond the enumerated counts F is 1
        out[1, rows] = _ignorance(cdf, y)
        low = (cdf < tails[0] - 1e-12).sum(axis=1)
        high = (cdf < tails[1] - 1e-12).sum(axis=1)
        out[2, rows] = (high - low) + 2 / ALPHA * (np.maximum(0, low - y) + np.maximum(0, y - high))
        out[3, rows] = (low <= y) & (y <= high)
        out[5, rows] = 1 - cdf[:, 0]
        out[4, rows] = (out[5, rows] - (y > 0)) ** 2
    return Scores(*out)


def _ignorance(cdf: Reals, outcome: Counts) -> Reals:
    edges = np.floor(np.asarray(VIEWS_BINS)).astype(int)
    at_edges = cdf[:, np.minimum(edges, cdf.shape[1] - 1)]
    at_edges[:, edges >= cdf.shape[1]] = 1.0
    bounds = np.pad(at_edges, ((0, 0), (1, 1)), constant_values=((0, 0), (0.0, 1.0)))
    place = np.searchsorted(VIEWS_BINS, outcome)
    rows = np.arange(len(outcome))
    probability = bounds[rows, place + 1] - bounds[rows, place]
    return np.asarray(-np.log2(np.maximum(probability, FLOOR)))


def average_precision(probability: Reals, happened: Reals) -> float | None:
    """Area under precision and recall, ties taken together; None where nothing happened."""
    total = float(happened.sum())
    if total == 0:
        return None
    order = np.argsort(-probability, kind="stable")
    ranked, hits = probability[order], np.cumsum(happened[order])
    ends = np.append(np.nonzero(np.diff(ranked))[0], len(ranked) - 1)
    precision = hits[ends] / (ends + 1)
    gained = np.diff(np.concatenate([[0.0], hits[ends]])) / total
    return float((precision * gained).sum())
