"""The sample mission against its truth tables: precision and recall of every room."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.sample_truth import (
    SAME_TELLING,
    SAMPLE,
    Truth,
    align,
    file_of,
    groups_by,
    pairs,
    precision_recall,
    squeeze,
)
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published

Tables = dict[str, pa.Table]


def rows(_data: Path | None) -> list[Row]:
    """Run the sample mission if anything is pending, then score its published tables."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    published = Published(mission.home.published)
    tables = published.tables()
    truth = align(tables)
    return [
        *_intake(truth, tables), *_accounts(truth, tables), *_origins(truth, tables),
        *_incidents(truth, tables), *_mentions(truth, tables), *_actors(truth, tables),
        *_networks(truth, tables), *_contradictions(truth, tables), *_broken(truth, tables),
        *_protected(truth, published.path() / "drafts"),
    ]  # fmt: skip


def _intake(truth: Truth, tables: Tables) -> list[Row]:
    total, found = len(truth.reports), len(truth.found)
    holders = defaultdict(list)
    for key, report in truth.found.items():
        holders[report].append(key)
    alone = sum(len(keys) == 1 for keys in holders.values())
    known = {row["file"] for row in truth.reports}
    read = [r for r in tables["report"].to_pylist() if file_of(r["path"], known) in known]
    extra = len({r["report_id"] for r in read} - set(truth.found.values()))
    return [
        Row("sample: truth reports read and accepted", "–", f"{found} of {total}", None),
        Row("sample: read as a report of their own", "–", f"{alone} of {total}", None),
        Row("sample: further pieces split off truth files", "–", str(extra), None),
    ]


def _accounts(truth: Truth, tables: Tables) -> list[Row]:
    parent = {r["report_key"]: r["of"] for r in truth.reports if r["relation"] in SAME_TELLING}
    roots: dict[str, set[str]] = defaultdict(set)
    for key in truth.found:
        root = key
        while parent.get(root):
            root = parent[root]
        roots[root].add(key)
    said = groups_by(_keyed(truth, tables["account_report"], "account_id"), "group", "key")
    return [_pair_row("sample: copies folded into one account", pairs(said), pairs(roots))]


def _origins(truth: Truth, tables: Tables) -> list[Row]:
    origin = _origin_of(truth, tables)
    relays = [
        r for r in truth.reports
        if r["relation"] in {"relay", "translation"} and r["report_key"] in origin
        and r["of"] in origin
    ]  # fmt: skip
    hit = sum(origin[r["report_key"]] == origin[r["of"]] for r in relays)
    by_incident = groups_by(truth.reports, "incident", "report_key")
    true_origin = {r["report_key"]: r["origin"] for r in truth.reports}
    candidates = {p for p in pairs(by_incident) if all(k in origin for k in p)}
    apart = {p for p in candidates if len({true_origin[k] for k in p}) == 2}
    kept = sum(len({origin[k] for k in p}) == 2 for p in apart)
    together = candidates - apart
    parted = sum(len({origin[k] for k in p}) == 2 for p in together)
    claimed = _claimed_two(truth, tables)
    wrong = sum(p in claimed for p in together)
    return [
        _share("sample: relays and translations given their origin", "recall ≥ 0.90", hit,
               len(relays), 0.90),
        _share("sample: independent confirmations kept apart", "≥ 0.90", kept, len(apart), 0.90),
        Row("sample: pairs of one origin said to be two", "≤ 1 %",
            f"{wrong} of {len(together)}", wrong <= 0.01 * max(1, len(together))),
        Row("sample: pairs of one origin parted, independence claimed or not", "–",
            f"{parted} of {len(together)}", None),
        Row("sample: independent confirmations shown to be independent", "–",
            f"{sum(p in claimed for p in apart)} of {len(apart)}", None),
        *_counted(truth, tables, true_origin),
    ]  # fmt: skip


