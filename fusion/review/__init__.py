"""Decisions: append-only, with a reason, and above the machine."""

from fusion.review.log import KINDS, Decision, DecisionLog, standing
from fusion.review.pending import Pending, pending

__all__ = ["KINDS", "Decision", "DecisionLog", "Pending", "pending", "standing"]
