"""Which first-level unit the letters right behind a name stand for: 'Springfield, VA'."""

from __future__ import annotations

from fusion.actors.gazetteer import Gazetteer
from fusion.actors.tokens import Text


def unit_behind(text: Text, last: int, gazetteer: Gazetteer) -> str | None:
    """Folded name of the unit whose letter code follows a word after a comma; None without one.

    Such codes are known where the table of places has them. A unit named in full may as well be
    the next of a list ('Mopti, Gao'); that it is named at all is weighed elsewhere.
    """
    word = last + 1
    if text.gap(last).strip() != "," or word >= text.size or not text.caps[word]:
        return None
    return gazetteer.unit(text.folds[word])
