"""A personal name taken apart: what identifies is kept, particles and titles are set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fusion.actors.fold import fold, is_arabic, skeleton, sound
from fusion.actors.names.lexicon import is_theophoric, weight_of, words

MAX_PARTS = 6  # longer chains of ancestors add nothing that six parts do not say
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´‘][^\W_]+)*\.?")
_AL = re.compile(r"^(?:al|el|ul)(?=[^\W\d_]{4,})")
_AL_ARABIC = re.compile(r"^ال(?=.{3,})")
_HONORIFIC_TAIL = frozenset({"alias", "dit", "aka", "fnu", "lnu", "nee"})
_THEOPHORIC = re.compile(r"^(?:abd|abdou|abdu|abdel|abdal|abdul|abdoul)(?=.{4,})")


@dataclass(frozen=True, slots=True)
class Part:
    """One identifying part: its key of equal spellings, sound, consonants and weight."""

    text: str
    group: str
    sound: str
    bones: str
    weight: float
    is_initial: bool
    is_kunya: bool
    has_descent: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed name. `is_kunya` where nothing but 'father of …' is known."""

    text: str
    parts: tuple[Part, ...]
    titles: tuple[str, ...]
    is_kunya: bool
    is_arabic: bool
    joined: str

    @property
    def n_full(self) -> int:
        """Number of parts that are more than an initial."""
        return sum(not part.is_initial for part in self.parts)


@lru_cache(maxsize=200_000)
def parse_name(text: str) -> Name:
    """Promise the identifying parts of `text` in their order; never raises.

    'Abd al-Rahman' is one part, 'Ould Hamoudi' a part with descent, 'Abou Soumeya' a kunya part,
    'O.' an initial, 'Cdt' a title. 'SURNAME, Given' is turned round.
    """
    if text.count(",") == 1:
        last, first = text.split(",")
        text = f"{first} {last}"
    raw = [(fold(word), word.endswith(".")) for word in _WORD.findall(text)]
    tokens = [(word, dotted) for word, dotted in raw if word and word not in _HONORIFIC_TAIL]
    kept, titles = _strip_titles(tokens)
    parts = _parts(kept)[:MAX_PARTS]
    names_only = [part for part in parts if not part.is_initial]
    return Name(
        text=text,
        parts=tuple(parts),
        titles=tuple(titles),
        is_kunya=bool(names_only) and names_only[0].is_kunya and len(names_only) == 1,
        is_arabic=is_arabic(text),
        joined="".join(part.sound for part in parts if not part.is_initial),
    )


def _strip_titles(tokens: list[tuple[str, bool]]) -> tuple[list[tuple[str, bool]], list[str]]:
    """Leading titles go, as long as a name is left; 'Sidi Yeslem' keeps its Sidi."""
    known, titles = words().titles, []
    kept = list(tokens)
    while len(kept) > 1:
        pair = kept[0][0] + kept[1][0]
        if len(kept) > 2 and pair in known:
            titles.append(pair)
            kept = kept[2:]
        elif kept[0][0] in known and not (len(kept[0][0]) == 1 and kept[0][1] and len(kept) > 2):
            titles.append(kept[0][0])
            kept = kept[1:]
        else:
            break
    middle = [
        t
        for i, t in enumerate(kept)
        if i == 0 or t[0] not in ("elhadj", "elhadji", "hadj", "hadji", "haji", "الحاج")
    ]
    return middle, titles


def _parts(tokens: list[tuple[str, bool]]) -> list[Part]:
    vocabulary = words()
    parts: list[Part] = []
    is_kunya = has_descent = False
    prefix = ""
    for place, (word, dotted) in enumerate(tokens):
        is_last = place + 1 == len(tokens)
        if word in vocabulary.descent and not is_last and not (len(word) == 1 and dotted):
            has_descent = True
        elif word in vocabulary.slave and not is_last:
            prefix = "abd"
        elif word in vocabulary.article and not is_last:
            continue
        elif word in vocabulary.kunya and not is_last and not prefix:
            is_kunya = True
        else:
            parts.append(_part(prefix + word, is_kunya, has_descent))
            is_kunya = has_descent = False
            prefix = ""
    return parts


@lru_cache(maxsize=200_000)
def is_full(text: str) -> bool:
    """Whether a name has two identifying words. 'Abdul Morani' has: what follows 'servant of' is
    none of the divine names; 'Abdul Karim' is one. Both are one part where names are compared."""
    name = parse_name(text)
    if name.n_full >= 2:
        return True
    tokens, _ = _strip_titles([(fold(word), False) for word in _WORD.findall(text)])
    held = [word for word, _ in tokens]
    is_pair = len(held) == 2 and held[0] in words().slave and held[1] not in words().article
    return is_pair and not is_theophoric(held[1])


@lru_cache(maxsize=200_000)
def _part(word: str, is_kunya: bool, has_descent: bool) -> Part:
    group = words().group.get(word) or words().group.get(_bare(word)) or ""
    bare = group or _bare(word)
    is_initial = len(word) == 1
    weight = 0.25 if is_initial else weight_of(group or word)
    if len(bare) == 2:
        weight = min(weight, 0.5)
    return Part(word, bare, sound(bare), skeleton(bare), weight, is_initial, is_kunya, has_descent)


def _bare(word: str) -> str:
    """The word without a grown-on article; 'Abdelmalek', 'Abdoulmalik' and 'Abd Malik' agree."""
    if is_arabic(word):
        return _AL_ARABIC.sub("", word) or word
    theophoric = _THEOPHORIC.match(word)
    if theophoric:
        return "abd" + word[theophoric.end() :]
    return _AL.sub("", word) or word
