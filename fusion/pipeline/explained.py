"""An explanation as lines for a terminal: names beside identifiers, one language, no JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fusion.pipeline.explain import Explanation, Source
from fusion.pipeline.reach import Tables, rows_of

# The sentence itself comes first; other languages and the thing's own identifier are left to
# --json.
_FIRST = {"judgement": "text_en", "option": "title_en", "hypothesis": "statement",
          "forecast": "question", "requirement": "question", "indicator": "observable",
          "contradiction": "request", "incident": "summary", "actor": "name"}  # fmt: skip
_NAMED = {"ACT-": ("actor", "actor_id", "name"), "HYP-": ("hypothesis", "hypothesis_id", "name"),
          "INC-": ("incident", "incident_id", "summary")}  # fmt: skip
_SHORTENED = 60  # characters of a name beside its identifier
_BEGINNING = 3  # names in one list; the rest stands there by identifier


def lines(found: Explanation, tables: Tables) -> Iterator[str]:
    """What a thing is, in words, and where each of its reports says so."""
    yield f"{found.kind} {found.name}"
    facts = dict(found.facts)
    first = _FIRST.get(found.kind, "")
    if facts.get(first):
        yield f"  {facts[first]}"
    for column, value in facts.items():
        if column in (first, f"{found.kind}_id") or column.endswith("_fr"):
            continue
        yield from _fact(column.removesuffix("_en").replace("_", " "), value, tables)
    yield ""
    yield _rest(found)
    for source in found.sources:
        yield from _source(source)


def _fact(label: str, value: str, tables: Tables) -> Iterator[str]:
    if value.startswith("{"):
        for key, text in json.loads(value).items():
            yield f"  {key.replace('_', ' ')}: {text}"
        return
    yield f"  {label}: {_named(value, tables)}"


def _named(value: str, tables: Tables) -> str:
    """Identifiers of a value with the names that people know the things by."""
    parts = value.split(", ")
    if not all(part[:4] in _NAMED for part in parts):
        return value
    shown = []
    for part in parts[:_BEGINNING]:
        table, key, name = _NAMED[part[:4]]
        rows = rows_of(tables, table, key, [part])
        text = " ".join(str(rows[0][name]).split())[:_SHORTENED] if rows else ""
        shown.append(f"{part} ({text})" if text else part)
    return ", ".join([*shown, *parts[_BEGINNING:]])


def _rest(found: Explanation) -> str:
    if not found.sources:
        return "Rests on 0 reports: no report stands behind it now."
    documents = len({source.path for source in found.sources})
    origins = len({source.origin_id for source in found.sources if source.origin_id})
    return f"Rests on {len(found.sources)} reports in {documents} documents, {origins} origins:"


def _source(source: Source) -> Iterator[str]:
    way = f", {source.direction}" if source.direction else ""
    yield ""
    yield (
        f"{source.report_id} {source.path}, {source.locator} "
        f"({source.component}, {source.grade}, {source.origin_id or 'no origin'}{way})"
    )
    if source.quote:
        yield f"  “{source.quote}”"
    if not source.quote or source.quote not in source.text:
        yield f"  {source.text}"