def _claimed_two(truth: Truth, tables: Tables) -> set[frozenset[str]]:
    """Pairs of reports of one said incident that are claimed to rest on two observations."""
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    shown = {
        r["account_id"]: r["origin_id"]
        for r in tables["origin"].to_pylist()
        if r["independence"] == "independent"
    }
    incident = {r["account_id"]: r["incident_id"] for r in tables["incident_account"].to_pylist()}
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, report in truth.found.items():
        account = account_of.get(report, "")
        if account in shown and account in incident:
            held[incident[account]].append((key, shown[account]))
    return {
        frozenset((a, b))
        for members in held.values()
        for (a, one), (b, other) in combinations(members, 2)
        if one != other
    }


def _counted(truth: Truth, tables: Tables, true_origin: dict[str, str]) -> list[Row]:
    """Incidents whose counted independent origins exceed what the truth allows."""
    key_of = {report: key for key, report in truth.found.items()}
    account_keys: dict[str, set[str]] = defaultdict(set)
    for row in tables["account_report"].to_pylist():
        if row["report_id"] in key_of:
            account_keys[row["account_id"]].add(key_of[row["report_id"]])
    members: dict[str, set[str]] = defaultdict(set)
    for row in tables["incident_account"].to_pylist():
        members[row["incident_id"]] |= account_keys[row["account_id"]]
    said = {r["incident_id"]: r["n_origins"] for r in tables["incident"].to_pylist()}
    multi = [name for name, count in said.items() if count >= 2 and members[name]]
    over = [n for n in multi if said[n] > len({true_origin[key] for key in members[n]})]
    return [Row("sample: incidents credited with more origins than they have", "0",
                f"{len(over)} of {len(multi)} with two or more", not over)]  # fmt: skip


def _incidents(truth: Truth, tables: Tables) -> list[Row]:
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    incident_of = {
        r["account_id"]: r["incident_id"] for r in tables["incident_account"].to_pylist()
    }
    said: dict[str, set[str]] = defaultdict(set)
    for key, report in truth.found.items():
        if incident := incident_of.get(account_of.get(report, "")):
            said[incident].add(key)
    true = {
        name: {key for key in keys if key in truth.found}
        for name, keys in groups_by(truth.reports, "incident", "report_key").items()
    }
    of_truth = {r["report_key"]: r["incident"] for r in truth.reports}
    merged = sum(len({of_truth[k] for k in keys if of_truth[k]}) > 1 for keys in said.values())
    return [
        _pair_row("sample: reports of one incident linked", pairs(said), pairs(true)),
        Row("sample: incidents that mix several true ones", "–", f"{merged} of {len(said)}", None),
    ]


def _mentions(truth: Truth, tables: Tables) -> list[Row]:
    spans = spans_of(truth, tables)
    wanted = [r for r in truth.tables["mention"] if r["report_key"] in truth.found]
    hit = sum(bool(matching(r, spans)) for r in wanted)
    return [_share("sample: spellings of known actors found as mentions", "–", hit, len(wanted))]


def _actors(truth: Truth, tables: Tables) -> list[Row]:
    spans = spans_of(truth, tables)
    actor_of = {r["mention_id"]: r["actor_id"] for r in tables["actor_mention"].to_pylist()}
    said: dict[str, set[str]] = defaultdict(set)
    true: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(truth.tables["mention"]):
        if row["report_key"] not in truth.found:
            continue
        name = f"{number}"
        true[row["actor"]].add(name)
        resolved = [actor_of[m] for m in matching(row, spans) if m in actor_of]
        if resolved:
            said[resolved[0]].add(name)
    true_of = {name: actor for actor, names in true.items() for name in names}
    decoys = {frozenset(("B03", "X01")), frozenset(("C02", "X03")), frozenset(("A04", "G03"))}
    merged = sum(
        any(frozenset((true_of[a], true_of[b])) in decoys for a in names for b in names)
        for names in said.values()
    )
    return [
        _pair_row("sample: mentions resolved to actors", pairs(said), pairs(true), 0.92),
        Row("sample: namesakes merged", "0", str(merged), merged == 0),
    ]


