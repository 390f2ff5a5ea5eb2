"""The nine tradecraft standards (ICD 203) as checks on the composed brief, and house rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from fusion.briefing.editions import fullest
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import build
from fusion.briefing.wording import LANGUAGES
from fusion.terms.yardsticks import bands

Content = dict[str, Any]
Failure = tuple[str, str]

# Words that the product never uses (doctrine §1, §4, §9), as whole words.
FORBIDDEN = {
    "en": r"enem(y|ies)|targets?|targeted|collections?|agents?|criminals?|culprits?|perpetrators?"
    r"|guilty|terrorists?|IAP|TLP:WHITE",
    "fr": r"ennemis?|cibles?|ciblée?s?|criminel(le)?s?|coupables?|terroristes?|malfaiteurs?|IAP",
}
# 'crime' as a category of law and 'guilty' as what is not said are the two lawful uses.
LAWFUL = re.compile(
    r"organised criminal group|groupe criminel organisé|not that anybody is guilty|"
    r"non que quiconque est coupable|criminal business|affaire criminelle|political bargain",
    re.IGNORECASE,
)
HEDGES = {
    "en": r"\b(may(?! \d)|might|could|possibly|perhaps|possible)\b",
    "fr": r"\b(peut-être|pourrait|pourraient|éventuellement|possible)\b",
}
CONFIDENCE = {"en": r"\bconfidence\b", "fr": r"\bconfiance\b"}


def check(holdings: Holdings) -> tuple[str, list[Failure]]:
    """Score 'n/9' and the failures, each with the number of its standard and what is wrong.

    The fullest edition is read in both languages; a standard is held where neither fails it.
    """
    edition = fullest(holdings.run.profile)
    failures = [
        failure
        for language in LANGUAGES
        for failure in failures_of(build(holdings, edition, language))
    ]
    held = len(CHECKS) - len({name for name, _ in failures})
    return f"{held}/{len(CHECKS)}", failures


def failures_of(content: Content) -> list[Failure]:
    """Every breach in one edition."""
    return [
        (str(number), found)
        for number, function in enumerate(CHECKS, 1)
        for found in function(content)
    ]


def _judged(content: Content) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = content["key_judgements"]
    return rows


def _sentences(content: Content) -> Iterator[dict[str, Any]]:
    for name in (
        "bottom_line",
        "key_judgements",
        "changes",
        "opportunities",
        "corrections",
    ):
        yield from content[name]
    yield from content["outlook"]["sentences"]
    yield from (page["statement"] for page in content["hypotheses"] if page["statement"])


def sources_described(content: Content) -> Iterator[str]:
    """1: a source summary, and grade, origin and component for each cited report."""
    if not content["source_summary"]["table"]["rows"]:
        yield "there is no source summary"
    for source in content["sources"]:
        if not (source["grade"] and source["component"] and source["date"]):
            yield f"source {source['label']} has no descriptor"


def uncertainty_expressed(content: Content) -> Iterator[str]:
    """2: each judgement has one band of one yardstick, or says it is an observation."""
    known = {band["code"]: band for band in content["issue"]["bands"]}
    for item in _judged(content):
        likelihood = item["likelihood"]
        if not item["confidence_level"] or not item["confidence"]:
            yield f"judgement {item['id']} states no confidence"
        if likelihood is None:
            yield from _unbanded(content, item)
        elif likelihood["code"] not in known:
            yield f"judgement {item['id']} uses a word of another yardstick"
        elif f"{likelihood['low']}–{likelihood['high']}" not in item["text"]:
            yield f"judgement {item['id']} does not print its band"
    yield from _foreign_bands(content)


def _unbanded(content: Content, item: dict[str, Any]) -> Iterator[str]:
    if not item["is_observation"]:
        yield f"judgement {item['id']} has neither a band nor the label of an observation"
    # Case matters: 'May' is a month.
    if re.search(HEDGES[content["language"]], item["text"]):
        yield f"observation {item['id']} hedges without a band"


def _foreign_bands(content: Content) -> Iterator[str]:
    """Words of the other yardstick beside ours: the rows are never mixed."""
    own = {band["word"] for band in content["issue"]["bands"]}
    others = _other_words(content["issue"]["yardstick"], content["language"]) - own
    for item in _sentences(content):
        for word in others:
            if re.search(rf"\b{re.escape(word)}\b", item["text"], re.IGNORECASE):
                yield f"sentence {item['id']} uses '{word}' of another yardstick"


@cache
def _other_words(yardstick: str, language: str) -> frozenset[str]:
    other = "phia" if yardstick == "icd203" else "icd203"
    synonyms = {"remote", "highly improbable", "roughly even odds", "highly probable",
                "nearly certain"} if language == "en" else set()  # fmt: skip
    return frozenset({getattr(b, language) for b in bands(other)} | synonyms)


def parts_kept_apart(content: Content) -> Iterator[str]:
    """3: no sentence holds both likelihood and confidence; assumptions are named as such."""
    pattern = re.compile(CONFIDENCE[content["language"]], re.IGNORECASE)
    words = [band["word"] for band in content["issue"]["bands"]]
    for item in _sentences(content):
        if item["likelihood"] and pattern.search(item["text"]):
            yield f"sentence {item['id']} mixes likelihood and confidence"
        for part in re.split(r"(?<=[.!?])\s+", item["confidence"]):
            if re.search(r"\d\s*–\s*\d+\s*%", part) or any(
                re.search(rf"\b{re.escape(word)}\b", part, re.IGNORECASE) for word in words
            ):
                yield f"confidence of {item['id']} mixes in likelihood"
        if item["likelihood"] and not item["assumption"]:
            yield f"judgement {item['id']} names no assumption"


def alternatives_analysed(content: Content) -> Iterator[str]:
    """4: each judgement with a likelihood has a rival, each hypothesis a table of rivals."""
    for item in _judged(content):
        if item["likelihood"] and not item["alternative"]:
            yield f"judgement {item['id']} has no alternative"
    for page in content["hypotheses"]:
        if page["statement"] and len(page["rivals"]["rows"]) < 2:
            yield f"hypothesis {page['code']} has no rival reading"


def relevance_said(content: Content) -> Iterator[str]:
    """5: a bottom line, opportunities, and options that include no action and a partner."""
    if not content["bottom_line"]:
        yield "there is no bottom line"
    if not content["opportunities"]:
        yield "there is no word on opportunities"
    if not content["gaps"]["rows"]:
        yield "there is no gap and no acquisition request"
    if content["hypotheses"] and len(content["options"]) < 3:
        yield "there are fewer than three options"
    if content["options"] and not any(item["verb"] == "–" for item in content["options"]):
        yield "'no action' is not among the options"
    for item in content["options"]:
        if item["hrddp_scope"] == "in" and item["hrddp_state"] == "not_required":
            yield f"option {item['letter']} passed its human rights gate without a decision"


def logic_followed(content: Content) -> Iterator[str]:
    """6: every judgement cites reports that open; the words accuse nobody."""
    held = {source["id"] for source in content["sources"]}
    if not content["key_judgements"]:
        yield "there is no key judgement"
    for item in _judged(content):
        if not item["citations"]:
            yield f"judgement {item['id']} has no citation"
        if any(cite["id"] not in held for cite in item["citations"]):
            yield f"judgement {item['id']} cites a report that does not open"
    pattern = re.compile(rf"\b({FORBIDDEN[content['language']]})\b", re.IGNORECASE)
    for text in _own_texts(content):
        found = pattern.search(LAWFUL.sub("", text))
        if found:
            yield f"the text uses '{found.group()}'"


def _own_texts(content: Content) -> Iterator[str]:
    """What the brief says in its own words: not the quoted sources, not names."""
    for item in _sentences(content):
        for name in ("text", "confidence", "change", "would_change", "assumption", "alternative"):
            yield item[name]
    for option in content["options"]:
        yield from (value for value in option.values() if isinstance(value, str))
    yield from content["method"]["paragraphs"]


def change_explained(content: Content) -> Iterator[str]:
    """7: each key judgement says what changed since the last issue, or that nothing did."""
    for item in _judged(content):
        if not item["change"]:
            yield f"judgement {item['id']} does not say what changed"


def accuracy_tracked(content: Content) -> Iterator[str]:
    """8: the track record stands on the page; numbers stand only where skill was shown."""
    if not content["outlook"]["track"]:
        yield "there is no track record"
    if len(content["key_judgements"]) > 7:
        yield "there are more than seven key judgements"


def visuals_labelled(content: Content) -> Iterator[str]:
    """9: every picture has a caption and words for those who do not see it."""
    for picture in pictures(content):
        if not picture["caption"] or not picture["alt"]:
            yield f"picture '{picture['kind']}' has no label"
    if content["hypotheses"] and not any(True for _ in pictures(content)):
        yield "there is no picture"


def pictures(content: Content) -> Iterator[dict[str, Any]]:
    """All figures of an edition."""
    for page in content.get("hypotheses", []):
        for name in ("network", "map", "timeline"):
            if page.get(name):
                yield page[name]
    outlook = content.get("outlook", {})
    yield from outlook.get("figures", [])
    if outlook.get("calibration"):
        yield outlook["calibration"]
    if content.get("coverage", {}).get("figure"):
        yield content["coverage"]["figure"]


CHECKS: tuple[Callable[[Content], Iterator[str]], ...] = (
    sources_described, uncertainty_expressed, parts_kept_apart, alternatives_analysed,
    relevance_said, logic_followed, change_explained, accuracy_tracked, visuals_labelled,
)  # fmt: skip
