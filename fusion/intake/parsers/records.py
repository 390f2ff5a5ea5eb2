"""Rows of registers, logs and digests in JSON: one report each."""

from __future__ import annotations

from fusion.intake.body import Body, Record
from fusion.intake.fields.labels import field_of, group
from fusion.intake.parsers.item import Cut, Head, Item, head_of

_REFERENCE_WORDS = 6  # a number with remarks ('17 (unchanged)') is shorter than a message


def cut_records(body: Body, form: str, path: str) -> Cut:
    """One item per row: the narrative first, then 'Header: value' lines in row order."""
    head = head_of(body.blocks, body, path) if body.blocks else _head(body, path)
    cut = Cut(form, head)
    cut.items = [_item(record) for record in body.records]
    return cut


def _head(body: Body, path: str) -> Head:
    head = Head(title=body.title, path=path, text="\n".join(body.printed))
    for line in body.printed:
        label, mark, value = line.partition(": ")
        name = field_of(label) if mark else None
        if name is not None:
            head.labels.setdefault(name, value)
        elif mark:
            head.rest[label] = value
    return head


def _item(record: Record) -> Item:
    labels: dict[str, str] = {}
    rest: dict[str, str] = {}
    told: list[str] = []
    lines: list[str] = []
    for header, value in record.cells.items():
        name = _field(header, value)
        if name in ("narrative", "narrative_more"):
            told.append(value)
        elif name in ("source", "handling"):  # a second such column must not reach the text
            labels[name] = f"{labels[name]}; {value}" if name in labels else value
        elif name in group("set_apart") and name not in labels:
            labels[name] = value
        else:
            if name is not None and name not in labels:
                labels[name] = value
            else:
                rest[header] = value
            lines.append(f"{header}: {value}")
    if not told:  # without a narrative the row itself is what is told, all but its human source
        lines = [
            f"{header}: {value}"
            for header, value in record.cells.items()
            if _field(header, value) not in ("source", "handling")
        ]
    return Item(
        record.locator,
        "\n".join([*told, *lines]),
        labels.get("title"),
        None,
        labels,
        rest,
        is_record=True,
        has_narrative=bool(told),
    )


def _field(header: str, value: str) -> str | None:
    """The field of a column; a few names are told apart by what stands in them."""
    name = field_of(header.rsplit(".", 1)[-1]) or field_of(header)
    is_code = len(value) <= 2
    if name == "source" and is_code:
        return "source_grade"
    if name == "narrative" or header.casefold() in ("info", "information"):
        return "item_grade" if is_code else "narrative"
    if name == "reference" and len(value.split()) > _REFERENCE_WORDS:
        return "narrative"
    if name == "observed_at" and not any(c.isdigit() for c in value):
        return "narrative" if len(value.split()) > _REFERENCE_WORDS else None
    return name
