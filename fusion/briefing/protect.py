"""Who and what an edition may not show: forbidden phrases, and texts redacted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyarrow.compute as pc

from fusion.briefing import vocabulary
from fusion.briefing.folding import Phrases, squeezed, words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.pseudonyms import LETTERS, SHARED_LETTERS, Names
from fusion.briefing.withheld_numbers import WithheldNumbers

PROTECTED = "protected mention"
NAME = "person not to be named"
CODE = "pseudonym of another edition"
SOURCE = "source description"
MISSION = "protected string of the profile"
Replacement = tuple[int, int, str]
_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟]+|\n+|$)")
_CODE = re.compile(rf"\b[{''.join(sorted({*'PGOVTMX'}))}]-[{LETTERS}]{{{SHARED_LETTERS},}}\b")
_PROPER = re.compile(r"[^\W\d_]\S*")


@dataclass(frozen=True)
class Guard:
    """Redacts texts for one edition, and says what the leak test must not find in it."""

    names: Names

    @property
    def holdings(self) -> Holdings:
        """The run's tables."""
        return self.names.holdings

    @cached_property
    def protected(self) -> Phrases:
        """Children, victims, sources and the profile's own strings, each with its rule."""
        return Phrases.of(self.protected_phrases())

    def protected_phrases(self) -> Iterator[tuple[str, str]]:
        """Each protected phrase with the rule it falls under."""
        for text in self.holdings.run.profile.protected_strings:
            yield text, MISSION
        mention = self.holdings.get("mention")
        marked = mention.filter(mention["is_protected"])
        for surface in sorted(set(marked["surface"].to_pylist())):
            if is_distinct(surface):
                yield surface, PROTECTED
        report = self.holdings.get("report")
        described = report.filter(pc.is_valid(report["source_text"]))
        for text in sorted(set(described["source_text"].to_pylist())):
            for phrase in source_phrases(text, self.public):
                yield phrase, SOURCE

    @cached_property
    def public(self) -> Phrases:
        """Public names as phrases."""
        return Phrases.of((name, name) for name in self.public_names)

    @cached_property
    def public_names(self) -> list[str]:
        """Places and known groups: their names are no secret, also where a person bears one."""
        profile = self.holdings.run.profile
        places = set(self.holdings.get("place")["name"].to_pylist())
        points = {point.name for c in profile.corridors for point in c.points}
        corridors = {c.name for c in profile.corridors}
        groups = {n for g in profile.known_groups for n in (g.name, *g.aliases)}
        return sorted(places | points | corridors | groups | {profile.name_en, profile.name_fr})

    @cached_property
    def persons(self) -> Phrases:
        """Names the edition may not print, each with its code."""
        return Phrases.of(self.person_phrases())

    def person_phrases(self) -> Iterator[tuple[str, str]]:
        """Each name the edition may not print, with its code.

        A spelling that the edition prints for one actor is no secret for a namesake: to forbid
        it would only forbid the first. Protected persons' names are forbidden all the same.
        """
        printed = {squeezed(name) for name in self.allowed_names()}
        for actor in self.holdings.get("actor").to_pylist():
            if not self.names.may_name(actor):
                code = self.names.called(actor["actor_id"], actor["kind"])
                for name in (actor["name"], *actor["aliases"]):
                    is_secret = is_distinct(name) and squeezed(name) not in printed
                    if is_secret and not self._is_public(name):
                        yield name, code

    @cached_property
    def allowed(self) -> Phrases:
        """Names the edition may print: they are not taken for another person's shorter name."""
        return Phrases.of((name, name) for name in self.allowed_names())

    def allowed_names(self) -> Iterator[str]:
        """Names and aliases of the actors that the edition may name, and public names."""
        for actor in self.holdings.actors.values():
            if self.names.may_name(actor):
                yield actor["name"]
                yield from actor["aliases"]
        yield from self.public_names

    def _is_public(self, name: str) -> bool:
        spans = list(self.public.find(name))
        return bool(spans) and spans[0][0] == 0 and spans[0][1] == len(name)

    def is_of_mission(self, name: str) -> bool:
        """The words of `name` stand in a row in the mission's own name."""
        profile, found = self.holdings.run.profile, words_of(name)
        names = (words_of(own) for own in (profile.name_en, profile.name_fr))
        return any(
            found == own[at : at + len(found)]
            for own in names
            for at in range(len(own) - len(found) + 1)
        )

    def clean(self, text: str) -> str | None:
        """`text` with names replaced by codes; None where a protected phrase stands in it."""
        return None if self.protected.any_in(text) else self.coded(text)

    def coded(self, text: str) -> str:
        """`text` with the names that the edition may not print replaced by codes."""
        foreign = self.names.foreign
        if foreign:
            text = _CODE.sub(lambda match: foreign.get(match.group(), match.group()), text)
        return apply(text, self._codes(text))

    @cached_property
    def numbers(self) -> WithheldNumbers:
        """Numbers the edition may not print, in every way of writing them."""
        return WithheldNumbers.of(self.person_phrases())

    def _codes(self, text: str) -> list[Replacement]:
        kept = [(start, end) for start, end, _ in self.allowed.find(text)]
        found = [
            (start, end, f"[{code}]")
            for start, end, code in self.persons.find(text)
            if not any(start >= first and end <= last for first, last in kept)
        ]
        for start, end, code in self.numbers.find(text):
            if not any(start < last and first < end for first, last, _ in found):
                found.append((start, end, f"[{code}]"))
        return sorted(found)

    def replacements(self, text: str, mask: str) -> list[Replacement]:
        """What to replace in a source text: sentences with a protected phrase whole, then names.

        Spans do not overlap and stand in order.
        """
        masked = [
            (match.start(), match.end(), mask)
            for match in _SENTENCE.finditer(text)
            if self.protected.any_in(match.group())
        ]
        # A phrase may span what looks like two sentences (abbreviations, line ends).
        found = masked + [(start, end, mask) for start, end, _ in self.protected.find(text)]
        found += self._codes(text)
        merged: list[Replacement] = []
        for start, end, new in sorted(found, key=lambda item: (item[0], -item[1])):
            if merged and start < merged[-1][1]:
                first, last, old = merged[-1]
                merged[-1] = (first, max(last, end), mask if mask in (old, new) else old)
            else:
                merged.append((start, end, new))
        return merged

    def quoted(self, text: str, mask: str) -> str:
        """A source text for the appendix, redacted."""
        return apply(text, self.replacements(text, mask))


