"""Releases a held row after a mend: the same rules judge it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from fusion.intake_marks import UNREADABLE
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused
