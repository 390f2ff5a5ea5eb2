"""Track record: observers only, denied and withdrawn against, width where little is known."""

from __future__ import annotations

from fusion.incidents import Record, track_record
from tests.incidents.support import HIACE, HIACE_RELAYED, HIACE_WITNESS, account, fuse, world

ONE = account("a", HIACE, 0, component="police", actors=("sidibera",))
RELAY = account("r", HIACE_RELAYED, 1, happened=0, actors=("sidibera",), component="ddr")
TWO = account("w", HIACE_WITNESS, 2, happened=0, component="civil_affairs", actors=("sidibera",))


def records(*told: dict[str, object]) -> dict[tuple[str, str], Record]:
    tables = {**world(*told), **fuse(*told).tables}
    return {(r.component, r.topic): r for r in track_record(tables)}


def test_what_another_observer_supports_is_borne_out() -> None:
    found = records(ONE, RELAY, TWO)
    police = found["police", "any"]
    assert (police.n_borne_out, police.n_denied) == (1, 0) and police.mean > 0.5
    assert ("police", "kidnapping") in found


def test_who_passes_on_has_no_record() -> None:
    assert not any(component == "ddr" for component, _ in records(ONE, RELAY, TWO))


def test_withdrawn_counts_against_and_alone_says_nothing() -> None:
    gone = records({**ONE, "is_withdrawn": True})["police", "any"]
    assert gone.n_denied == 1 and gone.mean < 0.5
    alone = records(ONE)["police", "any"]
    assert alone.n_alone == 1 and alone.mean == 0.5
    assert alone.high - alone.low > gone.high - gone.low
