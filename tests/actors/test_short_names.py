"""Short names: to whom they go, when they stay mentions, and what the mission teaches to read."""

from __future__ import annotations

import random

from tests.actors.support import actor_of, resolve

FULL = "Commandant Mossi Tankoura of FFJ held the barrier at Gao on 3 March 2026."


def test_a_rank_and_a_short_name_find_the_only_actor_in_reach() -> None:
    tables = resolve(FULL, "Cdt Tankoura of FFJ took money at Gao on 9 March 2026.")
    assert (
        actor_of(tables, "Cdt Tankoura") == actor_of(tables, "Commandant Mossi Tankoura") != set()
    )


def test_a_bare_word_without_context_stays_a_mention() -> None:
    tables = resolve(FULL, "Tankoura is a name that people use.")
    assert actor_of(tables, "Tankoura") == set()


def test_two_bearers_in_reach_leave_the_short_name_to_an_analyst() -> None:
    tables = resolve(
        FULL,
        "Commandant Idder Tankoura of FFJ held the ferry at Gao on 5 March 2026.",
        "Cdt Tankoura of FFJ took money at Gao on 9 March 2026.",
    )
    both = actor_of(tables, "Commandant Mossi Tankoura") | actor_of(
        tables, "Commandant Idder Tankoura"
    )
    assert len(both) == 2 and actor_of(tables, "Cdt Tankoura").isdisjoint(both)


def test_an_initial_must_open_a_part_of_the_name() -> None:
    tables = resolve(
        FULL,
        "M. Tankoura of FFJ took money at Gao on 9 March 2026.",
        "Z. Tankoura of FFJ took money at Gao on 9 March 2026.",
    )
    full = actor_of(tables, "Commandant Mossi Tankoura")
    assert actor_of(tables, "Z. Tankoura").isdisjoint(full)


def test_short_forms_that_only_other_accounts_explain_are_read() -> None:
    tables = resolve(
        "Coopérative Union Zemmouka paid its members at Gao. Call +223 40 55 21 07.",
        "At Gao the lorries of Zemmouka were searched; ring 40552107.",
    )
    body = actor_of(tables, "Coopérative Union Zemmouka")
    assert actor_of(tables, "Zemmouka") == body != set()
    assert len(actor_of(tables, "40552107")) == 1


def test_a_word_that_stands_alone_more_often_than_in_the_name_is_no_name() -> None:
    tables = resolve(
        "Société Zemmouka Dattes sold fuel at Gao.",
        *(f"On {day} March 2026 Dattes were cheap at Gao." for day in (3, 9, 12)),
    )
    assert actor_of(tables, "Dattes") == set()


def test_the_order_of_accounts_does_not_change_who_is_whom() -> None:
    texts = [
        FULL,
        "Cdt Tankoura of FFJ took money at Gao on 9 March 2026.",
        "Tankoura and Bilal Ould Zemmar met at Gao on 11 March 2026.",
        "Le transporteur Bilal O. Zemmar a été vu à Gao avec le FFJ.",
    ]
    one = resolve(*texts)
    random.Random(5).shuffle(texts)
    two = resolve(*texts)
    assert sorted(r["name"] for r in one["actor"]) == sorted(r["name"] for r in two["actor"])
