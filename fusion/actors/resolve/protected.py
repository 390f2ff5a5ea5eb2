"""Names that are protected in one account are protected in all of them."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.actors.fold import plain
from fusion.actors.mentions.learned import Holding
from fusion.actors.model import Mention, Reading
from fusion.actors.names import name_score, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.tokens import read_text

SAME_NAME = 0.7  # name score from which another spelling counts as the protected name; ours


def protect_everywhere(readings: list[Reading], holding: Holding | None = None) -> None:
    """Mark every person mention whose name is protected anywhere, or stands in a source field.

    Fails closed: the parts of the name decide. Only a name with a part that contradicts the
    protected one stays open, and one common word ('Oumar') where its own account gives a fuller
    name that is not protected. `holding` tells the places of the readings whose texts may hold any
    of some words.
    """
    index = _Index(_protected_names(readings))
    if not index.names:
        return
    near = set(range(len(readings)) if holding is None else holding(index.telling))
    for place, reading in enumerate(readings):
        names = {m.normal for m in reading.mentions if m.kind == "person" and m.normal}
        if place in near or any(map(index.covers, names)):
            _protect(reading, index)


def _protect(reading: Reading, index: _Index) -> None:
    full = [m.normal for m in reading.mentions if m.kind == "person" and m.normal]
    open_parts = {
        key
        for name in full
        if len(_keys(name)) > 1 and not index.covers(name)
        for key in _keys(name)
    }
    reading.mentions = [
        m.protect() if m.kind == "person" and m.normal and _is_hit(m, index, open_parts) else m
        for m in reading.mentions
    ]
    reading.mentions += _unread(reading, index)
    reading.mentions.sort(key=lambda m: (m.start, m.end, m.kind))
    kept = {m.identify(reading.source.account_id) for m in reading.mentions if not m.is_protected}
    reading.cues = [
        c for c in reading.cues if c.subject in kept and (c.object is None or c.object in kept)
    ]
    reading.aliases = [pair for pair in reading.aliases if set(pair) <= kept]


def _unread(reading: Reading, index: _Index) -> list[Mention]:
    """Telling parts of protected names that no rule had read as a person: mentions, protected."""
    plain_text = plain(reading.source.text)
    wanted = {part for part in index.telling if part in plain_text}
    if not wanted:
        return []
    words = read_text(reading.source.text, reading.source.language)
    read = [(m.start, m.end) for m in reading.mentions if m.kind == "person"]
    return [
        Mention(
            start,
            end,
            words.text[start:end],
            "person",
            key,
            "protected_name_part",
            is_protected=True,
        )
        for start, end, key, is_name in zip(
            words.starts, words.ends, words.folds, words.caps, strict=True
        )
        if is_name and key in wanted and not any(low <= start < high for low, high in read)
    ]


def _is_hit(mention: Mention, index: _Index, open_parts: set[str]) -> bool:
    keys = _keys(mention.normal or "")
    if len(keys) == 1 and keys <= open_parts:
        return False
    return index.covers(mention.normal or "")


def _protected_names(readings: list[Reading]) -> set[str]:
    names = {m.normal for r in readings for m in r.mentions if m.is_protected and m.normal}
    hidden = {name for r in readings for name in r.source_names if len(_keys(name)) > 1}
    return {name for name in names | hidden if _keys(name)}


def _keys(name: str) -> frozenset[str]:
    return frozenset(
        part.group or part.sound for part in parse_name(name).parts if not part.is_initial
    )


class _Index:
    """Protected names by the consonants of their parts."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        self._by_bones: dict[str, set[str]] = {}
        for name in self.names:
            for part in parse_name(name).parts:
                if not part.is_initial:
                    self._by_bones.setdefault(part.bones, set()).add(name)
        self._known: dict[str, bool] = {}
        self.telling = {
            part.text
            for name in self.names
            for part in parse_name(name).parts
            if not part.is_initial and part.weight > WEIGHT_COMMON and len(part.text) > 3
        }

    def covers(self, name: str) -> bool:
        """Whether a name may be a protected one: parts of it, more than it, or a spelling of it."""
        if name not in self._known:
            near = {
                other
                for part in parse_name(name).parts
                for other in self._by_bones.get(part.bones, ())
            }
            self._known[name] = any(_may_be(name, other) for other in sorted(near))
        return self._known[name]


def _may_be(name: str, protected: str) -> bool:
    own, other = _weights(name), _weights(protected)
    if not own or not other:
        return False
    # One common word ('Oumar') is nobody's name; one rare word is enough to be recognised by.
    if own.keys() <= other.keys() and (len(own) > 1 or max(own.values()) > WEIGHT_COMMON):
        return True
    if other.keys() <= own.keys() and (len(other) > 1 or max(other.values()) > WEIGHT_COMMON):
        return True
    return name_score(name, protected) >= SAME_NAME


def _weights(name: str) -> dict[str, float]:
    return {p.group or p.sound: p.weight for p in parse_name(name).parts if not p.is_initial}
