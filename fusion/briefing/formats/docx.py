"""The Word edition, filled into a template that the mission can replace."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import Environment, TemplateError, TemplateSyntaxError

from fusion.briefing.formats.docx_links import link_citations
from fusion.briefing.formats.dots import dots, size_of
from fusion.briefing.pictures import svg
from fusion.profile import SECTIONS
from fusion.terms.errors import ProfileError

TEMPLATE = Path(__file__).parents[1] / "data" / "brief_template.docx"
WIDTH = Mm(170)  # text width of A4 with the template's margins
TALLEST = 120.0  # millimetres: a picture and its caption fit on one page
_EPOCH = (1980, 1, 1, 0, 0, 0)  # earliest time a zip entry can hold: the same in every file
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
PARTS = ("confidence", "basis", "alternative", "assumption", "would_change", "implication",
         "change")  # fmt: skip
CARD = ("about", "serves", "lead", "partners", "hrddp", "needs", "expected", "indicator",
        "livelihoods", "risk", "displacement", "reversible", "would_change", "record")  # fmt: skip


def render_docx(content: dict[str, Any], as_of: dt.datetime, template: Path | None = None) -> bytes:
    """The edition as .docx, dated `as_of`; texts are escaped, the same content gives same bytes."""
    document = DocxTemplate(str(template or TEMPLATE))
    document.init_docx()
    alts: list[str] = []
    context = _context(_legal(content), document, alts)
    try:
        document.render(context, Environment(autoescape=True))
    except TemplateError as error:
        raise ProfileError(str(template or TEMPLATE), _fault(error)) from error
    if template:
        _check(document, content, template)
    for number, (mark, alt) in enumerate(zip(document.docx.element.iter(_DOC_PR), alts,
                                             strict=False), 1):  # fmt: skip
        mark.set("name", f"Picture {number}")
        mark.set("descr", alt)
    link_citations(
        document.docx.element.body, [item["label"] for item in content.get("sources", [])]
    )
    _properties(document, content, as_of)
    raw = io.BytesIO()
    document.save(raw)
    return _fixed(raw.getvalue())


def _fault(error: TemplateError) -> str:
    line = f" in line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    return f"the Word template has a tag that cannot be filled{line} ({error.message})"


def _check(document: DocxTemplate, content: dict[str, Any], template: Path) -> None:
    """A mission's own template prints marking and judgements. Raises ProfileError.

    What it leaves out it may leave out; a brief without these two is none.
    """
    package = document.docx
    bodies = [package.element.body, *(s.header._element for s in package.sections)]
    said = " ".join("".join(body.itertext()) for body in bodies)
    missing = [
        tag
        for tag, text in (
            ("{{ issue.banner }}", content["issue"]["banner"]),
            ("{{ s.text }} for s in key_judgements",
             next((item["text"] for item in content["key_judgements"]), "")),
        )
        if svg.legal(text) not in said
    ]  # fmt: skip
    if missing:
        raise ProfileError(str(template), f"the Word template lacks {' and '.join(missing)}")


def _context(content: dict[str, Any], document: DocxTemplate, alts: list[str]) -> dict[str, Any]:
    """The content in the shapes that the template's tags ask for, in reading order."""
    labels = content["issue"]["labels"]
    found = _flat(content)
    for item in found["key_judgements"]:
        item["tag"] = _tag(item, labels)
        item["lines"] = [{"name": labels[k], "text": item[k]} for k in PARTS if item[k]]
    shown = _figures(found)
    drawn = dots(figure["svg"] for figure in shown)
    for figure in shown:
        _picture(figure, drawn[figure["svg"]], document)
    alts += [figure["alt"] for figure in shown]
    for source in found.get("sources", []):
        source["descriptor"] = _descriptor(source, labels)
        source["quoted"] = _quoted(source)
    cards = [_card(option, labels) for option in found.get("options", [])]
    empty: dict[str, Any] = {name: [] for name in SECTIONS if name not in found}
    holds = {name: name in found for name in SECTIONS}
    return {**empty, **found, "t": labels, "cards": cards, "holds": holds}


