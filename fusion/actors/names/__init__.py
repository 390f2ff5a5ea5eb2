"""Comparison of personal names across spellings, orders and scripts."""

from fusion.actors.names.parse import Name, is_full, parse_name
from fusion.actors.names.score import (
    Comparison,
    compare,
    measure_pairs,
    name_score,
    score_pairs,
)

__all__ = [
    "Comparison",
    "Name",
    "compare",
    "is_full",
    "measure_pairs",
    "name_score",
    "parse_name",
    "score_pairs",
]
