"""Two hundred leaks, planted by rule: a secret, a disguise, a carrier, a format, an edition.

All secrets are invented. The combinations are drawn by fixed strides, so the same two hundred
come out each time and every kind, disguise, carrier and edition occurs.
"""

from __future__ import annotations

import base64
import codecs
import datetime as dt
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, TextStringObject

from fusion.briefing.formats.docx import render_docx
from fusion.briefing.formats.html import render_html
from fusion.briefing.formats.json_file import render_json
from fusion.briefing.formats.pdf import render_pdf
from fusion.briefing.formats.release import Editions
from fusion.profile import Edition

WANTED = 200
SECRETS = {
    "protected source": "Zoulkifli Barmadou",
    "child": "Aïssélou Tangoré",
    "victim": "Rokhyatou Sembalé",
    "source in Arabic": "زكرياء المنتصري",
    "description of a source": "weigher at the third salt shed of Inabelbel",
    "mission string": "Operation Velvet Acacia",
    "telephone": "+223 66 40 17 93",
    "money account": "4410 2297 3305 18",
    "vehicle": "KD 7741 RMQ",
    "one long name": "Tchoumbawenda",
}
RULES = {kind: f"rule of {kind}" for kind in SECRETS}
_NUMBERS = ("telephone", "money account")
_CYRILLIC = str.maketrans("aeopcxyiksTBHKM", "аеорсхуіkѕТВНКМ")
_LEET = str.maketrans("oieast", "0134$7")


def _accented(text: str) -> str:
    return "".join(c + "\u0301" if c in "aeiouAEIOU" else c for c in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _mid(text: str, joint: str) -> str:
    at = max(2, len(text) // 2 - 1)
    while not (text[at - 1].isalnum() and text[at].isalnum()):
        at += 1
    return text[:at] + joint + text[at:]


def _eastern(text: str) -> str:
    return text.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})


# Each with the kinds of secret that it can disguise: 'text', 'number' or 'any'.
DISGUISES: dict[str, tuple[str, Callable[[str], str]]] = {
    "as it is": ("any", lambda s: s),
    "capitals": ("text", str.upper),
    "small letters": ("text", str.lower),
    "other accents": ("text", _accented),
    "zero-width joiners": ("any", "\u200d".join),
    "zero-width spaces": ("any", "\u200b".join),
    "soft hyphens": ("any", lambda s: _mid(s, "\u00ad")),
    "cut at a line's end": ("text", lambda s: _mid(s, "-\n")),
    "letters apart": ("any", lambda s: " ".join(s.replace(" ", ""))),
    "dots between letters": ("any", lambda s: ".".join(s.replace(" ", ""))),
    "no spaces": ("any", lambda s: s.replace(" ", "")),
    "hyphens for spaces": ("any", lambda s: s.replace(" ", "-")),
    "underscores": ("any", lambda s: s.replace(" ", "_")),
    "Cyrillic letters": ("text", lambda s: s.translate(_CYRILLIC)),
    "figures for letters": ("text", lambda s: s.translate(_LEET)),
    "full width": ("any", _wide),
    "backwards": ("any", lambda s: s[::-1]),
    "base64": ("any", lambda s: base64.b64encode(s.encode()).decode()),
    "base64 for addresses": (
        "any",
        lambda s: base64.urlsafe_b64encode(f"to {s}".encode()).decode(),
    ),
    "base64 of UTF-16": ("any", lambda s: base64.b64encode(s.encode("utf-16-le")).decode()),
    "hexadecimal": ("any", lambda s: s.encode().hex()),
    "base32": ("any", lambda s: base64.b32encode(s.encode()).decode()),
    "rot13": ("text", lambda s: codecs.encode(s, "rot13")),
    "dashes between figures": ("number", lambda s: "-".join(c for c in s if c.isdigit())),
    "slashes and brackets": ("number", lambda s: s.replace(" ", "/").replace("+223", "(00223) ")),
    "eastern figures": ("number", _eastern),
}


