"""Pictures as SVG text: no identifiers, no scripts, no style sheets, every text escaped."""
