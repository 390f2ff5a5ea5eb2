"""One run of the small mission, shared by all laws; whoever changes it takes a copy."""

from __future__ import annotations

from tests.laws.fixtures import base, base_run, early, few

__all__ = ["base", "base_run", "early", "few"]
