"""Two hundred planted leaks are all stopped; the files without them are not."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.planted_leaks import (
    CARRIERS,
    DISGUISES,
    RULES,
    SECRETS,
    WANTED,
    clean_files,
    plants,
)
from fusion.briefing.editions import editions_of
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.briefing.leak import Forbidden, leak_test, name_test
from fusion.stage import Run
from tests.support import make_profile

FIVE = editions_of(make_profile())
PLANTED = plants([e.code for e in FIVE], {e.code: list(e.formats) for e in FIVE})
Files = dict[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def clean(holdings: Holdings, run: Run) -> Files:
    """A small file of each edition in each of its formats."""
    return clean_files(Editions(holdings), list(FIVE), run.as_of)


@pytest.fixture(scope="module")
def forbidden(holdings: Holdings) -> dict[str, Forbidden]:
    """What each edition must not hold, and the planted secrets."""
    editions = Editions(holdings)
    planted = tuple((text, RULES[kind]) for kind, text in SECRETS.items())
    found = {}
    for edition in FIVE:
        own = editions.forbidden(edition)
        found[edition.code] = Forbidden((*planted, *own.phrases), own.allowed)
    return found


def test_the_clean_files_are_not_stopped(clean: Files, forbidden: dict[str, Forbidden]) -> None:
    for (code, fmt), data in clean.items():
        assert leak_test(data, fmt, forbidden[code]) == [], (code, fmt)


def test_two_hundred_planted_leaks_are_all_stopped_and_named(
    clean: Files, forbidden: dict[str, Forbidden]
) -> None:
    missed = [
        plant for plant in PLANTED
        if RULES[plant.kind]
        not in leak_test(plant.into(clean[plant.edition, plant.fmt]), plant.fmt,
                         forbidden[plant.edition])
    ]  # fmt: skip
    assert len(PLANTED) == WANTED == 200
    assert missed == []


def test_the_plants_cover_every_kind_disguise_carrier_and_edition() -> None:
    assert {p.kind for p in PLANTED} == set(SECRETS)
    assert {p.disguise for p in PLANTED} == set(DISGUISES)
    assert {(p.fmt, p.carrier) for p in PLANTED} == {
        (fmt, name) for fmt, names in CARRIERS.items() for name in names
    }
    assert {p.edition for p in PLANTED} == {e.code for e in FIVE}
    assert min(Counter(p.fmt for p in PLANTED).values()) >= 15
    assert len(set(PLANTED)) == len(PLANTED)


def test_a_secret_in_the_name_of_a_file_is_found(forbidden: dict[str, Forbidden]) -> None:
    code = FIVE[0].code
    assert name_test("brief-026-Zoulkifli_Barmadou-en.html", forbidden[code])
    assert name_test("brief-026-zoulkifli-barmadou-en.html", forbidden[code])
    assert name_test(f"brief-026-{code}-en.html", forbidden[code]) == []


def test_the_rule_is_named_and_the_secret_is_not(
    clean: Files, forbidden: dict[str, Forbidden]
) -> None:
    plant = PLANTED[0]
    said = leak_test(
        plant.into(clean[plant.edition, plant.fmt]), plant.fmt, forbidden[plant.edition]
    )
    assert said and not any(text in rule for text in SECRETS.values() for rule in said)
