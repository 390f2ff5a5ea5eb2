"""Standards two and three of ICD 203: how likely, how sure, and neither taken for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fusion.briefing.lint_language import (
    PERCENT,
    band_words,
    foreign_words,
    is_empty,
    parts,
    pattern,
    sentences,
)
from fusion.briefing.wording import words

Content = dict[str, Any]


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
