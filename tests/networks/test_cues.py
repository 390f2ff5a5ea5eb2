"""Words that tell readings apart; what only looks like one of them is not taken for it."""

from __future__ import annotations

import pytest

from fusion.networks.cues import patterns


@pytest.mark.parametrize(
    "text",
    [
        "The cooperative showed its licence to the patrol.",
        "Two cooperatives share the depot.",
        "La coopérative a présenté son permis de coupe.",
        "Licensed carriers were let through.",
    ],
)
def test_lawful_trade_is_heard(text: str) -> None:
    assert patterns()["licit"].search(text)


@pytest.mark.parametrize(
    "text",
    [
        "He showed a driver's license of another man.",
        "Forged drivers’ licences were found in the car.",
        "His driving licence gave an address that does not exist.",
        "The licence plates had been changed.",
        "Son permis de conduire était faux.",
        "A cooperative detainee named three others.",
    ],
)
def test_a_driving_licence_and_a_willing_witness_are_no_lawful_trade(text: str) -> None:
    assert not patterns()["licit"].search(text)
