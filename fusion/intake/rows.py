"""Items as rows of the report table: every native field taken, the rest kept under its own name."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from fusion.intake import limits
from fusion.intake.body import Note
from fusion.intake.clean import one_line
from fusion.intake.context import Context
from fusion.intake.fields import cues
from fusion.intake.fields.clock import Impossible, Moment
from fusion.intake.fields.grading import Graded, grade_in_text, grade_of_fields, scheme_named
from fusion.intake.fields.labels import group
from fusion.intake.fields.language import LANGUAGES, language_of
from fusion.intake.fields.position import find_position, from_columns
from fusion.intake.parsers import DEFAULT_SCHEME, Cut, Item
from fusion.intake.sources import tell_source_apart
from fusion.intake.times import Times, times_of, written

_REFERENCE_WORDS = 6  # longer values speak of other reports ('our ... dated ...')
UNREADABLE = "unreadable"  # key in report.fields: declared dates that no calendar has
_DOCUMENT_NUMBER = re.compile(
    r"\b((?:SITREP|INTREP|INTSUM|S?INCREP|SINREP|SPOTREP|PATROL REPORT|BRQ|CRP|DIGEST)"
    r"(?:[ _]+[A-ZÀ-Ý][A-ZÀ-Ý'-]*){0,3}[ _]+(?:N[O°]\.? ?)?"
    r"(?:\d{1,4}(?:/[A-Z]{2,5})?/\d{2,4}|\d{2,4}))"
    r"(?![\w/]|[ _]?(?:JAN|F[EÉ][BV]|MAR|A[PV]R|MA[IY]|JU|A[OU]|SEP|O[CK]T|NOV|D[EÉ]C|COY))"
)
_FLASH = re.compile(r"\b(FLASH(?:\s+[A-Z-]+)?\s+\d{6}Z[A-Z]{3}\d{2})\b")
_NUMBER = re.compile(r"\b((?=[A-Z\d/._-]*\d)[A-Z]{2,}[A-Z\d]*(?:/[A-Z\d.-]+){1,4})\b")


def rows_of(
    cut: Cut, context: Context, marking: str | None
) -> tuple[list[dict[str, Any]], list[Note]]:
    """(rows of the report table without ordinal, what was noticed) for the items of `cut`."""
    clock = context.clock
    document = written(cut.head, cut.items[0].text if cut.items else "", clock)
    notes = list(cut.set_aside)
    if isinstance(document, Impossible):
        notes.append(
            _note("impossible_date", f"The document's date '{document.text}' does not exist.")
        )
    scheme = scheme_named(
        cut.head.text,
        cut.head.title or "",
        context.path.rsplit("/", 1)[-1],
        " ".join(cut.head.labels.values()),
    )
    items = _with_head(cut, notes)
    is_told = any(item.has_narrative for item in items)
    rows = []
    for item in items:
        rows.append(_row(item, cut, context, document, marking, scheme, notes))
        notes += _text_notes(item, is_told)
    return rows, notes


def _text_notes(item: Item, is_told: bool) -> list[Note]:
    """A row without the text that other rows of its register have, and words nobody wrote."""
    notes = []
    if is_told and not item.has_narrative:
        detail = "The row tells nothing in words; only its other fields stand in the report."
        notes.append(_note("narrative_missing", detail, item.locator))
    longest = max(map(len, item.text.split()), default=0)
    if longest > limits.WORD_CHARACTERS:
        detail = f"A word of {longest:,} characters stands in the text."
        notes.append(_note("overlong_word", detail, item.locator))
    return notes


def _with_head(cut: Cut, notes: list[Note]) -> list[Item]:
    """The items, the first of them with the lines of the head that fill no field."""
    head = cut.head.free.strip()
    if not head or (cut.items and head == (cut.items[0].title or "").strip()):
        return cut.items
    if cut.items:
        first = cut.items[0]
        return [replace(first, rest={**first.rest, "head": head}), *cut.items[1:]]
    notes.append(_note("set_aside", f"Set aside: a head without an item ({one_line(head)})."))
    return []


def _row(
    item: Item,
    cut: Cut,
    context: Context,
    document: Moment | Impossible | None,
    marking: str | None,
    scheme: str | None,
    notes: list[Note],
) -> dict[str, Any]:
    times = times_of(item, cut.head, cut.form, document, context.clock)
    graded = _graded(item, cut, context.component, scheme)
    notes += _grade_notes(graded, item.locator)
    told = tell_source_apart(item)
    reference = _reference(item, cut)
    own_marking = cues.marking_in(item.labels.get("marking", "")) or cues.marking_in(told.text)
    return {
        "document_id": context.document_id,
        "path": context.path,
        "locator": item.locator,
        "component": context.component,
        "report_type": cut.form,
        "reference": reference,
        "unit": _first(item.labels, cut.head.labels, "unit"),
        "title": one_line(item.title, 300) if item.title else None,
        "language": _language(item, told.text, context),
        "written_at": times.written_at,
        "observed_from": times.observed_from,
        "observed_to": times.observed_to,
        "received_at": context.received_at,
        "handling": graded.grade.handling or told.handling,
        "marking": own_marking or marking,
        "category_text": item.labels.get("category"),
        "place_text": _first(item.labels, cut.head.labels, "place"),
        "source_text": told.source,
        "has_protected_source": told.is_protected,
        "withdraws": cues.withdrawn_reference(told.text, reference),
        "fields": _left_over(item, cut, times, told.rest),
        "text": told.text,
        **_grade_columns(graded),
        **_position(item, told.text),
    }


def _grade_columns(graded: Graded) -> dict[str, Any]:
    grade = graded.grade
    return {
        "native_scheme": grade.scheme,
        "native_grade": grade.native or graded.unread,
        "reliability": grade.reliability,
        "credibility": grade.credibility,
        "is_grade_derived": grade.is_derived,
    }


def _grade_notes(graded: Graded, locator: str) -> list[Note]:
    """A grade that was not read, and one that contradicts itself: both go to review."""
    if graded.unread is not None:
        seen = one_line(graded.unread, 40)
        detail = f"The grade '{seen}' was not read: {graded.problem}. The report stands as F6."
        return [_note("unreadable_grade", detail, locator)]
    if graded.grade.is_inconsistent:
        detail = f"Grade {graded.grade.native} contradicts itself."
        return [_note("inconsistent_grade", detail, locator)]
    return []


def _graded(item: Item, cut: Cut, component: str, scheme: str | None) -> Graded:
    named = (
        scheme_named(" ".join(item.rest), *(item.labels.get(n, "") for n in ("grade", "handling")))
        or scheme
    )
    default = DEFAULT_SCHEME.get(component)
    get = item.labels.get
    graded = grade_of_fields(
        get("grade", ""),
        get("source_grade", ""),
        get("item_grade", ""),
        get("handling", ""),
        named,
        default,
    )
    if graded.grade.scheme is None and graded.unread is None and not item.is_record:
        graded = grade_in_text(item.text, named, default)
    if (
        graded.grade.scheme is None
        and graded.unread is None
        and (whole := cut.head.labels.get("grade"))
    ):
        graded = grade_of_fields(whole, "", "", cut.head.labels.get("handling", ""), named, default)
    return graded


def _position(item: Item, text: str) -> dict[str, Any]:
    labels = item.labels
    if "latitude" in labels or "longitude" in labels:
        lat, lon, radius = from_columns(labels.get("latitude", ""), labels.get("longitude", ""))
        if lat is not None or lon is not None:
            return {
                "latitude": lat,
                "longitude": lon,
                "radius_km": radius,
                "mgrs": labels.get("mgrs"),
            }
    for where in (labels.get("mgrs"), labels.get("position"), labels.get("place"), text):
        if where and (position := find_position(where)) is not None:
            return {
                "latitude": position.latitude,
                "longitude": position.longitude,
                "radius_km": position.radius_km,
                "mgrs": position.grid,
            }
    return {"mgrs": labels.get("mgrs")}


def _reference(item: Item, cut: Cut) -> str | None:
    """The number the report gives itself: its own, else the document's with the paragraph."""
    own = item.labels.get("reference") or cut.head.labels.get("reference")
    if "reference" in item.labels or cut.form == "retraction":
        # other numbers in a retraction are of the report it withdraws
        return one_line(own, 80) if own and len(own.split()) <= _REFERENCE_WORDS else None
    head = f"{cut.head.title or ''}\n{cut.head.text}"
    found = _DOCUMENT_NUMBER.search(head.upper()) or _FLASH.search(head) or _NUMBER.search(head)
    number = (own if own and len(own.split()) <= _REFERENCE_WORDS else None) or (
        found[1].replace("_", " ") if found else None
    )
    if number is None:
        return None
    number = one_line(number, 80)
    return f"{number} para {item.number}" if item.number and len(cut.items) > 1 else number


