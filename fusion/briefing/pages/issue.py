"""The whole content of one edition in one language, in reading order."""

from __future__ import annotations

import json
from typing import Any

from fusion.briefing import marking, subject
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages import adaptation, annexes, glance, hypothesis_page, outlook_page, watch
from fusion.briefing.pages.view import Node, View
from fusion.briefing.released import released
from fusion.briefing.restricted import under
from fusion.briefing.rows import Row, grouped
from fusion.briefing.sentence import marking_reason
from fusion.briefing.wording import Both, component, count, day, say, uncapitalised, words
from fusion.profile import Edition

SCHEMA = "fusion-brief/1"


def build(holdings: Holdings, edition: Edition, language: str) -> Node:
    """Everything the edition holds: plain data, no name or text that it may not hold.

    Raises KeyError where the tables hold no brief: compose first.
    """
    holdings = under(holdings, edition)
    view = View(holdings, edition, language)
    brief = holdings.get("brief").to_pylist()[0]
    rows = holdings.get("judgement").to_pylist()
    allowed = [row for row in rows if view.allows(row["marking"])]
    sections = grouped(sorted(allowed, key=lambda row: row["rank"]), "section")
    evidence = grouped(holdings.get("judgement_evidence").to_pylist(), "judgement_id")

    def sentences(name: str) -> list[Node]:
        """The section's sentences that the edition may hold, by rank."""
        return [sentence(view, row, evidence) for row in sections.get(name, [])]

    content: Node = {
        "schema": SCHEMA,
        "language": language,
        "bottom_line": sentences("bottom_line"),
        "key_judgements": sentences("key_judgement"),
        "changes": sentences("change"),
        "opportunities": sentences("opportunity"),
        "options": options(view),
        "hypotheses": [
            hypothesis_page.page(view, row, _of(sections, row, view, evidence))
            for row in holdings.hypotheses
        ],
        "outlook": outlook_page.page(view, sentences("outlook")),
        "indicators": watch.indicators(view),
        "gaps": watch.gaps(view),
        "requirements": glance.requirements(view),
        "contradictions": watch.contradictions(view),
        "corrections": sentences("correction"),
        "coverage": annexes.coverage(view),
        "source_summary": annexes.source_summary(view),
        "method": annexes.method(view, brief),
    }
    content["indicators_first"] = watch.first(view, content["indicators"], "indicators_first")
    content["gaps_first"] = watch.first(view, content["gaps"], "gaps_first")
    content["networks"] = glance.networks(view, content["hypotheses"])
    content["leads"] = glance.leads(view)
    content["sources"] = annexes.sources(view)
    content["issue"] = issue(view, brief, content, len(rows) - len(allowed), allowed)
    return released(holdings, edition, language, content)


def _of(sections: dict[str, list[Row]], row: Row, view: View, evidence: Any) -> Node | None:
    """The statement of a hypothesis, where the edition may hold it."""
    for item in sections.get("hypothesis", []):
        if item["scope"] == row["hypothesis_id"]:
            return sentence(view, item, evidence)
    return None


def sentence(view: View, row: Row, evidence: dict[str, list[Row]]) -> Node:
    """A judgement with its likelihood, its confidence, and citations that open the sources."""
    cites = [
        cite
        for item in evidence.get(row["judgement_id"], [])
        if (cite := view.cite(item["report_id"], item["direction"]))
    ]
    node: Node = {
        "id": row["judgement_id"],
        "kind": row["kind"],
        "marking": row["marking"],
        "portion": marking.portion(row["marking"]),
        "likelihood": None,
        "citations": cites,
        "is_observation": row["section"] in ("key_judgement", "observation")
        and not row["likelihood"],
        "confidence_level": row["confidence"],
    }
    for name in ("text", "confidence", "basis", "change", "would_change", "assumption",
                 "alternative", "implication"):  # fmt: skip
        node[name] = view.clean(row[f"{name}_{view.language}"])
    if row["likelihood"]:
        low, high, word = view.bands[row["likelihood"]]
        node["likelihood"] = {"code": row["likelihood"], "word": word, "low": low, "high": high}
    return node


