"""Products: the tables of a version, the drafts of its brief, and their release to readers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fusion import briefing
from fusion.pipeline import ledger
from fusion.pipeline.fuse import SHARED_TABLES, stored_name
from fusion.pipeline.layout import Mission
from fusion.profile import Edition, Profile
from fusion.review import DecisionLog, standing
from fusion.stage import Run, Stage
from fusion.store import Published, Warehouse, table_sha256, write_tables
from fusion.tables import TABLES
from fusion.terms.errors import NotApproved, NotFound
from fusion.terms.identifiers import fingerprint

ALL = "all"  # every edition
EVIDENCE = "evidence"  # folder of what the judgements of released issues had rested on
_VERDICTS = {"approve": "approved", "return": "returned", "refuse": "refused"}


def product_tables(
    warehouse: Warehouse, stages: Sequence[Stage], given: Mapping[str, pa.Table]
) -> dict[str, pa.Table]:
    """Every declared table as it stands: shared ones put together, brief states from decisions."""
    writers = ["intake", "validation", *(stage.name for stage in stages)]
    tables: dict[str, pa.Table] = {}
    for name, declared in TABLES.items():
        if name in given:
            tables[name] = given[name]
        elif name in SHARED_TABLES:
            stored = [stored_name(name, writer) for writer in writers]
            parts = [given[s] if s in given else warehouse.read(name, s) for s in stored]
            tables[name] = declared.conform(pa.concat_tables(parts))
        else:
            tables[name] = warehouse.read(name)
    tables["brief"] = with_state(tables["brief"], tables["decision"])
    return tables


def with_state(briefs: pa.Table, decisions: pa.Table) -> pa.Table:
    """Briefs with the state that the last decision on each gives them; draft without one."""
    states: dict[str, str] = {}
    for row in sorted(standing(decisions).to_pylist(), key=lambda row: row["sequence"]):
        if row["kind"] in _VERDICTS:
            states[row["subject_id"]] = _VERDICTS[row["kind"]]
    rows = [{**row, "state": states.get(row["brief_id"], "draft")} for row in briefs.to_pylist()]
    return TABLES["brief"].build(rows)


def version_of(tables: Mapping[str, pa.Table], run: Run) -> str:
    """Name of a version: its date, and a hash of what it holds and of what renders it."""
    hashes = [table_sha256(tables[name]) for name in sorted(TABLES)]
    content = fingerprint([*hashes, briefing.RENDER_VERSION, run.profile.model_dump_json()])
    return f"{run.as_of:%Y-%m-%d}-{content[:8]}"


def publish(tables: dict[str, pa.Table], mission: Mission, run: Run) -> tuple[Path, bool]:
    """The folder of this version and whether it had to be made.

    Drafts are rendered beside the tables. A leak or a lint failure leaves the version before
    in place: the pointer moves last.
    """
    published = Published(mission.home.published)
    version = version_of(tables, run)
    if published.current == version:
        return published.path(version), False
    working = published.begin(version)
    write_tables(working / "tables", tables)
    if tables["brief"].num_rows:
        briefing.render_all(tables, run, working / "drafts")
    return published.finish(version, working), True


def holding(mission: Mission, brief_id: str) -> tuple[str, dict[str, pa.Table]]:
    """The version that holds a brief, and its tables with the decisions as they stand now.

    Reports go on arriving while somebody reads a draft: what is decided is that draft, in the
    version that holds it. Raises NotFound.
    """
    published = Published(mission.home.published)
    for version in published.versions:
        tables = published.tables(version)
        if brief_id in tables["brief"]["brief_id"].to_pylist():
            return version, decided(mission, tables)
    raise NotFound("brief", brief_id, "'fusion review' lists the one that waits.")


def decided(mission: Mission, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables of a version with the decisions, and the state of the brief, as they stand now."""
    decisions = DecisionLog(mission.home.decisions_url).until()
    return {**tables, "decision": decisions, "brief": with_state(tables["brief"], decisions)}


def dated(mission: Mission, as_of: dt.datetime) -> tuple[Published, str]:
    """The published version of a date: the mission's own, else that of a replay.

    Raises NotFound, saying how to make one.
    """
    for home in (mission.home, mission.home.as_of(as_of)):
        published = Published(home.published)
        for version in published.versions:
            briefs = pq.read_table(published.path(version) / "tables" / "brief.parquet")
            if as_of in briefs["as_of"].to_pylist():
                return published, version
    last = (as_of - dt.timedelta(microseconds=1)).date()
    raise NotFound("brief as of", f"{last}", f"Make it with 'fusion run --as-of {last}'.")


def release(mission: Mission, brief_id: str) -> Path:
    """Render the approved editions into the readers' folder. Raises NotApproved, NotFound.

    The decision log itself is asked, not the published copy of it: an approval counts from the
    moment that it is recorded, and its withdrawal as well.
    """
    version, tables = holding(mission, brief_id)
    held = tables["brief"].to_pylist()[0]
    check_gate(Published(mission.home.published), version, tables)
    issue = f"{held['number']:03d}-{held['as_of']:%Y-%m-%d}"
    target = mission.home.readers / issue
    partial = mission.home.readers / f".{issue}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    run = Run(mission.profile, held["as_of"], mission.profile.seed)
    briefing.render_all(tables, run, partial)
    note = {"brief_id": brief_id, "version": version}
    (partial / "released.json").write_text(json.dumps(note) + "\n", encoding="utf-8")
    _remember(mission, tables)
    ledger.remember(mission, tables)
    shutil.rmtree(target, ignore_errors=True)
    partial.replace(target)
    return target


