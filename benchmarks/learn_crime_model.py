"""Learn which markets and incident types an account tells of, from its vector and its cues.

`python -m benchmarks.learn_crime_model` reads models/crime_types_examples.tsv (invented reports and
phrases in English, French and Arabic, written for this), encodes them with the shipped encoder and
writes models/crime_types.json. It prints what five-fold cross-validation gives on invented
accounts of several reports each, whose sentences the fold's models have not seen: every border
comes from there, and the card quotes it.
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from fusion.actors.events.judged import MODEL, SCALE
from fusion.actors.events.read import has_type, market_cues
from fusion.actors.fold import plain
from fusion.encoders import encoder_cache, load_encoder
from fusion.encoders.manifest import read_manifest
from fusion.terms.data_files import load

EXAMPLES = MODEL.with_name("crime_types_examples.tsv")
SEED, FOLDS = 7, 5
STRENGTHS = (0.3, 1.0, 3.0)  # inverse of regularisation; cross-validation chooses
# What the model says where the cues are silent has to be right as often as the cues are on a
# mission's accounts (0.7 on the sample).
PRECISION = 0.7
QUIET = 0.6  # of the companions of a report in an invented account so many tell of nothing
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """Texts with vectors, fold (−1: a phrase, in every fold) and labels × texts."""

    texts: list[str]
    vectors: Reals
    fold: NDArray[np.int_]
    labels: Flags


def labels_of() -> tuple[list[str], list[str]]:
    """Codes of markets and of sub-types that occur in the examples, in order."""
    rows = _rows()
    markets = {code for row in rows for code in row["markets"].split(";") if code}
    subtypes = {row["subtype"] for row in rows if row["subtype"]}
    return [m for m in load("markets") if m in markets], sorted(subtypes)


def _rows() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_examples(codes: list[str]) -> tuple[Examples, str]:
    """Reports, phrases and invented accounts with their vectors; the encoder's identifier."""
    rows = _rows()
    draw = random.Random(SEED)
    reports = [n for n, row in enumerate(rows) if row["form"] == "report"]
    draw.shuffle(reports)
    fold = {n: place % FOLDS for place, n in enumerate(reports)}
    parts = [[n] for n in range(len(rows))] + [_company(n, rows, fold, draw) for n in reports]
    texts = [" ".join(rows[n]["text"] for n in part) for part in parts]
    encoder = load_encoder(read_manifest().name, encoder_cache())
    vectors = np.asarray(encoder.encode(texts), np.float64)
    told = [{*rows[n]["markets"].split(";"), rows[n]["subtype"]} for n in range(len(rows))]
    labels = np.array([[any(code in told[n] for n in p) for p in parts] for code in codes])
    folds = np.array([fold.get(part[0], -1) for part in parts])
    return Examples(texts, vectors, folds, labels), encoder.encoder_id


def _company(
    first: int, rows: list[dict[str, str]], fold: dict[int, int], draw: random.Random
) -> list[int]:
    """A report among one to three others of its fold and language, most of which tell nothing."""
    near = [n for n in fold if fold[n] == fold[first] and n != first
            and rows[n]["language"] == rows[first]["language"]]  # fmt: skip
    quiet = [n for n in near if not rows[n]["subtype"]] or near
    others = [draw.choice(quiet if draw.random() < QUIET else near)
              for _ in range(draw.randint(1, 3))]  # fmt: skip
    part = [first, *others]
    draw.shuffle(part)
    return part


def centred(examples: Examples) -> tuple[Reals, Reals]:
    """Vectors less the mean of their form, since a phrase, a report and an account lie apart, and
    the mean of accounts, from which those of a mission are counted."""
    is_long = np.zeros(len(examples.texts), bool)
    n_accounts = int((examples.fold >= 0).sum()) // 2
    is_long[-n_accounts:] = True
    forms = (is_long, ~is_long & (examples.fold >= 0), examples.fold < 0)
    result = examples.vectors.copy()
    for form in forms:
        result[form] -= examples.vectors[form].mean(0)
    return result * SCALE, examples.vectors[is_long].mean(0)


