"""The nine tradecraft standards (ICD 203) as checks on the composed brief, and house rules.

A standard is about what is there: a brief that honestly says that no hypothesis stands has no
judgement to give an alternative for. What an edition does not hold is not asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from fusion.briefing.editions import fullest
from fusion.briefing.holdings import Holdings
from fusion.briefing.lint_language import (
    PERCENT,
    band_words,
    foreign_words,
    is_empty,
    lawful,
    own_texts,
    parts,
    pattern,
    sentences,
)
from fusion.briefing.lint_pictures import pictures, visuals_labelled
from fusion.briefing.pages import build
from fusion.briefing.wording import LANGUAGES, words

Content = dict[str, Any]
Failure = tuple[str, str]
MOST = 7  # key judgements that leadership reads
FEWEST_OPTIONS = 3  # one to do, one to leave to a partner, and no action
GRADE = re.compile(r"^[A-F][1-6]$")

__all__ = ["CHECKS", "SOUND", "check", "failures_of", "pictures"]


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


def sources_described(content: Content) -> Iterator[str]:
    """1: a source summary, and grade, origin, component, day and language of each cited report."""
    summary = content.get("source_summary")
    if summary is not None and not summary["table"]["rows"]:
        yield "there is no source summary"
    if summary is not None and is_empty(summary["sentence"]):
        yield "the source summary says nothing"
    for source in content.get("sources", []):
        told = ("component", "date", "language", "grade_words", "portion")
        missing = [name for name in told if is_empty(source[name])]
        if missing or not GRADE.match(source["grade"]):
            yield f"source {source['label']} has no full descriptor"
        if source["path"] and (is_empty(source["locator"]) or is_empty(source["origin"])):
            yield f"source {source['label']} does not say where in its document, or whose origin"


def uncertainty_expressed(content: Content) -> Iterator[str]:
    """2: each judgement has one band of one yardstick, or says it is an observation."""
    language = content["language"]
    for item in content["key_judgements"]:
        yield from _confidence(item)
        if item["likelihood"] is None and not item["is_observation"]:
            yield f"judgement {item['id']} has neither a band nor the label of an observation"
    for item in sentences(content):
        yield from _band(content, item)
        yield from _hedged(content, item)
        found = foreign_words(content["issue"]["yardstick"], language).search(item["text"])
        if found:
            yield f"sentence {item['id']} uses '{found.group()}' of another yardstick"


def _confidence(item: Content) -> Iterator[str]:
    level = item["confidence_level"]
    levels = words("lint")["levels"]
    if level not in levels or is_empty(item["confidence"]):
        yield f"judgement {item['id']} states no confidence"
    elif not any(re.search(rf"\b{word}\b", item["confidence"], re.I) for word in levels[level]):
        yield f"judgement {item['id']} does not say its level of confidence in words"
    elif len(item["confidence"].split()) < 6:  # 'Confidence is low: …' and a reason
        yield f"judgement {item['id']} gives no reason for its confidence"


def _band(content: Content, item: Content) -> Iterator[str]:
    """The band as printed is the band as stored, in its own word, and no other stands beside it."""
    likelihood, text = item["likelihood"], item["text"]
    found = {word.lower() for word in band_words(content).findall(text)}
    if likelihood is None:
        if PERCENT.search(text) and found:
            yield f"sentence {item['id']} prints a band that it does not state"
        return
    known = {band["code"]: band for band in content["issue"]["bands"]}
    band = known.get(likelihood["code"])
    if band is None:
        yield f"judgement {item['id']} uses a word of another yardstick"
    elif (band["low"], band["high"]) != (likelihood["low"], likelihood["high"]):
        yield f"judgement {item['id']} has bounds that are not those of its band"
    elif f"{band['low']}–{band['high']}" not in text or band["word"].lower() not in found:
        yield f"judgement {item['id']} does not print its band"
    elif found != {band["word"].lower()}:
        yield f"judgement {item['id']} mixes words of several bands"


def _hedged(content: Content, item: Content) -> Iterator[str]:
    """A hedge without a band; the band's own words are no hedge."""
    language = content["language"]
    text = band_words(content).sub("", item["text"])
    hedges = [pattern("hedges", language, is_cased=True)]
    if language == "fr" and item in content["key_judgements"]:
        hedges.append(pattern("hedges", "judged_fr", is_cased=True))
    for hedge in hedges:
        for found in [hedge.search(text), hedge.search(item["confidence"])]:
            if found:
                yield f"sentence {item['id']} hedges without a band: '{found.group()}'"


