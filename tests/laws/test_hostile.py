"""Report text is hostile and files are broken: all of it is kept, told and shown as plain text."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from fusion.intake import limits
from fusion.pipeline.layout import Mission
from fusion.store import Archive
from tests.cli.support import Outcome, fusion
from tests.laws import missions
from tests.laws.hostile_files import FILES, SMALL
from tests.laws.reading import text_of

Rows = dict[str, list[dict[str, Any]]]

SCRIPT = '<script>alert("X1")</script><img src=x onerror=alert(2)>'
TEMPLATE = "{{ 7*7 }} {% set a = cycler %} ${jndi:ldap://example.invalid/a}"
STATEMENT = "'; drop table report; --"
CELL = "=cmd|' /C calc'!A0"
TYPST = '#import "/etc/passwd": * #read("/etc/passwd") #eval("1+1") $x^2$ *bold* @label'
HIDDEN = "\u202egpj.exe\u202c\u200b"
NAME = "Moussa A" + "bdou" * 2500
PAYLOAD = " ".join([SCRIPT, TEMPLATE, STATEMENT, CELL, TYPST, HIDDEN])
VISIBLE = [SCRIPT, "{{ 7*7 }}", STATEMENT, CELL, '#read("/etc/passwd")']

# One network, so that the hostile words are cited in a hypothesis and not only kept.
NETWORK = (
    "police/registre_ouatagouna_ansongo_jan-fev.xlsx", "police/intel_5x5x5_tillaberi.jsonl",
    "military/FLASH_KAROU_21FEB26.txt", "military/SITREP_RIVER_008_23FEB26.txt",
    "civil_affairs/weekly_W07.docx", "political_affairs/PAF_005_trad_fafa.eml",
    "panel_of_experts/extract_A_may.pdf",
)  # fmt: skip
CARRIER = "military/SITREP_RIVER_017_28APR26.txt"
RENAMED = "military/=cmd() {{7*7}} '; drop table report;-- <img src=x onerror=alert(3)>.txt"


@dataclass(frozen=True)
class Attacked:
    """A mission with hostile files, and how 'fusion run' ended on it."""

    mission: Mission
    outcome: Outcome
    rows: Rows

    @property
    def drafts(self) -> Path:
        return missions.version_of(self.mission) / "drafts"

    def read(self, suffix: str) -> str:
        return text_of(next(self.drafts.glob(f"*head_of_mission*{suffix}")))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = tmp_path_factory.mktemp("attacked") / "m"
    mission = missions.lay_out(folder, NETWORK)
    text = (missions.SAMPLE / "inbox" / CARRIER).read_text(encoding="utf-8")
    sentence = "Idriss Alfaga handles the rope."
    assert sentence in text
    words = f"{sentence} On a wall there: {PAYLOAD} and {NAME} was seen with him."
    (mission.inbox / RENAMED).write_text(text.replace(sentence, words), encoding="utf-8")
    with (mission.inbox / "received.csv").open("a", encoding="utf-8") as register:
        for path in (RENAMED, *FILES):
            register.write(f'"{path}",2026-05-10T09:00:00Z,registry\n')
    for path, (content, _) in FILES.items():
        target = mission.inbox / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "FILE_BYTES", SMALL)
        outcome = fusion("run", mission=mission)
    assert outcome.code == 0, outcome.out + outcome.err
    return Attacked(mission, outcome, missions.rows_of(mission))


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_bad_file_is_told_with_its_reason_and_its_bytes_are_kept(
    attacked: Attacked, path: str
) -> None:
    content, rules = FILES[path]
    (document,) = [row for row in attacked.rows["document"] if row["path"] == path]
    assert Archive(attacked.mission.home.archive).fetch(document["sha256"]) == content
    mine = document["document_id"]
    held = [row for row in attacked.rows["quarantine"] if row["document_id"] == mine]
    issues = [row for row in attacked.rows["issue"] if row["document_id"] == mine]
    told = {row["rule"] for row in held} | {row["kind"] for row in issues}
    assert told & rules, told
    assert all(row["reason"] and row["advice"] for row in held)
    assert all(row["detail"] and row["advice"] for row in issues)


def test_the_run_goes_on_and_its_counts_add_up(attacked: Attacked) -> None:
    assert "files read now" in attacked.outcome.out
    n_in, n_out, held, aside = map(
        int, re.search(r"^reports +(\d+) +(\d+) +(\d+) +(\d+)", attacked.outcome.out, re.M).groups()
    )
    assert n_in == n_out + held + aside
    assert n_out == len(attacked.rows["report"]) and held
    assert len(attacked.rows["hypothesis"]) and len(attacked.rows["judgement"])


def test_hostile_words_are_kept_word_for_word_but_for_what_hides(attacked: Attacked) -> None:
    (report,) = [row for row in attacked.rows["report"] if "On a wall there" in row["text"]]
    assert report["path"] == RENAMED
    for words in (*VISIBLE, TYPST, NAME):
        assert words in report["text"]
    assert not set("\u202e\u202c\u200b") & set(report["text"])
    assert report["report_id"] in {row["report_id"] for row in attacked.rows["judgement_evidence"]}


def test_html_shows_them_as_text_and_runs_nothing(attacked: Attacked) -> None:
    source = next(attacked.drafts.glob("*head_of_mission*.html")).read_text(encoding="utf-8")
    page = BeautifulSoup(source, "lxml")
    shown = " ".join(page.get_text().split())
    for words in VISIBLE:
        assert words in shown
    assert not page.find_all(["script", "iframe", "object", "embed", "form", "link"])
    assert not [t for t in page.find_all(True) if any(name.startswith("on") for name in t.attrs)]
    assert not page.find_all("img", src="x")
    assert "javascript:" not in {str(a.get("href"))[:11] for a in page.find_all("a")}


@pytest.mark.parametrize("suffix", [".html", ".json", ".docx", ".pdf"])
def test_nothing_is_evaluated_read_from_disk_or_hidden(attacked: Attacked, suffix: str) -> None:
    text = attacked.read(suffix)
    assert len(text) > 2000 and "root:x:0" not in text
    assert not set("\u202e\u202d\u2066\u2067") & set(text)
    if "{{" in text:
        assert "{{ 7*7 }}" in text


def test_json_holds_them_as_strings(attacked: Attacked) -> None:
    path = next(attacked.drafts.glob("*head_of_mission*.json"))
    content = json.loads(path.read_text(encoding="utf-8"))
    assert STATEMENT in json.dumps(content, ensure_ascii=False)


def test_word_parts_are_well_formed_and_hold_no_field_or_link_to_them(attacked: Attacked) -> None:
    path = next(attacked.drafts.glob("*head_of_mission*.docx"))
    with zipfile.ZipFile(path) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower()]
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(packed.read(name))
                fields = [e.text or "" for e in root.iter() if e.tag.endswith("}instrText")]
                assert not [text for text in fields if "cmd" in text or "passwd" in text]


def test_files_are_named_by_issue_and_edition_never_by_content(attacked: Attacked) -> None:
    for path in attacked.mission.home.published.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,80}", path.name), path.name


def test_every_table_is_still_there_and_a_second_run_changes_nothing(attacked: Attacked) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "FILE_BYTES", SMALL)
        again = missions.fused(attacked.mission)
    assert (again.n_read, again.is_new) == (0, False)
    assert attacked.rows["report"] and attacked.rows["account"]


def test_hostile_identifiers_on_the_command_line_are_no_commands(attacked: Attacked) -> None:
    for name in ("RPT-' or 1=1 --", "'; drop table report; --", "../../etc/passwd", "[bold]x[/]"):
        outcome = fusion("explain", "--", name, mission=None)
        assert outcome.code == 6 and "root:x" not in outcome.out + outcome.err


def test_commands_print_hostile_words_as_they_stand(attacked: Attacked) -> None:
    (report,) = [row for row in attacked.rows["report"] if "On a wall there" in row["text"]]
    outcome = fusion("explain", report["report_id"], mission=attacked.mission)
    assert outcome.code == 0
    assert RENAMED in outcome.out
    listed = fusion("quarantine", "list", mission=attacked.mission)
    assert listed.code == 0 and "file_not_bomb" in listed.out
