"""Planted leaks: each is stopped, whatever the format and the hiding place; clean files pass."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from fusion.briefing.formats.docx import render_docx
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.json_file import render_json
from fusion.briefing.formats.pdf import render_pdf
from fusion.briefing.holdings import Holdings
from fusion.briefing.leak import Forbidden, leak_test
from fusion.stage import Run

SECRETS = ["Haroun Tiekoro", "Ismaïl Rhissatou", "Operation Acacia Veil", "هارون تيكورو"]
RULE = "protected mention"
FORBIDDEN = Forbidden(tuple((secret, RULE) for secret in SECRETS))
DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda s: s,
    "upper": str.upper,
    "no accents": lambda s: s.replace("ï", "i"),
    "accents": lambda s: s.replace("o", "ó").replace("e", "ê"),
    "spaced": lambda s: s.replace(" ", "   "),
    "joined": lambda s: s.replace(" ", ""),
    "letters apart": lambda s: " ".join(s.replace(" ", "")),
    "hyphen": lambda s: s.replace(" ", "-"),
    "zero width": "\u200b".join,
    "soft hyphen": lambda s: s[:3] + "\u00ad" + s[3:],
}
HIDING: dict[str, Callable[[str], str]] = {
    "text": lambda s: f"<p>{s}</p>",
    "comment": lambda s: f"<!-- {s} -->",
    "attribute": lambda s: f'<p title="{s}">x</p>',
    "entities": lambda s: "<p>" + "".join(f"&#{ord(c)};" for c in s) + "</p>",
    "double entities": lambda s: "<p>" + "".join(f"&amp;#{ord(c)};" for c in s) + "</p>",
    "split by tags": lambda s: f"<b>{s[:4]}</b><i>{s[4:]}</i>",
    "base64": lambda s: (
        f"data:text/plain;base64,{base64.b64encode((s + ' was seen there').encode()).decode()}"
    ),
    "percent": lambda s: "<a href='#" + "".join(f"%{b:02X}" for b in s.encode()) + "'>x</a>",
    "hidden": lambda s: f"<p hidden>{s}</p>",
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("hiding", ["text", "comment", "attribute", "hidden"])
def test_disguises_in_html(secret: str, disguise: str, hiding: str) -> None:
    page = HIDING[hiding](DISGUISES[disguise](secret))
    assert leak_test(f"<html>{page}</html>".encode(), "html", FORBIDDEN) == [RULE]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("hiding", HIDING)
def test_hiding_places_in_html(secret: str, hiding: str) -> None:
    assert leak_test(HIDING[hiding](secret).encode(), "html", FORBIDDEN) == [RULE]


def _planted(content: dict[str, Any], secret: str) -> list[dict[str, Any]]:
    """The content with a secret in each kind of place that is rendered."""
    first = content["bottom_line"][0]
    page = content["hypotheses"][0]
    return [
        {**content, "bottom_line": [{**first, "text": f"{first['text']} {secret}"}]},
        {**content, "issue": {**content["issue"], "mission": secret}},
        {**content, "hypotheses": [{**page, "network": {**page["network"], "alt": secret}}]},
        {**content, "hypotheses": [{**page, "title": secret}]},
        {**content, "corrections": [{**first, "text": secret}]},
    ]


@pytest.mark.parametrize("fmt", ["html", "json", "docx", "pdf"])
def test_a_secret_in_the_content_is_found_in_every_format(
    contents: dict[tuple[str, str], dict[str, Any]], run: Run, fmt: str
) -> None:
    render: dict[str, Callable[[dict[str, Any]], bytes]] = {
        "html": render_html, "json": render_json,
        "docx": lambda c: render_docx(c, run.as_of), "pdf": lambda c: render_pdf(c, run.as_of),
    }  # fmt: skip
    small = _small(contents["public", "en"])
    assert leak_test(render[fmt](small), fmt, FORBIDDEN) == []
    for secret in SECRETS[:2] if fmt in ("html", "json") else SECRETS[1:2]:
        for number, content in enumerate(_planted(small, secret)):
            assert leak_test(render[fmt](content), fmt, FORBIDDEN) == [RULE], (fmt, number, secret)


def _small(content: dict[str, Any]) -> dict[str, Any]:
    """One hypothesis and two sources: quicker to set."""
    page = {**content["hypotheses"][0], "map": None, "timeline": None}
    outlook = {**content["outlook"], "figures": []}
    return {**content, "hypotheses": [page], "sources": content["sources"][:2], "outlook": outlook,
            "coverage": {**content["coverage"], "figure": None}}  # fmt: skip


def _zip(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(name, data)
    return target.getvalue()


def _png(kind: bytes, body: bytes) -> bytes:
    chunk = len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk + (0).to_bytes(4) + b"IEND" + b"\xaeB`\x82"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("docProps/custom.xml", b"<p>Haroun Tiekoro</p>"),
        ("word/document.xml", b"<w:p><w:t>Harou</w:t></w:p><w:p><w:t>n Tiekoro</w:t></w:p>"),
        ("word/comments.xml", b"<w:t>Haroun</w:t><w:t> </w:t><w:t>Tiekoro</w:t>"),
        ("word/media/image1.png", _png(b"tEXt", b"Comment\0Haroun Tiekoro")),
        ("word/media/image1.png", _png(b"zTXt", b"Comment\0\0" + zlib.compress(b"Haroun Tiekoro"))),
        ("word/media/image1.png", _png(b"IHDR", b"") + b"Haroun Tiekoro"),
        ("word/embeddings/inner.zip", _zip("x.xml", b"<p>Haroun Tiekoro</p>")),
        ("word/Haroun Tiekoro.xml", b"<p/>"),
        ("word/any.bin", b"\x00\x01Haroun Tiekoro\x00"),
    ],
)
def test_hiding_places_in_a_word_package(name: str, data: bytes) -> None:
    assert leak_test(_zip(name, data), "docx", FORBIDDEN) == [RULE]


def _pdf(hidden: bytes) -> bytes:
    """A page that draws nothing and carries `hidden` in its content stream or beside it."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[5 0 R]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(hidden), hidden),
        b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/Contents(%s)>>"
        % (b"Haroun Tiekoro" if hidden == b"q Q" else b"x"),
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(body))
    )


