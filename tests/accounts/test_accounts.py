"""What folds into one account and what does not, class by class of input; and the laws."""

from __future__ import annotations

import datetime as dt
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.accounts import STAGE
from fusion.tables import TABLES
from tests.support import AS_OF, make_run, make_table

DAY = dt.timedelta(days=1)
START = AS_OF - 60 * DAY
NO_DECISIONS = TABLES["decision"].empty()
NOTHING = {name: TABLES[name].empty() for name in STAGE.reads}

FULL = (
    "On 4 March at 1520 a white Hiace from Tassiga to Bentia with 11 passengers was stopped by six "
    "armed men on three motorcycles, 6 km east of Karou. The men wore khaki turbans; one carried a "
    "PKM with a taped stock. Passengers had to lie down and show identity cards. Two teachers, "
    "Hamma Sidibera (41) and Yacou Toloke (29), were tied with fan belts and taken north towards "
    "the massif. The remaining nine were released after 25 minutes, their telephones taken. The "
    "reaction force reached the spot at 1745 and found tyre tracks and one sandal."
)
OTHER = (
    "During the weekly meeting the union of transporters told the team about a robbery that same "
    "morning at the turn-off for Monzonga. A lorry with nine onion sellers was waved down by three "
    "men, one in a military jacket without insignia. They collected 1,400,000 francs in a rice "
    "sack, piled the telephones on the road, poured petrol over them and set them alight. An old "
    "man was slapped for asking to keep his prayer beads."
)


def report(name: str, text: str, day: float = 0, **fields: object) -> dict[str, object]:
    row = {"report_id": f"RPT-{name}", "text": text, "received_at": START + day * DAY}
    return {**row, "path": name, "ordinal": 1, **fields}


def fold(*rows: dict[str, object], decisions: pa.Table = NO_DECISIONS):
    return STAGE.function(
        {**NOTHING, "report": make_table("report", *rows), "decision": decisions}, make_run()
    )


def groups(output) -> dict[str, set[str]]:
    """Report names by the name of the account's lead."""
    lead = {r["account_id"]: r["lead_report_id"][4:] for r in output.tables["account"].to_pylist()}
    found: dict[str, set[str]] = {}
    for row in output.tables["account_report"].to_pylist():
        found.setdefault(lead[row["account_id"]], set()).add(row["report_id"][4:])
    return found


def relations(output) -> dict[str, str]:
    return {
        row["report_id"][4:]: row["relation"] for row in output.tables["account_report"].to_pylist()
    }


def noisy(text: str, share: float, seed: int = 3) -> str:
    """Recognition noise: letters replaced by look-alikes."""
    chosen = random.Random(seed)
    alike = {"o": "0", "l": "1", "e": "c", "a": "o", "m": "rn", "i": "l", "t": "f", "s": "5"}
    return "".join(alike.get(c, c) if chosen.random() < share else c for c in text)


def edited(text: str, share: float, seed: int = 5) -> str:
    chosen = random.Random(seed)
    return " ".join(
        "otherwise" if w.islower() and chosen.random() < share else w for w in text.split()
    )


@pytest.mark.parametrize(
    ("copy", "relation"),
    [
        (FULL, "exact_copy"),
        (FULL.upper().replace(". ", ".\n\n"), "reformatted_copy"),
        (FULL.replace("massif", "mas-\nsif").replace(",", " ;"), "reformatted_copy"),
        ("> " + FULL.replace(". ", ".\n> "), "reformatted_copy"),
        ("FROM: liaison desk\nTO: all\nSUBJ: for information\n\n" + FULL, "reformatted_copy"),
        (noisy(FULL, 0.08), "reformatted_copy"),
        (edited(FULL, 0.2), "reformatted_copy"),
        (FULL[: len(FULL) // 2], "truncated_copy"),
        (FULL.replace("11 passengers", "12 passengers"), "update"),
        ("UPDATE 1. " + FULL + " One of the teachers has died.", "update"),
    ],
)
def test_copy_folds_with_its_relation(copy: str, relation: str) -> None:
    output = fold(report("a", FULL), report("b", copy, 2), report("c", OTHER, 1))
    assert groups(output) == {"a": {"a", "b"}, "c": {"c"}}
    assert relations(output)["b"] == relation


def test_update_in_other_words_folds_by_reference() -> None:
    first = "Shots at a fuel pick-up at Karou, one youth badly hit, taken north by a passing taxi."
    later = "UPDATE 1 to FLASH 044: the apprentice died in hospital at 0400, toll now 1 killed."
    output = fold(report("a", first, reference="FLASH 044"), report("b", later, 1))
    assert groups(output) == {"a": {"a", "b"}}
    assert relations(output) == {"a": "lead", "b": "update"}


def test_update_of_another_component_is_a_telling_of_its_own() -> None:
    later = "UPDATE 1 to FLASH 044: the apprentice died in hospital at 0400, toll now 1 killed."
    first = "Shots at a fuel pick-up, one youth badly hit, taken away."
    output = fold(
        report("a", first, reference="FLASH 044"), report("b", later, 1, component="police")
    )
    assert len(groups(output)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Vol de moto, plaignant Amadou Sarre, Yamaha rouge, 350 000 francs, quartier nord.",
            "Vol de moto, plaignant Issa Tolo, Yamaha rouge, 425 000 francs, quartier nord.",
        ),
        (
            "Patrol to Bara and back, 34 km, nothing to report, one broken axle repaired by unit.",
            "Patrol to Bara and back, 57 km, nothing to report, one broken axle repaired by unit.",
        ),
        (
            "Cattle theft at Fafa on 3 May, 40 head, four men armed, tracks towards the river.",
            "Cattle theft at Tassiga on 9 May, 12 head, nine men armed, tracks towards the river.",
        ),
    ],
)
def test_rows_of_one_form_with_other_particulars_stay_apart(one: str, other: str) -> None:
    assert len(groups(fold(report("a", one), report("b", other, 1)))) == 2


