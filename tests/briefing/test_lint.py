# ruff: noqa: E501
"""The nine standards: the sample holds all nine; a planted breach of each is caught."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from fusion.briefing.holdings import Holdings
from fusion.briefing.lint import check, failures_of

Content = dict[str, Any]
Contents = dict[tuple[str, str], Content]


def judged(content: Content) -> Content:
    found: Content = next(item for item in content["key_judgements"] if item["likelihood"])
    return found


def observed(content: Content) -> Content:
    found: Content = next(item for item in content["key_judgements"] if item["is_observation"])
    return found


BREACHES: list[tuple[str, str, Callable[[Content], Any]]] = [
    ("1", "no summary", lambda c: c["source_summary"]["table"].update(rows=[])),
    ("1", "no grade", lambda c: c["sources"][0].update(grade="")),
    ("2", "no band printed", lambda c: judged(c).update(text="It is likely that it rains.")),
    ("2", "no confidence", lambda c: judged(c).update(confidence="")),
    ("2", "unlabelled", lambda c: observed(c).update(is_observation=False)),
    ("2", "hedge", lambda c: observed(c).update(text=observed(c)["text"] + " It may rain.")),
    ("2", "other yardstick", lambda c: judged(c).update(text=judged(c)["text"] + " A remote chance.")),
    ("2", "unknown band", lambda c: judged(c)["likelihood"].update(code="probable")),
    ("3", "mixed", lambda c: judged(c).update(text=judged(c)["text"] + " with high confidence")),
    ("3", "mixed the other way", lambda c: judged(c).update(confidence="Confidence is low; it is very likely.")),
    ("3", "no assumption", lambda c: judged(c).update(assumption="")),
    ("4", "no alternative", lambda c: judged(c).update(alternative="")),
    ("4", "one reading only", lambda c: c["hypotheses"][0]["rivals"].update(rows=[["x"]])),
    ("5", "no bottom line", lambda c: c.update(bottom_line=[])),
    ("5", "no opportunity", lambda c: c.update(opportunities=[])),
    ("5", "no gap", lambda c: c["gaps"].update(rows=[])),
    ("5", "enforcement only", lambda c: c.update(options=c["options"][:2])),
    ("5", "no 'no action'", lambda c: c.update(options=[o for o in c["options"] if o["verb"] != "–"])),
    ("5", "gate passed", lambda c: [o.update(hrddp_state="not_required") for o in c["options"]]),
    ("6", "no citation", lambda c: judged(c).update(citations=[])),
    ("6", "dead citation", lambda c: c.update(sources=[])),
    ("6", "enemy", lambda c: judged(c).update(change="The enemy moved.")),
    ("6", "guilt", lambda c: c["bottom_line"][0].update(text="The trader is a criminal.")),
    ("6", "collection", lambda c: c["options"][0].update(needs="a collection plan")),
    ("7", "no change", lambda c: judged(c).update(change="")),
    ("8", "no record", lambda c: c["outlook"].update(track=[])),
    ("8", "too many", lambda c: c.update(key_judgements=c["key_judgements"] * 2)),
    ("9", "no alt", lambda c: c["hypotheses"][0]["network"].update(alt="")),
    ("9", "no caption", lambda c: c["outlook"]["figures"][0].update(caption="")),
]  # fmt: skip


def test_the_sample_holds_all_nine(holdings: Holdings, contents: Contents) -> None:
    assert check(holdings) == ("9/9", [])
    for content in contents.values():
        assert failures_of(content) == [], content["issue"]["edition"]


@pytest.mark.parametrize(("standard", "name", "breach"), BREACHES, ids=[b[1] for b in BREACHES])
def test_a_breach_is_caught(
    contents: Contents, standard: str, name: str, breach: Callable[[Content], Any]
) -> None:
    content = copy.deepcopy(contents["head", "en"])
    breach(content)
    assert standard in {number for number, _ in failures_of(content)}


def test_french_breaches_are_caught(contents: Contents) -> None:
    content = copy.deepcopy(contents["head", "fr"])
    content["bottom_line"][0]["text"] = "Le commerçant est coupable."
    assert ("6", "the text uses 'coupable'") in failures_of(content)
