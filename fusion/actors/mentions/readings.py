"""All accounts read: those that an earlier run has read are carried forward, the others read now.

What one account says by itself depends on its text, its report's fields, the profile and the rules
of this room, and on nothing else. So a reading holds as long as none of these change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import joblib
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.packed import pack, unpack
from fusion.actors.mentions.read import read_account
from fusion.actors.mentions.statistical import installed
from fusion.actors.model import Mention, Reading, Source
from fusion.actors.rules import FOLDER
from fusion.profile import Profile
from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint

VERSION = "22"  # of the stage; accounts are read anew where it differs
SHARE = 500  # accounts that a process is given at a time: two seconds of work
# Fewer are read here: a process needs some seconds to start and to load the gazetteer, which two
# cores win back on about this many accounts. With the statistical reader one account costs more.
WORTH_PROCESSES, WORTH_PROCESSES_MODEL = 4_000, 1_000

_KEPT = TABLES["account_reading"]
_Packed = tuple[list[int], str]


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading of each account in order of identifier, the table that carries them forward, and
    how many were read now.
    """

    listed: list[Reading]
    table: pa.Table
    n_new: int
    first: list[list[Mention]]  # the mentions of each before others were added

    def holding(self, words: Collection[str]) -> list[int]:
        """Places of the readings whose texts may hold any of `words`, as `words_met` gives them.

        Words are kept as hashes: one of millions may be found where it is not.
        """
        if not words or not self.listed:
            return []
        column = self.table["words"].combine_chunks()
        wanted = pa.array(sorted({key_of(word) for word in words}), pa.uint32())
        hits = np.flatnonzero(pc.is_in(column.values, value_set=wanted).to_numpy(False))
        ends = column.offsets.to_numpy()[1:]
        return [int(row) for row in np.unique(np.searchsorted(ends, hits, side="right"))]

    def mark(self) -> None:
        """Mark each reading as it stands now: by its account, and by what was added since."""
        marks = self.table["fingerprint"].to_pylist()
        for reading, own, mentions in zip(self.listed, marks, self.first, strict=True):
            is_own = reading.mentions is mentions
            reading.mark = own if is_own else fingerprint([own, pack(reading)])[:32]


def read_all(sources: list[Source], run: Run, held: pa.Table) -> Readings:
    """Readings of `sources`, which stand in order of identifier.

    `held` is account_reading of an earlier run, or empty: the result is the same without it.
    """
    ground = _ground(run.profile)
    marks = [fingerprint([ground, *source])[:32] for source in sources]
    known = dict(
        zip(
            held["account_id"].to_pylist(),
            enumerate(held["fingerprint"].to_pylist()),
            strict=True,
        )
    )
    places = [known.get(source.account_id, (-1, "")) for source in sources]
    is_held = [mark == told for mark, (_, told) in zip(marks, places, strict=True)]
    new = [number for number, is_known in enumerate(is_held) if not is_known]
    made = list(_read([sources[number] for number in new], run))
    rows = [
        {
            "account_id": sources[number].account_id, "fingerprint": marks[number],
            "words": words, "reading": packed,
        }
        for number, (words, packed) in zip(new, made, strict=True)
    ]  # fmt: skip
    kept = [place for (place, _), is_known in zip(places, is_held, strict=True) if is_known]
    carried = held.take(pa.array(kept, pa.int64())).cast(_KEPT.schema)
    table = _KEPT.conform(pa.concat_tables([carried, _KEPT.build(rows)]))
    packed = table["reading"].to_pylist()
    listed = [unpack(told, source) for told, source in zip(packed, sources, strict=True)]
    return Readings(listed, table, len(new), [reading.mentions for reading in listed])


def key_of(word: str) -> int:
    """A word as the index of words keeps it."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def _read(sources: list[Source], run: Run) -> Iterator[_Packed]:
    """Readings of accounts in their order, by as many processes as pay."""
    least = WORTH_PROCESSES_MODEL if run.profile.statistical_reader else WORTH_PROCESSES
    n_processes = joblib.cpu_count() if len(sources) >= least else 1
    shares = [sources[first : first + SHARE] for first in range(0, len(sources), SHARE)]
    made: Iterable[list[_Packed]]
    if n_processes < 2:
        made = (read_share(share, run.profile) for share in shares)
    else:
        made = joblib.Parallel(n_processes, return_as="generator")(
            joblib.delayed(read_share)(share, run.profile) for share in shares
        )
    done = 0
    for share in made:
        done += len(share)
        run.on_progress("accounts read", done, len(sources))
        yield from share


def read_share(sources: list[Source], profile: Profile) -> list[_Packed]:
    """Hashes of the words, and the packed reading, of each account."""
    gazetteer = gazetteer_of(profile)
    found = []
    for source in sources:
        reading = read_account(source, profile, gazetteer)
        found.append((sorted({key_of(word) for word in reading.words}), pack(reading)))
    return found


def _ground(profile: Profile) -> str:
    """What every reading rests on beside its account."""
    models = installed() if profile.statistical_reader else []
    return fingerprint([VERSION, profile.model_dump_json(), _data_sha256(), *models])


@cache
def _data_sha256() -> str:
    """SHA-256 over the room's data files: word lists, gazetteers, patterns."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
