"""Sentences that change how a report is handled: retractions, protected sources, markings."""

from __future__ import annotations

import re

# An initial ('H. Tall') or a rank ends no sentence.
_SENTENCE = re.compile(
    r".+?(?:(?<!\b[A-ZÀ-Ý])(?<!\bLt)(?<!\bCdt)(?<!\bSgt)(?<!\bMr)(?<!\bDr)(?<!\bMe)(?<!\b[Nn]o)"
    r"(?<!\bpara)(?<!\bapprox)[.!?؟](?=\s|$)|\n|$)",
    re.S,
)
_WITHDRAW = re.compile(
    r"\b(?:withdraw(?:s|n|al)?|retract(?:s|ed|ion)?|rescind(?:s|ed)?|is to be disregarded|"
    r"please disregard|cancels and replaces|annule(?:nt)?(?: et remplace)?|est annulée?|"
    r"est retirée?|retire(?:nt)?|retrait d[eu]|est à considérer comme nul(?:le)?|sans suite)\b|"
    r"سحب|يُسحب|تُسحب|يلغي|يسحب",
    re.I,
)
_NUMBERED = (
    r"(?:(?:SITREP|INTREP|INTSUM|INCREP|SINCREP|SINREP|SPOTREP|PATROL REPORT|FLASH|BRQ|CRP)"
    r"(?:\s+[A-ZÀ-Ý][A-ZÀ-Ý'-]*){0,3}\s+(?:no\.?\s*)?\d{1,6}(?:[/-]\d{2,4})?(?:ZJ?[A-Z]{2,4}\d{2})?"
    r"(?:,?\s+(?:para(?:graph|graphe)?|§|¶)\.?\s*\d{1,2}(?:\.?[a-z\d])?)?)"
)
_REFERENCE = re.compile(
    r"(?:para(?:graph|graphe)?|§|¶)\.?\s*(?P<para>\d{1,2}(?:\.?[a-z\d])?) (?:of|du|de la?) (?P<of>"
    + _NUMBERED
    + r")|"
    + _NUMBERED
    + r"|\b[A-Z]{2,}[A-Z\d]*(?:[/_-][A-Z\d.]+)*[/_-]\d[\d.]*[a-zA-Z]?\b"
    r"|(?:report|rapport|entry|log|message|fiche|compte rendu|alert|bulletin)\s+(?:n°|no\.?|réf\.?|"
    r"ref\.?|number)?\s*:?\s*(?P<plain>\d[\d/.-]*\d)",
    re.I,
)
# What courts and offices withdraw is no report of ours.
_OTHER_FILE = re.compile(
    r"(?:dossier|case|affaire|arrêté|decree|décret|order|plainte|file)\W{0,6}(?:n°\W?|no\.?\s?)?$",
    re.I,
)
_PRONOUN = re.compile(r"^\s*(?:he|she|they|his|her|il|elle|ils|elles|هو|هي)\b", re.I)
_PROTECT = re.compile(
    r"protect(?:ed)?\s+(?:the\s+|this\s+|our\s+)?source|"
    r"sources?\s+(?:(?:is|are|must|should|shall|has)\s+)*(?:to\s+be\s+|be\s+)?protected|"
    r"do not attribute|not to be attributed|not for attribution|at risk if (?:known|named|seen)|"
    r"do not (?:disseminate|share|circulate|copy)\b.{0,20}\bsource|"
    r"ne pas (?:diffuser|partager|communiquer)\b.{0,20}\bsource|en danger s['’]il|"
    r"source protection|"
    r"identity (?:must|should|is to|shall) (?:not )?be (?:disclosed|protected|revealed|withheld)|"
    r"do not (?:name|disclose|reveal|identify)\b.{0,20}\bsource|"
    r"sources?\s+(?:à\s+)?protég(?:ée?|er)s?|protéger (?:la|cette|notre) source|"
    r"protection de la source|ne pas attribuer|"
    r"ne pas (?:citer|divulguer|nommer|identifier)\b.{0,20}\bsource|"
    r"حماية المصدر|المصدر محمي|لا يُ?نسب",
    re.I,
)
_ABOUT_SOURCE = re.compile(
    r"\b(?:source|informant|informateur|informatrice|contact)\b[^.]{0,12}(?:\b(?:is|are|was|est|étai[ts])\b|[:=])|"
    r"المصدر\s*[:هـ]",
    re.I,
)
_MARKING = re.compile(
    r"(?<![A-Za-zÀ-ÿ])(?:UN\s+)?(STRICTLY CONFIDENTIAL|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED|"
    r"STRICTEMENT CONFIDENTIEL|CONFIDENTIEL|NON CLASSIFIÉ|DIFFUSION RESTREINTE|"
    r"TLP\s?:\s?(?:RED|AMBER\+STRICT|AMBER|GREEN|CLEAR|WHITE))(?![A-Za-zÀ-ÿ])"
)
WITHHELD = "[source protected]"


def sentences(text: str) -> list[str]:
    """`text` cut after sentence ends and line ends; joined they are the text again."""
    return [found[0] for found in _SENTENCE.finditer(text)]


def withdrawn_reference(text: str, own: str | None = None) -> str | None:
    """The number of the report that `text` withdraws, None where it withdraws none.

    The number is looked for in the sentence of the cue, then in the sentence after it; `own`
    is the number of the report itself. Case files that a court withdraws are not meant.
    """
    parts = sentences(text)
    for index, part in enumerate(parts):
        cue = _WITHDRAW.search(part)
        if cue is None:
            continue
        following = parts[index + 1] if index + 1 < len(parts) else ""
        for where in (part[cue.start() :], part[: cue.start()], following):
            for found in _REFERENCE.finditer(where):
                number = (
                    f"{found['of']} para {found['para']}"
                    if found["of"]
                    else found["plain"] or found[0]
                )
                number = " ".join(number.split())
                if number != own and not _OTHER_FILE.search(where[: found.start()]):
                    return number
    return None


def set_source_apart(text: str) -> tuple[str, str | None]:
    """(text of a protected report without what it says of its source, those sentences or None).

    A later room quotes and embeds the text: what would identify a source is kept in its own
    column from the first moment. The bytes as received stay in the archive.
    """
    parts = sentences(text)
    held: list[bool] = []
    for part in parts:
        goes_on = bool(held) and held[-1] and _PRONOUN.search(part) is not None
        held.append(goes_on or asks_protection(part) or speaks_of_source(part))
    source = " ".join(part.strip() for part, is_held in zip(parts, held, strict=True) if is_held)
    kept: list[str] = []
    for part, is_held in zip(parts, held, strict=True):
        if not is_held:
            kept.append(part)
        elif not kept or WITHHELD not in kept[-1]:
            kept.append(f" {WITHHELD}" + ("\n" if part.endswith("\n") else ""))
    return "".join(kept).strip(), source or None


def speaks_of_source(text: str) -> bool:
    """The sentence says something of a human source."""
    return _ABOUT_SOURCE.search(text) is not None


def asks_protection(text: str) -> bool:
    """The text asks for its source to be protected."""
    return _PROTECT.search(text) is not None


def marking_in(text: str) -> str | None:
    """The first marking printed in `text`, in capitals as markings are."""
    found = _MARKING.search(text)
    return " ".join(found[1].split()).replace(" :", ":").replace(": ", ":") if found else None
