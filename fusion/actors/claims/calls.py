"""Who was called: one number that rings several, told as a list of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fusion.actors.claims.scene import Scene
from fusion.actors.model import Cue

# Between two numbers of a list: a note in brackets ('[listed in the name X]'), then a separator.
_NEXT = re.compile(r"^\s*(?:\[[^\[\]]{0,120}\]|\([^()]{0,120}\))?\s*(?:[;,]|\band\b|\bet\b|\s)+$")


def called_in_a_row(scene: Scene, cues: list[Cue]) -> Iterator[Cue]:
    """'Calls from A to B; C [listed in the name X] and D': A called C and D as well as B."""
    phones = [mention for mention in scene.named if mention.kind == "phone"]
    place = {scene.id_of(phone): number for number, phone in enumerate(phones)}
    for cue in cues:
        if cue.rule != "number_of" or cue.subject not in place or cue.object not in place:
            continue
        caller, last = phones[place[cue.subject]], place[cue.object]
        while last + 1 < len(phones):
            between = scene.said(phones[last].end, phones[last + 1].start)
            if not _NEXT.match(between):
                break
            last += 1
            if phones[last].normal != caller.normal:
                span = (caller.start, phones[last].end)
                yield scene.cue("tie", cue.predicate, caller, phones[last], span, "called_in_a_row")