def check_gate(published: Published, version: str, tables: Mapping[str, pa.Table]) -> None:
    """Approved, sound in tradecraft, nothing withdrawn since. Raises NotApproved.

    An approval cannot stand in for the lint: what it finds is mended, and drafted anew. `tables`
    are those of `version` with the decisions as they stand now.
    """
    held = tables["brief"].to_pylist()[0]
    if held["state"] != "approved":
        raise NotApproved(held["brief_id"])
    if held["lint_score"] != briefing.SOUND:
        why = f"failed its tradecraft check ({held['lint_score']}): it may not be released"
        raise NotApproved(held["brief_id"], why)
    known = published.tables(version)["decision"]["decision_id"].to_pylist()
    later = {
        row["kind"] for row in tables["decision"].to_pylist() if row["decision_id"] not in known
    }
    if "withdraw" in later:
        raise NotApproved(held["brief_id"], "is older than a withdrawal")


def drafts(
    mission: Mission, edition: str | None = None, language: str | None = None,
    as_of: dt.datetime | None = None,
) -> tuple[dict[str, str], list[Path]]:  # fmt: skip
    """Number, date and state of the issue, and its rendered files for editions and languages.

    The current issue, or that of a date. Raises NotFound for an edition, language or date that
    there is none of.
    """
    published = Published(mission.home.published)
    version = None
    if as_of is not None:
        published, version = dated(mission, as_of)
    folder = published.path(version)
    briefs = decided(mission, published.tables(version))["brief"].to_pylist()
    if not briefs:
        return {}, []
    wanted = chosen(mission.profile, edition or ALL, language)
    ends = tuple(f"-{each.code}-{code}" for each, code in wanted)
    found = [path for path in (folder / "drafts").glob("*") if path.stem.endswith(ends)]
    held = briefs[0]
    issue = {"number": str(held["number"]), "state": held["state"], "brief_id": held["brief_id"]}
    return issue, sorted(found)


def chosen(profile: Profile, edition: str, language: str | None) -> list[tuple[Edition, str]]:
    """Editions and languages by name; 'all' is every edition. Raises NotFound."""
    known = briefing.editions_of(profile)
    found = [each for each in known if edition in (ALL, each.code)]
    if not found:
        raise NotFound(
            "edition", edition, f"Choose one of: {', '.join(e.code for e in known)}, {ALL}."
        )
    pairs: list[tuple[Edition, str]] = [
        (each, code) for each in found for code in each.languages if language in (None, code)
    ]
    if not pairs:
        codes = ", ".join(sorted({code for each in found for code in each.languages}))
        raise NotFound("language of this edition", str(language), f"It comes in: {codes}.")
    return pairs


def previous_judgements(mission: Mission, run: Run) -> pa.Table:
    """Judgements of the last released issue before this run's date; empty before the first."""
    folder = mission.home.issued
    earlier = [
        path for path in sorted(folder.glob("*.parquet")) if path.stem < f"{run.as_of:%Y-%m-%d}"
    ]
    if not earlier:
        return TABLES["judgement"].empty()
    return TABLES["judgement"].widened(pq.read_table(earlier[-1]))


def issued_evidence(mission: Mission, run: Run) -> pa.Table:
    """What the judgements of all issues released before this run's date had rested on.

    Issues released before this was kept have none: their corrections name the hypothesis alone.
    """
    declared = TABLES["issued_evidence"]
    folder = mission.home.issued / EVIDENCE
    earlier = [
        path for path in sorted(folder.glob("*.parquet")) if path.stem < f"{run.as_of:%Y-%m-%d}"
    ]
    return declared.conform(pa.concat_tables([declared.empty(), *map(pq.read_table, earlier)]))


def _remember(mission: Mission, tables: Mapping[str, pa.Table]) -> None:
    """Keep what was issued: later issues are compared with it, corrections refer to it."""
    folder = mission.home.issued
    (folder / EVIDENCE).mkdir(parents=True, exist_ok=True)
    held = tables["brief"].to_pylist()[0]
    name = f"{held['as_of']:%Y-%m-%d}.parquet"
    pq.write_table(tables["judgement"], folder / name)
    sentences = {row["judgement_id"]: row for row in tables["judgement"].to_pylist()}
    kept = ("section", "rank", "scope", "text_en", "text_fr")
    rows = {
        (row["judgement_id"], row["account_id"], row["direction"]): {
            "number": held["number"], "as_of": held["as_of"],
            **{key: row[key] for key in ("judgement_id", "account_id", "direction")},
            **{key: sentences[row["judgement_id"]][key] for key in kept},
        }
        for row in tables["judgement_evidence"].to_pylist()
    }  # fmt: skip
    pq.write_table(TABLES["issued_evidence"].build(rows.values()), folder / EVIDENCE / name)
