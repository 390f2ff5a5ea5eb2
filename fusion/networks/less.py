"""A body without one origin or actor: only what rests on that is looked at again."""

from __future__ import annotations

from dataclasses import replace

from fusion.networks.body import Body, counting
from fusion.networks.evidence import Origin


def less_origin(body: Body, origin_id: str) -> Body:
    """The same as the body made `without_origin`: of what does not rest on it all is kept."""
    rest = replace(body, without_origin=origin_id)
    hit = {
        row: [o for o in body.origins_of[row] if o.origin_id != origin_id]
        for row in body.rows_of_origin.get(origin_id, ())
    }
    left = body.origins_of | hit
    named = {}
    for actor, rows in body.rows_of_actor.items():
        if hit.keys().isdisjoint(rows):
            named[actor] = rows
            continue
        said = {r: tuple(o for o in of if o != origin_id) for r, of in rows.items()}
        if any(said.values()):
            named[actor] = {r: of for r, of in said.items() if of}
    known = vars(rest)
    known["blocks"] = body.blocks
    known["origins_of"] = left if all(hit.values()) else {r: o for r, o in left.items() if o}
    known["rows_of_actor"] = named
    if all(_counts_as_before(body.origins_of[row], found, origin_id) for row, found in hit.items()):
        known["origins"] = {name: o for name, o in body.origins.items() if name != origin_id}
    if not body.ties:
        known["ties"] = []
    if all(hit.values()) and all(
        named.get(a, {}).keys() == rows.keys() for a, rows in body.rows_of_actor.items()
    ):
        # Who stands in what is as before: so is what hangs together.
        known["parts"] = body.parts
        if not body.ties:
            known["largest_chain"] = body.largest_chain
    return rest


def _counts_as_before(before: list[Origin], left: list[Origin], origin_id: str) -> bool:
    """Without the one origin no other begins to count in an incident."""
    counted = [o for o in counting(before) if o.origin_id != origin_id]
    return counted == (counting(left) if left else [])


def less_actor(body: Body, actor: str) -> Body:
    """The same as the body made `without_actor`: what origins say of others is kept."""
    rest = replace(body, without_actor=actor)
    known = vars(rest)
    known["blocks"], known["origins_of"] = body.blocks, body.origins_of
    known["origins"], known["components"] = body.origins, body.components
    known["rows_of_actor"] = {a: rows for a, rows in body.rows_of_actor.items() if a != actor}
    ends = ("source_id", "target_id")
    known["ties"] = [(t, said) for t, said in body.ties if actor not in {t[end] for end in ends}]
    return rest
