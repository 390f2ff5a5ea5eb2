"""One question for each fact that accounts of an incident do not agree on, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fusion.terms.data_files import load

OR = {"en": " or ", "fr": " ou "}


@dataclass
class Question:
    """What is asked about one incident: who says which value, and in which accounts it stands."""

    incident_id: str
    kind: str
    thing: str
    said: dict[str, set[str]] = field(default_factory=dict)
    account_ids: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Names the question whoever joins the dispute later."""
        return f"{self.incident_id}:{self.kind}:{self.thing}"

    def words(self, tongue: str) -> str:
        """The question in 'en' or 'fr', with every value and the components that say so."""
        listed = [self._side(value, tongue) for value in sorted(self.said, key=_by_number)]
        values = OR[tongue].join(filter(None, [", ".join(listed[:-1]), listed[-1]]))
        return str(_texts()["ask"][self.kind][tongue]).format(
            values=values, thing=_thing(self.thing, tongue)
        )

    def splits(self, tongue: str) -> str:
        """What the answer would settle."""
        return str(_texts()["splits"][self.kind][tongue])

    def _side(self, value: str, tongue: str) -> str:
        titles = load("typologies")["component_titles"]
        names = sorted(
            titles[code][tongue] if code in titles else code.replace("_", " ")
            for code in self.said[value]
        )
        quotes = ("« ", " »") if tongue == "fr" else ("“", "”")
        shown = value.join(quotes) if self.kind == "status" else value
        return f"{shown} ({', '.join(names)})"


def questions(
    contradictions: list[dict[str, Any]], component_of: Mapping[str, str]
) -> Iterator[Question]:
    """Contradictions of one incident and one fact as one question, in the order of their keys.

    Two pairs of accounts that differ on one number are one thing to find out, not two.
    """
    found: dict[str, Question] = {}
    for row in contradictions:
        kind = row["field"]
        thing = row["value_a"].partition(" ")[2] if kind == "count" else ""
        if kind == "status":  # its words name the matter: ransom, survival, custody
            thing = row["request"].partition(":")[0]
        new = Question(row["incident_id"], kind, thing)
        question = found.setdefault(new.key, new)
        for side in "ab":
            account, value = row[f"account_{side}"], row[f"value_{side}"]
            value = value.partition(" ")[0] if kind == "count" else value
            question.said.setdefault(value, set()).add(component_of.get(account, "unknown"))
            question.account_ids.add(account)
    for key in sorted(found):
        yield found[key]


@cache
def _texts() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "questions.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _thing(thing: str, tongue: str) -> str:
    named = _texts()["things"].get(thing)
    return str(named[tongue]) if named else thing.replace("_", " ")


def _by_number(value: str) -> tuple[int, float, str]:
    head = value.partition("–")[0]
    return (0, float(head), value) if head.isdecimal() else (1, 0.0, value)
