"""Parsers by component and form: a Body to the items that it reports."""

from __future__ import annotations

from fusion.intake.body import Body
from fusion.intake.parsers import civil_affairs, military, others, police
from fusion.intake.parsers.cuts import everything
from fusion.intake.parsers.forms import Form, parts, recognise
from fusion.intake.parsers.item import Cut, Head, Item, place_of
from fusion.intake.parsers.letters import cut_letters
from fusion.intake.parsers.records import cut_records

_FORMS: dict[str, tuple[tuple[Form, ...], Form]] = {
    "military": (military.FORMS, military.DEFAULT),
    "police": (police.FORMS, police.DEFAULT),
    "civil_affairs": (civil_affairs.FORMS, civil_affairs.DEFAULT),
    "political_affairs": (others.POLITICAL, others.POLITICAL_DEFAULT),
    "justice": (others.JUSTICE, others.JUSTICE_DEFAULT),
    "ddr": (others.DDR, others.DDR_DEFAULT),
    "regional_office": (others.REGIONAL, others.REGIONAL_DEFAULT),
    "panel_of_experts": (others.PANEL, others.PANEL_DEFAULT),
}
_RECORDS = {
    "police": police.RECORDS,
    "civil_affairs": civil_affairs.RECORDS,
    "ddr": others.DDR_RECORDS,
    "regional_office": others.REGIONAL_RECORDS,
}
DEFAULT_SCHEME = {"military": military.SCHEME}


def cut(body: Body, component: str, path: str) -> list[Cut]:
    """The items of a document, one Cut per way they stand in it: letters, rows, prose."""
    cuts: list[Cut] = []
    if body.letters:
        cuts.append(cut_letters(body, others.MESSAGE, path))
    if body.records:
        cuts.append(cut_records(body, _RECORDS.get(component, "register_entry"), path))
    if body.blocks and not (body.records and _is_frame(body)):
        forms, default = _FORMS.get(component, ((), others.GENERIC))
        form = recognise(forms, body, path) or default
        for part in parts(body, form):
            cuts.append(form.cut(part, form.name, path))
            if part is not body and part.blocks:
                _locate(cuts[-1], part)
    if body.blocks and not any(piece.items or piece.set_aside for piece in cuts):
        cuts.append(everything(body, cuts[-1].form if cuts else others.GENERIC.name, path))
    return cuts


def _locate(piece: Cut, part: Body) -> None:
    for item in piece.items:
        if item.locator == "whole text":
            item.locator = place_of(part.blocks[0])


def _is_frame(body: Body) -> bool:
    """Beside a table there are only titles and labels: they are its head, not a report."""
    return all(len(block.text.split()) < 20 for block in body.blocks)


__all__ = ["DEFAULT_SCHEME", "Cut", "Head", "Item", "cut"]
