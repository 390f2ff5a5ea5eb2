"""How networks are built: one or two, joined by whom, and whether they will merge."""

from __future__ import annotations

from collections.abc import Iterator

from fusion.briefing import confidence, subject
from fusion.briefing.activity import percent
from fusion.briefing.evidence import Cited, accounts_of, choose, claims_of, evidence_of
from fusion.briefing.folding import Phrases
from fusion.briefing.holdings import Holdings
from fusion.briefing.pseudonyms import pseudonym
from fusion.briefing.recurrence import SURE, UNSURE, merger_rate
from fusion.briefing.relevance import implication
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    component,
    count,
    day_short,
    figure,
    joined,
    say,
    uncapitalised,
    with_likelihood,
    words,
)  # fmt: skip
from fusion.terms.yardsticks import band_of

LISTED = 3  # longer lists become a number
WEIGHTS = {"merger": 1.0, "reading": 0.85}
MONEY_OR_ORDERS = ("payment", "command", "supply")  # ties that make two groups one


def structure(holdings: Holdings) -> Iterator[Sentence]:
    """Candidates: each pair with a shared actor; each active network with two readings."""
    for key, pair in shared_pairs(holdings):
        yield merger(holdings, key, pair)
    for row in holdings.hypotheses:
        # What a silent network is made of is not this question.
        if row["status"] != "dormant" and (sentence := reading(holdings, row)):
            yield sentence


def shared_pairs(holdings: Holdings) -> list[tuple[str, tuple[Row, Row]]]:
    """Actors in two hypotheses on two origins or more in each.

    Known groups first, since leadership can speak of them by name; then the best told ones.
    """
    places: dict[str, dict[str, tuple[int, Row]]] = {}
    for row in holdings.hypotheses:
        for member in holdings.of("hypothesis_actor").get(row["hypothesis_id"], []):
            if member["is_bridge"] and member["n_origins"] >= 2:
                mine = places.setdefault(member["actor_id"], {})
                mine.setdefault(row["hypothesis_id"], (member["n_origins"], row))
    found = [
        (min(n for n, _ in pair), key, (pair[0][1], pair[1][1]))
        for key, mine in places.items()
        if len(pair := list(mine.values())[:2]) == 2
    ]
    found.sort(key=lambda item: (_known(holdings, item[1]) is None, -item[0], item[1]))
    return [(key, pair) for _, key, pair in found]


def _known(holdings: Holdings, actor_id: str) -> str | None:
    """Name of the known group that the actor is."""
    groups = holdings.run.profile.known_groups
    known = Phrases.of((alias, g.name) for g in groups for alias in (g.name, *g.aliases))
    actor = holdings.actors.get(actor_id)
    is_body = actor is not None and actor["kind"] in ("group", "organisation")
    return known.any_in(actor["name"]) if actor and is_body else None


def called(holdings: Holdings, actor_id: str) -> Both:
    """A known group by its name, which is public; everybody else by kind and code."""
    kind = holdings.actors.get(actor_id, {"kind": "person"})["kind"]
    named = _known(holdings, actor_id)
    if named:
        return say("called_group", name=named)
    shared = words("shared")[kind]
    return say(
        "called_code", kind=Both(shared["plain_en"], shared["plain_fr"]),
        code=pseudonym(holdings, actor_id, kind),
    )  # fmt: skip


def merger(holdings: Holdings, actor_id: str, pair: tuple[Row, Row]) -> Sentence:
    """Whether two networks that share an actor will merge; rate from the mission's lineage."""
    lineage = holdings.get("hypothesis_lineage").to_pylist()
    chance, n_merged, n_weeks = merger_rate(lineage)
    band = band_of(chance, holdings.run.profile.yardstick)
    n_ties = _ties_between(holdings, pair, actor_id)
    text = say(
        "merger" if n_ties else "merger_untied",
        first=subject.name(holdings, pair[0]), second=subject.name(holdings, pair[1]),
        horizon=day_short(holdings.horizon), shared=uncapitalised(called(holdings, actor_id)),
        ties=count(n_ties, "tie"),
    )  # fmt: skip
    first = min(pair, key=lambda row: ("low", "moderate", "high").index(row["confidence"]))
    return Sentence(
        section="key_judgement",
        kind="merger",
        scope=pair[0]["hypothesis_id"],
        text=with_likelihood(band, uncapitalised(text)),
        band=band,
        probability=chance,
        basis=say("basis_merger", merged=count(n_merged, "merger"), weeks=figure(n_weeks),
                  p=percent(chance)),
        confidence=first["confidence"],
        confidence_text=confidence.of_hypothesis(holdings, first),
        alternative=say("merger_alternative"),
        would_change=say("merger_would_change"),
        assumption=say("merger_assumption"),
        implication=implication(holdings, [*pair[0]["markets"], *pair[1]["markets"]]),
        evidence=evidence_of_member(holdings, pair, actor_id),
        weight=WEIGHTS["merger"] * holdings.priority(pair[0]),
    )  # fmt: skip