def test_nothing_to_report_of_two_days_is_two_reports() -> None:
    rows = [report(f"r{i}", "Nothing to report.", i, observed_from=START + i * DAY) for i in (1, 2)]
    assert len(groups(fold(*rows))) == 2


def test_short_row_sent_again_with_the_same_fields_folds() -> None:
    rows = [report(n, "Nothing to report.", d, observed_from=START, place_text="Bara")
            for d, n in enumerate("ab")]  # fmt: skip
    assert groups(fold(*rows)) == {"a": {"a", "b"}}


def test_digest_stands_with_its_first_piece_and_does_not_merge_the_pieces() -> None:
    digest = f"Weekly digest.\n1. {OTHER}\n2. {FULL}\n"
    output = fold(report("a", FULL), report("b", OTHER, 1), report("d", digest, 3))
    assert groups(output) == {"a": {"a"}, "b": {"b", "d"}}
    assert relations(output)["d"] == "merged_copy"


def test_chain_of_small_changes_does_not_reach_what_is_unlike() -> None:
    words = [f"w{i}x" for i in range(120)]
    texts = []
    for step in range(6):
        texts.append(" ".join(words[step * 24 : step * 24 + 60]))
    output = fold(*(report(f"{i}", text, i) for i, text in enumerate(texts)))
    assert max(len(members) for members in groups(output).values()) <= 3
    together = {frozenset(m) for m in groups(output).values()}
    assert not any({"0", "5"} <= m for m in together)


def test_shared_letterhead_folds_nobody() -> None:
    head = "United mission headquarters routine restricted report of the sector operations room. "
    bodies = [
        "Bridge at the ford is broken.", "Two goats were killed by lightning at the well.",
        "Prices of millet rose again this week in town.", "A school reopened with forty pupils.",
        "Fuel is short at the pump near the harbour.", "The prefect left for the capital today.",
        "Rain fell all night over the camp.", "Elders met about the pasture and agreed on a line.",
        "Radio masts were repaired by technicians.", "A wedding closed the market road at noon.",
    ]  # fmt: skip
    output = fold(*(report(f"{i}", head * 2 + body, i) for i, body in enumerate(bodies)))
    assert len(groups(output)) == len(bodies)


