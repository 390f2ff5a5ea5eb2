"""Text as people meant it: one normal form, nothing hidden, nothing that controls a terminal."""

from __future__ import annotations

import re
import unicodedata

from fusion.intake.body import Note

# Bidirectional overrides and marks, zero-width characters, soft hyphen, byte order mark: they
# hide or reorder what a reader sees (Unicode TR 36), and two copies would differ by them.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_LINES = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")


def clean(text: str) -> str:
    """The same words in NFC, single spaces, \\n line ends, without hidden or control characters."""
    text = _LINES.sub("\n", text)
    text = _HIDDEN.sub("", _CONTROL.sub("", text))
    # Arabic presentation forms are glyphs, not letters: PDF files hold them.
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines)).strip()


def hidden_notes(*texts: str) -> list[Note]:
    """A note where `texts` hold hidden characters; a byte order mark at a start does not count."""
    count = sum(len(_HIDDEN.findall(text.removeprefix("\ufeff"))) for text in texts)
    if not count:
        return []
    detail = f"{count} characters that hide or reorder text were left out."
    return [Note("hidden_characters", detail, "Compare with the original before you quote it.")]


def count_controls(text: str) -> int:
    """Control characters other than tab and line ends."""
    return len(_CONTROL.findall(_LINES.sub("\n", text)))


def one_line(text: str, limit: int = 200) -> str:
    """`text` on one line, cut to `limit` characters with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def plain(text: str) -> str:
    """Lower case without accents and punctuation: how labels are compared."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w°#]+", " ", letters.replace("_", " ")).split())
