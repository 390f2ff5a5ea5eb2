"""The truth tables hold against the files, and every check finds a fault that is put in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.sample_truth import squeeze
from tests.sample import broken, checker, lineage, places, texts
from tests.sample.mission import Mission, load_mission
from tests.sample.raw import raw_text

MIL_001 = "military/SITREP_RIVER_002_08JAN26.txt"


@pytest.mark.parametrize("check", checker.CHECKS, ids=lambda check: check.__name__)
def test_truth_holds(check: checker.Check) -> None:
    assert list(check(load_mission())) == []


def test_checks_of_reports_have_substance() -> None:
    """Where intake gives no report for an anchor, the checks fall back on the whole file."""
    mission = load_mission()
    assert len(mission.aligned) >= 0.9 * len(mission.reports)


def _drop(mission: Mission, table: str, **cells: str) -> None:
    mission.tables[table].remove(mission.row(table, **cells))


def _file(mission: Mission, file: str, text: str) -> None:
    """Put words at the end of a file, everywhere that the checker looks."""
    mission.words[file] += f"\n{text}"
    mission.raw[file] += squeeze(text)


def _report(mission: Mission, key: str, change: Callable[[str], str]) -> None:
    """Change the text that intake read for a report."""
    row = mission.reports[key]
    cut = mission.read[row["file"]]
    (at,) = [n for n, text in enumerate(cut) if squeeze(row["anchor"]) in squeeze(text)]
    cut[at] = change(cut[at])


def _anchor_twice(m: Mission) -> None:
    _file(m, MIL_001, m.row("report", report_key="MIL-001")["anchor"])


def _late(m: Mission) -> None:
    m.row("report", report_key="MIL-001")["written_on"] = "2026-01-09"


def _exact_copy_with_a_changed_word(m: Mission) -> None:
    middle = len(m.printed("POE-010")) // 2
    _report(m, "POE-010", lambda text: f"{text[:middle]} perhaps {text[middle:]}")


def _truncated_copy_that_is_whole(m: Mission) -> None:
    whole = m.printed("MIL-025")
    _report(m, "MIL-026", lambda _: whole)


def _truncated_copy_that_begins_elsewhere(m: Mission) -> None:
    _report(m, "MIL-025", lambda text: f"Nothing to report from the north. {text}")


def _exact_copy_said_to_be_reformatted(m: Mission) -> None:
    m.row("report", report_key="JUS-011")["relation"] = "reformatted_copy"


def _relay_said_to_be_reformatted(m: Mission) -> None:
    m.row("report", report_key="MIL-043")["relation"] = "reformatted_copy"


def _set(table: str, cells: dict[str, str], **values: str) -> Callable[[Mission], None]:
    return lambda mission: mission.row(table, **cells).update(values)


def _without(table: str, **cells: str) -> Callable[[Mission], None]:
    return lambda mission: _drop(mission, table, **cells)


def _words(file: str, text: str) -> Callable[[Mission], None]:
    return lambda mission: _file(mission, file, text)


def _report_key(key: str, **values: str) -> Callable[[Mission], None]:
    return _set("report", {"report_key": key}, **values)


def _no_relations(m: Mission, relation: str, left: int) -> None:
    for row in [r for r in m.tables["report"] if r["relation"] == relation][left:]:
        row["relation"] = "update"


# (check, fault put into a copy, what the problem must name)
FAULTS: list[tuple[checker.Check, Callable[[Mission], object], str]] = [
    (checker.check_tables, lambda m: m.tables.pop("signal"), "signal"),
    (checker.check_tables, lambda m: m.tables["actor"].append(m.tables["actor"][0]), "A01"),
    (checker.check_files, lambda m: m.received.pop(0), MIL_001),
    (checker.check_files, lambda m: m.received.append(m.received[0]), MIL_001),
    (checker.check_files, _without("broken", file="military/SITREP_empty.txt"), "SITREP_empty"),
    (checker.check_files, lambda m: m.content.pop(MIL_001), MIL_001),
    (checker.check_files, lambda m: m.content.update({"ddr/big.csv": b"," * 250_001}), "ddr/big"),
    (checker.check_files, _set("broken", {"file": "civil_affairs/alert_formula.csv"},
                               file=MIL_001), MIL_001),
    (checker.check_references, _without("actor", actor="A03"), "A03"),
    (checker.check_references, _without("incident", incident="I-001"), "I-001"),
    (checker.check_references, _without("report", report_key="MIL-001"), "MIL-001"),
    (checker.check_references, _report_key("MIL-001", networks="N9"), "N9"),
    (checker.check_vocabulary, _set("incident", {"incident": "I-001"}, markets="onions"), "I-001"),
    (checker.check_vocabulary, _set("incident", {"incident": "I-001"}, incident_type="x"), "I-001"),
    (checker.check_vocabulary, _set("actor", {"actor": "A01"}, kind="ghost"), "A01"),
    (checker.check_vocabulary, _report_key("MIL-001", language="de"), "MIL-001"),
    (checker.check_dates, _late, "MIL-001"),
    (checker.check_dates, _report_key("MIL-001", written_on="2026-02-31"), "MIL-001"),
    (checker.check_dates, _report_key("MIL-001", written_on="2026-01-06"), "MIL-001"),
    (checker.check_dates, _set("incident", {"incident": "I-054"}, date_to="2026-07-06"), "I-054"),
    (checker.check_dates, _set("signal", {"signal": "S1"}, first_indicator_on="2026-06-18"), "S1"),
    (checker.check_dates, _set("network", {"network": "N2", "actor": "B09"}, to_date="2026-01-01"),
     "B09"),
    (checker.check_networks, _set("network", {"network": "N3", "actor": "C12"}, actor="A01"),
     "A01"),
    (checker.check_networks, _set("network", {"network": "N3", "actor": "C12"}, actor="S04"),
     "S04"),
    (checker.check_networks, _report_key("MIL-001", networks="N2"), "MIL-001"),
    (checker.check_networks, _report_key("POL-065", incident=""), "I-075"),
    (checker.check_promises, lambda m: _no_relations(m, "exact_copy", 9), "exact_copy"),
    (checker.check_promises, lambda m: _no_relations(m, "relay", 30), "relay"),
    (checker.check_promises, lambda m: m.tables["report"].clear(), "weeks"),
    (checker.check_promises, _without("retraction", report_key="POL-008"), "retractions"),
    (checker.check_promises, lambda m: m.content.clear(), "files"),
    (checker.check_keys, _report_key("MIL-001", report_key="XYZ-001"), "military"),
    (texts.check_anchors, _report_key("MIL-001", anchor="never printed"), "MIL-001"),
    (texts.check_anchors, _report_key("MIL-001", anchor=""), "MIL-001"),
    (texts.check_anchors, _anchor_twice, "MIL-001"),
    (texts.check_mentions, _set("mention", {"report_key": "MIL-001", "actor": "A03"},
                                surface="Commandant Zak"), "MIL-001"),
    (texts.check_mentions, _set("mention", {"report_key": "MIL-001", "actor": "A03"}, actor="A01"),
     "A01"),
    # Another report of the same file prints it: that is not enough.
    (texts.check_mentions, lambda m: m.tables["mention"].append(
        {"report_key": "POL-050", "actor": "A12", "surface": "FRD"}), "POL-050"),
    (texts.check_protected, _words(MIL_001, "Harouna TIECOURA"), MIL_001),
    (texts.check_protected, _words(MIL_001, "He sells tea opposite the weighbridge."), MIL_001),
    (texts.check_protected, lambda m: _report(m, "CIV-030", lambda t: t + " petit Ismaguel"),
     "CIV-030"),
    (texts.check_protected, _without("forbidden", string="Salimata Oumarou Yaro"), "Salimata"),
    (texts.check_protected, _set("mention", {"report_key": "CIV-046", "actor": "S03"},
                                 report_key="JUS-016"), "S03"),
    (texts.check_codes, _words(MIL_001, "This is network N1B."), "N1B"),
    (texts.check_codes, _words(MIL_001, "A relay of POL-003."), "POL-003"),
    (texts.check_contradictions, _set("contradiction", {"incident": "I-008"}, value_a="8"),
     "MIL-009"),
    (texts.check_contradictions, _set("contradiction", {"incident": "I-031"},
                                      value_b="2026-02-13"), "CIV-023"),
    (texts.check_contradictions, _set("contradiction", {"incident": "I-050"},
                                      value_a="13000000 XOF"), "POL-041"),
    (texts.check_contradictions, _set("contradiction", {"incident": "I-012"},
                                      report_key_b="POL-015"), "I-012"),
    (lineage.check_relations, _report_key("MIL-005", origin="O-CIV-002"), "MIL-005"),
    (lineage.check_relations, _report_key("CIV-001", origin="O-CIV-001"), "CIV-001"),
    (lineage.check_relations, _report_key("CIV-001", of="MIL-999"), "CIV-001"),
    (lineage.check_relations, _report_key("CIV-001", incident="I-002"), "CIV-001"),
    (lineage.check_relations, _report_key("CIV-001", relation="hearsay"), "CIV-001"),
    (lineage.check_relations, _report_key("CIV-001", written_on="2026-01-07"), "CIV-001"),
    (lineage.check_relations, _report_key("PAF-005", language="en"), "PAF-005"),
    (lineage.check_relations, _report_key("PAF-008", file="military/SITREP_RIVER_024_25JUN26.txt"),
     "PAF-008"),
    (lineage.check_confirmations, _report_key("POE-001", incident=""), "POE-001"),
    (lineage.check_retractions, _without("retraction", report_key="MIL-044"), "MIL-044"),
    (lineage.check_lineage, _without("lineage", network="N2", event="new"), "N2"),
    (lineage.check_lineage, _set("lineage", {"network": "N1B"}, other=""), "N1B"),
    (lineage.check_copies, _exact_copy_with_a_changed_word, "POE-010"),
    (lineage.check_copies, _truncated_copy_that_is_whole, "MIL-026"),
    (lineage.check_copies, _truncated_copy_that_begins_elsewhere, "MIL-026"),
    (lineage.check_copies, _exact_copy_said_to_be_reformatted, "JUS-011"),
    (lineage.check_copies, _relay_said_to_be_reformatted, "MIL-043"),
    (places.check_places, _set("incident", {"incident": "I-001"}, lat="15.25"), "I-001"),
    (places.check_places, _set("incident", {"incident": "I-001"}, geonameid="1"), "I-001"),
    (places.check_places, _set("incident", {"incident": "I-001"}, lon="9.0"), "area"),
    (broken.check_broken, lambda m: m.content.update({"military/SITREP_empty.txt": b"x"}),
     "SITREP_empty"),
    (broken.check_broken, _set("broken", {"file": "political_affairs/PAF_script.html"},
                               expected="read"), "PAF_script"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "spoil", "named"),
    FAULTS,
    ids=[f"{n}-{check.__name__}-{named}" for n, (check, _, named) in enumerate(FAULTS)],
)
def test_fault_is_found(
    check: checker.Check, spoil: Callable[[Mission], object], named: str
) -> None:
    spoilt = load_mission().copy()
    spoil(spoilt)
    assert any(named in problem for problem in _problems(check, spoilt))


def _problems(check: checker.Check, mission: Mission) -> list[str]:
    return list(check(mission))


@pytest.mark.parametrize("file", sorted(broken.FAULTS))
def test_sound_bytes_are_no_broken_file(file: str) -> None:
    assert not broken.FAULTS[file](b"A sound text of one line.\n")


def test_every_check_is_spoilt_by_some_fault() -> None:
    assert {check for check, _, _ in FAULTS} == set(checker.CHECKS)


@pytest.mark.parametrize(
    ("value", "text", "stands"),
    [
        ("7", "SEVEN buried", True), ("22", "twenty-two dead", True), ("5", "cinq citernes", True),
        ("3", "toll 13", False), ("14", "on the 14/2", True), ("9", "lat 0.95", False),
        ("2026-02-12", "Thursday 12 Feb", True), ("2026-02-01", "the 12th", False),
        ("12000000 XOF", "12 million XOF", True), ("12000000 XOF", "2 million", False),
        ("none", "aucune rançon", True), ("none", "une rançon", False),
        ("Ndaki", "près de NDAKI", True),
    ],
)  # fmt: skip
def test_value_is_printed(value: str, text: str, stands: bool) -> None:
    assert texts.is_printed(value, text) is stands


def test_raw_text_takes_the_plain_body_of_a_mail_once() -> None:
    mail = (
        b"Subject: one\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n"
        b"\r\n--b\r\nContent-Type: text/plain\r\n\r\ntwo\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n--b--\r\n"
    )
    assert raw_text(mail, ".eml").split() == ["one", "two"]