def parts_kept_apart(content: Content) -> Iterator[str]:
    """3: no sentence holds both likelihood and confidence; assumptions are named as such."""
    confidence, likely = pattern("confidence", content["language"]), band_words(content)
    for item in sentences(content):
        for text in (value for value in item.values() if isinstance(value, str)):
            for part in parts(text):
                # A share in a back-test is no likelihood; a band is a range of per cent.
                is_likely = likely.search(part) or re.search(r"\d\s*[–-]\s*\d+\s*%", part)
                if confidence.search(part) and is_likely:
                    yield f"sentence {item['id']} mixes likelihood and confidence"
        for part in parts(item["confidence"]):
            if likely.search(part) or re.search(r"\d\s*[–-]\s*\d+\s*%", part):
                yield f"confidence of {item['id']} mixes in likelihood"
        if item["likelihood"] and confidence.search(item["text"]):
            yield f"sentence {item['id']} mixes likelihood and confidence"
    for item in content["key_judgements"]:
        if item["likelihood"] and is_empty(item["assumption"]):
            yield f"judgement {item['id']} names no assumption"
        if item["likelihood"] and item["is_observation"]:
            yield f"judgement {item['id']} is both an observation and a judgement"
        if item["assumption"] and item["assumption"] in (item["text"], item["confidence"]):
            yield f"judgement {item['id']} gives itself as its assumption"


def alternatives_analysed(content: Content) -> Iterator[str]:
    """4: each judgement with a likelihood has a rival, each hypothesis a table of rivals."""
    for item in content["key_judgements"]:
        if item["likelihood"] and (is_empty(item["alternative"]) or _is_same(item, "alternative")):
            yield f"judgement {item['id']} has no alternative"
        if item["likelihood"] and is_empty(item["would_change"]):
            yield f"judgement {item['id']} does not say what would change it"
    for page in content.get("hypotheses", []):
        if page["statement"] and "rivals" in page:
            yield from _rivals(page)


def _is_same(item: Content, name: str) -> bool:
    return bool(item[name]) and item[name] == item["text"]


def _rivals(page: Content) -> Iterator[str]:
    table = page["rivals"]
    readings = {row[0] if isinstance(row[0], str) else row[0]["text"] for row in table["rows"]}
    if len(readings) < 2:
        yield f"hypothesis {page['code']} has no rival reading"
    if any(len(row) != len(table["head"]) or is_empty(str(row[-1])) for row in table["rows"]):
        yield f"hypothesis {page['code']} has a reading without its weight"
    if not table.get("lines"):
        yield f"hypothesis {page['code']} holds its readings against no evidence"


def relevance_said(content: Content) -> Iterator[str]:
    """5: a bottom line, opportunities, gaps, and options that include no action and a partner."""
    if not any(not is_empty(item["text"]) for item in content.get("bottom_line", [])):
        yield "there is no bottom line"
    if "opportunities" in content and not content["opportunities"]:
        yield "there is no word on opportunities"
    # With no hypothesis, the bottom line itself says that the first need is reporting.
    if content.get("hypotheses") and "gaps" in content:
        if not content["gaps"]["rows"]:
            yield "there is no gap and no acquisition request"
        elif all(is_empty(str(row[0])) for row in content["gaps"]["rows"]):
            yield "the gaps ask nothing"
    for item in content["key_judgements"]:
        if item["likelihood"] and item["implication"] and _is_same(item, "implication"):
            yield f"judgement {item['id']} does not say why it matters"
    if "options" in content:
        yield from _options(content)


