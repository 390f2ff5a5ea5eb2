"""Three to seven key judgements, all different in kind: what will happen, to whom, by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fusion.briefing.activity import activity
from fusion.briefing.displacement import displacements
from fusion.briefing.forecasts import forecasts
from fusion.briefing.holdings import Holdings
from fusion.briefing.observations import observed, tempo
from fusion.briefing.sentence import Sentence
from fusion.briefing.structure import structure
from fusion.briefing.threats import threats

FEWEST, MOST = 3, 7  # what leadership reads (issue of the brief, doctrine §1)
# A second judgement on one network counts less than a first one on another.
REPEATED = 0.7
SHARED = 0.5  # and one that rests wholly on reports already cited counts half
# Confidence enters the order a little: the page should not open on what is shakiest.
TRUST = {"low": 0.9, "moderate": 1.0, "high": 1.1}
# Kinds that say the same thing of one matter: the first one chosen keeps the others out.
SAME = {"quiet_control": "institutional", "forecast": "market", "violence": "violence"}


def key_judgements(holdings: Holdings) -> list[Sentence]:
    """The judgements of this issue, most needed first; each has at least one citation.

    Consequence (kind, priority of the network), change and confidence make the weight; of each
    kind one is chosen, so that the page tells seven things and not one thing seven times.
    """
    candidates = [
        *forecasts(holdings), *activity(holdings), *displacements(holdings),
        *structure(holdings), *threats(holdings), *observed(holdings),
    ]  # fmt: skip
    chosen = _different([item for item in candidates if item.evidence])
    if len(chosen) < FEWEST:
        spare = (tempo(holdings, row) for row in holdings.hypotheses)
        chosen += _best(spare, FEWEST - len(chosen))
    for sentence in chosen:
        sentence.section = "key_judgement"
    return chosen


def _different(candidates: list[Sentence]) -> list[Sentence]:
    chosen: list[Sentence] = []
    kinds: set[str] = set()
    while len(chosen) < MOST:
        left = [item for item in candidates if _kind(item) not in kinds]
        if not left:
            break
        best = min(left, key=lambda item: (-_weight(item, chosen), item.key))
        chosen.append(best)
        kinds.add(_kind(best))
    # What will happen stands before what was seen.
    return sorted(chosen, key=lambda item: (item.band is None, -_weight(item, []), item.key))


def _kind(item: Sentence) -> str:
    return SAME.get(item.kind, item.kind)


def _about(item: Sentence) -> str | None:
    return item.about or item.scope


def _weight(item: Sentence, chosen: Sequence[Sentence]) -> float:
    """Weight of a candidate beside those chosen: less on the same network or the same reports."""
    repeated = sum(_about(other) == _about(item) for other in chosen)
    told = {cited.report_id for other in chosen for cited in other.evidence}
    mine = {cited.report_id for cited in item.evidence}
    shared = len(mine & told) / len(mine)
    trust = TRUST.get(item.confidence or "low", 1.0)
    return item.weight * trust * REPEATED**repeated * (1.0 - SHARED * shared)


def _best(candidates: Iterable[Sentence], most: int) -> list[Sentence]:
    cited = [item for item in candidates if item.evidence]
    return sorted(cited, key=lambda item: (-item.weight, item.key))[:most]
