"""Roles that other words of an account imply: of ties, of rungs of the ladder, of laden vehicles.

Only in accounts that tell of an illicit market: an escort, a lorry at a pump or an open barrier is
otherwise an office, a trade or a road at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from re import Pattern

from fusion.actors.claims.roles import agents_before, protection, verbs_after
from fusion.actors.claims.scene import Scene, union
from fusion.actors.model import Cue, Mention
from fusion.actors.rules import rules

_BODIES, _VEHICLES = ("group", "organisation"), ("plate", "vehicle")


def implied_roles(scene: Scene, cues: list[Cue]) -> Iterator[Cue]:
    """Roles of persons, bodies and vehicles beside those that nouns and verbs say of persons."""
    by_id = {scene.id_of(mention): mention for mention in scene.named}
    told = {(cue.subject, cue.predicate) for cue in cues if cue.kind == "role"}
    found = [*_of_ties(scene, cues, by_id), *_of_rungs(scene, cues, by_id)]
    for mention in scene.named:
        if mention.kind in _BODIES:
            found += _of_body(scene, mention)
        elif mention.kind in _VEHICLES:
            found += _of_vehicle(scene, mention)
    for cue in found:
        if (cue.subject, cue.predicate) not in told:
            told.add((cue.subject, cue.predicate))
            yield cue


def _of_ties(scene: Scene, cues: list[Cue], by_id: dict[str, Mention]) -> Iterator[Cue]:
    """Who carries is a transporter, who shields a protector, who buys from another a buyer."""
    for cue in cues:
        if cue.kind != "tie" or cue.object is None:
            continue
        one, two = by_id[cue.subject], by_id[cue.object]
        if cue.predicate == "transport":
            for mention in (one, two):
                if mention.kind in ("person", *_VEHICLES):
                    yield _role(cue, "transporter", mention, scene, "role_of_transport")
        elif cue.predicate == "protection":
            yield _role(cue, "protector", one, scene, protection(scene, one, "role_of_protection"))
        elif cue.predicate == "supply" and two.start < one.start:
            yield _role(cue, "buyer", two, scene, "role_of_supply")


def _of_rungs(scene: Scene, cues: list[Cue], by_id: dict[str, Mention]) -> Iterator[Cue]:
    """An official who tolerates, supports or takes a share protects, in uniform or in office."""
    for cue in cues:
        if cue.kind == "embedment":
            mention = by_id[cue.subject]
            yield _role(cue, "protector", mention, scene, protection(scene, mention, cue.rule))


def _role(cue: Cue, role: str, mention: Mention, scene: Scene, rule: str) -> Cue:
    """The role of a mention on the words, polarity and modality of another cue."""
    return cue._replace(
        kind="role", predicate=role, subject=scene.id_of(mention), object=None, rule=rule
    )


def _of_body(scene: Scene, mention: Mention) -> Iterator[Cue]:
    """What a body does in the words beside its name, or says of itself in its name."""
    wanted = rules("claims")["body_roles"]["roles"]
    for role, span, rule in (*verbs_after(scene, mention), *agents_before(scene, mention)):
        if role in wanted:
            yield scene.cue("role", role, mention, None, span, rule)
    name = scene.said(mention.start, mention.end)
    if mention.kind == "organisation" and _names()["transporter"].search(name):
        span = (mention.start, mention.end)
        yield scene.cue("role", "transporter", mention, None, span, "role_in_name")


def _of_vehicle(scene: Scene, mention: Mention) -> Iterator[Cue]:
    """A vehicle that its sentence tells to carry, load, unload or deliver."""
    span = scene.text.sentence_span(mention.start)
    if _names()["laden"].search(scene.said(*span)):
        yield scene.cue("role", "transporter", mention, None, span, "role_of_load")


@cache
def _names() -> dict[str, Pattern[str]]:
    """Words of carriers in the names of bodies, and of loads beside vehicles."""
    listed = rules("claims")["body_roles"]
    return {name: union(listed[name]) for name in ("transporter", "laden")}