def _options(content: Content) -> Iterator[str]:
    options = content["options"]
    if content.get("hypotheses") and len(options) < FEWEST_OPTIONS:
        yield "there are fewer than three options"
    if options and not any(item["verb"] == "–" for item in options):
        yield "'no action' is not among the options"
    for item in options:
        if item["hrddp_scope"] == "in" and item["hrddp_state"] == "not_required":
            yield f"option {item['letter']} passed its human rights gate without a decision"
        if item["is_blocked"] != (item["hrddp_state"] == "blocked"):
            yield f"option {item['letter']} hides that it is blocked"
        harm = ("livelihoods", "risk", "displacement", "expected", "reversible", "would_change")
        if item["verb"] != "–" and any(not str(item[name]).strip() for name in harm):
            yield f"option {item['letter']} does not say what harm it may do"


def logic_followed(content: Content) -> Iterator[str]:
    """6: every judgement cites reports that open; the words accuse nobody."""
    held = {source["id"] for source in content.get("sources", [])}
    if content.get("hypotheses") and not content["key_judgements"]:
        yield "there is no key judgement"
    for item in content["key_judgements"] if "sources" in content else []:
        if not item["citations"]:
            yield f"judgement {item['id']} has no citation"
        if any(cite["id"] not in held for cite in item["citations"]):
            yield f"judgement {item['id']} cites a report that does not open"
    language = content["language"]
    for text in own_texts(content):
        said = lawful(text, language)
        for section in ("vocabulary", "guilt"):
            found = pattern(section, language).search(said)
            if found:
                yield f"the text uses '{found.group()}'"
        for part in parts(said):
            is_reported = pattern("guilt", f"reported_{language}").search(part)
            if pattern("guilt", f"deed_{language}").search(part) and not is_reported:
                yield "the text says that somebody did something, and not who reported it"


def change_explained(content: Content) -> Iterator[str]:
    """7: each key judgement says what changed since the last issue and why, or that nothing did."""
    for item in content["key_judgements"]:
        if is_empty(item["change"]) or len(item["change"].split()) < 4:
            yield f"judgement {item['id']} does not say what changed, and why"
        elif item["change"] in (item["text"], item["confidence"]):
            yield f"judgement {item['id']} repeats itself for a change"
    if "changes" in content and any(is_empty(item["text"]) for item in content["changes"]):
        yield "a change is named without a word on it"
    if "changes" in content and not content["changes"] and not content["key_judgements"]:
        yield "nothing is said of what changed"


def accuracy_tracked(content: Content) -> Iterator[str]:
    """8: the track record stands on the page; nothing claims more than the record bears."""
    outlook = content.get("outlook")
    if outlook is not None and not any(not is_empty(text) for text in outlook["track"]):
        yield "there is no track record"
    if outlook is not None and outlook["table"]["rows"] and is_empty(outlook["gate"]):
        yield "forecasts stand without a word on their skill"
    if len(content["key_judgements"]) > MOST:
        yield "there are more than seven key judgements"
    texts = [item["text"] for item in content["key_judgements"]]
    if len(set(texts)) < len(texts):
        yield "one judgement is made twice"
    for item in sentences(content):
        found = pattern("overclaims", content["language"]).search(item["text"])
        if found:
            yield f"sentence {item['id']} claims certainty: '{found.group()}'"
        if re.search(r"\d[.,]\d+\s*%", item["text"]):
            yield f"sentence {item['id']} prints a per cent finer than it bears"


CHECKS: tuple[Callable[[Content], Iterator[str]], ...] = (
    sources_described, uncertainty_expressed, parts_kept_apart, alternatives_analysed,
    relevance_said, logic_followed, change_explained, accuracy_tracked, visuals_labelled,
)  # fmt: skip
SOUND = f"{len(CHECKS)}/{len(CHECKS)}"  # the score without which nothing is released
