"""Cases with a known explanation, drawn from how such cases come to be reported.

Each kind is a small story of who does what and who tells of it: how many see it, in whose reports,
in which words, with which slips of readers. Nothing here looks at the table of diagnosticity.
All names are invented; texts are put together from field phrases in English and French.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tests.networks.planted import COMPONENTS, MONDAY, World

KINDS = (
    "one_network", "two_networks_shared_facilitator", "reporting_artefact", "licit_livelihood",
    "political_bargain", "coincidence",
)  # fmt: skip
MARKETS = ("fuel_smuggling", "gold", "arms_trafficking", "human_smuggling", "kidnapping")
TRADES = {
    "fuel_smuggling": ["Tankers unloaded at night", "Des fûts ont passé la rivière de nuit"],
    "gold": ["The buyers weigh at the shaft only", "L'or part sans registre vers la ville"],
    "arms_trafficking": ["Long crates under a tarpaulin", "Des fusils échangés au puits"],
    "human_smuggling": ["Travellers were packed on a pick-up", "Des passagers sans bagages"],
    "kidnapping": ["Two herders are held in a camp", "La famille attend un appel"],
}
# Said in any report about anything: noise that readers of words stumble over.
IDLE = [
    "It was market day.", "The mayor was told.", "Rain since noon.", "Nothing further.",
    "The prefect asks for a patrol.", "Route coupée par endroits.", "Le maire a été informé.",
]  # fmt: skip
MONEY = ["Each paid 40,000 XOF.", "Le prix a doublé.", "A bribe was asked.", "Ils ont payé."]
LICIT = [
    "Papers in order, the permits were shown.", "La coopérative a payé ses adhérents en public.",
    "Search at the checkpoint, nothing was found.", "Onion harvest, hired licensed escort.",
    "Agréé par la préfecture, reçus visés.",
]  # fmt: skip
TALKS = [
    "The delegation asked for a ceasefire before the vote.", "Négociation chez le préfet.",
    "Candidates met, the ballot was on the table.", "La médiation a repris avec les élus.",
    "The peace accord's committee sat with the ministers' envoy.",
]  # fmt: skip
GRADES = ["A2", "B2", "B3", "C2", "C3", "C3", "B6", "F3", "F6", "F6"]


@dataclass
class Case:
    """A world with one planted story; `rows` are the incidents that belong to it."""

    kind: str
    world: World
    rng: np.random.Generator
    incidents: list[str] = field(default_factory=list)

    def tell(
        self, actors: list[str], market: str | None, words: list[str], *, week: int,
        place: tuple[float, float], tellers: list[str], is_story: bool = True,
        is_independent: bool = True, is_passed_on: bool = False,
    ) -> str:  # fmt: skip
        """One incident told by each teller, or by one and `is_passed_on` by the others."""
        world, name = self.world, f"INC-{len(self.world.rows['incident']):03d}"
        for n, component in enumerate(tellers):
            account = f"ACC-{name}-{n}"
            text = " ".join([*words, str(self.rng.choice(IDLE))])
            grade = str(self.rng.choice(GRADES))
            world.account(account, week, actors, component=component, grade=grade, text=text)
            if not is_independent or (is_passed_on and n):
                world.rows["origin"][-1]["independence"] = "not_established"
            world.rows["incident_account"].append(
                {"incident_id": name, "account_id": account, "origin_id": f"ORI-{account}",
                 "score": 1.0}
            )  # fmt: skip
        day = (MONDAY + dt.timedelta(weeks=week)).date()
        where = tuple(float(x + d) for x, d in zip(place, self.rng.normal(0, 0.12, 2), strict=True))
        world.rows["incident"].append(
            {"incident_id": name, "markets": [market] if market else [], "latitude": where[0],
             "longitude": where[1], "radius_km": 3.0, "occurred_from": day, "occurred_to": day,
             "event_type": "strategic_developments", "killed_best": 0, "n_origins": len(tellers),
             "place_name": "Somewhere", "admin2": "A", "country": "ML", "is_standing": True,
             "lead_account_id": f"ACC-{name}-0"}
        )  # fmt: skip
        if is_story:
            self.incidents.append(name)
        return name

    def tie(self, kind: str, source: str, target: str, account: str) -> None:
        """State a tie; said again, it is one tie with two claims."""
        before = {row["tie_id"]: row for row in self.world.rows["tie"]}
        known = before.get(f"TIE-{kind}-{source}-{target}")
        self.world.tie(kind, source, target, account)
        if known is not None:
            known["claim_ids"] += self.world.rows["tie"].pop()["claim_ids"]
            known["n_accounts"] += 1

    def some(self, things: list[str], low: int, high: int) -> list[str]:
        """A few of them at random."""
        n = min(len(things), int(self.rng.integers(low, high + 1)))
        return [str(x) for x in self.rng.choice(things, n, replace=False)]

    def tellers(self, low: int = 1, high: int = 3) -> list[str]:
        """Components that saw it for themselves."""
        return self.some(list(COMPONENTS), low, high)

    def place(self) -> tuple[float, float]:
        """Somewhere in the area."""
        return float(self.rng.uniform(13.5, 17)), float(self.rng.uniform(-3, 4))


def planted(kind: str, seed: int) -> Case:
    """One case of a kind, among forty incidents of other people's business."""
    case = Case(kind, World(), np.random.default_rng([seed, KINDS.index(kind)]))
    people = [f"w{k}" for k in range(50)]
    for _ in range(40):
        market = str(case.rng.choice(MARKETS)) if case.rng.random() < 0.5 else None
        case.tell(case.some(people, 1, 2), market, ["Seen on the road."], place=case.place(),
                  week=int(case.rng.integers(0, 26)), tellers=case.tellers(1, 2),
                  is_story=False)  # fmt: skip
    _STORIES[kind](case)
    return case


