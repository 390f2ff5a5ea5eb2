"""The text of a cited report, redacted, with the words that count marked."""

from __future__ import annotations

from fusion.briefing.evidence import first_words
from fusion.briefing.holdings import Row
from fusion.briefing.pages.view import Node, View

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
    spans = _spans(view, report, text)
    segments: list[Segment] = []
    at = 0
    whole = view.guard.protected
    for start, end in spans:
        # A span that touches a protected phrase is not worth marking: it is masked with its sentence.
        if start < at or whole.any_in(text[start:end]):
            continue
        segments += [
            _segment(view, text[at:start], mask, False),
            _segment(view, text[start:end], mask, True),
        ]
        at = end
    segments.append(_segment(view, text[at:], mask, False))
    joined = "".join(str(segment["text"]) for segment in segments)
    if view.guard.protected.any_in(joined):  # a phrase across a span's edge: no marks then
        segments = [_segment(view, text, mask, False)]
    note = view.l("text_cut") if is_cut else ""
    return {"segments": [s for s in segments if s["text"]], "note": note}


def _segment(view: View, text: str, mask: str, is_marked: bool) -> Segment:
    return {"text": view.guard.quoted(text, mask), "mark": is_marked}


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
