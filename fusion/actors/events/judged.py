"""Markets and types of accounts as a small model on their vectors sees them, beside the cues.

The model (models/crime_types.json, learned by benchmarks.learn_crime_model) is a logistic one per
label over the vector that stage encode made. Cues come first; the model says how probable their
markets are, and speaks for itself only where they are silent and it is above its border.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.actors.events.read import OTHER, iccs_section
from fusion.actors.rules import rules

MODEL = Path(__file__).parents[3] / "models" / "crime_types.json"
SCALE = 10.0  # unit vectors of this encoder lie within a few tenths of each other
_SHARE = 10_000  # accounts scored at a time: some thirty megabytes of vectors
Reals = NDArray[np.float64]
Event = dict[str, Any]


@dataclass(frozen=True)
class CrimeModel:
    """Weights labels × dimensions; the joint weights of cues and score; borders of saying yes."""

    encoder: str
    markets: tuple[str, ...]
    subtypes: tuple[str, ...]
    centre: Reals
    weights: Reals
    base: Reals
    joint: Reals
    border: float
    type_border: float

    def fits(self, encoder_id: str) -> bool:
        """Whether vectors of this encoder are what the model was learned on."""
        return encoder_id.startswith(f"{self.encoder}/")

    def scores(self, vectors: Reals) -> Reals:
        """Log-odds, texts × labels, markets first."""
        result: Reals = (vectors - self.centre) * SCALE @ self.weights.T + self.base
        return result


@cache
def crime_model(path: Path = MODEL) -> CrimeModel:
    """The stored model."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    labels = [*raw["markets"], *raw["subtypes"]]
    return CrimeModel(
        raw["encoder"], tuple(raw["markets"]), tuple(raw["subtypes"]), np.array(raw["centre"]),
        np.array([raw["weights"][code] for code in labels]),
        np.array([raw["base"][code] for code in labels]),
        np.array(raw["joint"]), float(raw["border"]), float(raw["type_border"]),
    )  # fmt: skip


def judge(
    events: list[Event], sha256s: Iterable[str], vectors: pa.Table
) -> tuple[list[Event], str]:
    """Events of accounts, in their order, judged by the vectors of their texts; and how it went.

    `vectors` is text_vector; where it holds none of the model's encoder the events stay as the
    cues made them, and the note says so.
    """
    model = crime_model()
    encoders = pc.unique(vectors["encoder_id"]).to_pylist()
    if not any(model.fits(encoder) for encoder in encoders):
        held = ", ".join(map(str, encoders)) or "none"
        return events, f"not used: learned on {model.encoder}, vectors are of {held}"
    place = {
        sha256: row
        for row, (sha256, encoder) in enumerate(
            zip(vectors["text_sha256"].to_pylist(), vectors["encoder_id"].to_pylist(), strict=True)
        )
        if model.fits(encoder)
    }
    found = [place.get(sha256, -1) for sha256 in sha256s]
    known = [number for number, row in enumerate(found) if row >= 0]
    result = list(events)
    for first in range(0, len(known), _SHARE):
        share = known[first : first + _SHARE]
        column = vectors["vector"].take(pa.array([found[n] for n in share], pa.int64()))
        flat = pc.list_flatten(column).to_numpy().astype(np.float64)
        scores = model.scores(flat.reshape(len(share), -1))
        for number, row in zip(share, scores, strict=True):
            result[number] = judged(events[number], row, model)
    return result, f"used on {len(known)} accounts"


def judged(event: Event, scores: Reals, model: CrimeModel) -> Event:
    """One account's event, each market with its probability.

    Cues come first: the model gives theirs a probability and names markets, or a type, only where
    the cues found none.
    """
    chance = joint_chance(model, scores, n_of_cues(str(event["rule"])))
    heard = list(event["markets"])
    found = sorted(
        (code for code in model.markets if chance[code] >= model.border and not heard),
        key=lambda code: (-chance[code], code),
    )
    told = [f"probability:{code}={chance[code]:.2f}" for code in heard if code in chance]
    told += [f"model:{code}={chance[code]:.2f}" for code in found]
    kind, subtype, typed = _typed(event, scores, [*heard, *found], model)
    return {
        **event, "markets": [*heard, *found], "event_type": kind, "event_subtype": subtype,
        "iccs_section": iccs_section(subtype, [*heard, *found], event["killed_high"]),
        "rule": ",".join([str(event["rule"]), *told, *typed]),
    }  # fmt: skip


def joint_chance(
    model: CrimeModel, scores: Reals, counts: Mapping[str, int]
) -> dict[str, float]:  # fmt: skip
    """Probability of each market by its score and its number of cue words together."""
    first, second, weight, base = model.joint
    return {
        code: _logistic(
            first * (counts.get(code, 0) > 0) + second * (counts.get(code, 0) > 1)
            + weight * scores[place] + base
        )
        for place, code in enumerate(model.markets)
    }  # fmt: skip


def n_of_cues(rule: str) -> dict[str, int]:
    """Different cue words of each market, one or two for more, as read_event wrote them down."""
    parts = [part.split(":") for part in rule.split(",") if part.startswith("market:")]
    return {part[1]: int(part[2]) if len(part) > 2 else 1 for part in parts}


def _typed(
    event: Event, scores: Reals, markets: list[str], model: CrimeModel
) -> tuple[str | None, str | None, list[str]]:
    """The cues' type; where they gave none that of a market, else the model's, if it is sure."""
    if event["event_subtype"]:
        return event["event_type"], event["event_subtype"], []
    if markets:
        return *OTHER, []
    own = scores[len(model.markets) :]
    best = int(own.argmax())
    chance = _logistic(own[best])
    if chance < model.type_border:
        return None, None, []
    code = model.subtypes[best]
    return str(rules("events")["subtypes"][code]["type"]), code, [f"model:{code}={chance:.2f}"]


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
