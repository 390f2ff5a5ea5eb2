"""Everything known becomes judgements, options and editions of the brief, or is held back."""
