"""Intake: files to documents to reports. Readers know formats, parsers know components."""

from fusion.intake.arrivals import Arrival, discover
from fusion.intake.ledger import Reading
from fusion.intake.reading import read

# Changes when reading the same bytes may give other rows: every document is then read again.
VERSION = "3"

__all__ = ["VERSION", "Arrival", "Reading", "discover", "read"]
