"""Stage incidents: accounts to origins, incidents and contradictions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fusion.incidents.attaching import attach
from fusion.incidents.decisions import Decided, read_decisions
from fusion.incidents.groups import Grouping, group
from fusion.incidents.likeness import likeness
from fusion.incidents.lineage import WEIGHTS as LINEAGE_WEIGHTS
from fusion.incidents.lineage import Descent, descents
from fusion.incidents.linkage import LEVELS, WEIGHTS, Link, read_weights, score
from fusion.incidents.origins import Origin, accepted, assign, is_withdrawn, origin_id
from fusion.incidents.pairs import candidate_pairs
from fusion.incidents.reading import read_tellings
from fusion.incidents.rows import account_rows, incident_rows
from fusion.incidents.strangers import without_strangers
from fusion.incidents.tellings import Telling
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint

Row = dict[str, Any]
KEPT_BITS = -6.0  # rejected pairs below this are not worth a row: nobody asks why
LINEAGE_BITS = 6.0
# Bits from which two groups are joined. A wrong join makes a happening that never was; chosen on
# the sample mission and on planted near-misses.
JOIN_BITS = 0.8
USUAL_ODDS = 9.0  # of the default threshold, 0.90
WORDS = Path(__file__).parent / "data"
LEARNED = (WEIGHTS, LINEAGE_WEIGHTS, LEVELS, WORDS / "cues.toml", WORDS / "concepts.toml")


@dataclass(frozen=True)
class Fused:
    """Everything that one run concludes, before it becomes rows."""

    tellings: list[Telling]
    links: list[Link]
    chosen: dict[int, Descent]
    grouping: Grouping
    origins: list[Origin]
    decided: Decided
    aside: dict[int, str]


def fuse_incidents(inputs: Inputs, run: Run) -> Output:
    """Origins for every account, incidents for every account of an event or a market."""
    fused = fuse(inputs, run)
    incidents, contradictions = incident_rows(
        fused.tellings, fused.origins, fused.grouping.groups, fused.decided, run.profile
    )
    members = account_rows(
        fused.tellings, fused.origins, fused.grouping.groups, fused.decided, _strongest(fused)
    )
    reasons: dict[str, int] = {}
    for reason in fused.aside.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    return Output(
        {
            "origin": TABLES["origin"].build(_origin_rows(fused)),
            "incident": TABLES["incident"].build(incidents),
            "incident_account": TABLES["incident_account"].build(members),
            "incident_link": TABLES["incident_link"].build(_link_rows(fused)),
            "contradiction": TABLES["contradiction"].build(contradictions),
        },
        Flow("accounts", len(fused.tellings), len(members), 0, len(fused.aside)),
        {f"set aside: {reason}": str(n) for reason, n in sorted(reasons.items())},
    )


def fuse(inputs: Inputs, run: Run) -> Fused:
    """What the accounts amount to: links, lineage, groups, origins."""
    tellings = read_tellings(inputs)
    decided = read_decisions(inputs, tellings)
    like = likeness(tellings)
    pairs = candidate_pairs(tellings, like)
    run.on_progress("incidents: pairs compared", len(pairs[0]), len(pairs[0]))
    found = _without_retractions(descents(tellings, *pairs, like), tellings)
    links = score(tellings, pairs, like, read_weights())
    chosen = accepted(without_strangers(found, links, tellings), decided)
    must = {(d.parent, d.child) for d in chosen.values()} | decided.one_incident
    nodes = [n for n, t in enumerate(tellings) if not t.is_retraction]
    voices, after = _voices(chosen), {n for n in nodes if tellings[n].is_after}
    joined = group(nodes, links, must, decided.other_incident, JOIN_BITS + _moved(run), voices)
    grouping = _incidents(tellings, attach(joined, after, links, voices, decided.other_incident))
    members = {n for members in grouping.groups for n in members}
    origins = assign(
        tellings, chosen, grouping.groups, like, decided.other_origin | decided.other_incident
    )
    aside = {
        n: "withdraws another report" if t.is_retraction else "background: no event, no market"
        for n, t in enumerate(tellings)
        if n not in members
    }
    return Fused(tellings, links, chosen, grouping, origins, decided, aside)


def _voices(chosen: dict[int, Descent]) -> dict[int, int]:
    """The observer behind each account that passes on another's information."""
    voice: dict[int, int] = {}
    for child in sorted(chosen):
        parent = chosen[child].parent
        voice[child] = voice.get(parent, parent)
    return voice


