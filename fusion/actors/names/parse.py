"""A personal name taken apart: what identifies is kept, particles and titles are set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fusion.actors.fold import fold, is_arabic, skeleton, sound
from fusion.actors.names.lexicon import SONS, is_theophoric, weight_of, words
from fusion.actors.names.sounds import core, voice

MAX_PARTS = 6  # longer chains of ancestors add nothing that six parts do not say
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´‘][^\W_]+)*\.?")
_AL = re.compile(r"^(?:al|el|ul)(?=[^\W\d_]{4,})")
_AL_ARABIC = re.compile(r"^ال(?=.{3,})")
_GROWN_KUNYA = re.compile(r"^ab(?:u|ou)l(?=[^\W\d_]{4,})")
_SLAVE_ARABIC = re.compile(r"^عبدال(?=.{3,})")
_HONORIFIC_TAIL = frozenset({"alias", "dit", "aka", "fnu", "lnu", "nee"})
_THEOPHORIC = re.compile(r"^(?:abd|abdou|abdu|abdel|abdal|abdul|abdoul|abde|abder|abdur)(?=.{4,})")
# 'Hamdullah', 'Hamd Allah', 'Serajuddin' and 'Siraj al-Din' are one part each.
_OF_GOD = re.compile(r"^(?P<stem>.{2,}?[^aeiou])(?:[aou]{1,2}ll|[uo]{1,2}l|ll)(?:a|e|o|aa)h$")
_OF_FAITH = re.compile(r"^(?P<stem>.{2,}?[^aeiou])[aeiou]{1,2}(?:d|l)?d(?:i|ee|y)ne?$")
_GOD = frozenset({"allah", "ullah", "ollah", "oullah", "الله", "لله"})
_FAITH = frozenset({"din", "deen", "dine", "uddin", "eddin", "eddine", "aldin", "oudine", "uddine",
                    "الدين", "دين"})  # fmt: skip
_LEADING = frozenset({"oao", "ooo", "ojsc", "jsc", "pjsc", "pao", "zao", "ano", "srl",
                      "limitedliabilitycompany", "openjointstockcompany"})  # fmt: skip
_OPENING = _LEADING | {"limited", "open"}
_BARE_FAITH = frozenset({"din", "deen", "dine", "دين"})
# 'Matiur Rahman': the article has grown on to the word before it.
_GROWN_ARTICLE = re.compile(r"^(?P<stem>.{3,})[ueo](?P<letter>[lrsdnzt])$")


@dataclass(frozen=True, slots=True)
class Part:
    """One identifying part: its key of equal spellings, sound, consonants and weight."""

    text: str
    group: str
    voice: str
    core: str
    weight: float
    is_initial: bool
    is_kunya: bool
    has_descent: bool

    @property
    def sound(self) -> str:
        """The sound that spellings in one script share: part of keys, see `fold.sound`."""
        return sound(self.group)

    @property
    def bones(self) -> str:
        """The consonants of that sound."""
        return skeleton(self.group)


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed name. `is_kunya`: nothing but 'father of …' is known; `n_full`: parts that are no
    initials; `joined`, `spelt`, `core`: voices, letters, consonants, the last two in order."""

    text: str
    parts: tuple[Part, ...]
    titles: tuple[str, ...]
    is_kunya: bool
    is_arabic: bool
    joined: str
    spelt: str
    core: str
    n_full: int


@lru_cache(maxsize=200_000)
def parse_name(text: str) -> Name:
    """Promise the identifying parts of `text` in their order; never raises.

    'Abd al-Rahman' is one part, 'Ould Hamoudi' has descent, 'Abou Soumeya' is a kunya, 'O.' an
    initial, 'Cdt' a title. 'SURNAME, Given' is turned round.
    """
    if text.count(",") == 1:
        last, first = text.split(",")
        text = f"{first} {last}"
    raw = [(fold(word), word.endswith(".")) for word in _WORD.findall(text)]
    tokens = [(word, dotted) for word, dotted in raw if word and word not in _HONORIFIC_TAIL]
    kept, titles = _strip_titles(_strip_legal(tokens))
    parts = _parts(kept)[:MAX_PARTS]
    names_only = [part for part in parts if not part.is_initial]
    return Name(
        text=text,
        parts=tuple(parts),
        titles=tuple(titles),
        n_full=len(names_only),
        is_kunya=bool(names_only) and names_only[0].is_kunya and len(names_only) == 1,
        is_arabic=is_arabic(text),
        joined="".join([part.voice for part in names_only]),
        spelt="".join(sorted([part.text for part in parts])),
        core="".join(sorted([part.core for part in parts])),
    )


