"""One account read: a pure function of its text, its report's fields and the profile."""

from __future__ import annotations

from fusion.actors.claims.read import read_cues
from fusion.actors.events.read import read_event
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.mentions.arabic import read_arabic_persons
from fusion.actors.mentions.bodies import read_bodies, read_states
from fusion.actors.mentions.groups import read_groups
from fusion.actors.mentions.lessons import words_met
from fusion.actors.mentions.persons import read_persons
from fusion.actors.mentions.protect import protect
from fusion.actors.mentions.ships import read_ships
from fusion.actors.mentions.statistical import read_statistically
from fusion.actors.mentions.things import read_things
from fusion.actors.mentions.values import read_values
from fusion.actors.model import Mention, Reading, Source
from fusion.actors.places.read import read_places
from fusion.actors.tokens import Text, read_text
from fusion.profile import Profile


def read_account(source: Source, profile: Profile, gazetteer: Gazetteer) -> Reading:
    """Everything that one account says by itself; every span resolves in its text."""
    text = read_text(source.text, source.language)
    values = read_values(source.text, profile, source.day)
    taken = _taken(text, values)
    ships = read_ships(text, taken)
    groups = read_groups(text, profile.known_groups, taken)
    groups += read_bodies(text, groups, taken)
    persons = read_persons(text, gazetteer, taken) + read_arabic_persons(text, taken)
    places = read_places(source, text, values, gazetteer, profile.corridors, taken)
    things = read_things(text, taken) + read_states(text, places.mentions)
    modelled = _modelled(text, gazetteer, taken, things) if profile.statistical_reader else []
    named = protect(text, [*ships, *groups, *persons, *modelled], profile.protected_strings)
    mentions = _once([*values, *named, *places.mentions, *things])
    reading = Reading(source, mentions, places.rows, places.links, words=words_met(text))
    reading.source_names = _source_names(source, gazetteer)
    reading.event = read_event(source, text, mentions)
    reading.cues, reading.aliases = read_cues(
        source, text, mentions, tells_of_market=bool(reading.event["markets"])
    )
    return reading


def _source_names(source: Source, gazetteer: Gazetteer) -> list[str]:
    """Names in what a report says of its source: rank and unit stay, persons go."""
    if not source.source_text:
        return []
    words = read_text(source.source_text, source.language)
    taken = [False] * words.size
    found = read_persons(words, gazetteer, taken) + read_arabic_persons(words, taken)
    return sorted({m.normal for m in found if m.normal})


def _modelled(
    text: Text, gazetteer: Gazetteer, taken: list[bool], things: list[Mention]
) -> list[Mention]:
    """What the statistical reader adds: never over a word that any rule has read."""
    held = _taken(text, things)
    free = [one or two for one, two in zip(taken, held, strict=True)]
    return read_statistically(text, gazetteer, free)


def _taken(text: Text, values: list[Mention]) -> list[bool]:
    """Words that a value has used up."""
    taken = [False] * text.size
    for value in values:
        word = max(0, text.word_at(value.start) - 1)
        while word < text.size and text.starts[word] < value.end:
            taken[word] = taken[word] or text.ends[word] > value.start
            word += 1
    return taken


def _once(mentions: list[Mention]) -> list[Mention]:
    """Mentions in order of place, one per span and kind."""
    by_key: dict[tuple[int, int, str], Mention] = {}
    for mention in mentions:
        by_key.setdefault((mention.start, mention.end, mention.kind), mention)
    return [by_key[key] for key in sorted(by_key)]
