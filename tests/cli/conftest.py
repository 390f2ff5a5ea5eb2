"""The missions of the laws: run once in a session."""

from __future__ import annotations

from tests.laws.fixtures import few

__all__ = ["few"]