def _moved(run: Run) -> float:
    """Bits by which the mission's threshold differs from the one the borders are set for."""
    wanted = run.profile.thresholds.same_incident
    return float(np.log2(wanted / (1 - wanted)) - np.log2(USUAL_ODDS))


def _without_retractions(found: list[Descent], tellings: list[Telling]) -> list[Descent]:
    """A withdrawal repeats what it withdraws, and passes nothing on."""
    return [
        d for d in found
        if not tellings[d.parent].is_retraction and not tellings[d.child].is_retraction
    ]  # fmt: skip


def _incidents(tellings: list[Telling], grouping: Grouping) -> Grouping:
    """The groups in which at least one account tells of an event or a market.

    The others are background: what nobody calls a happening founds no incident, but an account
    that reads like background may belong to somebody else's.
    """
    kept = [g for g in grouping.groups if any(tellings[n].tells_something for n in g)]
    return Grouping(kept, grouping.used)


def _strongest(fused: Fused) -> dict[int, float]:
    """For each account its strongest link to another account of its incident."""
    home = {m: i for i, members in enumerate(fused.grouping.groups) for m in members}
    best: dict[int, float] = {}
    scored = [(k.first, k.second, k.probability) for k in fused.links]
    scored += [(d.parent, d.child, d.probability) for d in fused.chosen.values()]
    for one, other, probability in scored:
        if one in home and home.get(one) == home.get(other):
            for end in (one, other):
                best[end] = max(best.get(end, 0.0), round(probability, 4))
    return best


def _origin_rows(fused: Fused) -> list[Row]:
    rows = []
    for number, origin in enumerate(fused.origins):
        of = fused.tellings[origin.of].account_id if origin.of is not None else None
        rows.append(
            {
                "account_id": fused.tellings[number].account_id,
                "origin_id": origin_id(fused.tellings, origin),
                "relation": origin.relation,
                "of_account_id": of,
                "score": origin.score,
                "independence": origin.independence,
                "rule": origin.rule,
                "evidence": origin.evidence,
                "is_withdrawn": is_withdrawn(fused.origins, fused.tellings, number),
            }
        )
    return rows


def _link_rows(fused: Fused) -> list[Row]:
    """Scored pairs with their waterfall; a relay's lineage is a step of it."""
    home = {m: i for i, members in enumerate(fused.grouping.groups) for m in members}
    lineage = {(d.parent, d.child): d for d in fused.chosen.values()}
    rows = []
    for link in fused.links:
        pair = (link.first, link.second)
        descent = lineage.get(pair)
        is_linked = link.first in home and home.get(link.first) == home.get(link.second)
        is_linked = is_linked and (pair in fused.grouping.used or descent is not None)
        if link.bits < KEPT_BITS and not is_linked:
            continue
        steps = list(link.waterfall)
        chance = link.probability
        if descent is not None:
            steps.append(("lineage", descent.relation, LINEAGE_BITS))
            chance = max(chance, descent.probability)
        a, b = sorted(fused.tellings[n].account_id for n in pair)
        rows.append(
            {
                "account_a": a,
                "account_b": b,
                "score": round(chance, 4),
                "is_linked": is_linked,
                "waterfall": json.dumps(steps, ensure_ascii=False),
            }
        )
    return rows


def _version() -> str:
    """Of the code, its learned weights and its words: new ones make the stage pending."""
    return "7:" + fingerprint(path.read_text(encoding="utf-8") for path in LEARNED)[:8]


STAGE = Stage(
    name="incidents",
    version=_version(),
    reads=(
        "account", "account_report", "report", "mention", "place", "account_place",
        "account_event", "actor", "actor_mention", "text_vector", "decision",
    ),
    writes=("origin", "incident", "incident_account", "incident_link", "contradiction"),
    function=fuse_incidents,
)  # fmt: skip
