"""Ties between two actors of one account, by the words that stand between their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from fusion.actors.claims.calls import called_in_a_row
from fusion.actors.claims.scene import Scene, union
from fusion.actors.claims.verb_first import verb_first_tie
from fusion.actors.fold import fold
from fusion.actors.model import Cue, Mention
from fusion.actors.rules import rules

MAX_ACTORS = 12  # an account that names more is a list: co-presence in it says nothing
_REACH = 140  # characters between two names over which a cue still joins them; ours
_JOINT_REACH = 60  # characters after the second name in which the joint verb stands; ours
_AND = re.compile(r"^\s*(?:and|et|,|,? and|و|&)\s*$")
_ALIAS = re.compile(
    r"^[\s,(«\"“'’]*(?:alias|a\.?k\.?a\.?|dite?|surnomm\w+|nicknamed|(?:also |better )?known as"
    r"|(?:also |otherwise |is |whom \w+ |who is |others? )?call(?:ed)?(?: him| her)?|appel\w+"
    r"|nom de guerre|الملقب|المعروف ب|المكني|يلقب|المدعو)[\s:«\"“'’ب]*$"
)
# 'X uses the alias Y', 'X holds a passport in the name Y', 'X … . He travels under the name of Y'
_ASSUMED = re.compile(
    r"\b(?:us(?:es|ed|ing)|under|holds?|carr(?:ies|ied|ying)|utilis\w+|sous|porteu\w+|detient)\b"
    r"[^.;\n]{0,60}?\b(?:alias|names?|noms?)(?: of| de)?[\s:«\"“'’]*$"
)
_PRONOUN = re.compile(r"^\W*(?:he|she|il|elle)\b")
_SOMEBODY = re.compile(
    r"\b(?:an?|another|une?|autre) (?:\w+ )?(?:man|woman|person|individual|someone|homme|femme|"
    r"personne|individu)\b"
)
_TRUE_NAME = re.compile(r"\b(?:(?:real|true) name|vrai nom)(?: is| was| est| etait)?[\s:«\"“'’]*$")
# 'the man using the name X … identified the man as Y'
_GIVEN = re.compile(
    r"\b(?:us(?:es|ed|ing)|gave|giving|under) (?:the |an? |his |her )?(?:name|alias)"
    r"(?: of| as)?[\s:]*$"
)
_IDENTIFIED = re.compile(
    r"\bidentified (?:him|her|(?:the|this|that) (?:man|woman|person|suspect|individual))\b"
    r"[^.;\n]{0,40}\b(?:as|to be)[\s:]*$"
)
# whose number it is, and who was called: only between a telephone and a person or another one
_HOLDER = re.compile(
    r"\b(?:listed|registered|held|subscribed|in (?:the|his|her) name|belong\w*|owne[dr]\w*|"
    r"attribue\w*|enregistre\w*|au nom d|appartenant)\b"
)
_CALLED = re.compile(r"\b(?:calls?|called|dialled|appel\w*)\b|^.{0,40}\b(?:to|vers)\b")
_ALIAS_REACH = 160  # characters between a name and the name assumed: about two sentences; ours
_BRACKET = re.compile(r"^\s*[(\[]\s*[«\"“]?\s*$")
CO_PRESENCE = 0.15  # one shared passage; below 0.3 whatever its number (tables/told.py)


@cache
def _ties() -> list[tuple[str, str, frozenset[str], str | None, re.Pattern[str]]]:
    """Kinds in order of the data file, but turned-round wordings ('paid by') before plain ones;
    kinds of mention of which one has to be in the pair, or that both have to be; words between."""
    rows = sorted(rules("claims")["tie"], key=lambda row: row["direction"] != "ba")
    return [
        (
            row["kind"],
            row["direction"],
            frozenset(row.get("one_of", ())),
            row.get("between"),
            union(row["patterns"]),
        )
        for row in rows
    ]


@cache
def strength_of(kind: str) -> float:
    """How much one affirmed claim of a kind says, 0–1."""
    strengths = {row["kind"]: float(row["strength"]) for row in rules("claims")["tie"]}
    return strengths.get(kind, CO_PRESENCE)


@cache
def is_directed(kind: str) -> bool:
    """Whether source and target of a kind are not interchangeable."""
    return any(r["kind"] == kind and r["direction"] != "none" for r in rules("claims")["tie"])


def read_aliases(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of person mentions that the text says are one: 'X alias Y', 'X (Y)'."""
    pairs = []
    persons = [m for m in scene.named if m.kind == "person"]
    for one, two in pairwise(persons):
        middle = scene.said(one.end, two.start)
        if len(middle) > _ALIAS_REACH or "\n\n" in middle or one.normal == two.normal:
            continue
        is_bracket = _BRACKET.match(middle) and two.rule != "title"
        if _ALIAS.match(middle) or is_bracket or _is_assumed(scene, one, middle):
            pairs.append((scene.id_of(one), scene.id_of(two)))
    return pairs


def _is_assumed(scene: Scene, one: Mention, middle: str) -> bool:
    """The words before the second name say that the first bears it as well."""
    if _SOMEBODY.search(middle):
        return False
    last = middle.rpartition(". ")[2]
    if _ASSUMED.search(middle):
        return last == middle or _PRONOUN.match(last) is not None
    lead = scene.said(max(0, one.start - 40), one.start)
    is_given = _GIVEN.search(lead) is not None
    return _TRUE_NAME.search(middle) is not None or (
        is_given and _IDENTIFIED.search(middle) is not None
    )


