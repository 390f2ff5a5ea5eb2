"""Accounts to origins, incidents and contradictions: how many people actually saw this."""

from fusion.incidents.fusing import STAGE
from fusion.incidents.why import why

__all__ = ["STAGE", "why"]
