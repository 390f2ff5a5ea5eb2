"""Mentions in defence texts beside spaCy's English model alone.

`fusion bench re3d --data DIR`: DIR holds re3d/SOURCE/{documents,entities}.json of three sources.
Rules were written on the documents whose text has an odd SHA-256; the bar is read on the others.
A leading article is dropped on all sides (the annotation has it in some spans and not in others);
a span counts where both its ends and its type agree. Pronouns and plain nouns ('he', 'the camp')
are annotated as well, which neither reader says: they bound the recall of both.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bench_places import profile, source
from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.read import read_account
from fusion.actors.mentions.statistical import MODELS
from fusion.actors.model import Mention
from fusion.pipeline.bench import Row

TYPES = ("Person", "Organisation", "Location", "Money", "Vehicle", "Weapon", "Temporal")
SPACY = {
    "PERSON": "Person", "ORG": "Organisation", "GPE": "Location", "LOC": "Location",
    "FAC": "Location", "MONEY": "Money", "DATE": "Temporal", "TIME": "Temporal",
}  # fmt: skip
OURS = {
    "person": "Person", "group": "Organisation", "organisation": "Organisation",
    "place": "Location", "facility": "Location", "money": "Money",
    "vehicle": "Vehicle", "weapon": "Weapon",
    "date": "Temporal", "period": "Temporal", "duration": "Temporal",
}  # fmt: skip
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
Span = tuple[int, int, str]


class Document(NamedTuple):
    """A text, its annotated spans, and whether rules were written on it."""

    text: str
    gold: set[Span]
    is_development: bool


class Tally(NamedTuple):
    """Spans right, said and true, by type."""

    right: Counter[str]
    said: Counter[str]
    true: Counter[str]

    def f1(self, kind: str | None = None) -> tuple[float, float, float]:
        """Precision, recall and F1 of a type; of all types together (micro) without one."""
        right, said, true = (sum(each.values()) if kind is None else each[kind] for each in self)
        precision, recall = right / max(1, said), right / max(1, true)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def rows(data: Path | None) -> list[Row]:
    """Micro-F1 of both readers on the documents kept for report, then each type."""
    folder = (data or Path()) / "re3d"
    if data is None or not folder.is_dir():
        return [Row("re3d: entities", "–", f"absent: {folder}", None)]
    try:
        model = importlib.import_module(MODELS["en"]).load()
    except ImportError:
        return [Row("re3d: entities", "–", f"absent: the package {MODELS['en']}", None)]
    documents = read(folder)
    ours = [_ours(each.text) for each in documents]
    theirs = [_spacy(each.text, model) for each in documents]
    found = []
    for name, part in (("kept for report", False), ("written on", True)):
        chosen = [n for n, each in enumerate(documents) if each.is_development is part]
        a, b = (tally(documents, said, chosen) for said in (ours, theirs))
        gain = 100 * (a.f1()[2] - b.f1()[2])
        found.append(
            Row(f"re3d: {len(chosen)} documents {name}, micro-F1 of seven types",
                "≥ 10 points above spaCy alone" if not part else "–",
                f"{_told(a.f1())}; spaCy {_told(b.f1())}; {gain:+.1f} points",
                gain >= 10 if not part else None)
        )  # fmt: skip
        if not part:
            found += [
                Row(f"re3d: {kind}", "–", f"{_told(a.f1(kind))}; spaCy {_told(b.f1(kind))}; "
                    f"{a.true[kind]} true", None)
                for kind in TYPES
            ]  # fmt: skip
    return found


def read(folder: Path) -> list[Document]:
    """The documents of every source below `folder`, with spans of the seven types."""
    found = []
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        spans: dict[str, set[Span]] = defaultdict(set)
        for row in _lines(part / "entities.json"):
            if row["type"] in TYPES:
                spans[row["documentId"]].add((row["begin"], row["end"], row["type"]))
        for row in _lines(part / "documents.json"):
            text = row["text"]
            is_development = int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1
            found.append(Document(text, _bare(text, spans[row["_id"]]), is_development))
    return found


def tally(documents: list[Document], said: list[set[Span]], chosen: list[int]) -> Tally:
    """Spans of the chosen documents that agree in both ends and type."""
    counts = Tally(Counter(), Counter(), Counter())
    for number in chosen:
        gold = documents[number].gold
        counts.true.update(kind for *_, kind in gold)
        counts.said.update(kind for *_, kind in said[number])
        counts.right.update(kind for *_, kind in said[number] & gold)
    return counts


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _bare(text: str, spans: set[Span]) -> set[Span]:
    """The spans without a leading article."""
    found = set()
    for start, end, kind in spans:
        match = _ARTICLE.match(text, start, end)
        found.add((match.end() if match else start, end, kind))
    return found


def _ours(text: str) -> set[Span]:
    """Rules, then the statistical reader."""
    mission = profile().model_copy(update={"statistical_reader": True})
    mentions = read_account(source(0, text), mission, gazetteer_of(mission)).mentions
    return _bare(text, {(m.start, m.end, kind) for m in mentions if (kind := _type(m))})


def _type(mention: Mention) -> str | None:
    """A type of re3d: 'Iraqis' are people, 'Iraqi' a nationality; aircraft have another type."""
    if mention.rule == "people":
        return "Organisation" if mention.surface.endswith("s") else None
    return None if mention.normal == "aircraft" else OURS.get(mention.kind)


def _spacy(text: str, model: Any) -> set[Span]:
    ents = model(text).ents
    return _bare(text, {
        (e.start_char, e.end_char, SPACY[e.label_]) for e in ents if e.label_ in SPACY
    })  # fmt: skip


def _told(figures: tuple[float, float, float]) -> str:
    return f"F1 {figures[2]:.2f} (precision {figures[0]:.2f}, recall {figures[1]:.2f})"