def _networks(truth: Truth, tables: Tables) -> list[Row]:
    """Best match of each planted network among the hypotheses, by actors."""
    spans = spans_of(truth, tables)
    actor_of = {r["mention_id"]: r["actor_id"] for r in tables["actor_mention"].to_pylist()}
    true_of: dict[str, set[str]] = defaultdict(set)
    for row in truth.tables["mention"]:
        for mention in matching(row, spans):
            if mention in actor_of:
                true_of[actor_of[mention]].add(row["actor"])
    members: dict[str, set[str]] = defaultdict(set)
    for row in tables["hypothesis_actor"].to_pylist():
        members[row["hypothesis_id"]] |= true_of.get(row["actor_id"], {row["actor_id"]})
    planted = groups_by(truth.tables["network"], "network", "actor")
    # A branch that merged is part of the other by now; bench networks has the issue before.
    merged = {e["network"]: e["other"] for e in truth.tables["lineage"]
              if e["event"] == "merged_into"}  # fmt: skip
    result = [_best(name, planted[name], members, merged.get(name)) for name in sorted(planted)]
    decoy_actors = {a for name in planted if name.startswith("D") for a in planted[name]}
    inside = decoy_actors & set().union(*members.values()) if members else set()
    return [
        *result,
        Row("sample: decoy actors inside hypotheses", "0", str(len(inside)), not inside),
        *_noise(truth, tables),
    ]


def _best(name: str, actors: set[str], members: dict[str, set[str]], into: str | None) -> Row:
    scored = [
        (2 * len(held & actors) / (len(held) + len(actors)), held) for held in members.values()
    ]
    _, held = max(scored, key=lambda item: item[0], default=(0.0, set()))
    precision = len(held & actors) / len(held) if held else 0.0
    recall = len(held & actors) / len(actors)
    is_asked = not name.startswith("D") and into is None
    return Row(
        f"sample: planted {'decoy' if name.startswith('D') else 'network'} {name}"
        + (f", merged into {into}" if into else ""),
        "precision and recall ≥ 0.85" if is_asked else "–",
        f"precision {precision:.2f}, recall {recall:.2f}",
        (precision >= 0.85 and recall >= 0.85) if is_asked else None,
    )


def _noise(truth: Truth, tables: Tables) -> list[Row]:
    """Incidents in hypotheses whose reports belong to no planted network."""
    key_of = {report: key for key, report in truth.found.items()}
    networks = {r["report_key"]: r["networks"] for r in truth.reports}
    report_of = defaultdict(set)
    for row in tables["account_report"].to_pylist():
        report_of[row["account_id"]].add(row["report_id"])
    accounts = groups_by(tables["incident_account"].to_pylist(), "incident_id", "account_id")
    inside = {r["incident_id"] for r in tables["hypothesis_incident"].to_pylist()}
    noise = 0
    for incident in inside:
        keys = {key_of[r] for a in accounts.get(incident, ()) for r in report_of[a] if r in key_of}
        noise += bool(keys) and not any(networks[key].startswith("N") for key in keys)
    return [Row("sample: noise incidents inside hypotheses", "≤ 5 %",
                f"{noise} of {len(inside)}", noise <= 0.05 * max(1, len(inside)))]  # fmt: skip


def _contradictions(truth: Truth, tables: Tables) -> list[Row]:
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    said = {
        frozenset((r["account_a"], r["account_b"])) for r in tables["contradiction"].to_pylist()
    }
    sides = ("report_key_a", "report_key_b")
    wanted = [
        frozenset(account_of.get(truth.found.get(row[side], ""), "") for side in sides)
        for row in truth.tables["contradiction"]
    ]
    hit = sum(pair in said for pair in wanted)
    raised = tables["contradiction"].to_pylist()
    true = sum(_is_planted(row, truth, tables) for row in raised)
    withdrawn = {r["account_id"] for r in tables["account"].to_pylist() if r["is_withdrawn"]}
    back = [r["withdraws"] for r in truth.tables["retraction"]]
    fallen = sum(account_of.get(truth.found.get(key, "")) in withdrawn for key in back)
    return [
        _share("sample: planted contradictions raised", "–", hit, len(wanted)),
        _share("sample: contradictions raised that were planted", "–", true, len(raised)),
        Row("sample: retracted reports withdrawn", "all", f"{fallen} of {len(back)}",
            fallen == len(back)),
    ]  # fmt: skip


