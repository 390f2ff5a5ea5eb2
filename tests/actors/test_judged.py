"""The small model on vectors: cues come first, another encoder leaves it unused, files fit."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fusion.actors.events.judged import MODEL, CrimeModel, crime_model, judge, judged, n_of_cues
from fusion.actors.rules import rules
from fusion.tables import TABLES
from fusion.terms.data_files import load
from tests.actors.support import read

HERE = Path(__file__).parents[2]


def model(**changes: Any) -> CrimeModel:
    """Two markets and one type over two dimensions: the first speaks for gold and for attack."""
    fields: dict[str, Any] = {
        "encoder": "made-up/1", "markets": ("gold", "cocaine"), "subtypes": ("attack",),
        "centre": np.zeros(2), "weights": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]),
        "base": np.zeros(3), "joint": np.array([4.0, 2.0, 1.0, -5.0]),
        "border": 0.7, "type_border": 0.7,
    }  # fmt: skip
    return CrimeModel(**{**fields, **changes})


def event(text: str = "The wind was strong.") -> dict[str, Any]:
    return read(text).event


def test_the_model_speaks_where_cues_are_silent_and_gives_its_probability() -> None:
    told = judged(event(), model().scores(np.array([2.0, 0.0])), model())
    assert told["markets"] == ["gold"]
    assert (told["event_type"], told["event_subtype"]) == ("strategic_developments", "other")
    assert "model:gold=1.00" in told["rule"].split(",")


def test_below_its_border_nothing_is_guessed() -> None:
    told = judged(event(), model().scores(np.array([0.0, 0.1])), model())
    assert (told["markets"], told["event_subtype"]) == ([], None)
    assert told["rule"] == event()["rule"]


def test_a_type_alone_may_be_the_models() -> None:
    weighed = model(joint=np.array([4.0, 2.0, 0.0, -5.0]))
    told = judged(event(), weighed.scores(np.array([2.0, 0.0])), weighed)
    assert (told["markets"], told["event_subtype"]) == ([], "attack")
    assert told["event_type"] == "violence_against_civilians"
    assert "model:attack=1.00" in told["rule"]


def test_cues_come_first_and_are_given_a_probability() -> None:
    heard = event("Cocaine was found at Gao.")
    told = judged(heard, model().scores(np.array([9.0, -9.0])), model())
    assert (told["markets"], told["event_subtype"]) == (["cocaine"], heard["event_subtype"])
    assert "probability:cocaine=0.00" in told["rule"]


def test_different_cue_words_are_counted_to_two() -> None:
    rule = event("Fuel drums, petrol and diesel tankers passed; cocaine too.")["rule"]
    assert n_of_cues(rule) == {"fuel_smuggling": 2, "cocaine": 1}


def vectors(encoder_id: str, value: float = 0.1) -> pa.Table:
    row = {"text_sha256": "a", "encoder_id": encoder_id, "vector": [value] * 384}
    return TABLES["text_vector"].build([row])


def test_another_encoder_leaves_it_unused_and_says_so() -> None:
    events = [event()]
    told, note = judge(events, ["a"], vectors("hashing-not-for-missions/1/fp32/scikit-learn"))
    assert told == events
    assert "not used" in note
    assert "hashing" in note
    told, note = judge(events, ["a"], TABLES["text_vector"].empty())
    assert told == events
    assert "not used" in note


def test_an_account_without_a_vector_stays_as_the_cues_made_it() -> None:
    table = vectors(f"{crime_model().encoder}/fp32/torch")
    told, note = judge([event(), event("Cocaine was found.")], ["b", "a"], table)
    assert told[0] == event()
    assert "probability:cocaine" in told[1]["rule"]
    assert note == "used on 1 accounts"


def test_the_stored_model_is_of_the_shipped_encoder_and_knows_only_our_terms() -> None:
    raw = json.loads(MODEL.read_text(encoding="utf-8"))
    encoder = json.loads((HERE / "models" / "encoder.json").read_text(encoding="utf-8"))
    assert raw["encoder_sha256"] == encoder["sha256"]
    assert raw["encoder"] == f"{encoder['model']}/{encoder['version']}"
    stored = crime_model()
    assert set(stored.markets) <= set(load("markets"))
    assert set(stored.subtypes) <= set(rules("events")["subtypes"])
    assert stored.weights.shape == (len(stored.markets) + len(stored.subtypes), 384)


@pytest.mark.parametrize("label", ["markets", "subtype"])
def test_every_label_has_its_invented_examples(label: str) -> None:
    path = HERE / "models" / "crime_types_examples.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [code for row in rows for code in row[label].split(";") if code]
    known = crime_model().markets if label == "markets" else crime_model().subtypes
    assert set(found) == set(known)
    assert {row["language"] for row in rows} == {"en", "fr", "ar"}
    assert sum(not row["markets"] and not row["subtype"] for row in rows) >= 80
