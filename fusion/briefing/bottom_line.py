"""The bottom line: two to four sentences that can be acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fusion.briefing import subject
from fusion.briefing.folding import Phrases
from fusion.briefing.holdings import Holdings, Row
from fusion.briefing.key_judgements import evidence_of
from fusion.briefing.protect import pseudonym
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import Both, count, say, uncapitalised, words


def bottom_line(
    holdings: Holdings, chosen: Sequence[Mapping[str, Any]], openings: Sequence[Sentence]
) -> list[Sentence]:
    """What stands, what to do first, and what not to do; cited with the first hypotheses."""
    rows = holdings.hypotheses
    if not rows:
        return [Sentence("bottom_line", "nothing", None, say("bottom_nothing"))]
    first = _shared(holdings, rows) or _what(holdings, rows)
    rest = [_act(holdings, chosen, openings), _caution(holdings, rows[0]), _quiet(holdings, rows)]
    return [first, *(sentence for sentence in rest if sentence)]


def _sentence(holdings: Holdings, kind: str, text: Both, rows: Sequence[Row]) -> Sentence:
    evidence = []
    for row in rows:
        evidence += [item for item in evidence_of(holdings, row)[:3] if item not in evidence]
    return Sentence("bottom_line", kind, None, text, evidence=evidence)


def _what(holdings: Holdings, rows: Sequence[Row]) -> Sentence:
    first = subject.name(holdings, rows[0])
    if len(rows) == 1:
        text = say("bottom_network_one", first=first)
    else:
        text = say("bottom_networks", networks=count(len(rows), "network"), first=first)
    return _sentence(holdings, "networks", text, rows[:1])


def _shared(holdings: Holdings, rows: Sequence[Row]) -> Sentence | None:
    """Two hypotheses served by one facilitator: one place where both can be slowed."""
    places: dict[str, list[tuple[Row, Row]]] = {}
    for row in rows:
        for member in holdings.of("hypothesis_actor").get(row["hypothesis_id"], []):
            if member["is_bridge"] and member["n_origins"] >= 2:
                places.setdefault(member["actor_id"], []).append((row, member))
    shared = {key: _pair(found) for key, found in places.items()}
    ranked = sorted(
        ((-min(member["n_origins"] for _, member in pair), key, pair)
         for key, pair in shared.items() if len(pair) == 2),
        key=lambda item: item[:2],
    )  # fmt: skip
    if not ranked:
        return None
    _, key, pair = ranked[0]
    kind = holdings.actors.get(key, {"kind": "person"})["kind"]
    text = say(
        "bottom_shared",
        first=subject.name(holdings, pair[0][0]), second=subject.name(holdings, pair[1][0]),
        role=_shared_role(pair[0][1]["role"], kind), code=_called(holdings, key, kind),
    )  # fmt: skip
    return _sentence(holdings, "shared", text, [row for row, _ in pair])


def _pair(found: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """The first two hypotheses of an actor, each with its membership there."""
    by_hypothesis: dict[str, tuple[Row, Row]] = {}
    for row, member in found:
        by_hypothesis.setdefault(row["hypothesis_id"], (row, member))
    return list(by_hypothesis.values())[:2]


def _called(holdings: Holdings, actor_id: str, kind: str) -> str:
    """A known group by its name, which is public; everybody else by code."""
    groups = holdings.run.profile.known_groups
    known = Phrases.of((name, g.name) for g in groups for name in (g.name, *g.aliases))
    actor = holdings.actors.get(actor_id)
    named = known.any_in(actor["name"]) if actor and kind in ("group", "organisation") else None
    return named or pseudonym(holdings, actor_id, kind)


def _shared_role(role: str, kind: str) -> Both:
    """What is shared: a role where one is known, else the kind of actor."""
    row = words("roles")[role] if role != "member" else words("shared")[kind]
    if role != "member":
        return Both(row["en"], f"le même {row['fr']}")
    return Both(row["en"], row["fr"])


def _quiet(holdings: Holdings, rows: Sequence[Row]) -> Sentence | None:
    quiet = [row for row in rows if row["quiet_control"]]
    if not quiet:
        return None
    text = say("bottom_quiet", name=subject.name(holdings, quiet[0]))
    return _sentence(holdings, "quiet", text, quiet[:1])


def _act(
    holdings: Holdings, chosen: Sequence[Mapping[str, Any]], openings: Sequence[Sentence]
) -> Sentence | None:
    ready = [
        row for row in chosen if row["hrddp_state"] != "blocked" and row["verb"] != "none"
    ]  # fmt: skip
    if not ready:
        return None
    # What has an opening, and so a date by which to act, comes before what has none.
    scopes = {item.scope for item in openings}
    option = next((row for row in ready if row["scope"] in scopes), ready[0])
    row = holdings.by_id[option["scope"]]
    letter = chr(ord("A") + option["rank"] - 1)
    title = uncapitalised(Both(option["title_en"], option["title_fr"]))
    opening = next((item for item in openings if item.scope == option["scope"]), None)
    if opening is None or opening.closes is None:
        text = say("bottom_act_plain", option=title, letter=letter)
    else:
        window = uncapitalised(say("window_short", day=opening.closes))
        text = say("bottom_act", option=title, letter=letter, window=window)
    return _sentence(holdings, "act", text, [row])


def _caution(holdings: Holdings, row: Row) -> Sentence:
    other = subject.neighbour(holdings, row)
    text = say("bottom_caution", corridor=other.name) if other else say("bottom_caution_bare")
    return _sentence(holdings, "caution", text, [row])
