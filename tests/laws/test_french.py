"""Whatever other rooms write in English for the reader, the French editions say in French."""

from __future__ import annotations

import string

import pytest

from fusion.briefing.phrasebook import in_french
from fusion.networks.assess import five_elements
from fusion.networks.rivals import separating, table
from fusion.outlook.observables import observables
from fusion.outlook.requirements import routing
from tests.networks.planted import World, ring
from tests.networks.test_judging import body_of


def _filled(pattern: str) -> str:
    """A pattern of the networks room with numbers in its places."""
    values = {name: 3 for _, name, _, _ in string.Formatter().parse(pattern) if name}
    return pattern.format(**values)


EVIDENCE = [_filled(item[side]) for item in table()["items"].values()
            for side in ("present", "absent")]  # fmt: skip
SEPARATING = [separating(rival) for rival in routing()["rival"]]
WATCHED = [str(row["observable"]) for row in observables().values() if "observable" in row]
ASKED = list(routing()["question"].values())


@pytest.mark.parametrize("text", [*EVIDENCE, *filter(None, SEPARATING), *WATCHED, *ASKED])
def test_a_sentence_of_another_room_has_its_french(text: str) -> None:
    assert in_french(text) != text


def _world(n_incidents: int, n_ties: int, kind: str) -> World:
    world = World()
    ring(world, "a", range(0, n_incidents))
    for n in range(n_ties):
        world.tie(kind, "a0", f"a{n + 1}", "ACC-INC-a-00-0")
    return world


@pytest.mark.parametrize("n_incidents", [1, 4, 8])
@pytest.mark.parametrize("n_ties", [0, 1, 3])
@pytest.mark.parametrize("kind", ["payment", "command"])
def test_the_five_elements_are_told_in_french(n_incidents: int, n_ties: int, kind: str) -> None:
    for element in five_elements(body_of(_world(n_incidents, n_ties, kind))):
        french = in_french(element.evidence)
        assert french != element.evidence, element.evidence
        english = ("origins", " of ", "tie", "incidents and", " in all", "days", "persons")
        assert not any(word in french for word in english), french
