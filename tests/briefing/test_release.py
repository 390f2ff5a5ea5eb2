"""Rendered editions: safe, self-contained, the same bytes, the same in both languages."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pyarrow as pa
import pytest
from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader

from fusion import briefing
from fusion.briefing.extract import layers
from fusion.briefing.folding import squeezed
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.json_file import render_json
from fusion.briefing.formats.pdf import render_pdf
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.briefing.wording import DATA
from fusion.stage import Run
from fusion.terms.errors import LeakFound, NotFound
from tests.briefing.sample import FORBIDDEN, NETWORKS, sample_run, sample_tables

Contents = dict[tuple[str, str], dict[str, Any]]


def head(run: Run) -> Any:
    return run.profile.editions[0]


@pytest.fixture(scope="session")
def files(holdings: Holdings) -> dict[tuple[str, str, str], bytes]:
    """English editions, French as HTML only, Word and PDF of first and last: a short test."""
    editions = Editions(holdings)
    return {
        (edition.code, language, fmt): editions.file(edition, language, fmt)
        for edition in holdings.run.profile.editions
        for language in edition.languages
        for fmt in edition.formats
        if fmt == "html" or (language == "en" and (fmt == "json" or edition.code != "components"))
    }


def test_forbidden_strings_are_in_no_layer_of_any_edition(files: dict[Any, bytes]) -> None:
    for (code, language, fmt), data in files.items():
        for layer in layers(data, fmt):
            tight = squeezed(layer)
            for secret in FORBIDDEN:
                assert squeezed(secret) not in tight, (code, language, fmt)


def test_persons_are_named_only_where_allowed_and_on_enough_origins(
    files: dict[Any, bytes],
) -> None:
    lone = NETWORKS[0]["members"][-1][0]
    named = NETWORKS[0]["members"][0][0]
    assert named in files["head", "en", "html"].decode()
    for (code, _, fmt), data in files.items():
        text = "".join(layers(data, fmt)) if fmt != "pdf" else ""
        assert lone not in text
        if code != "head":
            assert named not in text
            assert "+223 40 11 22 33" not in text


def test_html_is_one_file_without_script_or_request(files: dict[Any, bytes]) -> None:
    page = BeautifulSoup(files["head", "en", "html"], "lxml")
    assert not page.find_all(["script", "iframe", "object", "link", "img", "form"])
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith("on") and name != "style"
            if name in ("href", "src", "xlink:href"):
                assert str(value).startswith("#")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "url(" not in page.style.string and "@import" not in page.style.string


def test_every_link_of_the_html_opens_and_identifiers_are_unique(files: dict[Any, bytes]) -> None:
    for (_, _, fmt), data in files.items():
        if fmt == "html":
            page = BeautifulSoup(data, "lxml")
            ids = [tag["id"] for tag in page.find_all(id=True)]
            assert len(ids) == len(set(ids))
            assert {a["href"][1:] for a in page.find_all("a")} <= set(ids)


def test_citations_open_the_source_with_the_span_marked(files: dict[Any, bytes]) -> None:
    page = BeautifulSoup(files["head", "en", "html"], "lxml")
    cited = page.select("#judgements ~ * a.cite, .judgement a.cite")
    assert cited
    for link in cited:
        source = page.find(id=link["href"][1:])
        assert source.find("mark") or "protects its source" in source.text


def test_hostile_text_is_shown_and_not_run(files: dict[Any, bytes]) -> None:
    text = files["head", "en", "html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "<script" not in text
    body = (
        zipfile.ZipFile(io.BytesIO(files["head", "en", "docx"])).read("word/document.xml").decode()
    )
    ElementTree.fromstring(body)
    assert "&lt;script&gt;" in body


def test_source_texts_stand_only_in_the_full_edition(files: dict[Any, bytes]) -> None:
    phrase = "the patrol noted trucks"
    assert phrase in files["head", "en", "html"].decode()
    for (code, _, fmt), data in files.items():
        if code != "head":
            assert not any(phrase in layer for layer in layers(data, fmt))


def test_a_public_edition_holds_nothing_marked_higher(contents: Contents) -> None:
    content = contents["public", "en"]
    assert content["issue"]["marking"] == "UNCLASSIFIED"
    assert all(source["portion"] == "(U)" for source in content["sources"])
    marks = [
        s["marking"]
        for name in ("bottom_line", "key_judgements", "opportunities")
        for s in content[name]
    ]
    assert set(marks) <= {"UNCLASSIFIED"}
    assert contents["head", "en"]["issue"]["marking"] == "CONFIDENTIAL"
    assert "leaves out" in content["issue"]["withheld"]


def test_both_languages_hold_the_same_judgements(contents: Contents) -> None:
    for code in ("head", "components", "public"):
        english, french = contents[code, "en"], contents[code, "fr"]
        for name in ("bottom_line", "key_judgements", "opportunities", "corrections"):
            pairs = list(zip(english[name], french[name], strict=True))
            for one, other in pairs:
                assert one["id"] == other["id"] and one["citations"] == other["citations"]
                assert (one["likelihood"] or {}).get("code") == (other["likelihood"] or {}).get(
                    "code"
                )
                assert one["confidence_level"] == other["confidence_level"]
                assert _numbers(one["text"]) == _numbers(other["text"]), one["text"]
        assert [o["id"] for o in english["options"]] == [o["id"] for o in french["options"]]
        assert [s["id"] for s in english["sources"]] == [s["id"] for s in french["sources"]]


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text.replace("1er", "1")))


def test_json_follows_its_schema(contents: Contents) -> None:
    schema = json.loads((DATA / "brief.schema.json").read_text(encoding="utf-8"))
    for content in contents.values():
        jsonschema.validate(json.loads(render_json(content)), schema)


def test_the_same_content_gives_the_same_bytes(
    contents: Contents, tables: dict[str, pa.Table], files: dict[Any, bytes]
) -> None:
    run = sample_run()
    again = Editions(Holdings(tables, run))
    for fmt in ("html", "docx", "pdf", "json"):
        assert again.file(head(run), "en", fmt) == files["head", "en", fmt], fmt


def test_docx_has_pictures_with_words_and_fixed_dates(files: dict[Any, bytes], run: Run) -> None:
    document = Document(io.BytesIO(files["head", "en", "docx"]))
    words = [
        mark.get("descr")
        for mark in document.element.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    ]
    assert len(words) > 5 and all(words)
    assert document.core_properties.created.replace(tzinfo=run.as_of.tzinfo) == run.as_of
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Bottom line" in text and "{{" not in text and "{%" not in text


def test_pdf_is_dated_as_of_and_speaks_both_languages(contents: Contents, run: Run) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(contents["public", "fr"], run.as_of)))
    assert "20260706" in str(reader.metadata.creation_date_raw)
    assert "L’essentiel" in reader.pages[0].extract_text()


def test_a_leak_stops_the_edition_and_nothing_is_written(
    tables: dict[str, pa.Table], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(content: dict[str, Any]) -> bytes:
        return render_html(content) + f"<!-- {FORBIDDEN[0]} -->".encode()

    monkeypatch.setattr("fusion.briefing.formats.release.render_html", leaky)
    with pytest.raises(LeakFound) as caught:
        briefing.render(tables, head(run), "en", "html", run, tmp_path / "out")
    assert "protected mention" in str(caught.value) and FORBIDDEN[0] not in str(caught.value)
    with pytest.raises(LeakFound):
        briefing.render_all(tables, run, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_render_names_the_file_by_issue_edition_and_language(
    tables: dict[str, pa.Table], run: Run, tmp_path: Path
) -> None:
    path = briefing.render(tables, head(run), "fr", "json", run, tmp_path)
    assert path.name == "brief-026-head-fr.json"
    with pytest.raises(NotFound):
        briefing.render(tables, head(run), "fr", "odt", run, tmp_path)
    with pytest.raises(NotFound):
        briefing.render(sample_tables(), head(run), "fr", "html", run, tmp_path)


def test_a_brief_that_failed_its_check_says_so(contents: Contents) -> None:
    content = {**contents["head", "en"]}
    content["issue"] = {**content["issue"], "lint": "7/9", "is_lint_held": False}
    assert "Not for release" in render_html(content).decode()


def test_a_citation_of_the_word_edition_opens_its_source(files: dict[Any, bytes]) -> None:
    body = zipfile.ZipFile(io.BytesIO(files["head", "en", "docx"])).read("word/document.xml")
    root = ElementTree.fromstring(body)
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = [mark.get(f"{word}name") for mark in root.iter(f"{word}bookmarkStart")]
    links = [link.get(f"{word}anchor") for link in root.iter(f"{word}hyperlink")]
    assert links and set(links) <= set(marks) and len(marks) == len(set(marks))


def test_the_one_page_fits_and_the_brief_has_no_annexes(contents: Contents) -> None:
    content, as_of = contents["head", "en"], sample_run().as_of
    pages = {
        length: len(PdfReader(io.BytesIO(render_pdf(content, as_of, length))).pages)
        for length in ("one_page", "brief", "full")
    }
    assert pages["one_page"] == 1 and 4 <= pages["brief"] <= 9 < pages["full"]


def test_the_first_page_is_complete(contents: Contents) -> None:
    for language in ("en", "fr"):
        content = contents["head", language]
        pdf = PdfReader(io.BytesIO(render_pdf(content, sample_run().as_of, "one_page")))
        text = squeezed(pdf.pages[0].extract_text().replace("-\n", ""))
        labels = content["issue"]["labels"]
        for name in ("bottom_line", "key_judgements", "decide", "windows", "changed_short"):
            assert squeezed(labels[name]) in text
        assert len(pdf.pages) == 1
