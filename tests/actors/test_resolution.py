"""Actors over accounts: who is merged, who is kept apart, and what analysts' decisions do."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

from fusion.actors import STAGE, why
from fusion.actors.stage import resolve_actors
from fusion.tables import TABLES
from fusion.terms.errors import NotFound
from tests.actors.support import actor_of, inputs, resolve, run
from tests.support import make_table

SPELLINGS = (
    "Bilal Ould Zemmar drove a tanker to Gao for FFJ.",
    "Bilel Weld Zemar drove BA 4471 MD to Gao; FFJ escorted him.",
    "Le transporteur Bilal O. Zemmar a été vu à Gao avec le FFJ.",
    "شوهد بلال ولد زمار في غاو.",
)


def test_spellings_of_one_person_become_one_actor() -> None:
    tables = resolve(*SPELLINGS)
    found = [
        actor_of(tables, s)
        for s in ("Bilal Ould Zemmar", "Bilel Weld Zemar", "Bilal O. Zemmar", "بلال ولد زمار")
    ]
    assert len(found[0]) == 1 and all(ids == found[0] for ids in found)
    actor = next(row for row in tables["actor"] if {row["actor_id"]} == found[0])
    assert actor["n_accounts"] == 4 and "بلال ولد زمار" in actor["aliases"]


def test_one_word_and_a_kunya_alone_never_merge() -> None:
    tables = resolve(
        "Mohamed sold fuel.", "Mohamed bought fuel.", "Abou Hamza met traders.", "Abu Hamza left.",
        "أبو حمزة في الطريق.",
    )  # fmt: skip
    assert [row for row in tables["actor"] if row["kind"] == "person"] == []


def test_namesakes_in_distant_places_stay_apart_and_go_to_review() -> None:
    tables = resolve(
        "Hamadoun Boureima Dicko, treasurer, spoke at Gorom-Gorom.",
        "Hamadoun Boureima Dicko, a herder, lost cattle at Douentza.",
    )
    assert len(actor_of(tables, "Hamadoun Boureima Dicko")) == 2
    assert [row["kind"] for row in tables["issue"]] == ["actor_review"]


def test_contradicting_patronymics_stay_apart_however_close() -> None:
    text = "{} paid FFJ at Gao and used +223 40 55 21 07."
    tables = resolve(text.format("Attaher ag Wanzou"), text.format("Attaher ag Tessalam"))
    assert actor_of(tables, "Attaher ag Wanzou").isdisjoint(actor_of(tables, "Attaher ag Tessalam"))


def test_short_forms_follow_the_fuller_name_of_their_account() -> None:
    tables = resolve("Cdt Mahamane Zakouri gave the order at Gao. Zakouri then left.")
    assert actor_of(tables, "Zakouri") == actor_of(tables, "Cdt Mahamane Zakouri") != set()


def test_an_alias_told_in_one_account_is_known() -> None:
    tables = resolve("Bilal Ould Zemmar, alias Chérif Diesel, drove to Gao.")
    assert actor_of(tables, "Chérif Diesel") == actor_of(tables, "Bilal Ould Zemmar") != set()


def test_known_groups_numbers_and_plates_meet_across_forms() -> None:
    tables = resolve(
        "FFJ at Gao; tanker BA 4471 MD; call +223 40 55 21 07.",
        "Yellow River Front at Gao; tanker 4471 MD; phone 40 55 21 07.",
        "جبهة النهر الأصفر في غاو.",
        "Boucle Pétrole SARL (BP) sold fuel.", "BP SARL sold fuel.",
    )  # fmt: skip
    kinds: dict[str, list[str]] = {}
    for row in tables["actor"]:
        kinds.setdefault(row["kind"], []).append(row["name"])
    assert kinds["group"] == ["Front du Fleuve Jaune"]
    assert kinds["phone"] == ["+22340552107"]
    assert kinds["vehicle"] == ["BA 4471 MD"]
    assert kinds["organisation"] == ["Boucle Pétrole SARL"]
    phone = next(row for row in tables["actor"] if row["kind"] == "phone")
    assert phone["country"] == "ML" and phone["n_accounts"] == 2


def decision(
    number: int, kind: str, one: str, two: str | None, value: str | None = None
) -> dict[str, Any]:
    return {
        "decision_id": f"DEC-{number}", "sequence": number, "kind": kind, "subject_id": one,
        "object_id": two, "value": value, "decided_by": "analyst", "reason": "test",
    }  # fmt: skip


def decisions(*rows: dict[str, Any]) -> pa.Table:
    return make_table("decision", *rows)


NAMESAKES = (
    "Hamadoun Boureima Dicko, treasurer, spoke at Gorom-Gorom.",
    "Hamadoun Boureima Dicko, a herder, lost cattle at Douentza.",
)


def test_machine_never_overwrites_an_analyst_who_joins() -> None:
    one, two = sorted(actor_of(resolve(*NAMESAKES), "Hamadoun Boureima Dicko"))
    tables = resolve(*NAMESAKES, decisions=decisions(decision(1, "same", one, two)))
    assert len(actor_of(tables, "Hamadoun Boureima Dicko")) == 1
    assert not tables["issue"]
    undone = decisions(decision(1, "same", one, two), decision(2, "different", two, one))
    assert len(actor_of(resolve(*NAMESAKES, decisions=undone), "Hamadoun Boureima Dicko")) == 2


def test_machine_never_overwrites_an_analyst_who_parts() -> None:
    first = resolve(SPELLINGS[0])
    second = resolve(SPELLINGS[1])
    one, two = (
        actor_of(first, "Bilal Ould Zemmar").pop(),
        actor_of(second, "Bilel Weld Zemar").pop(),
    )
    tables = resolve(*SPELLINGS, decisions=decisions(decision(1, "different", one, two)))
    assert actor_of(tables, "Bilal Ould Zemmar").isdisjoint(actor_of(tables, "Bilel Weld Zemar"))


def test_a_decision_that_is_reopened_gives_the_pair_back_to_the_machine() -> None:
    one, two = sorted(actor_of(resolve(*NAMESAKES), "Hamadoun Boureima Dicko"))
    reopened = decisions(decision(1, "same", one, two), decision(2, "reopen", two, one))
    tables = resolve(*NAMESAKES, decisions=reopened)
    assert actor_of(tables, "Hamadoun Boureima Dicko") == {one, two}
    assert [row["kind"] for row in tables["issue"]] == ["actor_review"]


def test_a_join_by_the_machine_says_how_it_is_undone() -> None:
    tables = resolve(*SPELLINGS)
    actor = actor_of(tables, "Bilal Ould Zemmar").pop()
    rules = {row["surface"]: row["rule"] for row in tables["actor_mention"]}
    apart = rules["Bilel Weld Zemar"].rpartition("apart: ")[2]
    assert apart.startswith("ACT-") and apart != actor
    undone = resolve(*SPELLINGS, decisions=decisions(decision(1, "different", actor, apart)))
    assert actor_of(undone, "Bilel Weld Zemar") == {apart}
    assert actor_of(undone, "Bilal Ould Zemmar") == {actor}


def test_a_later_spelling_is_no_bridge_between_two_that_an_analyst_parted() -> None:
    one, two = (
        actor_of(resolve(SPELLINGS[n]), name).pop()
        for n, name in enumerate(("Bilal Ould Zemmar", "Bilel Weld Zemar"))
    )
    parted = decisions(decision(1, "different", one, two))
    tables = resolve(*SPELLINGS, "Bilal Weld Zemmar drove to Gao for FFJ.", decisions=parted)
    assert actor_of(tables, "Bilal Ould Zemmar").isdisjoint(actor_of(tables, "Bilel Weld Zemar"))
    assert not [row for row in tables["issue"] if one in row["detail"] and two in row["detail"]]


def test_an_analyst_names_an_actor() -> None:
    one = actor_of(resolve(*SPELLINGS), "Bilal Ould Zemmar").pop()
    tables = resolve(*SPELLINGS, decisions=decisions(decision(1, "rename", one, None, "B. Zemmar")))
    assert next(r for r in tables["actor"] if r["actor_id"] == one)["name"] == "B. Zemmar"


def test_later_spellings_do_not_change_an_identifier() -> None:
    before = actor_of(resolve(SPELLINGS[0]), "Bilal Ould Zemmar")
    after = actor_of(resolve(*SPELLINGS), "Bilal Ould Zemmar")
    assert before == after


def test_a_withdrawn_account_says_nothing_but_keeps_its_mentions() -> None:
    texts = (
        "Attaher ag Wanzou paid Salou Kimba at Gao.",
        "Attaher ag Wanzou met Salou Kimba at Gao.",
    )
    tables = resolve((texts[0], {"is_withdrawn": True}), texts[1])
    assert {claim["account_id"] for claim in tables["claim"]} == {"ACC-001"}
    assert {tie["kind"] for tie in tables["tie"]} == {"meeting"}
    assert "ACC-000" in {row["account_id"] for row in tables["mention"]}
    assert all(row["account_id"] != "ACC-000" for row in tables["actor_mention"])


def test_running_again_and_another_order_give_the_same_bytes() -> None:
    given = inputs(*SPELLINGS, *NAMESAKES)
    first = resolve_actors(given, run()).tables
    shuffled = dict(given)
    for name in ("account", "report"):
        rows = given[name].to_pylist()
        random.Random(3).shuffle(rows)
        shuffled[name] = pa.Table.from_pylist(rows, given[name].schema)
    second = resolve_actors(shuffled, run()).tables
    for name, table in first.items():
        assert table.equals(second[name]), name


def test_counts_add_up_and_every_reference_resolves() -> None:
    output = resolve_actors(inputs(*SPELLINGS, *NAMESAKES), run())
    assert output.flow.adds_up and output.flow.n_in == 6
    tables = {name: table.to_pylist() for name, table in output.tables.items()}
    actors = {row["actor_id"] for row in tables["actor"]}
    mentions = {row["mention_id"] for row in tables["mention"]}
    places = {row["place_id"] for row in tables["place"]}
    assert {row["mention_id"] for row in tables["actor_mention"]} <= mentions
    assert {row["actor_id"] for row in tables["actor_mention"]} == actors
    assert {row["place_id"] for row in tables["account_place"]} == places
    assert {row["mention_id"] for row in tables["account_place"]} - {None} <= mentions
    for claim in tables["claim"]:
        assert claim["subject_id"] in actors and claim["object_id"] in actors | {None}
    assert len(tables["account_event"]) == 6


def test_why_tells_the_evidence_term_by_term() -> None:
    tables = resolve_actors(inputs(*SPELLINGS, *NAMESAKES), run()).tables
    links = tables["actor_mention"].to_pylist()
    of = {row["surface"]: row for row in links}
    one, other = of["Bilal Ould Zemmar"], of["Bilel Weld Zemar"]
    joined = why(one["mention_id"], other["mention_id"], tables)
    assert "One actor" in joined[0] and any("linked: " in line for line in joined)
    namesakes = sorted({r["actor_id"] for r in links if r["surface"] == "Hamadoun Boureima Dicko"})
    parted = " ".join(why(namesakes[0], namesakes[1], tables))
    assert "Two actors" in parted and "may be one person" in parted and "Names compared" in parted
    kinds = why(one["actor_id"], of["FFJ"]["actor_id"], tables)
    assert "the other a group" in kinds[-1]


def test_why_refuses_what_it_does_not_know() -> None:
    tables = resolve_actors(inputs("Mohamed sold fuel."), run()).tables
    mention = next(r for r in tables["mention"].to_pylist() if r["surface"] == "Mohamed")
    assert "without an actor" in why(mention["mention_id"], mention["mention_id"], tables)[0]
    for name in ("ACT-000000000000", "MEN-000000000000"):
        with pytest.raises(NotFound):
            why(name, name, tables)


def test_empty_inputs_give_empty_tables() -> None:
    output = STAGE.function(inputs(), run())
    assert set(output.tables) == set(STAGE.writes)
    assert all(table.num_rows == 0 for table in output.tables.values())
    assert all(
        table.schema.names == TABLES[name].schema.names for name, table in output.tables.items()
    )
