"""Sentences, options, sources and corridors of a composed edition, as rows of the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fusion.briefing import subject
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row

# Parts of the brief whose sentences go out; those of hypotheses come with their pages.
SECTIONS = ("bottom_line", "key_judgements", "changes", "opportunities", "corrections")


def hypotheses(view: View, pages: Sequence[Node]) -> list[Row]:
    """Shown hypotheses: title, statement and the figures that stand on their page."""
    rows = []
    for page in pages:
        row = view.holdings.by_id[page["id"]]
        rows.append({
            "hypothesis_id": page["id"], "title": page["title"],
            "statement": page["statement"]["text"], "portion": page["statement"]["portion"],
            "status": row["status"], "markets": row["markets"][:2],
            "corridors": row["corridors"], "n_origins": row["n_origins"],
            "strength": round(row["strength"], 2), "confidence": row["confidence"],
        })  # fmt: skip
    return rows


def rivals(view: View, pages: Sequence[Node]) -> list[Row]:
    """Readings of each shown hypothesis, their weight rounded as the page rounds it."""
    return [
        {"hypothesis_id": page["id"], "rival": row["rival"], "rank": row["rank"],
         "reading": view.t(subject.reading(row["rival"])),
         "weight": round(20 * row["weight"]) / 20}
        for page in pages
        for row in view.holdings.of("rival").get(page["id"], [])
    ]  # fmt: skip


def judgements(content: Node, pages: Sequence[Node], cited: set[str]) -> list[Row]:
    """Sentences of the edition, each once, those of hypotheses with the hypothesis."""
    listed = [(node, name, None) for name in SECTIONS for node in content.get(name, [])]
    listed += [(node, "outlook", None) for node in content.get("outlook", {}).get("sentences", [])]
    listed += [(page["statement"], "hypotheses", page["id"]) for page in pages]
    rows: dict[str, Row] = {}
    counted: dict[str, int] = {}
    for node, section, hypothesis in listed:
        counted[section] = counted.get(section, 0) + 1
        rows[node["id"]] = _judgement(node, section, counted[section], hypothesis, cited)
    return list(rows.values())


def _judgement(
    node: Node, section: str, rank: int, hypothesis: str | None, cited: set[str]
) -> Row:  # fmt: skip
    band: dict[str, Any] = node["likelihood"] or {}
    return {
        "judgement_id": node["id"], "section": section, "rank": rank, "kind": node["kind"],
        "text": node["text"], "likelihood": band.get("code"), "band_low": band.get("low"),
        "band_high": band.get("high"), "confidence": node["confidence_level"],
        "confidence_text": node["confidence"], "alternative": node["alternative"],
        "portion": node["portion"], "hypothesis_id": hypothesis,
        "citations": sorted({item["id"] for item in node["citations"]} & cited),
    }  # fmt: skip


def options(content: Node) -> list[Row]:
    """Options with the state of their gate."""
    kept = ("letter", "title", "about", "level", "verb", "lead", "hrddp_state")
    return [
        {"option_id": node["id"], **{k: node[k] for k in kept}}
        for node in content.get("options", [])
    ]


def reports(content: Node) -> list[Row]:
    """The source list, without texts and paths."""
    return [
        {"report_id": node["id"], "label": node["label"], "component": node["component"],
         "received": node["date"], "language": node["code"], "grade": node["grade"],
         "portion": node["portion"], "origin": node["origin"]}
        for node in content.get("sources", [])
    ]  # fmt: skip


def waypoints(view: View, pages: Sequence[Node]) -> list[Row]:
    """Points of the corridors that the shown hypotheses use, in order."""
    used = {code for page in pages for code in view.holdings.by_id[page["id"]]["corridors"]}
    return [
        {"corridor": line.code, "position": at, "corridor_name": line.name, "name": point.name,
         "latitude": point.latitude, "longitude": point.longitude}
        for line in view.holdings.run.profile.corridors if line.code in used
        for at, point in enumerate(line.points, 1)
    ]  # fmt: skip
