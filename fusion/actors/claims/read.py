"""What one account says of its actors: ties between two, roles and embedment of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fusion.actors.events.read import plain
from fusion.actors.lexicon import things
from fusion.actors.model import Cue, Mention, Source
from fusion.actors.names import parse_name
from fusion.actors.names.lexicon import words
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

ACTOR_KINDS = frozenset({"person", "group", "organisation", "phone", "plate", "account", "vehicle"})
MAX_ACTORS = 12  # an account that names more is a list: co-presence in it says nothing
_REACH = 140  # characters between two names over which a cue still joins them; ours
_ALIAS = re.compile(
    r"^[\s,(«\"“'’]*(?:alias|a\.?k\.?a\.?|dit|dite|surnomm\w+|nicknamed|known as|(?:also |otherwise |is |whom \w+ |others? )?call(?:ed)?(?: him| her)?|appel\w+|nom de guerre|الملقب|المعروف ب|المكني|يلقب|المدعو)[\s:«\"“'’ب]*$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^\s*\(\s*[«\"“]?\s*$")


def is_actor_mention(mention: Mention) -> bool:
    """Whether a mention may stand for an actor: named, not protected, not a kind of thing."""
    if mention.kind not in ACTOR_KINDS or mention.is_protected:
        return False
    return mention.rule not in ("lexicon",)


def read_cues(
    source: Source, text: Text, mentions: list[Mention]
) -> tuple[list[Cue], list[tuple[str, str]]]:
    """Cues between and at the account's actors, and pairs of mentions said to be one."""
    named = [m for m in mentions if is_actor_mention(m)]
    cues: list[Cue] = []
    aliases: list[tuple[str, str]] = []
    for number, one in enumerate(named):
        for two in named[number + 1 : number + 4]:
            if two.start - one.end > _REACH or two.start < one.end:
                continue
            if _is_alias(text, one, two):
                aliases.append((one.identify(source.account_id), two.identify(source.account_id)))
            elif cue := _tie(source, text, one, two):
                cues.append(cue)
    cues += [c for m in named for c in _role(source, text, m)]
    cues += [c for m in named for c in _embedment(source, text, m)]
    if len({m.normal for m in named}) <= MAX_ACTORS:
        cues += list(_co_presence(source, text, named, cues))
    return cues, aliases


def _is_alias(text: Text, one: Mention, two: Mention) -> bool:
    middle = text.text[one.end : two.start]
    if one.kind != "person" or two.kind != "person" or len(middle) > 30:
        return False
    return bool(_ALIAS.match(middle) or (_BRACKET.match(middle) and two.rule != "title"))


@cache
def _ties() -> list[tuple[str, str, float, re.Pattern[str]]]:
    return [
        (row["kind"], row["direction"], row["strength"], _union(row["patterns"]))
        for row in rules("claims")["tie"]
    ]


