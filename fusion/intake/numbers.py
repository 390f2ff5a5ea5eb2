"""Printed paragraph numbers: which ones continue a sequence, and which are only figures."""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"^(?:para(?:graph|graphe)?\.?\s*|[§¶]\s*)?(\d{1,3})\s?[.)]\s*[-–]?\s*(?=\S)", re.I
)
_PART = re.compile(r"^(\d{1,3}\.\d{1,2}(?:\.\d{1,2})?)[.)]?\s+(?=\S)")
_LETTER = re.compile(r"^(?:\(([a-z]{1,4})\)|([a-z])[.)])\s+(?=\S)")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BULLET = re.compile(r"^(?:[-–—•*▪◦·‣●○■]|o(?=\s{2}))\s+(?=\S)")


def western(text: str) -> str:
    """`text` with Arabic-Indic digits as Western ones, same length."""
    return text.translate(_ARABIC_DIGITS)


def strip_bullet(line: str) -> str | None:
    """The line without its bullet, None where it has none."""
    found = _BULLET.match(line)
    return line[found.end() :] if found else None


class Sequence:
    """Follows the numbers of one document and says which line opens a numbered paragraph.

    A line that merely begins with figures ('14. March was quiet') is accepted only where its
    number continues what went before; a jump forward needs a break before it.
    """

    def __init__(self) -> None:
        self._whole: int | None = None

    def restart(self) -> None:
        """An annex or a new part begins: numbers may start again."""
        self._whole = None

    def take(self, line: str, is_after_break: bool) -> tuple[str, str] | None:
        """(number, text after it) where `line` opens a numbered paragraph, else None."""
        digits = western(line)
        if found := _PART.match(digits):
            if self._whole is not None and int(found[1].split(".")[0]) in (
                self._whole,
                self._whole + 1,
            ):
                self._whole = int(found[1].split(".")[0])
                return found[1], line[found.end() :]
            return None
        if (found := _WHOLE.match(digits)) and self._continues(int(found[1]), is_after_break):
            self._whole = int(found[1])
            return found[1], line[found.end() :]
        if found := _LETTER.match(line):
            letter = found[1] or found[2]
            number = f"{self._whole}.{letter}" if self._whole is not None else letter
            return number, line[found.end() :]
        return None

    def _continues(self, number: int, is_after_break: bool) -> bool:
        if self._whole is None:
            return is_after_break or number == 1
        if number == self._whole + 1:
            return True
        return is_after_break and (number > self._whole or number == 1)
