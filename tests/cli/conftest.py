"""The missions of the laws: run once in a session."""

from __future__ import annotations

from tests.laws.fixtures import base, base_run, few

__all__ = ["base", "base_run", "few"]
