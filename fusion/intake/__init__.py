"""Intake: files to documents to reports. Readers know formats, parsers know components."""

from fusion.intake.arrivals import Arrival, discover
from fusion.intake.reading import Reading, read

__all__ = ["Arrival", "Reading", "discover", "read"]