def _html(before: str, snippet: str) -> Callable[[bytes, str], bytes]:
    def plant(data: bytes, secret: str) -> bytes:
        return data.decode().replace(before, snippet.replace("@@", secret) + before, 1).encode()

    return plant


def _each(secret: str, form: str) -> str:
    return "".join(form.format(ord(c)) for c in secret)


def _split_tags(data: bytes, secret: str) -> bytes:
    cut = max(1, len(secret) // 2)
    return _html("</main>", f"<p><b>{secret[:cut]}</b><i>{secret[cut:]}</i></p>")(data, "")


def _json_value(data: bytes, secret: str) -> bytes:
    content = json.loads(data)
    content["key_judgements"][0]["text"] += f" {secret}"
    return json.dumps(content, ensure_ascii=False).encode()


def _json_key(data: bytes, secret: str) -> bytes:
    return json.dumps({**json.loads(data), secret: 1}, ensure_ascii=False).encode()


def _json_escaped(data: bytes, secret: str) -> bytes:
    return json.dumps(
        {**json.loads(data), "note": {"deep": [[secret]]}}, ensure_ascii=True
    ).encode()


def _json_halves(data: bytes, secret: str) -> bytes:
    cut = max(1, len(secret) // 2)
    return json.dumps({**json.loads(data), "zz": [secret[:cut], secret[cut:]]}).encode()


def _part(name: str, make: Callable[[str], bytes]) -> Callable[[bytes, str], bytes]:
    """A part of the Word package, added."""

    def plant(data: bytes, secret: str) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            for entry in old.namelist():
                if entry != name:
                    new.writestr(entry, old.read(entry))
            new.writestr(name.replace("@@", secret.replace("/", "_")), make(secret))
        return target.getvalue()

    return plant


def _inside(name: str, before: str, snippet: str) -> Callable[[bytes, str], bytes]:
    """Text put into a part that the Word package already has."""

    def plant(data: bytes, secret: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            text = old.read(name).decode()
        found = snippet.replace("@1", secret[: len(secret) // 2])
        found = found.replace("@2", secret[len(secret) // 2 :]).replace("@@", secret)
        return _part(name, lambda _: text.replace(before, found + before, 1).encode())(data, secret)

    return plant


def _png(secret: str, kind: bytes, is_packed: bool) -> bytes:
    text = secret.encode()
    body = b"Comment\0" + (b"\0" + zlib.compress(text) if is_packed else text)
    chunk = len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk + (0).to_bytes(4) + b"IEND" + b"\xaeB`\x82"


def _pdf(change: Callable[[PdfWriter, str], None]) -> Callable[[bytes, str], bytes]:
    def plant(data: bytes, secret: str) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(data))
        change(writer, secret)
        target = io.BytesIO()
        writer.write(target)
        return target.getvalue()

    return plant


def _note(writer: PdfWriter, secret: str) -> None:
    writer.add_annotation(0, Text(text=secret, rect=(1, 1, 9, 9)))


def _xmp(writer: PdfWriter, secret: str) -> None:
    stream = DecodedStreamObject()
    stream.set_data(f"<x:xmpmeta><dc:subject>{secret}</dc:subject></x:xmpmeta>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def _bookmark(writer: PdfWriter, secret: str) -> None:
    writer.add_outline_item(secret, 0)


def _private(writer: PdfWriter, secret: str) -> None:
    writer.root_object[NameObject("/PieceInfo")] = ArrayObject([TextStringObject(secret)])


def _packed(writer: PdfWriter, secret: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("note.xml", f"<p>{secret}</p>")
    writer.add_attachment("annex.zip", target.getvalue())


def _drawn(style: str) -> Callable[[PdfWriter, str], None]:
    """Text that stands on the page: white, tiny, or cut at the end of a line."""

    def change(writer: PdfWriter, secret: str) -> None:
        setting = '#set text(font: ("Source Sans 3", "Noto Naskh Arabic"), ' + style + ")\n"
        main = setting + '#json("s.json").s'
        files = {"main.typ": main.encode(), "s.json": json.dumps({"s": secret}).encode()}
        page = typst.compile(files, format="pdf", font_paths=[_FONTS])
        for drawn in PdfReader(io.BytesIO(bytes(page))).pages:
            writer.add_page(drawn)

    return change


_FONTS = "fusion/briefing/data/fonts"
_MAIN = "</main>"
_BODY = "<w:sectPr"
CARRIERS: dict[str, dict[str, Callable[[bytes, str], bytes]]] = {
    "html": {
        "text": _html(_MAIN, "<p>@@</p>"),
        "comment": _html(_MAIN, "<!-- @@ -->"),
        "title of a tag": _html(_MAIN, '<span title="@@">x</span>'),
        "words for those who do not see": _html(_MAIN, '<div role="img" aria-label="@@"></div>'),
        "hidden text": _html(_MAIN, "<p hidden>@@</p>"),
        "metadata": _html("</head>", '<meta name="keywords" content="@@">'),
        "title of a picture": _html(_MAIN, "<svg><title>@@</title><desc>x</desc></svg>"),
        "text of a picture": _html(_MAIN, '<svg><text x="1" y="1">@@</text></svg>'),
        "data of a tag": _html(_MAIN, '<p data-note="@@">x</p>'),
        "style": _html("</head>", "<style>p::after{content:'@@'}</style>"),
        "entities": lambda data, s: _html(_MAIN, f"<p>{_each(s, '&#{};')}</p>")(data, ""),
        "entities twice": lambda data, s: _html(
            _MAIN, f"<p>{_each(s, '&amp;#x{:x};')}</p>")(data, ""),
        "split by tags": _split_tags,
        "percent signs": lambda data, s: _html(
            _MAIN, "<a href='#" + "".join(f"%{b:02X}" for b in s.encode()) + "'>x</a>"
        )(data, ""),
    },
    "json": {
        "value": _json_value, "key": _json_key, "escaped value": _json_escaped,
        "two values": _json_halves,
    },
    "docx": {
        "text": _inside("word/document.xml", _BODY, "<w:p><w:r><w:t>@@</w:t></w:r></w:p>"),
        "two runs": _inside("word/document.xml", _BODY,
                            "<w:p><w:r><w:t>@1</w:t></w:r><w:r><w:t>@2</w:t></w:r></w:p>"),
        "hidden text": _inside("word/document.xml", _BODY,
                               "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>@@</w:t></w:r></w:p>"),
        "deleted text": _inside("word/document.xml", _BODY,
                                "<w:p><w:del><w:r><w:delText>@@</w:delText></w:r></w:del></w:p>"),
        "header": _inside("word/header1.xml", "</w:hdr>", "<w:p><w:r><w:t>@@</w:t></w:r></w:p>"),
        "properties": _inside("docProps/core.xml", "</cp:coreProperties>",
                              "<cp:keywords>@@</cp:keywords>"),
        "own properties": _part("docProps/custom.xml", lambda s: f"<p>{s}</p>".encode()),
        "comments": _part("word/comments.xml", lambda s: f"<w:t>{s}</w:t>".encode()),
        "picture": _part("word/media/image9.png", lambda s: _png(s, b"tEXt", False)),
        "packed picture": _part("word/media/image8.png", lambda s: _png(s, b"zTXt", True)),
        "data of a form": _part("customXml/item1.xml", lambda s: f"<a b='{s}'/>".encode()),
        "name of a part": _part("word/@@.xml", lambda _: b"<p/>"),
    },
    "pdf": {
        "page": _pdf(_drawn("size: 9pt")),
        "white text": _pdf(_drawn("fill: white")),
        "tiny text": _pdf(_drawn("size: 0.6pt")),
        "title": _pdf(lambda w, s: w.add_metadata({"/Title": s})),
        "own metadata": _pdf(lambda w, s: w.add_metadata({"/Scribe": s})),
        "XMP": _pdf(_xmp),
        "note": _pdf(_note),
        "bookmark": _pdf(_bookmark),
        "attachment": _pdf(lambda w, s: w.add_attachment("a.txt", s.encode())),
        "packed attachment": _pdf(_packed),
        "name of an attachment": _pdf(lambda w, s: w.add_attachment(s, b"x")),
        "private data": _pdf(_private),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Plant:
    """One leak: what, how disguised, where, in which file of which edition."""

    kind: str
    disguise: str
    carrier: str
    fmt: str
    edition: str

    def into(self, data: bytes) -> bytes:
        """The file with the leak in it."""
        secret = DISGUISES[self.disguise][1](SECRETS[self.kind])
        return CARRIERS[self.fmt][self.carrier](data, secret)


def plants(editions: list[str], formats: dict[str, list[str]]) -> list[Plant]:
    """The two hundred: every carrier in turn, with kinds, disguises and editions in stride."""
    carriers = [(fmt, name) for fmt, names in CARRIERS.items() for name in names]
    kinds, disguises = list(SECRETS), list(DISGUISES)
    found: list[Plant] = []
    step = 0
    while len(found) < WANTED:
        fmt, carrier = carriers[step % len(carriers)]
        turn = step // len(carriers)
        kind = kinds[(step * 3 + turn) % len(kinds)]
        disguise = disguises[(step * 7 + turn * 5) % len(disguises)]
        holding = [code for code in editions if fmt in formats[code]]
        plant = Plant(kind, disguise, carrier, fmt, holding[step % len(holding)])
        step += 1
        if _fits(plant) and plant not in found:
            found.append(plant)
    return found


def _fits(plant: Plant) -> bool:
    """The disguise can be put on the secret, and the carrier can carry it."""
    suits = DISGUISES[plant.disguise][0]
    is_number = plant.kind in _NUMBERS
    if suits != "any" and (suits == "number") != is_number:
        return False
    changed = DISGUISES[plant.disguise][1](SECRETS[plant.kind])
    if plant.disguise != "as it is" and changed == SECRETS[plant.kind]:
        return False
    # Halves of an encoded run are two runs, of which neither says anything.
    is_encoded = plant.disguise.startswith(("base", "hexa"))
    if is_encoded and plant.carrier in ("split by tags", "two values", "two runs"):
        return False
    # A part or an attachment cannot be named by a text with a line end in it.
    return not ("name of" in plant.carrier and "\n" in changed)


def small(content: dict[str, Any]) -> dict[str, Any]:
    """The content of an edition without pictures, with one judgement and source: quick to set."""
    found = {
        **content,
        "sources": content["sources"][:1],
        "bottom_line": content["bottom_line"][:1],
    }
    found["key_judgements"] = content["key_judgements"][:1]
    found |= {name: [] for name in ("hypotheses", "options", "opportunities") if name in content}
    for name in ("indicators", "gaps", "contradictions"):
        if name in content:
            found[name] = {**content[name], "rows": content[name]["rows"][:2]}
    if "outlook" in content:
        found["outlook"] = {**content["outlook"], "figures": []}
    if "coverage" in content:
        found["coverage"] = {**content["coverage"], "figure": None}
    return found


def clean_files(
    editions: Editions, asked: list[Edition], as_of: dt.datetime
) -> dict[tuple[str, str], bytes]:
    """A small file of each edition in each of its formats, to plant leaks in."""
    files: dict[tuple[str, str], bytes] = {}
    for edition in asked:
        language = "fr" if edition.code == "public" else "en"
        content = small(editions.content(edition, language))
        for fmt in edition.formats:
            if fmt == "docx":
                files[edition.code, fmt] = render_docx(content, as_of)
            elif fmt == "pdf":
                files[edition.code, fmt] = render_pdf(content, as_of)
            else:
                files[edition.code, fmt] = (render_html if fmt == "html" else render_json)(content)
    return files
