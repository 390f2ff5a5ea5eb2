"""The content of one edition in one language, as data that every format is rendered from."""

from fusion.briefing.pages.issue import build

__all__ = ["build"]
