"""What single accounts tell: whom each names and where it says that it happened.

Made only where it is asked for: most of the record never is. Both follow from an account's text and
the profile, which the print of its block holds.
"""

from __future__ import annotations

from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc


class Told:
    """Mentions of actors in the accounts of a part of the record, and all places of events."""

    def __init__(
        self, mention: pa.Table | None = None, account_place: pa.Table | None = None,
        place: pa.Table | None = None,
    ) -> None:  # fmt: skip
        self._mention, self._account_place, self._place = mention, account_place, place

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """Actors by account."""
        found: dict[str, set[str]] = {}
        if self._mention is not None:
            accounts, actors = (self._mention[c].to_pylist() for c in ("account_id", "actor_id"))
            for account, actor in zip(accounts, actors, strict=True):
                found.setdefault(account, set()).add(actor)
        return found

    @cached_property
    def places(self) -> dict[str, tuple[float, float, float]]:
        """Latitude, longitude (degrees) and radius (km) of the likeliest scene, by account."""
        if self._account_place is None or self._place is None:
            return {}
        scene = self._account_place.filter(
            pc.and_(
                pc.equal(self._account_place["part"], "event"),
                pc.is_in(self._account_place["account_id"], value_set=pa.array(sorted(self.named))),
            )
        )
        wanted = pc.is_in(self._place["place_id"], value_set=pc.unique(scene["place_id"]))
        columns = ("place_id", "latitude", "longitude", "radius_km")
        rows = self._place.filter(wanted).select(columns).to_pylist()
        point = {r["place_id"]: (r["latitude"], r["longitude"], r["radius_km"]) for r in rows}
        found: dict[str, tuple[float, float, float]] = {}
        for row in scene.sort_by([("score", "ascending"), ("place_id", "ascending")]).to_pylist():
            found[row["account_id"]] = point[row["place_id"]]
        return found
