"""Accounts to origins, incidents and contradictions: how many people actually saw this."""

from fusion.incidents.documents import group_texts
from fusion.incidents.fusing import STAGE
from fusion.incidents.record import Record, track_record
from fusion.incidents.why import why

__all__ = ["STAGE", "Record", "group_texts", "track_record", "why"]
