"""Who and where: mentions, places, actors, claims and ties of the accounts."""

from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.read import read_account
from fusion.actors.names import compare, name_score, score_pairs
from fusion.actors.stage import STAGE, STAGES
from fusion.actors.why import why

__all__ = [
    "STAGE", "STAGES", "compare", "gazetteer_of", "name_score", "read_account", "score_pairs",
    "why",
]  # fmt: skip