def _ties_between(holdings: Holdings, pair: tuple[Row, Row], shared: str) -> int:
    """Ties of money, orders or supply between members of one and of the other."""
    sides = [
        {m["actor_id"] for m in holdings.of("hypothesis_actor").get(row["hypothesis_id"], [])}
        for row in pair
    ]
    one, other = sides[0] - sides[1] - {shared}, sides[1] - sides[0] - {shared}
    return sum(
        tie["kind"] in MONEY_OR_ORDERS
        and ((tie["source_id"] in one and tie["target_id"] in other)
             or (tie["source_id"] in other and tie["target_id"] in one))
        for tie in holdings.get("tie").to_pylist()
    )  # fmt: skip


def evidence_of_member(holdings: Holdings, pair: tuple[Row, Row], actor_id: str) -> list[Cited]:
    """Reports that tell of the shared actor in either network; else those of the first."""
    claims: dict[str, list[Row]] = {}
    accounts: set[str] = set()
    for row in pair:
        mine = claims_of(holdings, row["hypothesis_id"])
        claims |= mine
        told = set(accounts_of(holdings, row["hypothesis_id"]))
        accounts |= {
            key for key in told
            if any(holdings.actor_of_mention.get(m["mention_id"]) == actor_id
                   for m in holdings.mentions.get(key, []))
        }  # fmt: skip
    return choose(holdings, accounts, claims) or evidence_of(holdings, pair[0])


def reading(holdings: Holdings, row: Row) -> Sentence | None:
    """What kind of thing a network is, where a rival reading is still alive."""
    rivals = sorted(
        holdings.of("rival").get(row["hypothesis_id"], []), key=lambda r: (r["rank"], r["rival"])
    )
    if len(rivals) < 2:
        return None
    chance = leading_probability(rivals)
    band = band_of(chance, holdings.run.profile.yardstick)
    text = say(
        "reading_is", name=subject.name(holdings, row),
        reading=subject.reading(rivals[0]["rival"]), rival=subject.reading(rivals[1]["rival"]),
    )  # fmt: skip
    return Sentence(
        section="key_judgement",
        kind="reading",
        scope=row["hypothesis_id"],
        text=with_likelihood(band, uncapitalised(text)),
        band=band,
        probability=chance,
        basis=_basis(rivals, chance),
        confidence=row["confidence"],
        confidence_text=confidence.of_hypothesis(holdings, row),
        alternative=_alternative(rivals),
        would_change=say("reading_would_change", rival=subject.reading(rivals[1]["rival"])),
        assumption=say("reading_assumption", components=_components(holdings, row)),
        implication=implication(holdings, row["markets"]),
        evidence=evidence_of(holdings, row),
        # A reading that nobody disputes needs no line of the page.
        weight=WEIGHTS["reading"] * holdings.priority(row) * (1.6 - chance),
    )


def leading_probability(rivals: list[Row]) -> float:
    """Probability that the first reading is the right one of the first two, 0.05 to 0.95.

    Mean of two views: how often it led when grades were drawn anew (stability), and its weight
    against that of the runner-up. Ours; stated on the method page.
    """
    first, second = rivals[0], rivals[1]
    total = first["weight"] + second["weight"]
    share = first["weight"] / total if total else 0.5
    return float(min(SURE, max(UNSURE, (first["stability"] + share) / 2)))


def _basis(rivals: list[Row], chance: float) -> Both:
    total = rivals[0]["weight"] + rivals[1]["weight"]
    share = rivals[0]["weight"] / total if total else 0.5
    return say("basis_reading", led=percent(rivals[0]["stability"]), share=percent(share),
               p=percent(chance))  # fmt: skip


def _components(holdings: Holdings, row: Row) -> Both:
    names = confidence.components_of(holdings, row)
    if len(names) > LISTED:
        return count(len(names), "component")
    return joined([component(name) for name in names])


def _alternative(rivals: list[Row]) -> Both:
    first, second = rivals[0], rivals[1]
    lines = {line for rival in rivals for line in rival["evidence_for"]}
    return say(
        "reading_alternative",
        rival=subject.reading(second["rival"]),
        k=len(set(second["evidence_for"])), m=len(set(first["evidence_for"])), n=len(lines),
    )  # fmt: skip
