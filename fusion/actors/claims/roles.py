"""Roles and State embedment that an account tells of a person, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fusion.actors.claims.scene import Scene, manner, union
from fusion.actors.lexicon import things
from fusion.actors.model import Cue, Mention
from fusion.actors.names import parse_name
from fusion.actors.names.lexicon import words
from fusion.actors.rules import rules

_BEFORE_WORDS, _AFTER_WORDS = 4, 4  # words around a name in which a role noun belongs to it; ours
_AFTER_REACH = 60  # characters after a name in which its verb stands; ours
_BEFORE_REACH = 90  # characters before a name in which its passive verb stands; ours
# What may stand between 'led by' and the name: a mark, or an article with words of office
# ('par un chauffeur du nord, X'), but no other preposition: 'sold to the women by X'.
_OTHER = r"(?:by|par|to|a|au|aux|from|with|avec|and|et|in|at|on|who|qui|said|dit)"
_ARTICLE = r"(?:the |an? |one |le |la |une? |l['’]|certain )"
_WORD = rf"(?!{_OTHER}\b)[\w-]+"
_OFFICE = rf"{_ARTICLE}(?:{_WORD} |(?:{_WORD} ){{0,3}}{_WORD}, )?"
_JOINT = rf"['’]?[\s:(\"«“‘]*(?:{_OFFICE})?[\"«“‘]?"
_LICIT_ALONE = frozenset({"tolerated", "supported"})
# 'president and X' is two people, 'armed men under X' speaks of X's men.
_APART = re.compile(r"\b(?:and|et|ou|or|و|of|under|for|with|by|de|du|d|sous|pour|avec|par|a|to)\b")
_AND = re.compile(r"\b(?:and|et|ou|or|و)\b")
_FORMER = re.compile(r"\b(?:former|late|ex|ancien(?:ne)?|feu|سابق\w*)\W+$")
_HAVING = re.compile(r"\b(?:a|aurait|avait|ont)\b")
_PARTICIPLE = re.compile(r"\w[éÉ]e?s?$")
_OPENING = re.compile(r"^[,\s(:\-–]*$")


def read_roles(scene: Scene, mention: Mention) -> Iterator[Cue]:
    """Roles said of a person: a noun beside the name, or what the person is said to do."""
    seen: set[str] = set()
    for code, span, rule in (*_nouns_before(scene, mention), *_noun_after(scene, mention)):
        role = _role_of(code, scene.said(*span))
        if role and role not in seen:
            seen.add(role)
            yield scene.cue("role", role, mention, None, span, rule)
    for role, span, rule in (*verbs_after(scene, mention), *agents_before(scene, mention)):
        if role not in seen:
            seen.add(role)
            told = protection(scene, mention, rule) if role == "protector" else rule
            yield scene.cue("role", role, mention, None, span, told)


def _role_of(code: str, said: str) -> str | None:
    """The role of a lexicon code, told apart by the word itself where the code holds two."""
    roles: dict[str, str] = rules("claims")["role"]
    if code in roles:
        return roles[code]
    listed: dict[str, list[str]] = rules("claims")["role_word"]
    return next((r for r, known in listed.items() if any(w in said.split() for w in known)), None)


def protection(scene: Scene, mention: Mention, rule: str) -> str:
    """Whose protection it is: of somebody in uniform, in office, or of neither."""
    ranks = {words().titles.get(title) for title in parse_name(mention.surface).titles}
    if ranks & {"police", "military"}:
        return "protector_in_uniform"
    span = scene.text.sentence_span(mention.start)
    return "protector_in_office" if _is_official(scene, mention, span) else rule


Noun = tuple[str, tuple[int, int], str]


def _nouns_before(scene: Scene, mention: Mention) -> Iterator[Noun]:
    """'the driver X', 'le courtier X'."""
    text = scene.text
    low = text.sentence_span(mention.start)[0]
    first = text.word_at(mention.start)
    for word in range(max(0, first - _BEFORE_WORDS), first):
        hit = things().at(text, word)
        if hit is None or hit.kind != "role" or text.starts[word] < low:
            continue
        between = scene.said(text.ends[hit.last], mention.start)
        is_beside = first - hit.last <= 2 and not _APART.search(between)
        if _FORMER.search(scene.said(max(low, text.starts[word] - 12), text.starts[word])):
            continue  # what somebody was is no role
        if _PARTICIPLE.search(text.surface(word, hit.last)):
            continue
        if is_beside and not text.gap(first - 1).strip(" '\"«“"):
            yield hit.code, (text.starts[word], mention.end), "role_before_name"


def _noun_after(scene: Scene, mention: Mention) -> Iterator[Noun]:
    """'X, the driver', 'X est un transporteur', 'X (courtier)'."""
    text = scene.text
    high = text.sentence_span(mention.start)[1]
    word = text.word_at(mention.end)
    if word >= text.size or not _OPENING.match(text.text[mention.end : text.starts[word]]):
        return
    for step in range(word, min(word + _AFTER_WORDS, text.size)):
        if text.starts[step] >= high or (step > word and "," in text.gap(step - 1)):
            return
        if _AND.fullmatch(scene.said(text.starts[step], text.ends[step])):
            return  # 'X and his guard': the noun is another's
        if _FORMER.search(scene.said(mention.end, text.starts[step])):
            return
        hit = things().at(text, step)
        if hit and hit.kind == "role" and not _PARTICIPLE.search(text.surface(step, hit.last)):
            yield hit.code, (mention.start, text.ends[hit.last]), "role_after_name"
            return


def verbs_after(scene: Scene, mention: Mention) -> Iterator[Noun]:
    """'X drives', 'X qui achète'."""
    end = min(scene.text.sentence_span(mention.start)[1], mention.end + _AFTER_REACH)
    after = scene.said(mention.end, end)
    for role, pattern in _verbs():
        if (match := pattern.match(after)) and not _is_suffered(scene, mention, match.end()):
            yield role, (mention.start, mention.end + match.end()), "role_verb"


def _is_suffered(scene: Scene, mention: Mention, length: int) -> bool:
    """'X menacé': a French participle without 'a' tells what was done to X, not what X does."""
    words = scene.text.text[mention.end : mention.end + length]
    return bool(_PARTICIPLE.search(words) and not _HAVING.search(words))


def agents_before(scene: Scene, mention: Mention) -> Iterator[Noun]:
    """'sold to X', 'celui qui a frappé est X': the words before the name say that X is the doer.

    The longest words win: 'guards led by X' are X's muscle, 'fighters led by X' are X's men.
    """
    low = max(scene.text.sentence_span(mention.start)[0], mention.start - _BEFORE_REACH)
    before = scene.said(low, mention.start)
    found = [(role, m.start()) for role, p in _agents() if (m := p.search(before))]
    first = min((start for _, start in found), default=0)
    for role, start in found:
        if start == first:
            yield role, (low + start, mention.end), "role_agent"


@cache
def _agents() -> list[tuple[str, re.Pattern[str]]]:
    """Each ends where the name begins, but for an article, a rank, a quotation mark."""
    return [
        (role, re.compile(rf"(?<![^\W\d_])(?:{'|'.join(patterns)}){_JOINT}$"))
        for role, patterns in rules("claims")["role_agents"].items()
    ]


@cache
def _verbs() -> list[tuple[str, re.Pattern[str]]]:
    listed = "who|qui|also|aussi|regularly|reportedly|allegedly|aurait|alors|never|ne|لا|لم"
    adverbs = rf"(?:(?:{listed})\W+)*"
    return [
        (role, re.compile(rf"^\W*{adverbs}(?:{'|'.join(patterns)})"))
        for role, patterns in rules("claims")["role_verbs"].items()
    ]


def read_embedment(scene: Scene, mention: Mention, *, tells_of_market: bool) -> Iterator[Cue]:
    """A rung of the State-embedment ladder, for an official named in a sentence that shows it.

    What an official let pass or helped along is a rung only beside an illicit market: an escort,
    a signature or an unsearched lorry is otherwise an office at work.
    """
    span = scene.text.sentence_span(mention.start)
    said = scene.said(*span)
    if not _is_official(scene, mention, span):
        return
    for rung, pattern in _rungs():
        found = pattern.search(said) if tells_of_market or rung not in _LICIT_ALONE else None
        if found:
            cue = scene.cue("embedment", rung, mention, None, span, f"official_{rung}")
            # 'did not check' is the sign itself: only what stands around it can deny it.
            around = f"{said[: found.start()]} {said[found.end() :]}"
            is_denied = manner("polarity", "denied").search(around)
            yield cue._replace(polarity="denied" if is_denied else "affirmed")
            return


@cache
def _rungs() -> list[tuple[str, re.Pattern[str]]]:
    return [(rung, union(patterns)) for rung, patterns in rules("claims")["embedment"].items()]


@cache
def _offices() -> re.Pattern[str]:
    return union(rules("claims")["official"]["words"])


def _is_official(scene: Scene, mention: Mention, span: tuple[int, int]) -> bool:
    """A title of police or justice, or a word of office beside the name in its sentence."""
    wanted = rules("claims")["official"]["titles"]
    titles = parse_name(mention.surface).titles
    if any(words().titles.get(title) in wanted for title in titles):
        return True
    low, high = max(span[0], mention.start - 40), min(span[1], mention.end + 40)
    return bool(_offices().search(scene.said(low, high)))
