"""Places an account names, resolved to coordinates with a radius."""