def _gang(case: Case, name: str, market: str, place: tuple[float, float], n: int) -> list[str]:
    """A leader and his people act `n` times; now and then somebody says who pays whom."""
    people = [f"{name}{k}" for k in range(int(case.rng.integers(4, 8)))]
    told = []
    for _ in range(n):
        here = case.some(people, 1, 3)
        if case.rng.random() < 0.4 and people[0] not in here:
            here.append(people[0])
        words = [str(case.rng.choice(TRADES[market]))]
        words += [str(case.rng.choice(MONEY))] if case.rng.random() < 0.4 else []
        slip = None if case.rng.random() < 0.2 else market  # a reader misses the trade
        incident = case.tell(here, slip, words, week=int(case.rng.integers(0, 26)), place=place,
                             tellers=case.tellers())  # fmt: skip
        told.append(incident)
        if len(here) > 1 and case.rng.random() < 0.35:
            kind = str(case.rng.choice(["command", "payment", "family", "supply"]))
            case.tie(kind, here[0], here[1], f"ACC-{incident}-0")
    return people


def _one_network(case: Case) -> None:
    _gang(case, "a", str(case.rng.choice(MARKETS)), case.place(), int(case.rng.integers(5, 12)))


def _two_networks(case: Case) -> None:
    """Two gangs of one forwarding agent or banker: two trades, or one trade far apart."""
    trades = case.some(list(MARKETS), 2, 2)
    places = [case.place(), case.place()]
    if case.rng.random() < 0.35:
        trades, places = [trades[0]] * 2, [(14.0, -2.5), (16.5, 3.5)]
    for name, trade, place in zip("ab", trades, places, strict=True):
        people = _gang(case, name, trade, place, int(case.rng.integers(4, 8)))
        for _ in range(int(case.rng.integers(1, 4))):
            incident = case.tell(["broker", *case.some(people, 1, 2)], trade,
                                 ["The forwarding agent made the papers.",
                                  str(case.rng.choice(MONEY))],
                                 week=int(case.rng.integers(0, 26)), place=place,
                                 tellers=case.tellers(1, 2))  # fmt: skip
            if case.rng.random() < 0.5:
                case.tie("payment", "broker", people[0], f"ACC-{incident}-0")


