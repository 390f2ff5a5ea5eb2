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
    is_empty,
    lawful,
    own_texts,
    parts,
    pattern,
    sentences,
)
from fusion.briefing.lint_likelihood import parts_kept_apart, uncertainty_expressed
from fusion.briefing.lint_pictures import pictures, visuals_labelled
from fusion.briefing.pages import build
from fusion.briefing.wording import LANGUAGES

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