def read_ties(scene: Scene, aliases: list[tuple[str, str]]) -> list[Cue]:
    """Told ties, then co-presence for the pairs of a passage that nothing else joins."""
    cues: list[Cue] = []
    same = {frozenset(pair) for pair in aliases}
    for number, one in enumerate(scene.named):
        for two in _partners(scene, number, same):
            if one.normal != two.normal and (cue := _tie(scene, one, two)):
                cues.append(cue)
    cues += list(called_in_a_row(scene, cues))
    if len({m.normal for m in scene.named}) <= MAX_ACTORS:
        cues += _co_presence(scene, cues, same)
    return cues


def _partners(scene: Scene, number: int, same: set[frozenset[str]]) -> Iterator[Mention]:
    """The next actor, and those listed with it ('A paid B and C') or named twice ('B alias C')."""
    one = scene.named[number]
    for place in range(number + 1, len(scene.named)):
        two = scene.named[place]
        if two.start < one.end or two.start - one.end > _REACH:
            return
        if scene.text.sentence(two.start) != scene.text.sentence(one.start):
            return
        if frozenset((scene.id_of(one), scene.id_of(two))) not in same:
            yield two
        if place + 1 < len(scene.named):
            joint = scene.said(two.end, scene.named[place + 1].start)
            pair = frozenset((scene.id_of(two), scene.id_of(scene.named[place + 1])))
            if not (_AND.match(joint) or pair in same):
                return


def _tie(scene: Scene, one: Mention, two: Mention) -> Cue | None:
    middle = scene.said(one.end, two.start)
    if _is_number_of(one, two, middle):
        return scene.cue("tie", "communication", one, two, (one.start, two.end), "number_of")
    if _AND.match(middle):
        return _joint(scene, one, two)
    for kind, direction, one_of, between, pattern in _ties():
        kinds = {one.kind, two.kind}
        if (one_of and one_of.isdisjoint(kinds)) or (between and kinds != {between}):
            continue
        if not _fits(kind, one, two) or not pattern.search(middle):
            continue
        first, second = (two, one) if direction == "ba" else (one, two)
        return scene.cue("tie", kind, first, second, (one.start, two.end), f"between_{kind}")
    return verb_first_tie(scene, one, two)


def _joint(scene: Scene, one: Mention, two: Mention) -> Cue | None:
    """'A and B sat down together': what two persons did with, or against, each other."""
    if {one.kind, two.kind} != {"person"}:
        return None
    end = min(scene.text.sentence_span(two.start)[1], two.end + _JOINT_REACH)
    after = scene.said(two.end, end)
    for kind, pattern in _joints():
        if match := pattern.match(after):
            return scene.cue("tie", kind, one, two, (one.start, two.end + match.end()), "joint")
    return None


@cache
def _joints() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (kind, re.compile(rf"^\s*(?:{'|'.join(patterns)})(?![^\W\d_])"))
        for kind, patterns in rules("claims")["joint"].items()
    ]


def _is_number_of(one: Mention, two: Mention, middle: str) -> bool:
    """A telephone with the person that holds it, or with the telephone that it called."""
    kinds = [one.kind, two.kind]
    if kinds.count("phone") == 2:
        return _CALLED.search(middle) is not None
    return "phone" in kinds and "person" in kinds and _HOLDER.search(middle) is not None


def _fits(kind: str, one: Mention, two: Mention) -> bool:
    """Things have no family and give no orders; a phone or an account has its own relations."""
    kinds = {one.kind, two.kind}
    if "address" in kinds:
        return False  # what is told of a house is who is met there
    if "phone" in kinds:
        return kind == "communication"
    if "account" in kinds:
        return kind == "payment"
    if kinds & {"plate", "vehicle"}:
        return kind in ("transport", "protection", "payment")
    if kind == "membership":
        return kinds in ({"person", "group"}, {"person", "organisation"})
    return not (kind == "family" and kinds != {"person"})


def _co_presence(scene: Scene, cues: list[Cue], same: set[frozenset[str]]) -> Iterator[Cue]:
    joined = {frozenset((c.subject, c.object)) for c in cues if c.object}
    holders = {end for c in cues if c.rule == "number_of" for end in (c.subject, c.object)}
    named = [mention for mention in scene.named if not _qualifies(scene, mention)]
    for number, one in enumerate(named):
        for two in named[number + 1 :]:
            if scene.text.sentence(two.start) - scene.text.sentence(one.start) > 1:
                break
            pair = frozenset((scene.id_of(one), scene.id_of(two)))
            is_list = one.kind == two.kind == "phone" or (
                one.kind == two.kind == "person" and pair <= holders
            )
            if pair not in joined | same and one.normal != two.normal and not is_list:
                span = (one.start, max(one.end, two.end))
                yield scene.cue("tie", "co_presence", one, two, span, "same_passage")


def _qualifies(scene: Scene, mention: Mention) -> bool:
    """'an FFJ rifle': a body that only says what kind of thing is spoken of is no party to it.

    'an FFJ fighter' is one of its people, and so is whoever leads or joins it.
    """
    if mention.kind not in ("group", "organisation"):
        return False
    text = scene.text
    first, after = text.word_at(mention.start), text.word_at(mention.end)
    if first == 0 or after >= text.size or text.text[mention.end : text.starts[after]] != " ":
        return False
    is_noun = not text.caps[after] and text.folds[after] not in _people()
    return text.folds[first - 1] in ("a", "an") and text.language == "en" and is_noun


@cache
def _people() -> frozenset[str]:
    """Folded words for the people of a body, and for what is a body again."""
    listed = rules("cues_person")
    known = {fold(word) for name in ("body_people", "body_tails") for word in listed[name]}
    return frozenset(known | {form for word in known for form in (f"{word}s", word.rstrip("s"))})
