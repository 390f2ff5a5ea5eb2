"""Reports made from real texts, with near-misses of one template and planted copies.

Nothing of the texts is kept: the set is made anew in memory from the evaluation data, the same
each time for the same seed.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

KINDS = ("edited", "cut", "header", "noise", "reformatted", "mixed")
COPIES = 0.3  # share of the reports that are planted copies
UPDATES = 0.02  # share that are updates: not scored as copies, either way
PER_TEMPLATE = 6  # near-misses: one wording, each time another date, place and toll
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PARAGRAPH = re.compile(r"\n\s*\d{1,3}\.\s+")
_MONTHS = "January February March April May June July August September October November December"
_MONTH = "(?:" + "|".join(_MONTHS.split()) + ")"
_DATE = rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}"
_COUNTS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_COUNT = re.compile(rf"\b(?:{'|'.join(_COUNTS)})\b")
_DATED = re.compile(rf"\b(?:{_DATE})\b")
_VARIED = re.compile(rf"\b(?:(?P<date>{_DATE})|(?P<number>\d{{1,3}})|{_COUNT.pattern})\b")
_ALIKE = {"o": "0", "l": "1", "e": "c", "a": "o", "m": "rn", "i": "l", "t": "f", "s": "5",
          "n": "ri", "h": "b", "u": "v", "0": "O", "1": "l", "5": "S"}  # fmt: skip


@dataclass(frozen=True)
class CopiesSet:
    """Texts in order of arrival; `root` of each (copies share it) and how it was made."""

    texts: list[str]
    root: list[int]
    kind: list[str]


def make(data: Path, n: int, seed: int = 11) -> CopiesSet:
    """`n` reports from the event notes and the paragraphs in `data`."""
    chosen = random.Random(seed)
    notes, places = _notes(data)
    sentences = [s for text in [*notes, *_paragraphs(data)] for s in _SENTENCE.split(text)]
    sentences = sorted({s for s in sentences if 9 <= len(s.split()) <= 45})
    n_updates, n_copies = round(UPDATES * n), round(COPIES * n)
    originals = _originals(chosen, notes, places, sentences, n - n_copies - n_updates)
    words = sorted({w for s in sentences for w in s.split()})
    made = [(text, number, "original") for number, text in enumerate(originals)]
    for copy in range(n_copies):
        number, kind = chosen.randrange(len(originals)), KINDS[copy % len(KINDS)]
        made.append((_copy(chosen, originals[number], kind, words), number, kind))
    for _ in range(n_updates):
        number = chosen.randrange(len(originals))
        made.append((_update(chosen, originals[number]), number, "update"))
    chosen.shuffle(made)
    return CopiesSet(*(list(column) for column in zip(*made, strict=True)))


def _notes(data: Path) -> tuple[list[str], list[str]]:
    """Event notes of at least 12 words, and the names of places that they may hold."""
    with (data / "incidents" / "events_mli.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places = {row[key] for row in rows for key in ("location", "admin1", "admin2", "admin3")}
    notes = {row["notes"] for row in rows if len(row["notes"].split()) >= 12}
    return sorted(notes), sorted(p for p in places if len(p) > 3)


def _paragraphs(data: Path) -> list[str]:
    found = []
    for path in sorted((data / "un-reports").glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        for block in _PARAGRAPH.split(text.replace("\r", "")):
            plain = " ".join(block.split())
            if 20 <= len(plain.split()) <= 300:
                found.append(plain)
    return found


def _originals(
    chosen: random.Random, notes: list[str], places: list[str], sentences: list[str], n: int
) -> list[str]:
    """Half near-misses of templates (two notes each), half sentences put together anew."""
    known = re.compile(r"\b(?:" + "|".join(map(re.escape, places)) + r")\b")
    found: dict[str, None] = {}
    while len(found) < n // 2:
        template = " ".join(chosen.sample(notes, 2))
        # Where only a count can change the texts would be updates of one another.
        if len(_DATED.findall(template)) < 2 or len(set(known.findall(template))) < 2:
            continue
        for _ in range(PER_TEMPLATE):
            found[_varied(chosen, template, places, known)] = None
    while len(found) < n:
        found[" ".join(chosen.sample(sentences, chosen.randint(3, 5)))] = None
    return list(found)[:n]


def _varied(chosen: random.Random, template: str, places: list[str], known: re.Pattern[str]) -> str:
    """The template with other dates, places and counts: another event of the same kind."""

    def other(match: re.Match[str]) -> str:
        if match["date"]:
            year = match[0][-5:] if match[0][-5] == " " else ""
            return f"{chosen.randint(1, 28)} {chosen.choice(_MONTHS.split())}{year}"
        return str(chosen.randint(2, 60)) if match["number"] else chosen.choice(_COUNTS)

    return _VARIED.sub(other, known.sub(lambda _: chosen.choice(places), template))


def _copy(chosen: random.Random, text: str, kind: str, words: list[str]) -> str:
    if kind == "mixed":
        one, two = chosen.sample(["edited", "cut", "header", "noise"], 2)
        return _copy(chosen, _copy(chosen, text, one, words), two, words)
    makers: dict[str, Callable[[], str]] = {
        "edited": lambda: _edited(chosen, text, words),
        "cut": lambda: _cut(chosen, text),
        "header": lambda: _header(chosen, words) + text,
        "noise": lambda: _noisy(chosen, text),
        "reformatted": lambda: _reformatted(chosen, text),
    }
    return makers[kind]()


def _edited(chosen: random.Random, text: str, words: list[str]) -> str:
    """5 to 20 % of the words replaced, dropped or doubled by another; any word, names as well."""
    share, edited = chosen.uniform(0.05, 0.2), []
    for word in text.split():
        if chosen.random() >= share:
            edited.append(word)
            continue
        edited.extend(chosen.choice(([chosen.choice(words)], [], [word, chosen.choice(words)])))
    return " ".join(edited)


def _cut(chosen: random.Random, text: str) -> str:
    """A run of words, half of the text or more."""
    words = text.split()
    n_kept = round(chosen.uniform(0.5, 0.75) * len(words))
    start = chosen.choice((0, len(words) - n_kept, chosen.randint(0, len(words) - n_kept)))
    return " ".join(words[start : start + n_kept])


def _header(chosen: random.Random, words: list[str]) -> str:
    """A forwarding header of 12 to 40 words."""
    subject = " ".join(chosen.sample(words, chosen.randint(2, 8)))
    head = (
        f"FROM: sector {chosen.randint(1, 9)} operations room TO: mission headquarters "
        f"DTG: {chosen.randint(1, 28):02d}{chosen.randint(0, 2359):04d}Z SUBJ: {subject} "
    )
    return head + "PRECEDENCE: routine. Please find below for your information and action. " * (
        chosen.random() < 0.6
    )


def _noisy(chosen: random.Random, text: str) -> str:
    """1 to 5 % of the letters as character recognition misreads them; lines broken anew."""
    share = chosen.uniform(0.01, 0.05)
    found = [_ALIKE.get(c, c) if c.isalnum() and chosen.random() < share * 1.6 else c for c in text]
    return "".join(found)


def _reformatted(chosen: random.Random, text: str) -> str:
    """Other line breaks, quoting, capitals or spaces."""
    return chosen.choice((
        text.upper(), "> " + text.replace(". ", ".\n> "), text.replace(" ", "\n"),
        text.replace(",", " ,").replace(". ", ".\n\n"), text.lower(),
    ))  # fmt: skip


def _update(chosen: random.Random, text: str) -> str:
    """Its toll changed, or more said, under a word that tells so."""
    changed = _COUNT.sub(lambda _: chosen.choice(_COUNTS), text, count=1)
    return f"UPDATE {chosen.randint(1, 3)}: {changed} One of the wounded has died since."
