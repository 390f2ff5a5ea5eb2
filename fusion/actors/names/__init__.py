"""Comparison of personal names across spellings, orders and scripts."""

from fusion.actors.names.parse import Name, parse_name
from fusion.actors.names.score import Comparison, compare, name_score, score_pairs

__all__ = ["Comparison", "Name", "compare", "name_score", "parse_name", "score_pairs"]
