"""Five editions governed by the profile alone: what each holds, and how finely it is told."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from docx import Document
from pydantic import ValidationError

from fusion.briefing.editions import editions_of
from fusion.briefing.extract import layers
from fusion.briefing.formats.docx import render_docx
from fusion.briefing.formats.release import Editions
from fusion.briefing.holdings import Holdings
from fusion.briefing.pseudonyms import LETTERS, Names
from fusion.briefing.wording import DATA
from fusion.profile import SECTIONS, Edition, load_profile
from fusion.terms.errors import ProfileError
from tests.briefing.sample import NETWORKS, sample_run
from tests.support import make_profile

ROOT = Path(__file__).parents[2]
STANDARD = editions_of(make_profile())
BY_CODE = {edition.code: edition for edition in STANDARD}
Contents = dict[tuple[str, str], dict[str, Any]]
CODE = re.compile(rf"\b[PGVTMX]-[{LETTERS}]{{5,}}\b")  # O- also begins an origin


@pytest.fixture(scope="session")
def standard(holdings: Holdings) -> Editions:
    """The five standard editions of the sample's tables."""
    profile = sample_run().profile.model_copy(update={"editions": STANDARD})
    run = type(holdings.run)(profile, holdings.run.as_of, holdings.run.seed)
    return Editions(Holdings(holdings.tables, run))


@pytest.fixture(scope="session")
def five(standard: Editions) -> Contents:
    return {(e.code, lang): standard.content(e, lang) for e in STANDARD for lang in e.languages}


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for key, inner in value.items() if key != "labels" for t in texts(inner)]
    return [t for inner in value for t in texts(inner)] if isinstance(value, list) else []


def test_the_sample_profile_and_the_standard_name_the_same_five() -> None:
    sample = load_profile(ROOT / "sample_reports" / "mission.yaml").editions
    assert [e.code for e in sample] == list(BY_CODE) and len(sample) == 5
    for edition in sample:
        same = BY_CODE[edition.code]
        for name in (
            "sections", "hypothesis_parts", "pseudonyms", "source_detail", "time", "embedment",
            "names_persons", "place_precision", "marking_ceiling", "tlp",
        ):  # fmt: skip
            assert getattr(edition, name) == getattr(same, name), (edition.code, name)


def test_sections_not_held_are_absent_in_every_format(standard: Editions, five: Contents) -> None:
    labels = five["head_of_mission", "en"]["issue"]["labels"]
    for edition in STANDARD:
        content = five[edition.code, "en"]
        page = BeautifulSoup(standard.file(edition, "en", "html"), "lxml")
        data = json.loads(standard.file(edition, "en", "json"))
        titles = {tag.get_text(strip=True) for tag in page.find_all("h2")}
        for name in SECTIONS:
            key = "sources_annex" if name == "sources" else name
            is_held = edition.holds(name)
            assert (name in content) == (name in data) == is_held, (edition.code, name)
            assert (labels[key] in titles) == is_held, (edition.code, name)
        assert content["issue"]["sections"] == [n for n in SECTIONS if edition.holds(n)]


def test_parts_of_a_hypothesis_page_follow_the_profile(five: Contents) -> None:
    for page in five["country_team", "en"]["hypotheses"]:
        assert "members" not in page and "network" not in page and "tests" not in page
    for page in five["panel_of_experts", "en"]["hypotheses"]:
        assert "tests" not in page and page["embedment"] == ""
    assert any(page["embedment"] for page in five["head_of_mission", "en"]["hypotheses"])


def test_the_annex_on_state_embedment_stays_with_the_head_of_mission(
    standard: Editions, holdings: Holdings
) -> None:
    protector = next(name for name, _, role in NETWORKS[0]["members"] if role == "protector")
    for edition in STANDARD[1:]:
        names = Names(standard.holdings, edition)
        actor = next(a for a in holdings.actors.values() if a["name"] == protector)
        code = names.code(actor["actor_id"])
        for page in standard.content(edition, "en").get("hypotheses", []):
            rows = page.get("members", {"rows": []})["rows"]
            assert not any(row[0] == code and row[2].startswith("protector") for row in rows)


