"""What one account says of its actors."""

from __future__ import annotations

from fusion.actors.claims.roles import read_embedment, read_roles
from fusion.actors.claims.scene import Scene
from fusion.actors.claims.ties import read_aliases, read_ties
from fusion.actors.model import Cue, Mention, Source
from fusion.actors.tokens import Text


def read_cues(
    source: Source, text: Text, mentions: list[Mention]
) -> tuple[list[Cue], list[tuple[str, str]]]:
    """Cues between and at the account's actors, and pairs of mentions it says are one."""
    scene = Scene(source.account_id, text, mentions)
    aliases = read_aliases(scene)
    cues = read_ties(scene, aliases)
    for mention in scene.named:
        if mention.kind == "person":
            cues += read_roles(scene, mention)
            cues += read_embedment(scene, mention)
    return cues, aliases
