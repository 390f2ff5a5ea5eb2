"""Places that no list holds, told by the words around them: 'Panjwayi district', 'in Ain Zara'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from fusion.actors.fold import is_arabic
from fusion.actors.gazetteer.world import world
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_INNER = frozenset({" ", "-", "'", "’", "‘", "`", "\u00a0", "\u2011", "- "})
_TIGHT = frozenset({"-", "'", "’", "‘", "`", "\u2011"})
_JOINT = re.compile(
    r"^\s*(?:,|/|&|;|and|et|or|ou|as well as|ainsi que|,\s*and|,\s*et)\s*(?:in |à |au |de |d['’])?$"
)
# Two capitals in one word abbreviate a body: 'WFP', 'CoPR', 'PHSMs'; not so 'McKay', 'AlHasakeh'.
_CODE = re.compile(
    r"^[A-Z]{2,}s?$|^(?!Al[A-Z]|Mc[A-Z]|Ma[A-Z]|El[A-Z])\w*[a-z]\w*[A-Z]\w*[A-Z]?|^[A-Z]{2,}[a-z]"
)
_LONGEST = 5  # words of a name that only its surroundings tell


class Names:
    """The word lists of world.toml, as sets."""

    def __init__(self) -> None:
        told = {k: frozenset(v.split()) for k, v in rules("world")["context"].items()}
        self.features, self.leading = told["features"], told["leading"]
        self.within, self.weakly = told["within"] | {"a"}, told["weakly"]
        self.sides, self.never, self.nouns = told["sides"], told["never"], told["nouns"]

    @staticmethod
    @cache
    def get() -> Names:
        """The lists, read once."""
        return Names()


def is_side(key: str) -> bool:
    """Whether a word is a side ('northern', 'nord') that may stand before a place."""
    return key in Names.get().sides


def led_by(text: Text, first: int, kind: str) -> bool:
    """Whether a preposition of the kind, or a noun of place with 'of', stands before a word."""
    names = Names.get()
    word = first - 1
    while word >= 0 and text.folds[word] in names.sides | {"the", "la", "le", "l"}:
        word -= 1
    if word < 0 or text.gap(word).strip(" '’\u00a0\n"):
        return False
    key = text.folds[word]
    if kind == "within" and "\n" not in text.gap(word) and _is_noun_before(text, word):
        return True
    if key == "a" and text.language != "fr" and text.text[text.starts[word]] in "aA":
        return False  # the English article, not « à »
    return key in (names.within if kind == "within" else names.weakly)


def _is_noun_before(text: Text, word: int) -> bool:
    """'province of', 'commune de', 'village' before a name; `word` is the last of them."""
    names = Names.get()
    key = text.folds[word]
    if key in ("of", "de", "du", "d", "des") and word > 0:
        return text.folds[word - 1] in names.features and text.gap(word - 1) == " "
    return key in names.leading


def follows(text: Text, last: int) -> bool:
    """Whether a noun of place stands right behind a word: 'X district', 'X Governorate'."""
    word = last + 1
    is_near = word < text.size and text.gap(last) in (" ", "\u00a0")
    return is_near and text.folds[word] in Names.get().features


def widen(text: Text, first: int, last: int, taken: list[bool]) -> tuple[int, int]:
    """A name with the side before it and the noun of place behind: 'northern X', 'X district'."""
    names = Names.get()
    low = first
    while low > 0 and not taken[low - 1] and text.gap(low - 1) in (" ", "-"):
        if text.folds[low - 1] not in names.sides:
            break
        low -= 1
    step = last + 1
    is_noun = follows(text, last) and not taken[step] and text.folds[step] in names.nouns
    return low, step if is_noun else last


def is_part(text: Text, first: int, last: int, taken: list[bool]) -> bool:
    """Whether a capital beside a name makes it part of a longer one: 'Grey Falcon'."""
    names = Names.get()
    own = names.features | names.sides | names.leading | names.never
    beside = [last + 1] if text.gap(last) == " " else []
    if first > 0 and text.gap(first - 1) == " " and not text.opens_sentence(first - 1):
        beside.append(first - 1)
    return any(
        text.caps[word]
        and not taken[word]
        and text.folds[word] not in own
        and text.folds[word][0].isalpha()
        and not is_arabic(text.folds[word])
        for word in beside
    )


@dataclass(slots=True)
class _Run:
    first: int
    last: int
    key: str
    is_told: bool


def read_context(text: Text, taken: list[bool], places: list[Mention]) -> list[Mention]:
    """Names that their surroundings make places; marks their words as taken.

    A name is a place where a noun of place or a preposition of place stands beside it, where it
    is listed with places or stands before the place that holds it, and wherever it stands again.
    """
    if text.is_shouted:
        return []
    runs = _runs(text, taken)
    for run in runs:
        run.is_told = _is_told(text, run)
    _spread(text, runs, {m.start for m in places}, {m.end for m in places})
    told = {run.key for run in runs if run.is_told}
    found = []
    for run in runs:
        if not run.is_told and not (run.key in told and len(run.key) > 3):
            continue
        first, last = widen(text, run.first, run.last, taken)
        start, end = text.starts[first], text.ends[last]
        found.append(
            Mention(start, end, text.text[start:end], "place", f"named:{run.key}", "place_context")
        )
        taken[first : last + 1] = [True] * (last + 1 - first)
    return found


def _runs(text: Text, taken: list[bool]) -> list[_Run]:
    """Capitalised words in a row that may name a place, without what never does."""
    names, runs = Names.get(), []
    word = 0
    while word < text.size:
        if taken[word] or not _opens(text, word):
            word += 1
            continue
        last = word
        while last + 1 < text.size and not taken[last + 1] and _goes_on(text, last):
            last += 1
        while last > word and text.folds[last] in names.features | {"s"}:
            last -= 1
        if last - word < _LONGEST and not _is_other(text, word, last):
            runs.append(_Run(word, last, "".join(text.folds[word : last + 1]), False))
        word = last + 1
    return runs


def _opens(text: Text, word: int) -> bool:
    key = text.folds[word]
    if not text.caps[word] or len(key) < 2 or is_arabic(key) or not key[0].isalpha():
        return False
    return key not in Names.get().never and key not in Names.get().features


def _goes_on(text: Text, word: int) -> bool:
    """Whether the next word belongs to the name: a capital, or anything behind a hyphen."""
    gap, step = text.gap(word), word + 1
    if gap not in _INNER:
        return False
    if gap in _TIGHT:
        return text.text[text.starts[step]].isalpha()
    return (
        text.caps[step]
        and text.folds[step] not in Names.get().never
        and (not text.folds[step][0].isdigit())
    )


def _is_other(text: Text, first: int, last: int) -> bool:
    """An acronym, a word with figures, or a name joined to what is no place."""
    surface = text.surface(first, last)
    is_code = any(c.isdigit() for c in surface) or any(
        _CODE.search(text.text[text.starts[word] : text.ends[word]])
        for word in range(first, last + 1)
        if text.gap(word - 1) not in _TIGHT
    )
    is_side_only = all(text.folds[word] in Names.get().sides for word in range(first, last + 1))
    behind = text.gap(last)[:1]
    is_cut = behind in ("@", "_", ":") or (
        first > 0 and text.gap(first - 1)[-1:] in ("@", "_", "/")
    )
    is_operation = first > 0 and text.folds[first - 1] in ("operation", "exercise", "exercice")
    is_body = (
        last + 1 < text.size
        and text.gap(last) == " "
        and text.caps[last + 1]
        and text.folds[last + 1] in Names.get().never
    )
    return is_code or is_cut or is_body or is_side_only or is_operation


def _is_told(text: Text, run: _Run) -> bool:
    if follows(text, run.last):
        return True
    # 'in the Treasury': behind an article an unknown name is a body as often as a place.
    has_article = run.first > 0 and text.folds[run.first - 1] == "the"
    if not has_article and led_by(text, run.first, "within"):
        return True
    known = world().get(run.key)
    return bool(known) and led_by(text, run.first, "weakly")


def _spread(text: Text, runs: list[_Run], starts: set[int], ends: set[int]) -> None:
    """Names joined to a place by 'and' or a comma are places as well, in both directions."""
    starts |= {text.starts[run.first] for run in runs if run.is_told}
    ends |= {text.ends[run.last] for run in runs if run.is_told}
    for run in runs:
        if not run.is_told and _joins_before(text, run, ends):
            run.is_told = True
            ends.add(text.ends[run.last])
    for run in reversed(runs):
        if not run.is_told and _joins_after(text, run, starts):
            run.is_told = True
            starts.add(text.starts[run.first])


def _joins_before(text: Text, run: _Run, ends: set[int]) -> bool:
    if run.first == 0:
        return False
    for back in (1, 2, 3):
        word = run.first - back
        if word >= 0 and text.ends[word] in ends:
            between = text.text[text.ends[word] : text.starts[run.first]]
            return bool(_JOINT.match(between))
    return False


def _joins_after(text: Text, run: _Run, starts: set[int]) -> bool:
    low = run.last + 1
    for word in range(low, min(low + 3, text.size)):
        if text.starts[word] in starts:
            between = text.text[text.ends[run.last] : text.starts[word]]
            return bool(_JOINT.match(between)) or between in (" (", "(")
    return False