def test_public_holds_no_person_no_code_no_fine_place_and_no_day(five: Contents) -> None:
    names = [
        name for network in NETWORKS for name, kind, _ in network["members"] if kind == "person"
    ]
    for language in ("en", "fr"):
        content = five["public", language]
        said = "\n".join(texts({**content, "issue": content["issue"]["withheld"]}))
        assert not any(name in said for name in names)
        assert not CODE.search(said)
        assert "district" not in said
        day = re.compile(r"\b\d{1,2} (January|February|March|April|May|June|"
                         r"janvier|février|mars|avril|mai|juin) 2026")  # fmt: skip
        assert not day.search(said), day.search(said)
        assert content["issue"]["marking"] == "UNCLASSIFIED"
        assert all(s["component"] == content["sources"][0]["component"] for s in content["sources"])


def test_codes_of_one_edition_cannot_be_joined_with_those_of_another(
    standard: Editions, five: Contents
) -> None:
    shared = set(CODE.findall("\n".join(texts(five["components", "en"]))))
    own = set(CODE.findall("\n".join(texts(five["panel_of_experts", "en"]))))
    assert shared and own and not shared & own
    forbidden = standard.forbidden(BY_CODE["panel_of_experts"])
    assert any("pseudonym" in rule for _, rule in forbidden.phrases)


def test_fullest_edition_of_the_standard_is_the_head_of_missions(five: Contents) -> None:
    head = five["head_of_mission", "en"]
    assert head["issue"]["sections"] == list(SECTIONS)
    assert any(source["text"] for source in head["sources"])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"sections": ["method"]}, "key judgements"),
        ({"tlp": "CLEAR", "names_persons": True}, "names persons"),
        ({"tlp": "CLEAR", "holds_source_text": True}, "quotes sources"),
        ({"pseudonyms": "none"}, "lists members"),
        ({"source_detail": "general", "holds_source_text": True}, "does not describe"),
        ({"sections": ["key_judgements", "gossip"]}, "sections"),
        ({"place_precision": "street"}, "place_precision"),
        ({"time_precision": "hour"}, "time_precision"),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Edition.model_validate({"code": "x", "title_en": "x", "title_fr": "x", **fault})


def test_two_editions_with_one_code_are_refused() -> None:
    one = {"code": "x", "title_en": "x", "title_fr": "x"}
    with pytest.raises(ValidationError, match="share one code"):
        make_profile(editions=[one, one])


def test_a_section_that_nobody_named_is_held_by_the_full_edition_only(
    standard: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fusion.briefing import released as module  # noqa: PLC0415

    content = {"schema": "x", "language": "en", "issue": {}, "key_judgements": [], "rumours": [1]}
    full, other = BY_CODE["head_of_mission"], BY_CODE["components"]
    assert "rumours" in module._sections(full, content)
    assert "rumours" not in module._sections(other, content)


def numbers(text: str) -> list[str]:
    """Numbers in a text, written as in English; French counts with words where English does."""
    plain = text.replace("1er", "1").replace("\u202f", "").replace("\u00a0", "")
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d)", ".", plain)))


def said_in(page: BeautifulSoup) -> list[dict[str, Any]]:
    """Judgements of a rendered page: numbers, band, citations and level of confidence."""
    glance = page.select(".glance > li:not(.none)")
    found = []
    for item, brief in zip(page.select("article.judgement"), glance, strict=True):
        band = brief.select_one(".band")
        level = next(c for c in brief.select_one("[class*=conf-]")["class"] if "conf-" in c)
        found.append({
            "numbers": numbers(item.h3.get_text(" ")),
            "band": band and re.sub(r"\s", "", band.get_text()),
            "level": level,
            "citations": [a["href"] for a in item.select("a.cite")],
        })  # fmt: skip
    return found