def fit(table: Reals, label: Flags, strength: float) -> LogisticRegression:
    """One label's model; the rare yes weighs as much as the many no."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)
    return model.fit(table, label)


def unseen_scores(table: Reals, examples: Examples, strength: float) -> Reals:
    """Scores of the reports and accounts of each fold by models that have not seen it."""
    scores = np.zeros(examples.labels.shape)
    for fold in range(FOLDS):
        seen, unseen = examples.fold != fold, examples.fold == fold
        for place, label in enumerate(examples.labels):
            scores[place, unseen] = fit(table[seen], label[seen], strength).decision_function(
                table[unseen]
            )
    return scores


def border_at(chance: Reals, truth: Flags, least: float = PRECISION) -> float:
    """The lowest border, in steps of a hundredth, from which on `least` of the yes are right."""
    for border in np.arange(0.05, 1.0, 0.01):
        said = chance >= border
        if said.any() and truth[said].mean() >= least:
            return round(float(border), 2)
    return 1.0


def cue_counts(texts: list[str], codes: list[str]) -> NDArray[np.int_]:
    """Different cue words, up to two, of each market in each text: markets × texts."""
    found = [market_cues(plain(text)) for text in texts]
    return np.array([[min(2, len(heard.get(code, ()))) for heard in found] for code in codes])


def main() -> None:
    """Learn, print what cross-validation gives, store."""
    markets, subtypes = labels_of()
    examples, encoder_id = read_examples([*markets, *subtypes])
    table, centre = centred(examples)
    judged_on = examples.fold >= 0
    n_markets = len(markets)
    labels = examples.labels[:, judged_on]
    best = max(
        STRENGTHS,
        key=lambda c: _fitness(unseen_scores(table, examples, c)[:, judged_on], labels),
    )
    scores = unseen_scores(table, examples, best)[:, judged_on]
    texts = [text for text, keep in zip(examples.texts, judged_on, strict=True) if keep]
    counts = cue_counts(texts, markets)
    signs = np.c_[(counts > 0).ravel(), (counts > 1).ravel(), scores[:n_markets].ravel()]
    joint = LogisticRegression(C=10.0).fit(signs, labels[:n_markets].ravel())
    chance = joint.predict_proba(signs)[:, 1].reshape(counts.shape)
    is_silent = ~(counts > 0).any(0)
    added = np.where(is_silent, chance, 0.0)
    border = border_at(added, labels[:n_markets])
    own = scores[n_markets:]
    top = 1 / (1 + np.exp(-own.max(0)))
    top[~is_silent | np.array([has_type(plain(text)) for text in texts])] = 0.0
    is_right = labels[n_markets:][own.argmax(0), np.arange(own.shape[1])]
    type_border = border_at(top, is_right)
    print(f"strength {best}; weights of one cue, of two, of the score, base: {joint.coef_[0]}, "
          f"{joint.intercept_[0]:.2f}; borders {border} and {type_border}")  # fmt: skip
    print(f"mean average precision by vectors alone {_fitness(scores, labels):.2f}")
    _print("cues alone", counts > 0, labels[:n_markets])
    _print("cues, and the model where they are silent", (counts > 0) | (added >= border),
           labels[:n_markets])  # fmt: skip
    _print("the model where they are silent", added >= border, labels[:n_markets] & is_silent)
    said = int((top >= type_border).sum())
    print(
        f"types where cues are silent: {said} said, {is_right[top >= type_border].mean():.2f} right"
    )
    models = [fit(table, label, best) for label in examples.labels]
    write(markets, subtypes, centre, models, joint, (border, type_border))
    print(f"written for {encoder_id}")


def _fitness(scores: Reals, labels: Flags) -> float:
    return float(np.mean([average_precision_score(label, row)
                          for label, row in zip(labels, scores, strict=True)]))  # fmt: skip


def _print(name: str, said: Flags, truth: Flags) -> None:
    hits = int((said & truth).sum())
    precision, recall = hits / max(1, int(said.sum())), hits / max(1, int(truth.sum()))
    print(f"{name}: precision {precision:.2f}, recall {recall:.2f} ({int(truth.sum())})")


def write(
    markets: list[str], subtypes: list[str], centre: Reals, models: list[LogisticRegression],
    joint: LogisticRegression, borders: tuple[float, float],
) -> None:  # fmt: skip
    """Store weights as JSON, with the encoder whose vectors they weigh."""
    manifest = read_manifest()
    codes = [*markets, *subtypes]
    content: dict[str, Any] = {
        "version": "1",
        "encoder": f"{manifest.model}/{manifest.version}",
        "encoder_sha256": manifest.sha256,
        "markets": markets, "subtypes": subtypes,
        "border": borders[0], "type_border": borders[1],
        "joint": [round(float(x), 4) for x in (*joint.coef_[0], joint.intercept_[0])],
        "base": {c: round(float(m.intercept_[0]), 4) for c, m in zip(codes, models, strict=True)},
        "centre": [round(float(x), 5) for x in centre],
        "weights": {
            c: [round(float(x), 4) for x in m.coef_[0]] for c, m in zip(codes, models, strict=True)
        },
    }  # fmt: skip
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in content.items()]
    MODEL.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
