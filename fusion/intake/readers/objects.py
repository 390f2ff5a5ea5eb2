"""JSON and JSON lines: one record per object, nested names joined with dots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fusion.intake.body import Body, Note, Record, Refusal, Refused
from fusion.intake.clean import clean, hidden_notes, one_line
from fusion.intake.decode import decode
from fusion.intake.limits import VALUE_CHARACTERS
from fusion.intake.readers.text import of_text

_ADVICE = "Ask the sender's system for the export again, or mend the line by hand."
_NEST = 6  # deeper objects are kept as JSON text


def read_json(content: bytes) -> Body:
    """The records of a JSON file: a list of objects, an object that holds one, or one object."""
    text, notes = decode(content)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and sum(_is_object(line) for line in lines) * 2 >= len(lines):
            return read_jsonl(content)
        raise Refused("json_valid", f"The file is not valid JSON ({error}).", _ADVICE) from error
    body = Body(notes=notes)
    items, head = _items(value)
    if isinstance(head.get("title"), str):
        body.title = clean(head["title"])
    context = {f"{name}": text for name, text in _flat(head)}
    body.printed = [f"{name}: {text}" for name, text in context.items()]
    body.notes += hidden_notes(json.dumps(value, ensure_ascii=False))
    for number, item in enumerate(items, start=1):
        _take(body, item, f"item {number}")
    return body


def read_jsonl(content: bytes) -> Body:
    """The records of a JSON lines file; a line that is no JSON is refused, the rest is read."""
    text, notes = decode(content)
    body = Body(notes=notes)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        locator = f"line {number}"
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            body.refusals.append(
                Refusal(
                    "json_valid",
                    f"The line is not valid JSON ({error}).",
                    _ADVICE,
                    locator,
                    "line",
                    one_line(line, VALUE_CHARACTERS),
                )
            )
            continue
        body.notes += hidden_notes(json.dumps(item, ensure_ascii=False))
        _take(body, item, locator)
    return body


def _take(body: Body, item: Any, locator: str) -> None:
    if isinstance(item, dict):
        cells = dict(_flat(item))
        if cells:
            body.records.append(Record(locator, cells))
            return
    elif isinstance(item, str) and item.strip():
        body.records.append(Record(locator, {"text": clean(item)}))
        return
    elif isinstance(item, list) and item:
        body.blocks += of_text("\n".join(str(part) for part in item)).blocks
        return
    body.notes.append(
        Note("empty_item", "The item holds no text.", "Nothing to do unless it should.", locator)
    )


def _items(value: Any) -> tuple[list[Any], dict[str, Any]]:
    """(the items, what stands around them): the list of objects with most text is the items."""
    if isinstance(value, list):
        return value, {}
    if not isinstance(value, dict):
        return [str(value)], {}
    lists = {name: part for name, part in value.items() if _is_items(part)}
    if not lists:
        return [value], {}
    chosen = max(lists, key=lambda name: (len(json.dumps(lists[name])), name))
    return lists[chosen], {name: part for name, part in value.items() if name != chosen}


def _is_items(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and all(isinstance(item, dict) for item in part)


def _flat(value: Any, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < _NEST:
        for name, part in value.items():
            yield from _flat(part, f"{prefix}.{name}" if prefix else str(name), depth + 1)
    elif isinstance(value, dict | list):
        is_plain = isinstance(value, list) and all(
            not isinstance(part, dict | list) for part in value
        )
        text = (
            ", ".join(str(part) for part in value)
            if is_plain
            else json.dumps(value, ensure_ascii=False)
        )
        if value:
            yield prefix, clean(text)
    elif value is not None and str(value).strip():
        yield prefix, clean("yes" if value is True else "no" if value is False else str(value))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