def _union(patterns: list[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{'' if p.startswith('^') else '(?<![a-z])'}{p})" for p in patterns)
    return re.compile(joined)


def strength_of(kind: str) -> float:
    """How much one claim of a kind says, 0–1; co-presence 0.15."""
    return next((row["strength"] for row in rules("claims")["tie"] if row["kind"] == kind), 0.15)


def _tie(source: Source, text: Text, one: Mention, two: Mention) -> Cue | None:
    """The relation that the words between two names of one sentence tell; None without a cue."""
    low, high = text.sentence_span(one.start)
    if two.end > high:
        return None
    middle = plain(text.text[one.end : two.start])
    for kind, direction, _, pattern in _ties():
        match = pattern.search(middle)
        if not match or not _fits(kind, one, two):
            continue
        first, second = (two, one) if direction == "ba" else (one, two)
        return _cue(
            source,
            text,
            "tie",
            kind,
            first,
            second,
            (one.start, two.end),
            (low, high),
            f"between_{kind}",
        )
    return None


def _fits(kind: str, one: Mention, two: Mention) -> bool:
    """Things have no family and give no orders; a phone or an account has its own relations."""
    kinds = {one.kind, two.kind}
    if "phone" in kinds:
        return kind == "communication"
    if "account" in kinds:
        return kind == "payment"
    if kinds & {"plate", "vehicle"}:
        return kind in ("transport", "protection", "payment")
    if kind == "membership":
        return kinds == {"person", "group"} or kinds == {"person", "organisation"}
    return not (kind == "family" and kinds != {"person"})


def _cue(
    source: Source, text: Text, kind: str, predicate: str, subject: Mention,
    other: Mention | None, span: tuple[int, int], sentence: tuple[int, int], rule: str,
) -> Cue:  # fmt: skip
    said = plain(text.text[sentence[0] : sentence[1]])
    near = plain(text.text[span[0] : span[1]])
    modality = next(
        (
            name
            for name in ("future", "supposed", "hearsay")
            if _manner("modality", name).search(said)
        ),
        "stated",
    )
    polarity = "denied" if _manner("polarity", "denied").search(near) else "affirmed"
    return Cue(
        kind, predicate, subject.identify(source.account_id),
        other.identify(source.account_id) if other else None,
        span[0], span[1], polarity, modality, rule,
    )  # fmt: skip


@cache
def _manner(section: str, name: str) -> re.Pattern[str]:
    return re.compile(rules("claims")[section][name])


def _role(source: Source, text: Text, mention: Mention) -> Iterator[Cue]:
    """Roles said of a person: a noun beside the name, or what the person is said to do."""
    if mention.kind != "person":
        return
    sentence = text.sentence_span(mention.start)
    seen: set[str] = set()
    first = text.word_at(mention.start)
    for word in range(max(0, first - 4), first):
        hit = things().at(text, word)
        if (
            hit
            and hit.kind == "role"
            and first - hit.last <= 2
            and text.starts[word] >= sentence[0]
        ):
            seen |= _roles_of(hit.code)
            span = (text.starts[word], mention.end)
            yield from _role_cues(
                source, text, mention, hit.code, span, sentence, "role_before_name"
            )
    after = plain(text.text[mention.end : min(sentence[1], mention.end + 60)])
    noun = _apposition(text, mention, sentence)
    if noun and not _roles_of(noun[0]) <= seen:
        seen |= _roles_of(noun[0])
        yield from _role_cues(
            source, text, mention, noun[0], (mention.start, noun[1]), sentence, "role_after_name"
        )
    for role, pattern in _verbs():
        match = pattern.match(after)
        if match and role not in seen:
            end = min(sentence[1], mention.end + match.end())
            yield _cue(
                source,
                text,
                "role",
                role,
                mention,
                None,
                (mention.start, end),
                sentence,
                "role_verb",
            )


def _roles_of(code: str) -> set[str]:
    role = rules("claims")["role"].get(code)
    return {role} if role else set()


def _role_cues(
    source: Source, text: Text, mention: Mention, code: str, span: tuple[int, int],
    sentence: tuple[int, int], rule: str,
) -> Iterator[Cue]:  # fmt: skip
    for role in _roles_of(code):
        yield _cue(source, text, "role", role, mention, None, span, sentence, rule)


def _apposition(text: Text, mention: Mention, sentence: tuple[int, int]) -> tuple[str, int] | None:
    """'X, the driver', 'X est un transporteur': the role's code and where its word ends."""
    word = text.word_at(mention.end)
    if word >= text.size or not re.match(r"^[,\s(]*$", text.text[mention.end : text.starts[word]]):
        return None
    for step in range(word, min(word + 4, text.size)):
        if text.starts[step] >= sentence[1]:
            break
        hit = things().at(text, step)
        if hit and hit.kind == "role":
            return hit.code, text.ends[hit.last]
    return None


@cache
def _verbs() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (
            role,
            re.compile(
                rf"^\W*(?:(?:who|qui|also|aussi|regularly|reportedly|allegedly)\W+)*(?:{'|'.join(patterns)})"
            ),
        )
        for role, patterns in rules("claims")["role_verbs"].items()
    ]


def _embedment(source: Source, text: Text, mention: Mention) -> Iterator[Cue]:
    """A rung of the State-embedment ladder, for an official named in a sentence that shows it."""
    if mention.kind != "person":
        return
    sentence = text.sentence_span(mention.start)
    said = plain(text.text[sentence[0] : sentence[1]])
    if not _is_official(mention, said):
        return
    for rung, patterns in rules("claims")["embedment"].items():
        if _union(patterns).search(said):
            yield _cue(
                source,
                text,
                "embedment",
                rung,
                mention,
                None,
                sentence,
                sentence,
                f"official_{rung}",
            )
            return


def _is_official(mention: Mention, said: str) -> bool:
    wanted = rules("claims")["official"]
    titles = parse_name(mention.surface).titles
    if any(words().titles.get(title) in ("police", "justice") for title in titles):
        return True
    near = said.find(plain(mention.surface))
    around = said[max(0, near - 40) : near + len(mention.surface) + 40] if near >= 0 else said
    return bool(_union(wanted["words"]).search(around))


def _co_presence(
    source: Source, text: Text, named: list[Mention], cues: list[Cue]
) -> Iterator[Cue]:
    """Pairs of one sentence or two neighbouring ones that no other cue joins."""
    joined = {frozenset((c.subject, c.object)) for c in cues if c.object}
    ids: dict[int, str] = {id(m): m.identify(source.account_id) for m in named}
    for number, one in enumerate(named):
        for two in named[number + 1 :]:
            gap = text.sentence(two.start) - text.sentence(one.start)
            if gap > 1:
                break
            if frozenset((ids[id(one)], ids[id(two)])) not in joined and one.normal != two.normal:
                span = (one.start, max(one.end, two.end))
                sentence = (text.sentence_span(one.start)[0], text.sentence_span(two.start)[1])
                yield _cue(
                    source, text, "tie", "co_presence", one, two, span, sentence, "same_passage"
                )