def _strip_legal(tokens: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """A company's name without its legal form, however many words that has; 'bin' ends no name."""
    if not tokens or (tokens[-1][0] not in words().closing and tokens[0][0] not in _OPENING):
        return tokens
    legal, kept = words().legal, tokens
    for size in (4, 3, 1):
        if len(kept) > size and "".join(word for word, _ in kept[-size:]) in legal:
            kept = kept[:-size]
        elif len(kept) > max(size, 2) and "".join(word for word, _ in kept[:size]) in _LEADING:
            kept = kept[size:]
    return kept[:-1] if len(kept) > 2 and kept[-1][0] in SONS else kept


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
    tokens = _compounds(tokens)
    parts: list[Part] = []
    is_kunya = has_descent = False
    prefix = ""
    is_tuareg = any(word in vocabulary.tuareg for word, _ in tokens[:-1])
    for place, (word, dotted) in enumerate(tokens):
        is_last = place + 1 == len(tokens)
        if word in vocabulary.descent and not is_last and not (len(word) == 1 and dotted):
            has_descent = True
        elif word in vocabulary.slave and not is_last:
            prefix = "abd"
        elif not is_last and _is_article(word, place):
            continue
        elif word in vocabulary.kunya and not is_last and not prefix:
            is_kunya = True
        else:
            child = "" if prefix else _grown_kunya(word)
            prefix = "عبد" if prefix and is_arabic(word) else prefix
            bare = child or prefix + word
            parts.append(_part(bare, is_kunya or bool(child), has_descent, is_tuareg))
            is_kunya = has_descent = False
            prefix = ""
    return parts


def _grown_kunya(word: str) -> str:
    """'Abulabbas' is father of Abbas; 'Aboubacar' is a name of its own."""
    if not word.startswith("ab") or word in words().group:
        return ""
    grown = _GROWN_KUNYA.match(word)
    return word[grown.end() :] if grown else ""


def _is_article(word: str, place: int) -> bool:
    """'al' anywhere; its assimilated forms ('ur-Rahman') only inside a name."""
    vocabulary = words()
    return word in vocabulary.article or (place > 0 and word in vocabulary.assimilated)


def _compounds(tokens: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Tokens with 'Hamd Allah', 'Siraj al-Din' made one word, and 'Matiur Rahman' its stem."""
    vocabulary = words()
    out: list[tuple[str, bool]] = []
    for word, dotted in tokens:
        tail = "allah" if word in _GOD else "din" if word in _FAITH else ""
        place = len(out) - 1
        while tail and place > 0 and _is_article(out[place][0], place):
            place -= 1
        if word in _BARE_FAITH and place == len(out) - 1:
            tail = ""  # 'Paul Din' is two words; 'Siraj al-Din' is one
        host = out[place][0] if tail and place >= 0 else ""
        if len(host) > 1 and host not in vocabulary.particles:
            out[place:] = [(_joined(host, tail), False)]
            continue
        before = out[-1][0] if out else ""
        if (
            before.endswith(word[0])
            and before not in vocabulary.slave
            and before not in vocabulary.group
        ):
            grown = _GROWN_ARTICLE.match(before)
            if grown:
                out[-1] = (grown["stem"], out[-1][1])
        out.append((word, dotted))
    return out


def _joined(host: str, tail: str) -> str:
    if is_arabic(host):
        return host + ("الله" if tail == "allah" else "الدين")
    return host + ("ullah" if tail == "allah" else "uddin")


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
def _part(word: str, is_kunya: bool, has_descent: bool, is_tuareg: bool) -> Part:
    group = words().group.get(word) or words().group.get(_bare(word)) or ""
    bare = group or _bare(word)
    is_initial = len(word) == 1
    weight = 0.25 if is_initial else weight_of(group or word)
    if len(bare) == 2:
        weight = min(weight, 0.5)
    # One sound of Tuareg speech is z, j or dj by dialect: Tamazight, Tamajeq.
    said = voice(bare).replace("dJ", "J").replace("J", "z") if is_tuareg else voice(bare)
    return Part(word, bare, said, core(said), weight, is_initial, is_kunya, has_descent)


def _bare(word: str) -> str:
    """The word without a grown-on article; 'Abdelmalek', 'Abdoulmalik' and 'Abd Malik' agree."""
    if is_arabic(word):
        return _SLAVE_ARABIC.sub("عبد", _AL_ARABIC.sub("", word)) or word
    theophoric = _THEOPHORIC.match(word) if word.startswith("abd") else None
    if theophoric:
        return "abd" + word[theophoric.end() :]
    if word.endswith("h") and (of_god := _OF_GOD.match(word)):
        return of_god["stem"] + "allah"
    if word.endswith(("n", "ne")) and (of_faith := _OF_FAITH.match(word)):
        return of_faith["stem"] + "aldin"
    return _AL.sub("", word) or word if word.startswith(("al", "el", "ul")) else word
