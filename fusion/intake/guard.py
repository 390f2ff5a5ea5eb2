"""What is checked on a packed file before any library opens it; nothing in it is executed."""

from __future__ import annotations

import io
import zipfile
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml
from defusedxml.sax import parseString

from fusion.intake import limits
from fusion.intake.body import Refused

_RESEND = "Ask the sender for the file again; the bytes as received stay in the archive."


class _RootReached(Exception):
    """The root element begins: no declaration can follow."""


class _Prolog(ContentHandler):
    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002
        """Stop at the root: what may be hostile in a prolog stands before it."""
        raise _RootReached


def check_packed(content: bytes, has_xml: bool) -> None:
    """Raise Refused for truncated, encrypted, bomb-like, macro-bearing or hostile packed files.

    Sizes are checked from the directory before a byte is unpacked, then each part is read in
    full, so that its checksum proves the directory did not lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_sizes(parts)
            for part in parts:
                _check_part(packed, part, has_xml)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(
            "file_complete", f"The file is truncated or damaged ({_short(error)}).", _RESEND
        ) from error


def check_ole(content: bytes) -> None:
    """Raise Refused for the old binary container: an encrypted Office file or an old format."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(
            "file_not_encrypted",
            "The file is protected by a password.",
            "Ask the sender for a version without a password, over a channel cleared for it.",
        )
    raise Refused(
        "format_supported",
        "An old binary Office or Outlook file (.doc, .xls, .msg) is not read: it can hold macros.",
        "Ask the sender to save it as .docx, .xlsx or .eml.",
    )


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    if total > limits.UNPACKED_BYTES:
        raise _bomb(f"it would unpack to {total:,} bytes; the limit is {limits.UNPACKED_BYTES:,}")
    for part in parts:
        if part.flag_bits & 0x1:
            raise Refused(
                "file_not_encrypted",
                "The packed file is protected by a password.",
                "Ask the sender for a version without a password.",
            )
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > limits.RATIO_APPLIES_FROM_BYTES and ratio > limits.PACKING_RATIO:
            raise _bomb(f"a part is packed {ratio:,.0f} times; the limit is {limits.PACKING_RATIO}")


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, has_xml: bool) -> None:
    name = part.filename.lower()
    if has_xml and name.endswith(("vbaproject.bin", "vbadata.xml")):
        raise Refused(
            "file_without_macros",
            "The file holds macros. Nothing of it was executed.",
            "Ask the sender for the text as .docx or .xlsx without macros.",
        )
    data = packed.read(part)
    if has_xml and name.endswith((".xml", ".rels")):
        _check_xml(data, part.filename)


def _check_xml(data: bytes, name: str) -> None:
    """Entities can be declared only before the root element: parsing stops there."""
    try:
        parseString(data, _Prolog(), forbid_dtd=True)
    except _RootReached:
        return
    except defusedxml.DefusedXmlException as error:
        raise Refused(
            "xml_without_entities",
            f"The part '{name}' declares XML entities ({type(error).__name__}), as an attack does.",
            "Do not open the file elsewhere. Tell information security, and ask the sender.",
        ) from error
    except Exception as error:  # expat's own error class comes by several import paths
        raise Refused(
            "file_complete", f"The part '{name}' is not well-formed XML ({_short(error)}).", _RESEND
        ) from error


def _bomb(detail: str) -> Refused:
    return Refused(
        "file_not_bomb",
        f"The file is packed like a bomb: {detail}. It was not unpacked.",
        "Do not open the file elsewhere. Tell information security, and ask the sender.",
    )


def _short(error: BaseException) -> str:
    return str(error)[:120] or type(error).__name__