@pytest.mark.parametrize(
    "hidden",
    [
        b"q Q",  # in an annotation
        b"/Span<</ActualText(Haroun Tiekoro)>>BDC EMC",
        b"/Span<</ActualText<FEFF"
        + "Haroun Tiekoro".encode("utf-16-be").hex().encode()
        + b">>>BDC EMC",
        b"/Figure <</Alt (Haroun Tiekoro)>> BDC EMC",
    ],
)
def test_hiding_places_in_a_pdf(hidden: bytes) -> None:
    assert leak_test(_pdf(hidden), "pdf", FORBIDDEN) == [RULE]
    assert leak_test(_pdf(b"q Q Q"), "pdf", FORBIDDEN) == []


def test_escapes_and_keys_in_json() -> None:
    assert leak_test(json.dumps({"a": [SECRETS[3]]}).encode(), "json", FORBIDDEN) == [RULE]
    assert leak_test(json.dumps({SECRETS[0]: 1}).encode(), "json", FORBIDDEN) == [RULE]


def test_an_allowed_longer_name_is_no_leak() -> None:
    forbidden = Forbidden((("Ibrahim Agali", "person not to be named"),), ("Ibrahim Agali Hamza",))
    assert leak_test(b"<p>Ibrahim Agali Hamza</p>", "html", forbidden) == []
    assert leak_test(b"<p>Ibrahim Agali left</p>", "html", forbidden) == ["person not to be named"]


def test_everyday_text_is_no_leak(holdings: Holdings) -> None:
    text = b"<p>A haroun of tie koro; Operations at Acacia; a veil.</p>"
    assert leak_test(text, "html", FORBIDDEN) == []
    assert leak_test(b"", "html", {"x": RULE}) == []
