"""Writes fusion/briefing/data/brief_template.docx, the Word template of the brief.

A mission may replace it: open the file in Word, change fonts, colours, header, logo or order,
and keep the {{ … }} and {% … %} tags. Usage: python scripts/build_brief_template.py
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

TARGET = Path(__file__).parents[1] / "fusion" / "briefing" / "data" / "brief_template.docx"
ACCENT, MUTED = RGBColor(0x0B, 0x5A, 0x82), RGBColor(0x4A, 0x56, 0x5F)


def main() -> None:
    """Build the template and save it with fixed dates."""
    doc = Document()
    _styles(doc)
    _page(doc)
    _masthead(doc)
    _body(doc)
    _hypotheses(doc)
    _annexes(doc)
    for name in ("created", "modified", "last_printed"):
        setattr(doc.core_properties, name, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    doc.core_properties.author = ""
    doc.core_properties.comments = ""
    doc.save(str(TARGET))


def _styles(doc: Doc) -> None:
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    for level, size in ((1, 15), (2, 12), (3, 10)):
        style = doc.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
        style.font.color.rgb = ACCENT if level == 3 else RGBColor(0x1C, 0x28, 0x33)
        style.paragraph_format.space_before = Pt(14 if level == 1 else 8)
        style.paragraph_format.keep_with_next = True
    small = doc.styles.add_style("Brief small", 1)
    small.base_style, small.font.size, small.font.color.rgb = normal, Pt(8), MUTED
    bottom = doc.styles.add_style("Brief bottom line", 1)
    bottom.base_style, bottom.font.size = normal, Pt(12)
    bottom.paragraph_format.left_indent = Cm(0.5)
    line = doc.styles.add_style("Brief line", 1)
    line.base_style, line.font.size = normal, Pt(9)
    line.paragraph_format.left_indent = Cm(0.5)
    line.paragraph_format.space_after = Pt(1)
    judged = doc.styles.add_style("Brief judgement", 1)
    judged.base_style, judged.font.bold, judged.font.size = normal, True, Pt(10.5)
    judged.paragraph_format.keep_with_next = True


def _page(doc: Doc) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin = section.bottom_margin = Cm(2)
    for part in (section.header, section.footer):
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("{{ issue.banner }}").bold = True
    foot = section.footer.add_paragraph()
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("{{ issue.mission }} · {{ t.number }} {{ issue.number }} · {{ t.page_word }} ")
    _field(foot, "PAGE")
    foot.add_run("/")
    _field(foot, "NUMPAGES")


def _field(paragraph: object, code: str) -> None:
    run = paragraph.add_run()  # type: ignore[attr-defined]
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _masthead(doc: Doc) -> None:
    mission = "{{ issue.mission }}{% if issue.is_fictional %} · {{ t.fictional }}{% endif %}"
    doc.add_paragraph(mission, style="Brief small")
    doc.add_paragraph("{{ t.strategic_brief }} {{ t.number }} {{ issue.number }}", style="Title")
    doc.add_paragraph("{{ t.as_of }} {{ issue.as_of }} · {{ t.covering }} {{ issue.covers }} · "
                      "{{ t.outlook_to }} {{ issue.outlook_to }}", style="Brief small")  # fmt: skip
    doc.add_paragraph("{{ t.edition }}{{ t.colon }} {{ issue.edition_title }} · "
                      "{{ issue.state_label }} · {{ issue.short_code }}",
                      style="Brief small")  # fmt: skip
    doc.add_paragraph("{{ t.marking }}. {{ issue.marking_reason }} {{ issue.withheld }}")
    doc.add_paragraph("{%p if not issue.is_lint_held %}")
    doc.add_paragraph("{{ t.not_for_release }} ({{ issue.lint }})", style="Brief judgement")
    doc.add_paragraph("{%p endif %}")


def _loop(doc: Doc, head: str, *lines: tuple[str, str]) -> None:
    """A block that is repeated: one paragraph for each (text, style)."""
    doc.add_paragraph(f"{{%p for {head} %}}")
    for text, style in lines:
        doc.add_paragraph(text, style=style)
    doc.add_paragraph("{%p endfor %}")


def _heading(doc: Doc, key: str, level: int = 1) -> None:
    doc.add_paragraph(f"{{{{ t.{key} }}}}", style=f"Heading {level}")


@contextmanager
def _section(doc: Doc, name: str, heading: str = "", level: int = 1) -> Iterator[None]:
    """A section that stands only in editions that hold it."""
    doc.add_paragraph(f"{{%p if holds.{name} %}}")
    _heading(doc, heading or name, level)
    yield
    doc.add_paragraph("{%p endif %}")


@contextmanager
def _part(doc: Doc, name: str) -> Iterator[None]:
    """A part of a hypothesis page that stands only in editions that hold it."""
    doc.add_paragraph(f"{{%p if h.{name} is defined %}}")
    yield
    doc.add_paragraph("{%p endif %}")


SENTENCE = "{{ s.portion }} {{ s.text }} {{ s.cited }}"


def _body(doc: Doc) -> None:
    """First page: bottom line, judgements, options, openings, changes. Then what carries them."""
    with _section(doc, "bottom_line"):
        _loop(doc, "s in bottom_line", ("{{ s.text }} {{ s.portion }}", "Brief bottom line"))
    _heading(doc, "key_judgements")
    _loop(doc, "s in key_judgements", ("{{ loop.index }}. {{ s.text }}", "Brief judgement"),
          ("{{ s.tag }} · {{ s.portion }}", "Brief small"))  # fmt: skip
    with _section(doc, "options", "decide", 3):
        _loop(doc, "o in cards", ("{{ o.title }}", "Brief small"))
    with _section(doc, "opportunities", "windows", 3):
        _loop(doc, "s in opportunities[:2]", ("{{ s.text }} {{ s.change }}", "Brief small"))
    with _section(doc, "changes", "changed_short", 3):
        _loop(doc, "s in changes[:4]", ("{{ s.text }}", "Brief small"))
    doc.add_page_break()
    _heading(doc, "what_carries")
    doc.add_paragraph("{%p for s in key_judgements %}")
    doc.add_paragraph("{{ loop.index }}. " + SENTENCE, style="Brief judgement")
    doc.add_paragraph("{%p for line in s.lines %}")
    doc.add_paragraph("{{ line.name }}{{ t.colon }} {{ line.text }}", style="Brief line")
    doc.add_paragraph("{%p endfor %}")
    doc.add_paragraph("{%p endfor %}")
    with _section(doc, "changes"):
        _loop(doc, "s in changes", (SENTENCE, "List Bullet"))
    with _section(doc, "opportunities"):
        _loop(doc, "s in opportunities", (SENTENCE + " {{ s.change }}", "List Bullet"))
    with _section(doc, "options"):
        _cards(doc)
    with _section(doc, "hypotheses", "networks_at_a_glance"):
        _table(doc, "networks")
        doc.add_paragraph("{%p if leads.rows %}")
        _table(doc, "leads")
        doc.add_paragraph("{%p endif %}")
    with _section(doc, "outlook"):
        _outlook(doc)
    with _section(doc, "indicators"):
        _table(doc, "indicators_first")
    with _section(doc, "gaps"):
        _table(doc, "requirements")
        _table(doc, "gaps_first")
    with _section(doc, "corrections"):
        _loop(doc, "s in corrections", (SENTENCE, "List Bullet"))


def _cards(doc: Doc) -> None:
    """An option a block: its title, then names and texts in two columns."""
    doc.add_paragraph("{%p for o in cards %}")
    doc.add_paragraph("{{ o.title }}", style="Heading 2")
    table = doc.add_table(rows=3, cols=2, style="Light List Accent 1")
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (Cm(3.6), Cm(13.4)), strict=True):
            cell.width = width
    table.rows[0].cells[0].text = "{%tr for row in o.rows %}"
    for cell, text in zip(table.rows[1].cells, ("{{ row[0] }}", "{{ row[1] }}"), strict=True):
        cell.text = text
    table.rows[2].cells[0].text = "{%tr endfor %}"
    _small(doc, table)
    doc.add_paragraph("{%p endfor %}")


def _outlook(doc: Doc) -> None:
    doc.add_paragraph("{{ outlook.gate }}")
    _loop(doc, "s in outlook.scenarios", ("{{ s.kind }} · {{ s.about }}", "Heading 3"),
          ("{{ s.text }} {% if s.likelihood %}{{ s.likelihood.word }} "
           "({{ s.likelihood.low }}–{{ s.likelihood.high }} %).{% endif %}", "Normal"),
          ("{{ t.would_bring_about }}{{ t.colon }} {{ s.would_bring_about }} {{ s.basis }}",
           "Brief small"))  # fmt: skip
    doc.add_paragraph("{%p for f in outlook.figures[:1] %}")
    _figure(doc, "f")
    doc.add_paragraph("{%p endfor %}")
    _loop(doc, "s in outlook.sentences", (SENTENCE, "List Bullet"))
    doc.add_paragraph("{%p if outlook.displacement.rows %}")
    _table(doc, "outlook.displacement")
    doc.add_paragraph("{%p endif %}")
    _heading(doc, "track_record", 2)
    _loop(doc, "text in outlook.track", ("{{ text }}", "List Bullet"))
    _figure(doc, "outlook.calibration")


def _small(doc: Doc, table: Table) -> None:
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.style = doc.styles["Brief small"]


def _table(doc: Doc, name: str) -> None:
    """A table whose columns and rows come from the content."""
    doc.add_paragraph(f"{{%p if {name} and {name}.rows %}}")
    doc.add_paragraph(f"{{{{ {name}.caption }}}}", style="Heading 3")
    table = doc.add_table(rows=4, cols=3, style="Light List Accent 1")
    for cell, text in zip(table.rows[0].cells, (
        f"{{%tc for h in {name}.head %}}", "{{ h }}", "{%tc endfor %}"), strict=True):  # fmt: skip
        cell.text = text
    table.rows[1].cells[0].text = f"{{%tr for row in {name}.rows %}}"
    for cell, text in zip(table.rows[2].cells, (
        "{%tc for c in row %}", "{{ c }}", "{%tc endfor %}"), strict=True):  # fmt: skip
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _small(doc, table)
    doc.add_paragraph("{%p else %}")
    doc.add_paragraph("{{ t.none_recorded }}")
    doc.add_paragraph("{%p endif %}")


def _figure(doc: Doc, name: str) -> None:
    doc.add_paragraph(f"{{%p if {name} %}}")
    doc.add_paragraph(f"{{{{ {name}.caption }}}}", style="Heading 3")
    doc.add_paragraph(f"{{{{ {name}.image }}}}")
    doc.add_paragraph(f"{{%p if {name}.kind == 'map' %}}")
    doc.add_paragraph("{{ issue.disclaimer }}", style="Brief small")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p endif %}")


def _hypotheses(doc: Doc) -> None:
    doc.add_page_break()
    _heading(doc, "part_annexes")
    doc.add_paragraph("{{ t.annex_lead }}")
    doc.add_paragraph("{%p for h in hypotheses %}")
    doc.add_paragraph("{{ h.name }} · {{ h.code }}", style="Heading 1")
    doc.add_paragraph("{%p if h.is_withheld %}")
    doc.add_paragraph("{{ t.held_elsewhere }}")
    doc.add_paragraph("{%p else %}")
    doc.add_paragraph("{{ h.title }} · {{ h.status }} · {{ h.facts }}", style="Brief small")
    doc.add_paragraph("{{ h.statement.portion }} {{ h.statement.text }} {{ h.statement.cited }}")
    doc.add_paragraph("{{ h.statement.confidence }}")
    doc.add_paragraph("{{ h.embedment }}", style="Brief small")
    with _part(doc, "network"):
        _figure(doc, "h.network")
    with _part(doc, "members"):
        _table(doc, "h.members")
    with _part(doc, "map"):
        _figure(doc, "h.map")
    with _part(doc, "timeline"):
        _figure(doc, "h.timeline")
    doc.add_paragraph("{%p if h.vulnerability %}")
    _heading(doc, "vulnerability", 3)
    _loop(doc, "line in h.vulnerability", ("{{ line }}", "List Bullet"))
    doc.add_paragraph("{%p endif %}")
    with _part(doc, "elements"):
        _table(doc, "h.elements")
    with _part(doc, "rivals"):
        _table(doc, "h.rivals")
        _loop(doc, "line in h.rivals.lines", ("{{ line }}", "Brief small"))
    doc.add_paragraph("{%p if h.tests %}")
    _table(doc, "h.tests")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p endfor %}")


def _annexes(doc: Doc) -> None:
    with _section(doc, "outlook", "outlook_table"):
        doc.add_paragraph("{%p for f in outlook.figures[1:] %}")
        _figure(doc, "f")
        doc.add_paragraph("{%p endfor %}")
        _table(doc, "outlook.table")
        _heading(doc, "backtests", 2)
        _loop(doc, "text in outlook.backtests", ("{{ text }}", "List Bullet"))
    for name, heading in (("indicators", "indicators_table"), ("gaps", "gaps_table"),
                          ("contradictions", "contradictions")):  # fmt: skip
        with _section(doc, name, heading):
            _table(doc, name)
    with _section(doc, "coverage"):
        _figure(doc, "coverage.figure")
        _loop(doc, "text in coverage.sentences", ("{{ text }}", "List Bullet"))
    with _section(doc, "source_summary"):
        doc.add_paragraph("{{ source_summary.sentence }}")
        _table(doc, "source_summary.table")
    with _section(doc, "method"):
        _loop(doc, "text in method.paragraphs", ("{{ text }}", "Normal"))
        doc.add_paragraph("{{ t.standards }}{{ t.colon }} {{ issue.lint }}", style="Heading 2")
        _loop(doc, "text in method.standards", ("{{ text }}", "List Number"))
    with _section(doc, "sources", "sources_annex"):
        doc.add_paragraph("{{ issue.source_note }}")
        doc.add_paragraph("{%p for s in sources %}")
        doc.add_paragraph("{{ s.label }} {{ s.portion }}", style="Heading 3")
        doc.add_paragraph("{{ s.descriptor }}", style="Brief small")
        doc.add_paragraph("{{r s.quoted }}")
        doc.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    main()
