"""Small models of what kind of crime a text tells of, and of who did it to whom.

Linear models on words and pairs of words; nothing is stored: the labelled sets that they are
trained on may not be copied into the project, so that weights learned from them do not ship, and
`fusion bench crime` trains at bench time. `python -m benchmarks.learn_crime_types DATA` prints for
each label the words that speak most for it, to be read when the cues of events.toml are revised.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import KFold, cross_val_predict

SEED, FOLDS = 7, 5
STRENGTH = 10.0  # inverse of regularisation; from 1 to 30 nothing changes by more than a point
LEAD = 90  # words of the beginning, where news says what it is about
LEAD_SHARE = 0.7  # weight of title and lead beside the whole text
KEPT = 4  # of words that fill no role one in so many is learned from
Words = re.compile(r"[A-Za-z0-9'-]+|[.;:,]")
ROLES = {
    "perpetrator, individual": "perp_individual_id",
    "perpetrator, organisation": "perp_organization_id",
    "physical target": "phys_tgt_id", "victim": "hum_tgt_name",
}  # fmt: skip


class Labeller:
    """One yes-or-no model per label over words of title, lead and whole text."""

    def __init__(self) -> None:
        self._views = [
            TfidfVectorizer(ngram_range=(1, 2), min_df=minimum, max_df=0.5, sublinear_tf=True,
                            strip_accents="unicode", stop_words="english", max_features=40_000)
            for minimum in (3, 2, 2)
        ]  # fmt: skip
        self._models: list[tuple[LogisticRegression, float]] = []

    def fit(self, texts: list[str], labels: np.ndarray) -> Labeller:
        """Learn; the border of each label is the best one under cross-validation."""
        table = hstack(
            [self._share(n) * v.fit_transform(self._cut(n, texts))
             for n, v in enumerate(self._views)]
        ).tocsr()  # fmt: skip
        folds = KFold(FOLDS, shuffle=True, random_state=SEED)
        for label in labels.T:
            model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear")
            logits = cross_val_predict(model, table, label, cv=folds, method="decision_function")
            self._models.append((model.fit(table, label), best_border(label, logits)))
        return self

    def predict(self, texts: list[str]) -> np.ndarray:
        """texts × labels, 0 or 1."""
        table = self._table(texts)
        return np.column_stack(
            [model.decision_function(table) >= border for model, border in self._models]
        ).astype(int)

    def telling(self, number: int, most: int = 12) -> list[str]:
        """The words that speak most for a label."""
        names = [f"{n}:{w}" for n, v in enumerate(self._views) for w in v.get_feature_names_out()]
        return [names[k] for k in np.argsort(-self._models[number][0].coef_[0])[:most]]

    def _table(self, texts: list[str]) -> csr_matrix:
        return hstack(
            [self._share(n) * v.transform(self._cut(n, texts)) for n, v in enumerate(self._views)]
        ).tocsr()

    @staticmethod
    def _share(view: int) -> float:
        return 1.0 if view == 0 else LEAD_SHARE

    @staticmethod
    def _cut(view: int, texts: list[str]) -> list[str]:
        """The whole text, its first sentence, its first words."""
        if view == 1:
            return [text.split(". ")[0] for text in texts]
        return [" ".join(text.split()[:LEAD]) for text in texts] if view == 2 else texts


class RoleFinder:
    """Which words of a text that tells of an attack are the heads of who did it, or to whom.

    Learned from such texts only: whether a text tells of one is `Labeller`'s to say.
    """

    def __init__(self, role: str) -> None:
        self._role = ROLES[role]
        self._hasher = FeatureHasher(n_features=2**18, input_type="string")
        self._model = SGDClassifier(loss="log_loss", alpha=1e-5, random_state=SEED, max_iter=12)
        self._border = 0.0

    def fit(self, documents: list[dict[str, Any]]) -> RoleFinder:
        """Learn words in their surroundings; the border is the best on a fifth kept back."""
        held = documents[::FOLDS]
        self._learn([d for n, d in enumerate(documents) if n % FOLDS])
        scores, truth = [], []
        for document in held:
            wanted = {word for entity in heads(document, self._role) for word in entity}
            best = self._best(document)
            scores += list(best.values())
            truth += [word in wanted for word in best]
        self._border = best_border(np.array(truth, dtype=int), np.array(scores))
        return self

    def _learn(self, documents: list[dict[str, Any]]) -> None:
        draw = np.random.default_rng(SEED)
        rows, truth = [], []
        for document in documents:
            words = words_of(document)
            is_head = _is_head(words, heads(document, self._role))
            for place in np.flatnonzero(is_head | (draw.random(len(words)) < 1 / KEPT)):
                rows.append(_around(words, int(place)))
                truth.append(bool(is_head[place]))
        self._model.fit(self._hasher.transform(rows), truth)

    def find(self, document: dict[str, Any]) -> set[str]:
        """Head words found in a document, each once."""
        return {word for word, score in self._best(document).items() if score >= self._border}

    def _best(self, document: dict[str, Any]) -> dict[str, float]:
        """Best score of each word of a document wherever it stands."""
        words = words_of(document)
        rows = [_around(words, place) for place in range(len(words))]
        best: dict[str, float] = {}
        for word, score in zip(
            words, self._model.decision_function(self._hasher.transform(rows)), strict=True
        ):
            best[word] = max(best.get(word, -np.inf), float(score))
        return best


def words_of(document: dict[str, Any]) -> list[str]:
    """Words and stops of a document in capitals, as the set is written."""
    return Words.findall(document["doc"].upper())


def heads(document: dict[str, Any], role: str) -> list[set[str]]:
    """Head words of each filler of a role: the last word before 'of' of each of its mentions."""
    return [{_head(mention) for mention in entity} for entity in document["roles"][role]]


def _head(mention: str) -> str:
    before = re.split(r" OF | FROM | IN |,", mention.upper())[0]
    words = Words.findall(before)
    return words[-1] if words else mention.upper()


def _is_head(words: list[str], wanted: list[set[str]]) -> np.ndarray:
    every = {word for entity in wanted for word in entity}
    return np.array([word in every for word in words], dtype=bool)


def _around(words: list[str], place: int) -> list[str]:
    """A word, its neighbours on either side, and the pairs they make."""
    near = {step: words[place + step] if 0 <= place + step < len(words) else "" for step in
            (-3, -2, -1, 1, 2, 3)}  # fmt: skip
    word = words[place]
    return [
        f"w={word}", f"end={word[-3:]}", *(f"{step}={other}" for step, other in near.items()),
        f"-1,w={near[-1]} {word}", f"w,1={word} {near[1]}", f"1,2={near[1]} {near[2]}",
        f"-2,-1={near[-2]} {near[-1]}", *(f"bag={other}" for other in near.values()),
        f"early={place < LEAD}",
    ]  # fmt: skip


def best_border(truth: np.ndarray, scores: np.ndarray) -> float:
    """The score from which saying yes gives the best F1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(truth) + 1) + truth.sum())
    best = int(f1.argmax())
    after = min(best + 1, len(truth) - 1)
    return float((scores[order][best] + scores[order][after]) / 2)


def read_labelled(path: Path) -> tuple[list[str], np.ndarray]:
    """Texts and their 0-or-1 labels of a tab-separated file."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [row[0].strip('"') for row in rows], np.array([[int(x) for x in r[1:]] for r in rows])


def read_roles(path: Path) -> list[dict[str, Any]]:
    """Documents with their role fillers."""
    return list(json.loads(path.read_text(encoding="utf-8")).values())


def main() -> None:
    """Print what speaks for each label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data / "crime" / "insightcrime"
    texts, labels = read_labelled(folder / "train.tsv")
    model = Labeller().fit(texts, labels)
    for number in range(labels.shape[1]):
        print(number, ", ".join(model.telling(number)))


if __name__ == "__main__":
    main()
