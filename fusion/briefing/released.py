"""What of a composed content an edition releases: its sections, told no finer than it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fusion.briefing import marking
from fusion.briefing.cover import Cover
from fusion.briefing.editions import note
from fusion.briefing.exposure import Precision, precision_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.sentence import marking_reason
from fusion.briefing.telling import Teller
from fusion.briefing.wording import count, say
from fusion.profile import PARTS, SECTIONS, Edition

Node = dict[str, Any]
LISTS = ("bottom_line", "key_judgements", "changes", "opportunities", "corrections")
ROWS = {"bottom_line": "bottom_line", "key_judgements": "key_judgement", "changes": "change",
        "opportunities": "opportunity", "corrections": "correction", "hypotheses": "hypothesis",
        "outlook": "outlook"}  # fmt: skip
# Parts of the brief that tell the same as a section, in short.
FOLLOWS = {"networks": "hypotheses", "leads": "hypotheses", "requirements": "gaps",
           "gaps_first": "gaps", "indicators_first": "indicators"}  # fmt: skip
ALWAYS = ("schema", "language", "issue")
# Not texts to tell coarser: sentences and sources are told by the cover, the rest are codes.
UNTOLD = ("svg", "method", "issue", "sources", "citations", "id", "code", "schema", "language",
          "statement", *LISTS)  # fmt: skip
_OPTION = re.compile(r"\(option [A-Z]\)")


def released(holdings: Holdings, edition: Edition, language: str, content: Node) -> Node:
    """`content` as the edition may hold it. Fails closed: what no rule lets through is left out.

    Sections and parts that the edition does not hold are absent. Each sentence is told no finer
    than the edition may, coarser where fewer than k possible sources stand behind it, and is
    withheld where even that would expose one. Sources are those still cited. The marking is the
    highest of what is left.
    """
    teller, at = Teller(holdings, language), precision_of(edition)
    cover = Cover(holdings, edition, teller)
    kept = _sections(edition, content)
    for name in LISTS:
        if name in kept:
            kept[name] = _sentences(edition, cover, kept[name])
    if "outlook" in kept:
        told = _sentences(edition, cover, kept["outlook"]["sentences"])
        kept["outlook"] = {**_weekly(edition, kept["outlook"]), "sentences": told}
    if "hypotheses" in kept:
        kept["hypotheses"] = [_page(edition, cover, page) for page in kept["hypotheses"]]
        if "networks" in kept:
            kept["networks"] = _at_a_glance(kept["networks"], kept["hypotheses"])
    told_all: Node = _told(kept, teller, at, edition.source_detail == "descriptor", cover)
    kept = told_all
    kept["sources"] = _sources(cover, content["sources"], kept)
    if not edition.holds("sources") or edition.source_detail == "none":
        del kept["sources"]
    kept["issue"] = _issue(holdings, edition, language, kept)
    return kept


def _sections(edition: Edition, content: Node) -> Node:
    """The sections that the edition holds; a section that nobody named is held by the full only."""
    return {
        name: inner for name, inner in content.items()
        if name in ALWAYS or _holds(edition, FOLLOWS.get(name, name))
    }  # fmt: skip


def _holds(edition: Edition, name: str) -> bool:
    return edition.holds(name) if name in SECTIONS else not edition.sections


def _sentences(edition: Edition, cover: Cover, items: list[Node]) -> list[Node]:
    """Sentences as told; one that speaks of an option is nothing without the options."""
    told = [
        cover.sentence(item) for item in items
        if item["kind"] not in edition.withheld_kinds
        and (edition.holds("options") or not _OPTION.search(item["text"]))
    ]  # fmt: skip
    return [item for item in told if item]


def _page(edition: Edition, cover: Cover, page: Node) -> Node:
    """A hypothesis page with the parts that the edition holds; none where its statement is not."""
    statement = cover.sentence(page["statement"]) if page["statement"] else None
    # A timeline is drawn by week: an edition that tells months does not hold it.
    parts = [
        part for part in PARTS
        if statement and edition.holds_part(part)
        and not (part == "timeline" and edition.time == "month")
    ]  # fmt: skip
    kept = {key: inner for key, inner in page.items() if key not in PARTS or key in parts}
    kept |= {"statement": statement, "is_withheld": statement is None}
    if not edition.embedment or statement is None:
        kept["embedment"] = ""
    if "tests" not in parts:
        kept["vulnerability"] = []  # it says what the breaking tests found
    return kept


def _at_a_glance(networks: Node, pages: list[Node]) -> Node:
    """The table of networks without those whose page is withheld."""
    codes = {page["code"] for page in pages if page["is_withheld"]}
    rows = [row for row in networks["rows"] if not any(row[0].endswith(code) for code in codes)]
    return {**networks, "rows": rows}


def _weekly(edition: Edition, outlook: Node) -> Node:
    """The outlook; without its weekly charts in an edition that tells months."""
    return {**outlook, "figures": []} if edition.time == "month" else outlook


def _told(value: Any, teller: Teller, at: Precision, is_access_told: bool, cover: Cover) -> Any:
    """All texts of the content, and citations in tables, as the edition may tell them."""
    if isinstance(value, str):
        return teller.tell(value, at, is_access_told)
    if isinstance(value, list):
        return [_told(inner, teller, at, is_access_told, cover) for inner in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"text", "citations"}:
        value = {**value, "citations": cover.citations(value["citations"], at.place)}
    return {
        key: inner if key in UNTOLD else _told(inner, teller, at, is_access_told, cover)
        for key, inner in value.items()
    }  # sentences of the outlook are told twice: the second time changes nothing


def _sources(cover: Cover, sources: list[Node], kept: Node) -> list[Node]:
    """Those of the sources that something in the edition still cites, as it may describe them."""
    cited = set(_cited(kept))
    return [cover.source(item) for item in sources if item["id"] in cited]


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _cited(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "citations":
                yield from (item["id"] for item in inner)
            else:
                yield from _cited(inner)


def shown(content: Node) -> Iterator[Node]:
    """All sentences of a content."""
    for name in LISTS:
        yield from content.get(name, [])
    yield from content.get("outlook", {}).get("sentences", [])
    yield from (page["statement"] for page in content.get("hypotheses", []) if page["statement"])


def _issue(holdings: Holdings, edition: Edition, language: str, kept: Node) -> Node:
    """The masthead for what is left: marking, why, and how much is left out."""
    sentences = [{"marking": item["marking"]} for item in shown(kept)]
    default = holdings.run.profile.default_marking
    cited = [holdings.reports[key] for key in set(_cited(kept)) if key in holdings.reports]
    rest = [marking.of_report(report, default) for report in cited]
    for page in kept.get("hypotheses", []):
        if not page["is_withheld"]:
            rest.append(facts_marking(holdings, page["id"]))
    said = marking.highest(item["marking"] for item in sentences)
    level = marking.highest([said, *rest])
    why = (
        say("marking_reason_sources", marking=level, lower=said)
        if marking.rank(level) > marking.rank(said)
        else marking_reason(level, sentences)
    )
    sections = {row for name, row in ROWS.items() if edition.holds(name)}
    every = [row for row in holdings.get("judgement").to_pylist() if row["section"] in sections]
    left = len(every) - len(sentences)
    withheld = say("withheld", judgements=count(left, "judgement")).get(language) if left else ""
    return {
        **kept["issue"],
        "marking": level,
        "banner": f"UN {level} · TLP:{edition.tlp}",
        "marking_reason": why.get(language),
        "withheld": withheld,
        "sections": [name for name in SECTIONS if name in kept],
        "n_sources": len(kept.get("sources", [])),
        "requirements": kept["issue"]["requirements"] if "gaps" in kept else [],
        "source_note": note("sources_general").get(language)
        if edition.source_detail == "general" else "",
    }  # fmt: skip


def facts_marking(holdings: Holdings, hypothesis_id: str) -> str:
    """High-water mark of a hypothesis' members and incidents, each at the lowest that shows it."""
    default = holdings.run.profile.default_marking

    def lowest(reports: list[Row]) -> str:
        """The lowest marking of the reports: one that shows a fact is enough to hold it."""
        marks = [marking.of_report(report, default) for report in reports]
        return min(marks, key=marking.rank, default=marking.scale()[0])

    found = [
        lowest([holdings.reports[claim["report_id"]] for key in row["claim_ids"]
                if (claim := holdings.claims.get(key)) and claim["report_id"] in holdings.reports])
        for row in holdings.of("hypothesis_actor").get(hypothesis_id, [])
    ]  # fmt: skip
    for incident in holdings.incidents_of(hypothesis_id):
        accounts = holdings.accounts_of.get(incident["incident_id"], [])
        leads = [holdings.accounts[key]["lead_report_id"] for key in accounts
                 if key in holdings.accounts]  # fmt: skip
        found.append(lowest([holdings.reports[key] for key in leads if key in holdings.reports]))
    return marking.highest(found)