def options(view: View) -> list[Node]:
    """Options as columns of the table, with their gate."""
    rows = sorted(view.holdings.get("option").to_pylist(), key=lambda row: row["rank"])
    tasks = {task.code: task for task in view.holdings.run.profile.mandate_tasks}
    found = []
    for row in rows:
        details = json.loads(row[f"details_{view.language}"])
        task = tasks.get(row["mandate_task"] or "")
        hypothesis = view.holdings.by_id.get(row["scope"] or "")
        found.append({
            "id": row["option_id"],
            "letter": chr(ord("A") + row["rank"] - 1),
            "title": view.clean(row[f"title_{view.language}"]),
            "about": adaptation.name(view, hypothesis) if hypothesis else "",
            "level": view.coded("level", row['level']),
            "verb": view.coded("verb", row['verb']),
            "serves": f"{task.code} · {view.t(Both(task.text_en, task.text_fr))}" if task else "–",
            "lead": view.t(component(row["lead"])) if row["lead"] else "–",
            "hrddp_scope": row["hrddp_scope"],
            "hrddp_state": row["hrddp_state"],
            "hrddp": view.coded("hrddp", row['hrddp_state']),
            "is_blocked": row["hrddp_state"] == "blocked",
            "scope_note": "",
            **{name: view.clean(text) for name, text in details.items()},
        })  # fmt: skip
    return found


def issue(view: View, brief: Row, content: Node, n_withheld: int, allowed: list[Row]) -> Node:
    """Masthead: who, when, which marking and why."""
    holdings, profile = view.holdings, view.holdings.run.profile
    default = profile.default_marking
    held = [marking.of_report(row, default) for row in view.cited.values()]
    sentences = marking.highest(row["marking"] for row in allowed)
    level = marking.highest([sentences, *held])
    why = (
        say("marking_reason_sources", marking=level, lower=sentences)
        if marking.rank(level) > marking.rank(sentences)
        else marking_reason(level, allowed)
    )
    withheld = view.say("withheld", judgements=count(n_withheld, "judgement")) if n_withheld else ""
    edition = view.edition
    return {
        "brief_id": brief["brief_id"],
        "number": brief["number"],
        "mission": view.t(Both(profile.name_en, profile.name_fr)),
        "is_fictional": profile.is_fictional,
        "edition": edition.code,
        "edition_title": view.t(Both(edition.title_en, edition.title_fr)),
        "as_of": view.t(day(holdings.last_day)),
        "as_of_iso": brief["as_of"].isoformat(),
        "covers": view.t(
            uncapitalised(
                say("from_to", start=day(brief["covers_from"]), end=day(brief["covers_to"]))
            )
        ),
        "outlook_to": view.t(day(holdings.horizon)),
        "state": brief["state"],
        "state_label": view.coded("state", brief["state"]),
        "marking": level,
        "tlp": edition.tlp,
        "banner": f"UN {level} · TLP:{edition.tlp}",
        "marking_reason": view.t(why),
        "withheld": withheld,
        "yardstick": brief["yardstick"],
        "bands": [
            {"code": code, "low": low, "high": high, "word": word}
            for code, (low, high, word) in view.bands.items()
        ],
        "lint": brief["lint_score"],
        "is_lint_held": brief["lint_score"] == "9/9",
        "n_sources": len(content["sources"]),
        "labels": {key: view.l(key) for key in words("labels")},
        "requirements": [
            {"code": pir.code, "text": view.t(Both(pir.text_en, pir.text_fr))}
            for pir in profile.requirements
        ],
        "disclaimer": view.l("map_disclaimer"),
        "short_code": subject.short_code(brief["brief_id"]),
    }