def _artefact(case: Case) -> None:
    """One informant of one component tells much of three men; others pass it on, nobody sees."""
    people = [f"a{k}" for k in range(int(case.rng.integers(3, 6)))]
    market, place = str(case.rng.choice(MARKETS)), case.place()
    component = str(case.rng.choice(COMPONENTS))
    is_circular = case.rng.random() < 0.6  # else a habit: each telling looks like an own one
    for _ in range(int(case.rng.integers(3, 8))):
        here = case.some(people, 2, 3)
        relays = case.tellers(1, 1) if case.rng.random() < 0.15 else []
        words = [str(case.rng.choice(TRADES[market])), str(case.rng.choice(MONEY))]
        incident = case.tell(here, market, words, week=int(case.rng.integers(0, 26)), place=place,
                             tellers=[component, *relays], is_independent=not is_circular,
                             is_passed_on=True)  # fmt: skip
        if case.rng.random() < 0.25:
            case.tie("command", here[0], here[1], f"ACC-{incident}-0")


def _licit(case: Case) -> None:
    """A cooperative's convoy, seen by everybody and searched twice; a reader sees smuggling."""
    people, place = [f"a{k}" for k in range(int(case.rng.integers(4, 7)))], case.place()
    for _ in range(int(case.rng.integers(4, 10))):
        market = str(case.rng.choice(MARKETS)) if case.rng.random() < 0.25 else None
        words = case.some(LICIT, 1, 2) if case.rng.random() < 0.75 else ["A convoy passed."]
        here = case.some(people, 1, 3)
        incident = case.tell(here, market, words, week=int(case.rng.integers(0, 26)), place=place,
                             tellers=case.tellers())  # fmt: skip
        if len(here) > 1 and case.rng.random() < 0.2:
            case.tie("transport", here[0], here[1], f"ACC-{incident}-0")


def _bargain(case: Case) -> None:
    """Men of several camps meet around talks or a vote; money and trades are mentioned."""
    people, place = [f"a{k}" for k in range(int(case.rng.integers(4, 8)))], case.place()
    for _ in range(int(case.rng.integers(4, 10))):
        market = str(case.rng.choice(MARKETS)) if case.rng.random() < 0.35 else None
        words = case.some(TALKS, 1, 2) if case.rng.random() < 0.8 else ["They met again."]
        words += [str(case.rng.choice(MONEY))] if case.rng.random() < 0.3 else []
        here = case.some(people, 2, 3)
        incident = case.tell(here, market, words, week=int(case.rng.integers(10, 26)), place=place,
                             tellers=case.tellers())  # fmt: skip
        if case.rng.random() < 0.25:
            case.tie("payment", here[0], here[1], f"ACC-{incident}-0")


def _coincidence(case: Case) -> None:
    """Thefts and rumours of one town and season; one namesake stands in two of them."""
    place, n = case.place(), int(case.rng.integers(4, 8))
    market = str(case.rng.choice(MARKETS))
    for k in range(n):
        here = [f"a{k}", "w1"] if k < 2 else [f"a{k}"]
        told = market if case.rng.random() < 0.5 else None
        case.tell(here, told, [str(case.rng.choice(TRADES[market]))], place=place,
                  week=int(case.rng.integers(8, 14)), tellers=case.tellers(1, 2))  # fmt: skip


_STORIES: dict[str, Callable[[Case], None]] = {
    "one_network": _one_network,
    "two_networks_shared_facilitator": _two_networks,
    "reporting_artefact": _artefact,
    "licit_livelihood": _licit,
    "political_bargain": _bargain,
    "coincidence": _coincidence,
}
