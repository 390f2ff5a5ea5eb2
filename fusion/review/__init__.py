"""Decisions: append-only, with a reason, and above the machine."""

from fusion.review.log import KINDS, Decision, DecisionLog, check, standing
from fusion.review.pending import Pending, pending

__all__ = ["KINDS", "Decision", "DecisionLog", "Pending", "check", "pending", "standing"]