def _language(item: Item, text: str, context: Context) -> str:
    stated = item.labels.get("language", "").strip().lower()[:2]
    if stated in LANGUAGES:
        return stated
    return language_of(text, context.profile.default_language)


def _left_over(item: Item, cut: Cut, times: Times, rest: dict[str, str]) -> str | None:
    """All native fields that have no column of their own, as JSON; None where nothing is left."""
    fields: dict[str, Any] = {**cut.head.rest, **rest}
    fields |= {name: value for name, value in item.labels.items() if name not in group("taken")}
    for name, value in cut.head.labels.items():
        if name not in group("taken") and name not in fields and name != "date":
            fields[name] = value
    if times.unreadable:
        fields[UNREADABLE] = times.unreadable
    if not fields:
        return None
    cut_short = {
        one_line(name, 80): value if isinstance(value, dict) else value[: limits.REPORT_CHARACTERS]
        for name, value in fields.items()
    }
    return json.dumps(cut_short, ensure_ascii=False, sort_keys=True)


def _first(own: dict[str, str], shared: dict[str, str], name: str) -> str | None:
    value = own.get(name) or shared.get(name)
    return one_line(value, 200) if value else None


def _note(kind: str, detail: str, locator: str | None = None) -> Note:
    return Note(kind, detail, "Look at the original; grade or correct it in review.", locator)
