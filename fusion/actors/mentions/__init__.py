"""Spans of one account that name somebody or something, by rules and lists."""