def apply(text: str, replacements: Iterable[Replacement], start: int = 0) -> str:
    """`text` with spans replaced; `start` is where it begins in the text the spans count from."""
    parts, at = [], 0
    for first, last, new in replacements:
        parts += [text[at : first - start], new]
        at = last - start
    return "".join([*parts, text[at:]])


def is_distinct(name: str) -> bool:
    """The name can be searched for: two words, or one of four letters that no template uses."""
    words = words_of(name)
    if len(words) >= 2:
        return not all(word in vocabulary.own_words() for word in words)
    return bool(words) and len(words[0]) >= 4 and words[0] not in vocabulary.own_words()


def source_phrases(text: str, public: Phrases) -> Iterable[str]:
    """What of a source description must not be printed: the whole, and the names in it.

    Whole descriptions of four words or more are searched for as they stand; shorter ones ('a
    local trader') are everyday words. Names are runs of two or more capitalised words, or one
    that follows no full stop, that are not places or known groups.
    """
    if len(words_of(text)) >= 4:
        yield text
    for part in re.split(r"[,;:()\[\]\n]", text):
        is_caseless = part.upper() == part.lower()  # Arabic: two words may be a name
        if len(words_of(part)) >= (2 if is_caseless else 4) and not public.any_in(part):
            yield part.strip()
    run: list[str] = []
    for word in [*_PROPER.findall(text), ""]:
        bare = word.strip(".,;:()[]«»\"'’")
        if bare[:1].isupper() and not word.endswith("."):
            run.append(bare)
            continue
        if bare[:1].isupper():
            run.append(bare)
        phrase = " ".join(run)
        if run and is_distinct(phrase) and not public.any_in(phrase):
            yield phrase
        run = []
