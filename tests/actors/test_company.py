"""Who is whom by company: one day told twice, initials, other scripts, and how many bear a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fusion.actors.resolve.apart import nearest_km
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.model import Context, Node, Point
from tests.actors.support import actor_of, resolve

# One evening at two desks: the one names no place, the other writes an initial.
ONE = "Ibrahim Y. Bolloro paid Mahamane Zerbo and Nouh Ould Tenekra for smuggled fuel at Gao."
OTHER = "{} met Mahamane Zerbo and Nouh Ould Tenekra over smuggled fuel."
EVENING = dt.datetime(2026, 3, 8, 20, tzinfo=dt.UTC)


def _told(other: str, days_later: int = 0) -> dict[str, list[dict[str, Any]]]:
    days = (EVENING, EVENING + dt.timedelta(days=days_later))
    return resolve(
        *((text, {"observed_from": day, "observed_to": day})
          for text, day in zip((ONE, OTHER.format(other)), days, strict=True))
    )  # fmt: skip


def test_an_initial_and_the_company_of_one_day_are_one_person() -> None:
    tables = _told("Ibrahim Yaro")
    assert actor_of(tables, "Ibrahim Yaro") == actor_of(tables, "Ibrahim Y. Bolloro") != set()


@pytest.mark.parametrize("name", ["Ibrahim Daouda", "Moussa Yaro", "Moussa Bolloro"])
def test_another_initial_or_another_own_name_stays_apart_in_the_same_company(name: str) -> None:
    tables = _told(name)
    assert actor_of(tables, name).isdisjoint(actor_of(tables, "Ibrahim Y. Bolloro"))


def test_the_same_company_on_another_day_is_not_enough_for_an_initial() -> None:
    tables = _told("Ibrahim Yaro", days_later=1)
    assert actor_of(tables, "Ibrahim Yaro").isdisjoint(actor_of(tables, "Ibrahim Y. Bolloro"))


def _scene_of_two(seen_with: str) -> dict[str, list[dict[str, Any]]]:
    """Two desks tell of one night, each of another man; weeks later one is told of by his word."""
    night = {"observed_from": EVENING, "observed_to": EVENING}
    later = EVENING + dt.timedelta(days=40)
    return resolve(
        ("Crates went west at Ansongo; Kerzou ag Wanzamar gave the order by telephone.", night),
        ("Traders at Ansongo were paid to stay indoors by Bilal Ould Zemmar.", night),
        (f"A herder at Gao recognised Kerzou and {seen_with} that day.",
         {"observed_from": later, "observed_to": later}),
    )  # fmt: skip


def test_whom_two_accounts_put_at_one_scene_speaks_for_a_short_name_beside_him() -> None:
    tables = _scene_of_two("Bilal Ould Zemmar")
    assert actor_of(tables, "Kerzou") == actor_of(tables, "Kerzou ag Wanzamar") != set()


def test_beside_a_stranger_the_same_short_name_is_left_to_an_analyst() -> None:
    tables = _scene_of_two("Nouh Ould Tenekra")
    assert actor_of(tables, "Kerzou").isdisjoint(actor_of(tables, "Kerzou ag Wanzamar"))


def test_an_account_that_names_a_place_of_his_says_more_than_one_in_reach() -> None:
    """Inside reach and not near: sixty km from where he was, by an account that names the place."""
    his = Node("b", ["Kerzou ag Wanzamar"], [], Context(points={(15.0, 3.0)}), is_weak=False)
    told = {
        where: Node("a", ["Kerzou"], [], Context(points={(15.5, 3.0)}), is_weak=True, named=named)
        for where, named in {
            "named": frozenset({(15.1, 3.0)}), "elsewhere": frozenset({(16.2, 3.0)}),
            "nowhere": frozenset[Point](),
        }.items()
    }  # fmt: skip
    found = {where: weigh(his, node, (0.0, 0.0)).probability for where, node in told.items()}
    assert found["named"] > found["elsewhere"] == found["nowhere"]


def test_a_kunya_has_one_bearer_in_a_region_though_an_imam_elsewhere_bears_it() -> None:
    tables = resolve(
        "On 3 March 2026 the FFJ sold rifles at Gao and Abou Zoureym stood guard for the FFJ.",
        "Le 9 mars 2026 Abou Zoureym du FFJ distribuait des fusils à Gao.",
        "On 20 March 2026 Imam Abou Zoureim settled a quarrel at Dori.",
    )
    guard = actor_of(tables, "Abou Zoureym")
    assert len(guard) == 1 and actor_of(tables, "Imam Abou Zoureim").isdisjoint(guard)


def test_a_kunya_whose_other_bearer_lives_in_the_same_town_is_nobodys() -> None:
    tables = resolve(
        "On 3 March 2026 Abou Zoureym stood guard at Gao.",
        "On 9 March 2026 Abou Zoureym was seen at Gao.",
        "On 20 March 2026 Imam Abou Zoureim settled a quarrel at Gao.",
        "On 21 March 2026 Cdt Abou Zoureim took money at Gao.",
    )
    told = [actor_of(tables, name) for name in ("Imam Abou Zoureim", "Cdt Abou Zoureim")]
    assert told[0].isdisjoint(told[1])


COMMANDER = "On 3 March 2026 Kerzou ag Wanzamar of the FFJ was at Gao."
SHORT = "On 9 March 2026 Cdt Kerzou of the FFJ sold rifles at Bourem."


def test_a_word_that_one_person_of_the_mission_bears_says_more() -> None:
    tables = resolve(COMMANDER, SHORT)
    assert actor_of(tables, "Cdt Kerzou") == actor_of(tables, "Kerzou ag Wanzamar") != set()


def test_a_name_with_its_article_is_the_name_without_in_either_script() -> None:
    tables = resolve(
        "On 3 March 2026 Al-Husseini Yacouba sold fuel at Gao with Nouh Ould Tenekra.",
        "يوم 3 مارس 2026 باع الحسيني يعقوب الوقود في غاو مع نوح ولد تنكرا.",
    )
    assert actor_of(tables, "Al-Husseini Yacouba") == actor_of(tables, "الحسيني يعقوب") != set()


def test_who_is_told_of_in_a_region_may_have_been_at_its_border_and_hardly_just_there() -> None:
    town, region = Context(points={(15.0, 0.5)}), Context(points={(14.0, 0.5, 40.0)})
    assert nearest_km(town, Context(points={(14.0, 0.5)})) == pytest.approx(111, abs=1)
    assert nearest_km(town, region) == pytest.approx(71, abs=1)
    assert nearest_km(Context(points={(14.1, 0.5)}), region) > 30