@pytest.mark.parametrize("code", list(BY_CODE))
def test_both_languages_of_every_edition_say_the_same(standard: Editions, code: str) -> None:
    edition = BY_CODE[code]
    pages = [BeautifulSoup(standard.file(edition, lang, "html"), "lxml") for lang in ("en", "fr")]
    english, french = (said_in(page) for page in pages)
    assert english == french and english
    one, other = (json.loads(standard.file(edition, lang, "json")) for lang in ("en", "fr"))
    assert one.keys() == other.keys()
    assert one["issue"]["marking"] == other["issue"]["marking"]
    for name in ("bottom_line", "key_judgements", "changes", "opportunities", "corrections"):
        for a, b in zip(one.get(name, []), other.get(name, []), strict=True):
            for key in ("id", "kind", "marking", "confidence_level", "citations", "is_observation"):
                assert a[key] == b[key]
            assert (a["likelihood"] or {}).get("code") == (b["likelihood"] or {}).get("code")
            for key in ("text", "confidence", "alternative", "change"):
                assert numbers(a[key]) == numbers(b[key]), (a[key], b[key])
    for name in ("options", "hypotheses", "sources"):
        assert [x["id"] for x in one.get(name, [])] == [x["id"] for x in other.get(name, [])]
    for name in ("indicators", "gaps", "contradictions"):
        if name in one:
            assert len(one[name]["rows"]) == len(other[name]["rows"])


def test_json_of_every_edition_follows_the_shipped_schema(standard: Editions) -> None:
    schema = json.loads((DATA / "brief.schema.json").read_text(encoding="utf-8"))
    for edition in STANDARD:
        for language in edition.languages:
            jsonschema.validate(json.loads(standard.file(edition, language, "json")), schema)


def test_a_mission_may_bring_its_own_word_template(five: Contents, tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("House of the mission · {{ issue.banner }}")
    for line in ("{%p for s in key_judgements %}", "{{ s.text }}", "{%p endfor %}"):
        own.add_paragraph(line)
    own.save(str(tmp_path / "own.docx"))
    data = render_docx(five["public", "en"], sample_run().as_of, tmp_path / "own.docx")
    said = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    assert "House of the mission" in said
    assert five["public", "en"]["key_judgements"][0]["text"] in said


@pytest.mark.parametrize(
    ("line", "said"),
    [("{{ issue.banner }}", "key_judgements"), ("{% for s in %}", "cannot be filled"),
     ("{{ issue.banner | shout }}", "cannot be filled")],
)  # fmt: skip
def test_a_template_that_cannot_be_used_is_named(
    five: Contents, tmp_path: Path, line: str, said: str
) -> None:
    own = Document()
    own.add_paragraph(line)
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(ProfileError, match=said):
        render_docx(five["public", "en"], sample_run().as_of, tmp_path / "own.docx")


@pytest.mark.parametrize("content", [None, b"no zip", b"PK\x03\x04 broken"])
def test_a_profile_with_a_broken_template_is_refused(tmp_path: Path, content: bytes | None) -> None:
    text = (ROOT / "sample_reports" / "mission.yaml").read_text(encoding="utf-8")
    (tmp_path / "m.yaml").write_text(text + "\nword_template: own.docx\n", encoding="utf-8")
    if content is not None:
        (tmp_path / "own.docx").write_bytes(content)
    with pytest.raises(ProfileError, match="word_template"):
        load_profile(tmp_path / "m.yaml")


def test_layers_of_the_public_files_hold_no_report_text(standard: Editions) -> None:
    for fmt in BY_CODE["public"].formats:
        data = standard.file(BY_CODE["public"], "en", fmt)
        assert not any("the patrol noted trucks" in layer for layer in layers(data, fmt))
