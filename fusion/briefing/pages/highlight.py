"""The text of a cited report, redacted, with the words that count marked."""

from __future__ import annotations

from fusion.briefing.evidence import first_words
from fusion.briefing.pages.view import Node, View
from fusion.briefing.protect import Replacement, apply
from fusion.briefing.rows import Row

LONGEST = 6000  # characters of a report shown; what is cut is said, the locator finds the rest
Segment = dict[str, object]


def highlighted(view: View, report: Row) -> Node:
    """Segments {text, mark} of the report's text; empty, with a reason, where it is withheld.

    A report that protects its source is not quoted at all: its wording alone can expose it.
    """
    if report["has_protected_source"]:
        return {"segments": [], "note": view.l("text_protected")}
    text, is_cut = report["text"], len(report["text"]) > LONGEST
    if is_cut:
        text = text[:LONGEST]
    mask = f"[{view.l('protected')}]"
    changes = view.guard.replacements(text, mask)
    segments: list[Segment] = []
    at = 0
    for start, end in _spans(view, report, text):
        # A mark that would cut through a replaced span is left out: the words stay masked.
        if start < at or any(first < end and last > start and not (start <= first and last <= end)
                             for first, last, _ in changes):  # fmt: skip
            continue
        segments += [_segment(text, at, start, changes, False),
                     _segment(text, start, end, changes, True)]  # fmt: skip
        at = end
    segments.append(_segment(text, at, len(text), changes, False))
    note = view.l("text_cut") if is_cut else ""
    return {"segments": [s for s in segments if s["text"]], "note": note}


def _segment(
    text: str, start: int, end: int, changes: list[Replacement], is_marked: bool
) -> Segment:
    inside = [change for change in changes if start <= change[0] and change[1] <= end]
    return {"text": apply(text[start:end], inside, start), "mark": is_marked}


def _spans(view: View, report: Row, text: str) -> list[tuple[int, int]]:
    """Spans of the claims that point into the report, else of its first words."""
    spans = sorted(
        (claim["start_at"], claim["end_at"])
        for claim in view.claims_by_report.get(report["report_id"], [])
        if 0 <= claim["start_at"] < claim["end_at"] <= len(text)
    )
    if spans:
        return spans
    words = first_words(text)
    start = text.find(words)
    return [(start, start + len(words))] if words and start >= 0 else []
