"""What one account says of its actors."""

from __future__ import annotations

from fusion.actors.claims.implied import implied_roles
from fusion.actors.claims.roles import read_embedment, read_roles
from fusion.actors.claims.scene import Scene
from fusion.actors.claims.ties import read_aliases, read_ties
from fusion.actors.model import Cue, Mention, Source
from fusion.actors.tokens import Text


def read_cues(
    source: Source, text: Text, mentions: list[Mention], *, tells_of_market: bool
) -> tuple[list[Cue], list[tuple[str, str]]]:
    """Cues between and at the account's actors, and pairs of mentions it says are one.

    `tells_of_market`: the account tells of an illicit market, so that what an official lets pass
    or helps along may bear on it.
    """
    scene = Scene(source.account_id, text, mentions)
    aliases = read_aliases(scene)
    cues = read_ties(scene, aliases)
    for mention in scene.named:
        if mention.kind == "person":
            cues += read_roles(scene, mention)
            cues += read_embedment(scene, mention, tells_of_market=tells_of_market)
    if tells_of_market:
        cues += list(implied_roles(scene, cues))
    return cues, aliases
