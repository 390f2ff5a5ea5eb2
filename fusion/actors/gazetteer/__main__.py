"""`python -m fusion.actors.gazetteer build FOLDER OUT`: a table for other countries."""

from __future__ import annotations

import sys
from pathlib import Path

from fusion.actors.gazetteer.build import build


def main(arguments: list[str]) -> int:
    """Build OUT (Parquet) from the GeoNames country files (XX.txt) in FOLDER; 0 when it was."""
    if len(arguments) != 3 or arguments[0] != "build":
        sys.stderr.write("usage: python -m fusion.actors.gazetteer build FOLDER OUT\n")
        return 2
    count = build(Path(arguments[1]), Path(arguments[2]))
    sys.stdout.write(f"{count} places written to {arguments[2]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