def _flat(value: Any) -> Any:
    """A deep copy in which citations are text: cells as strings, `cited` beside each sentence."""
    if isinstance(value, list):
        return [_flat(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"text", "citations"}:
        return " ".join([value["text"], _cited(value)]).strip()
    found = {key: _flat(inner) for key, inner in value.items()}
    if "citations" in found:
        found["cited"] = _cited(value)
    return found


def _cited(value: dict[str, Any]) -> str:
    labels = [item["label"] for item in value["citations"]]
    return f"[{', '.join(labels)}]" if labels else ""


def _tag(item: dict[str, Any], labels: dict[str, str]) -> str:
    band = item["likelihood"]
    first = f"{band['low']}–{band['high']}\u202f%" if band else labels["observation"]
    level = labels.get(f"confidence_{item['confidence_level']}", "")
    return f"{first} · {level}"


def _card(option: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """An option as a heading and rows of name and text."""
    blocked = f" [{labels['blocked']}]" if option["is_blocked"] else ""
    rows = [
        [labels["opt_level"], " · ".join(v for v in (option["level"], option["verb"]) if v != "–")],
        *([labels[f"opt_{key}"], option[key]] for key in CARD if option[key] not in ("", "–")),
    ]
    return {"title": f"{option['letter']}. {option['title']}{blocked}", "rows": rows}


def _figures(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Every picture of the content, in reading order."""
    pages = content.get("hypotheses", [])
    outlook = content.get("outlook", {})
    found = [page.get(name) for page in pages for name in ("network", "map", "timeline")]
    found += [*outlook.get("figures", []), outlook.get("calibration")]
    found.append(content.get("coverage", {}).get("figure"))
    return [figure for figure in found if figure]


def _picture(figure: dict[str, Any], drawn: bytes, document: DocxTemplate) -> None:
    wide, tall = size_of(figure["svg"])
    is_tall = 170.0 * tall / wide > TALLEST
    extent = {"height": Mm(TALLEST)} if is_tall else {"width": WIDTH}
    figure["image"] = InlineImage(document, io.BytesIO(drawn), **extent)


def _descriptor(source: dict[str, Any], labels: dict[str, str]) -> str:
    parts = [source["component"], source["date"], source["language"],
             f"{labels['grade']} {source['grade']} ({source['grade_words']})"]  # fmt: skip
    if source["origin"]:
        parts.append(f"{labels['origin']} {source['origin']}, {source['relation']}")
    if source["path"]:
        parts.append(f"{source['path']} · {source['locator']}")
    return " · ".join(parts)


def _quoted(source: dict[str, Any]) -> RichText:
    rich = RichText()
    text = source["text"]
    for part in text["segments"] if text else []:
        rich.add(part["text"], highlight="#fdeeb0" if part["mark"] else None,
                 rtl=source["direction"] == "rtl")  # fmt: skip
    if text and text["note"]:
        rich.add(text["note"], italic=True)
    return rich


def _legal(value: Any) -> Any:
    """Texts without characters that XML cannot hold."""
    if isinstance(value, str):
        return svg.legal(value)
    if isinstance(value, dict):
        return {key: _legal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_legal(inner) for inner in value]
    return value


def _properties(document: DocxTemplate, content: dict[str, Any], as_of: dt.datetime) -> None:
    issue, properties = content["issue"], document.docx.core_properties
    labels = issue["labels"]
    properties.title = f"{labels['strategic_brief']} {labels['number']} {issue['number']}"
    properties.subject = issue["banner"]
    properties.author = properties.last_modified_by = issue["mission"]
    properties.language = content["language"]
    properties.created = properties.modified = as_of.replace(tzinfo=None)
    properties.revision = 1


def _fixed(data: bytes) -> bytes:
    """The same package with fixed times and order of entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return target.getvalue()