# What a planted contradiction is about, and how it may be raised.
_FAMILIES = {"toll": {"toll", "status"}, "count": {"count"}, "date": {"date"},
             "place": {"place"}, "ransom": {"status"}}  # fmt: skip


def _is_planted(row: dict[str, Any], truth: Truth, tables: Tables) -> bool:
    """Both accounts are of an incident in which a contradiction of this kind was planted."""
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    of_account: dict[str, set[str]] = defaultdict(set)
    for report in truth.reports:
        if report["report_key"] in truth.found:
            account = account_of.get(truth.found[report["report_key"]], "")
            of_account[account].add(report["incident"])
    both = of_account[row["account_a"]] & of_account[row["account_b"]]
    return any(
        planted["incident"] in both
        and row["field"] in _FAMILIES[planted["field"].partition("_")[0]]
        for planted in truth.tables["contradiction"]
    )


def _broken(truth: Truth, tables: Tables) -> list[Row]:
    files = {row["file"] for row in truth.tables["broken"]}
    path_of = {r["document_id"]: r["path"] for r in tables["document"].to_pylist()}
    noted = {file_of(r["path"], files) for r in tables["quarantine"].to_pylist()}
    issues = tables["issue"].to_pylist()
    noted |= {file_of(path_of.get(r["document_id"] or "", ""), files) for r in issues}
    return [Row("sample: broken files ending in quarantine or as an issue", "all",
                f"{len(files & noted)} of {len(files)}", files <= noted)]  # fmt: skip


def _protected(truth: Truth, drafts: Path) -> list[Row]:
    """Forbidden strings in the text of the rendered HTML and JSON drafts."""
    forbidden = {squeeze(r["string"]) for r in truth.tables["forbidden"]}
    files = [p for p in drafts.rglob("*") if p.suffix in {".html", ".json"}]
    leaks = sum(any(s in squeeze(p.read_text(encoding="utf-8")) for s in forbidden) for p in files)
    return [Row("sample: drafts that hold a forbidden string", "0",
                f"{leaks} of {len(files)}", leaks == 0)]  # fmt: skip


def _keyed(truth: Truth, table: pa.Table, group: str) -> list[dict[str, str]]:
    key_of = {report: key for key, report in truth.found.items()}
    return [
        {"group": r[group], "key": key_of[r["report_id"]]}
        for r in table.to_pylist()
        if r["report_id"] in key_of
    ]


def _origin_of(truth: Truth, tables: Tables) -> dict[str, str]:
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    origin = {r["account_id"]: r["origin_id"] for r in tables["origin"].to_pylist()}
    return {
        key: origin[account_of[report]]
        for key, report in truth.found.items()
        if account_of.get(report) in origin
    }


def spans_of(truth: Truth, tables: Tables) -> dict[str, list[tuple[str, str]]]:
    """Mentions (squeezed surface, id) of the account that holds each report key."""
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    mentions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in tables["mention"].to_pylist():
        mentions[row["account_id"]].append((squeeze(row["surface"]), row["mention_id"]))
    return {key: mentions[account_of[report]] for key, report in truth.found.items()}


def matching(row: dict[str, Any], spans: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Mentions that hold the spelling, or lie in it with most of its letters; nearest first."""
    wanted = squeeze(row["surface"])
    near = [
        (abs(len(surface) - len(wanted)), mention)
        for surface, mention in spans.get(row["report_key"], [])
        if surface and (wanted in surface or (surface in wanted and 2 * len(surface) > len(wanted)))
    ]
    return [mention for _, mention in sorted(near)]


def _pair_row(test: str, said: set[Any], true: set[Any], bar: float | None = None) -> Row:
    precision, recall, f1 = precision_recall(said, true)
    measured = f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} ({len(true)} pairs)"
    return Row(test, f"F1 ≥ {bar}" if bar else "–", measured, None if bar is None else f1 >= bar)


def _share(test: str, asked: str, hit: int, total: int, bar: float | None = None) -> Row:
    share = hit / total if total else 0.0
    return Row(
        test, asked, f"{share:.2f} ({hit} of {total})", None if bar is None else share >= bar
    )
