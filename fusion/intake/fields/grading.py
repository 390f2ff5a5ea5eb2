"""Grades as received: which scheme, which letters; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fusion.intake.clean import plain
from fusion.terms.data_files import load
from fusion.terms.grades import UNGRADED, Grade, parse_grade

_SCHEME_CUES = (
    ("3x5x2", re.compile(r"3\s?[x×*]\s?5\s?[x×*]\s?2", re.I)),
    ("5x5x5", re.compile(r"5\s?[x×*]\s?5\s?[x×*]\s?5", re.I)),
    ("4x4", re.compile(r"(?<!\d)4\s?[x×*]\s?4(?!\s?[x×*\d])|europol", re.I)),
    ("admiralty", re.compile(r"admiralty|amirauté|stanag\s?2511|\bNATO grad", re.I)),
)
_CUE = (
    r"(?:grad(?:e|ed|ing)|eval(?:uation|uated|ué(?:e|es)?|uée)?|évaluation|évalué(?:e|es)?|cot(?:e|é|ée|ation)|"
    r"assessed|source/info|reliability/credibility|fiabilité|valuation|3x5x2|5x5x5|4x4)"
)
_AFTER_CUE = re.compile(
    r"(?<![A-Za-zÀ-ÿ\d])"
    + _CUE
    + r"\b(?:\s+(?:as|at|is|the|source|info|information|code|à|en|de|la|"
    r"under|selon|3x5x2|5x5x5|4x4|europol|admiralty))*\s*[:=\-–]?\s*[(\[]?"
    r"(?P<grade>[1-3]\s?[A-E]\s?[PC]|[A-EX]\s?[1-5]\s?[1-5H]\d?|[A-EX]\s?\d\s+H[0-3]|[A-FX]\s?[-/]?\s?[1-6])(?![\w/])",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(\[]\s*(?P<grade>[A-F]\s?[-/]?\s?[1-6])\s*[)\]]")
_AT_END = re.compile(r"(?:^|[.;,:]\s+|\s)(?P<grade>[A-F][-/]?[1-6])\s*\.?\s*$")
_HANDLING_CODE = re.compile(
    r"^(?P<code>H[0-3]|[PC]|[1-5])(?:\s*[;:,.–-]\s*(?P<remark>.+))?$", re.I | re.S
)


@dataclass(frozen=True)
class Graded:
    """The grade of a report; `unread` is what stood there and could not be read as one."""

    grade: Grade
    unread: str | None = None
    problem: str | None = None


def scheme_named(*texts: str) -> str | None:
    """The one scheme that a document names in its title, labels or headers; None if not one."""
    named = {scheme for scheme, cue in _SCHEME_CUES if any(cue.search(text) for text in texts)}
    return named.pop() if len(named) == 1 else None


def grade_of_fields(
    whole: str, source: str, item: str, handling: str, scheme: str | None, default: str | None
) -> Graded:
    """The grade in fields of their own: one field, or source and item apart.

    `scheme` is what the document names, `default` what its component uses otherwise. Without
    either, a grade is read only where its shape fits a single scheme.
    """
    code, _ = split_handling(handling)
    if len(whole.strip()) == 1:  # a column called 'evaluation' beside one for the item
        source, whole = source or whole, ""
    native = whole.strip() or f"{_code(source)}{_code(item)}".strip()
    if not native:
        return Graded(UNGRADED)
    return read_grade(native, scheme, default, code)


def split_handling(handling: str) -> tuple[str, str]:
    """(code, remark) of a handling field: 'P; owner must not be approached' has both."""
    found = _HANDLING_CODE.match(handling.strip())
    return (found["code"], found["remark"] or "") if found else ("", handling.strip())


def grade_in_text(text: str, scheme: str | None, default: str | None) -> Graded:
    """The grade that prose states: after a word that announces one, or (Admiralty) in brackets
    or at the very end."""
    if found := _AFTER_CUE.search(text):
        return read_grade(found["grade"], scheme or scheme_named(found[0]), default, "")
    if (scheme or default) == "admiralty":
        bracketed = list(_IN_BRACKETS.finditer(text))
        found_end = bracketed[-1] if bracketed else _AT_END.search(text)
        if found_end:
            return read_grade(found_end["grade"], "admiralty", None, "")
    return Graded(UNGRADED)


def read_grade(native: str, scheme: str | None, default: str | None, code: str) -> Graded:
    """`native` by its document's scheme, else its component's, else the only one it fits."""
    native = " ".join(native.split())
    forms = [native, f"{native} {code}"] if code else [native]
    chosen = scheme or default
    for form in forms if chosen else ():
        if chosen and (grade := parse_grade(form, chosen)) is not None:
            return Graded(grade)
    if chosen:
        return Graded(UNGRADED, native, f"it does not fit the scheme {chosen}")
    fitting = {
        grade.scheme: grade
        for form in forms
        for name in ("admiralty", "3x5x2", "5x5x5", "4x4")
        if (grade := parse_grade(form, name)) is not None
    }
    if len(fitting) == 1:
        return Graded(next(iter(fitting.values())))
    problem = "it fits several schemes" if fitting else "it fits no known scheme"
    return Graded(UNGRADED, native, problem)


def _code(value: str) -> str:
    """The letter or digit that opens a field like 'B - usually reliable' or '2 (untested)'."""
    value = value.strip()
    if len(value) <= 2:
        return value
    found = re.match(r"^([A-FX]|[1-6])(?=\s*[-–:(=,.]|\s)", value)
    return found[1] if found else _in_words(value)


def _in_words(value: str) -> str:
    """Admiralty words in full, English and French, as their letter or digit."""
    table = load("grades")["admiralty"]
    for scale in ("reliability", "credibility"):
        for code, words in table[scale].items():
            if plain(value) in (plain(words["en"]), plain(words["fr"])):
                return str(code)
    return value
