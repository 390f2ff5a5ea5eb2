"""The disguises in which a string may hide: each gives the text once more, undone."""

from __future__ import annotations

import base64
import binascii
import re
import string
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from fusion.briefing.folding import WORD, Pieces, fold, words_of
from fusion.briefing.wording import words

# Looking back comes after a character that is rare: the search then leaps from one to the next.
_WRAPPED = re.compile(r"[-\u2010\u2011\u00ad\ufffe](?<=\w.)\s*\n\s*(?=\w)")  # cut at a line's end
_APART = re.compile(r"(?<!\w)(?:\w[\s.\-_*·•,;:/\\]{1,2}){3,}\w(?!\w)")  # letters set apart
_BETWEEN = re.compile(r"[\s.\-_*·•,;:/\\]")
_DIGITS = re.compile(r"[\s.\-/()_·,](?<=\d[\s\S])[\s.\-/()_·,]{0,2}(?=\d)")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # digits of other scripts
_SIGNS = re.compile(r"[@$|](?=\w)|(?<=\w)[@$|]")  # signs that stand for letters
_RUN = re.compile(r"[A-Za-z0-9+/_-]{10,}")
_BASE32 = re.compile(r"[A-Z2-7]{16,}")
# Base64 of a text changes between cases, or holds a digit among letters, within ten characters.
_MIXED = re.compile(r"[a-z0-9][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]")
_LINES = re.compile(
    r"\r?\n(?:(?<=[A-Za-z0-9+/]{20}\n)|(?<=[A-Za-z0-9+/]{20}\r\n))[ \t]*(?=[A-Za-z0-9+/])"
)  # base64 is wrapped
_HEX = re.compile(r"[0-9a-fA-F]{2}(?<![0-9a-fA-F.]..)[\s:,]?(?:[0-9a-fA-F]{2}[\s:,]?){6,}")
_ILLEGIBLE = re.compile(r"[^\w\s'’.,:;+/=-]|_")
_LEGIBLE = 0.85  # share of letters, digits and spaces below which decoded bytes are no text (ours)
# Letters, presentation forms and mathematical letters: all that can fold to an Arabic letter.
_MAYBE_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff\U0001ee00-\U0001eeff]")
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_STROKES = {**str.maketrans("زذخجغضظشةى", "ردححعصطسه_"), **dict.fromkeys(map(ord, "بتثنيىئ"))}
_LETTERS = string.ascii_lowercase
_TURNED = _LETTERS[13:] + _LETTERS[:13]
_ROT13 = str.maketrans(_LETTERS + _LETTERS.upper(), _TURNED + _TURNED.upper())


def undone(text: str) -> Iterator[list[str]]:
    """Folded words of `text` as they stand, and with lines and letters set apart closed up.

    What is turned letter by letter is looked for as it is: see `turned`.
    """
    yield words_of(text)
    if _WRAPPED.search(text):
        yield words_of(_WRAPPED.sub("", text))
    if _APART.search(text):
        yield words_of(_APART.sub(lambda match: _BETWEEN.sub("", match.group()), text))


def turned(phrase: str) -> Iterator[list[str]]:
    """Folded words of a phrase: as they stand, read backwards, and turned by thirteen letters.

    A letter with an accent is no letter that turns, so accents may have gone before or after.
    """
    plain = words_of(phrase)
    yield plain
    yield [word[::-1] for word in reversed(plain)]
    yield [word.translate(_ROT13) for word in plain]
    yield words_of(phrase.translate(_ROT13))


def _seen_in(piece: str) -> list[str]:
    if _SIGNS.search(piece):
        return WORD.findall(skeleton(piece))
    return [word.translate(_lookalikes()) for word in words_of(piece)]


_SEEN = Pieces(_seen_in)


def seen_words(text: str) -> list[str]:
    """Words of `text` as the eye reads them: lookalike letters and digits for letters are one."""
    return _SEEN.of(text)


def skeleton(text: str) -> str:
    """`text` with each lookalike as the letter that it is taken for."""
    return fold(text).translate(_lookalikes())


@cache
def _lookalikes() -> dict[int, str]:
    rows = words("lookalikes")
    table = {ord("ـ"): ""}  # the Arabic letter stretcher says nothing
    for group in ("latin", "arabic"):
        for letter, like in rows[group].items():
            for character in like:
                folded = fold(character)
                # What folds to a plain letter already is that letter ('ſ' is s, not f).
                if len(folded) == 1 and (not folded.isascii() or folded == character):
                    table[ord(folded)] = letter
    return table


def bones(text: str) -> str:
    """The Arabic letters of `text` as strokes without their dots.

    A PDF may draw a letter as stroke and dots, and set letters that stand apart in another order
    of lines: the strokes, read one way or the other, stay. Letters that differ from others by
    dots alone are left out, the rest of each pair is one (ours, after the rasm of manuscripts).
    """
    if not _MAYBE_ARABIC.search(text):
        return ""
    found = "".join(_ARABIC.findall(fold(text)))
    return found.translate(_STROKES)


def digits(text: str) -> str:
    """`text` with the digits of any script as 0 to 9, and no separators between digits."""
    if _OTHER_DIGIT.search(text):
        text = text.translate(_numerals())
    return _DIGITS.sub("", text)


@cache
def _numerals() -> dict[int, str]:
    every = (chr(code) for code in range(128, sys.maxunicode + 1))
    return {ord(c): str(unicodedata.decimal(c)) for c in every if c.isdecimal()}


def decoded(text: str, seen: set[str]) -> Iterator[str]:
    """What base64, base32 and hexadecimal runs say, where they say something legible.

    A run that is in `seen` was read before.
    """
    runs = set(_RUN.findall(text))
    joined = _LINES.sub("", text)
    runs |= set(_RUN.findall(joined)) if joined != text else set()
    for run in runs - seen:
        seen.add(run)
        if _MIXED.search(run):
            yield from _base64(run)
        for inner in _BASE32.findall(run):
            yield from _legible(_bytes(inner, 8))
    for match in _HEX.finditer(text):
        if match.group() not in seen:
            seen.add(match.group())
            plain = re.sub(r"[^0-9a-fA-F]", "", match.group())
            yield from _legible(bytes.fromhex(plain[: len(plain) // 2 * 2]))


def _base64(run: str) -> Iterator[str]:
    """The run read from each of its first four characters on: a word may stand before it."""
    standard = run.replace("-", "+").replace("_", "/")
    for start in range(4):
        yield from _legible(_bytes(standard[start:], 4))


def _bytes(run: str, block: int) -> bytes:
    """The bytes of a base64 (blocks of 4) or base32 run (8); a part of a block at its end goes."""
    try:
        if block == 8:
            return base64.b32decode(run + "=" * (-len(run) % 8))
        whole = run if len(run) % 4 != 1 else run[:-1]
        return base64.b64decode(whole + "=" * (-len(whole) % 4))
    except (binascii.Error, ValueError):
        return b""


def _legible(data: bytes) -> Iterator[str]:
    """The bytes as text, in the encodings that give letters."""
    if len(data) < 6:
        return
    encodings = ["utf-8"]
    # In UTF-16 every other byte is the number of the alphabet: 0 Latin, 6 Arabic.
    if 3 * max(data.count(0), data.count(6)) >= len(data):
        encodings = ["utf-16-le", "utf-16-be"]
    for encoding in encodings:
        text = data.decode(encoding, "ignore")
        bad = len(_ILLEGIBLE.findall(text[:64])) + max(0, len(data[:64]) - 2 * len(text[:64]))
        if text and bad <= (1 - _LEGIBLE) * len(text[:64]):
            yield text