def test_fragment_first_keeps_the_identity_when_the_whole_arrives() -> None:
    alone = fold(report("a", FULL[: len(FULL) // 3]))
    both = fold(report("a", FULL[: len(FULL) // 3]), report("b", FULL, 1))
    assert both.tables["account"]["account_id"] == alone.tables["account"]["account_id"]
    assert groups(both) == {"b": {"a", "b"}}
    assert relations(both) == {"a": "truncated_copy", "b": "lead"}


def decision(kind: str, subject: str, other: str | None = None, sequence: int = 1) -> dict:
    return {"decision_id": f"DEC-{sequence}", "sequence": sequence, "kind": kind,
            "subject_id": subject, "object_id": other}  # fmt: skip


def test_machine_never_overwrites_an_analyst() -> None:
    apart = make_table("decision", decision("different", "RPT-b", "RPT-a"))
    assert len(groups(fold(report("a", FULL), report("b", FULL, 1), decisions=apart))) == 2
    together = make_table("decision", decision("same", "RPT-a", "RPT-c"))
    output = fold(report("a", FULL), report("c", OTHER, 1), decisions=together)
    assert groups(output) == {"a": {"a", "c"}}


def test_last_decision_on_a_pair_holds() -> None:
    both = make_table(
        "decision",
        decision("different", "RPT-a", "RPT-b", 1), decision("same", "RPT-b", "RPT-a", 2),
    )  # fmt: skip
    assert len(groups(fold(report("a", FULL), report("b", FULL, 1), decisions=both))) == 1


def withdrawn(output) -> dict[str, bool]:
    return {
        r["lead_report_id"][4:]: r["is_withdrawn"] for r in output.tables["account"].to_pylist()
    }


def test_withdrawal_by_reference_reaches_the_telling_and_its_copies() -> None:
    output = fold(
        report("a", FULL, reference="UNPOL/AYO/0107"),
        report("b", FULL, 1, component="police"),
        report("c", OTHER, 1),
        report("w", "We withdraw our report on the Hiace.", 5, withdraws="unpol ayo 0107"),
    )
    assert withdrawn(output) == {"a": True, "c": False, "w": False}
    assert output.tables["issue"].num_rows == 0


def test_withdrawal_of_a_paragraph_finds_it_among_its_document() -> None:
    output = fold(
        report("a", FULL, reference="SITREP 006", locator="¶ 3"),
        report("c", OTHER, 0, reference="SITREP 006", locator="¶ 4"),
        report("w", "Paragraph 4 is withdrawn.", 5, withdraws="SITREP 006 para 4"),
    )
    assert withdrawn(output) == {"a": False, "c": True, "w": False}


def test_withdrawal_that_fits_nothing_or_several_is_raised_not_guessed() -> None:
    output = fold(
        report("a", FULL, reference="SITREP 006"),
        report("c", OTHER, 0, reference="SITREP 006"),
        report("v", "Our report is withdrawn.", 5, withdraws="SITREP 006"),
        report("w", "Our other report is withdrawn.", 6, withdraws="SITREP 999"),
    )
    assert not any(withdrawn(output).values())
    kinds = set(output.tables["issue"]["kind"].to_pylist())
    assert kinds == {"withdrawal_ambiguous", "withdrawal_unmatched"}


def test_analyst_withdraws_and_reopens() -> None:
    first = decision("withdraw", "RPT-a", sequence=1)
    gone = fold(report("a", FULL), decisions=make_table("decision", first))
    assert withdrawn(gone) == {"a": True}
    back = make_table("decision", first, decision("reopen", "RPT-a", sequence=2))
    assert withdrawn(fold(report("a", FULL), decisions=back)) == {"a": False}


def test_reports_received_after_as_of_are_set_aside() -> None:
    late = report("b", OTHER, 0)
    late["received_at"] = AS_OF + DAY
    output = fold(report("a", FULL), late)
    assert groups(output) == {"a": {"a"}}
    assert output.flow.n_set_aside == 1 and output.flow.adds_up


def test_no_reports() -> None:
    output = STAGE.function({**NOTHING, "decision": NO_DECISIONS}, make_run())
    assert output.flow.n_in == 0 and output.tables["account"].num_rows == 0


@pytest.mark.parametrize("text", ["", " ", "?", "😀", "a" * 5000, "\x00\u202e", "كان"])
def test_odd_texts_pass_through(text: str) -> None:
    output = fold(report("a", text), report("b", text, 1), report("c", FULL, 2))
    assert output.flow.n_out == 3


SNIPPETS = [FULL, OTHER, FULL[:200], OTHER[:150], "Nothing to report.", "UPDATE 1. " + OTHER]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(range(len(SNIPPETS))), max_size=7), st.randoms(use_true_random=False)
)
def test_laws(chosen: list[int], shuffle: random.Random) -> None:
    """Every report stands in one account; order does not matter; again gives the same bytes."""
    rows = [report(f"{i}", SNIPPETS[which], i % 3) for i, which in enumerate(chosen)]
    first = fold(*rows) if rows else None
    if first is None:
        return
    mixed = list(rows)
    shuffle.shuffle(mixed)
    again = fold(*mixed)
    assert all(first.tables[name].equals(again.tables[name]) for name in first.tables)
    assert first.flow.adds_up and first.flow.n_out == len(rows)
    members = first.tables["account_report"]
    assert sorted(members["report_id"].to_pylist()) == sorted(str(r["report_id"]) for r in rows)
    assert sum(first.tables["account"]["n_reports"].to_pylist()) == len(rows)
    leads = [r for r in members.to_pylist() if r["relation"] == "lead"]
    assert len(leads) == first.tables["account"].num_rows
