"""One account prepared for reading claims: sentences with their manner, mentions with their ids."""

from __future__ import annotations

import re
from functools import cache

from fusion.actors.model import Cue, Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

ACTOR_KINDS = frozenset(
    {"person", "group", "organisation", "phone", "plate", "account", "vehicle", "address"}
)


def is_actor_mention(mention: Mention) -> bool:
    """Whether a mention may stand for an actor: named, not protected, not a kind of thing."""
    if mention.kind not in ACTOR_KINDS or mention.is_protected:
        return False
    return mention.rule not in ("lexicon", "signature")


class Scene:
    """Text, actor mentions and identifiers of one account, and how its sentences speak."""

    def __init__(self, account_id: str, text: Text, mentions: list[Mention]) -> None:
        self.text = text
        self.named = [m for m in mentions if is_actor_mention(m)]
        self._ids = {id(m): m.identify(account_id) for m in self.named}
        self._modality: dict[int, str] = {}

    def id_of(self, mention: Mention) -> str:
        """MEN- identifier of one of the scene's mentions."""
        return self._ids[id(mention)]

    def said(self, start: int, end: int) -> str:
        """The words between two offsets, in lower case without accents."""
        return self.text.plain[start:end]

    def modality(self, offset: int) -> str:
        """How the sentence at an offset is meant: stated, hearsay, supposed or future."""
        number = self.text.sentence(offset)
        if number not in self._modality:
            said = self.said(*self.text.sentence_span(offset))
            manners = ("future", "supposed", "hearsay")
            told = next((m for m in manners if manner("modality", m).search(said)), "stated")
            self._modality[number] = told
        return self._modality[number]

    def cue(
        self, kind: str, predicate: str, subject: Mention, other: Mention | None,
        span: tuple[int, int], rule: str,
    ) -> Cue:  # fmt: skip
        """A cue over `span`, with the polarity of its own words and its sentence's modality."""
        is_denied = manner("polarity", "denied").search(self.said(*span))
        return Cue(
            kind, predicate, self.id_of(subject), self.id_of(other) if other else None,
            span[0], span[1], "denied" if is_denied else "affirmed", self.modality(span[0]), rule,
        )  # fmt: skip


@cache
def manner(section: str, name: str) -> re.Pattern[str]:
    """A pattern of claims.toml that says how something is said."""
    return re.compile(rules("claims")[section][name])


def union(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all: each begins where a word begins, unless it says otherwise itself."""
    joined = "|".join(f"(?:{'' if p.startswith('^') else '(?<![a-z])'}{p})" for p in patterns)
    return re.compile(joined)
