"""Editions as files: HTML, Word, PDF and JSON from one content; nothing leaves without its test."""

from fusion.briefing.formats.release import FORMATS, render, render_all

__all__ = ["FORMATS", "render", "render_all"]
