"""What changed, and why: since the last issue where there is one, and in the last weeks always."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from fusion.briefing import lineage, subject
from fusion.briefing.evidence import accounts_of, choose, claims_of, standing
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    component,
    count,
    day_short,
    figure,
    joined,
    month_name,
    say,
    uncapitalised,
)  # fmt: skip
from fusion.terms.yardsticks import bands

GONE = 3  # judgements of the last issue that are listed as no longer carried
LISTED = 6  # networks whose change is told; the rest did not move or is told on its page
MOVED = 0.03  # a strength that moves less than this has not moved
NEWS_DAYS = {"new": 7, "revived": 7, "dormant": 7, "continued": 7, "split_from": 28,
             "merged_into": 28}  # fmt: skip
COMPONENTS = 3  # named behind a change; more become a number
# What leadership wants to hear first.
ORDER = ("split_from", "merged_into", "revived", "new", "continued", "dormant")


def explain_changes(holdings: Holdings, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Fill `change` of each key judgement; return what moved, and judgements no longer carried."""
    earlier = {
        f"{row['scope'] or ''}|{row['kind']}": row
        for row in holdings.get("previous_judgement").to_pylist()
        if row["section"] == "key_judgement"
    }
    for sentence in sentences:
        sentence.change = _change(holdings, sentence, earlier.get(sentence.key), bool(earlier))
    kept = {sentence.key for sentence in sentences}
    gone = sorted(
        (row for key, row in earlier.items() if key not in kept), key=lambda row: row["rank"]
    )
    moved = list(movements(holdings))
    first = [] if earlier else [_first(holdings)]
    dropped = [
        Sentence("change", f"gone {row['kind']}", row["scope"],
                 say("change_gone", text=Both(row["text_en"], row["text_fr"])))
        for row in gone[:GONE]
    ]  # fmt: skip
    return [*moved, *dropped, *first]


def _first(holdings: Holdings) -> Sentence:
    text = say("change_first", day=day_short(holdings.last_day))
    return Sentence("change", "first", None, text)


def movements(holdings: Holdings) -> Iterable[Sentence]:
    """Networks that appeared, split, merged, came back, fell silent or moved; then those that did
    not."""
    told: list[tuple[int, float, str, Sentence]] = []
    still: list[Both] = []
    for row in holdings.hypotheses:
        event = _event(holdings, row)
        if event is None:
            if row["status"] != "dormant":
                still.append(subject.name(holdings, row))
            continue
        order = ORDER.index(event["event"])
        sentence = _movement(holdings, row, event)
        told.append((order, -holdings.priority(row), row["hypothesis_id"], sentence))
    told += list(_mergers(holdings))
    told.sort(key=lambda item: item[:3])
    for _, _, _, sentence in told[:LISTED]:
        yield sentence
    if still:
        yield Sentence("change", "still", None, say("moved_still", names=joined(still)))


def _event(holdings: Holdings, row: Row) -> Row | None:
    """The event of a hypothesis that is still news; a week without movement is none."""
    news = [
        event for event in lineage.events_of(holdings, row["hypothesis_id"])
        if event["event"] in NEWS_DAYS
        and (holdings.week_end - event["as_of"]).days < NEWS_DAYS[event["event"]]
        and (event["event"] != "continued" or _has_moved(holdings, row))
    ]  # fmt: skip
    return min(news, key=lambda event: (ORDER.index(event["event"]), event["as_of"]), default=None)


def _has_moved(holdings: Holdings, row: Row) -> bool:
    past = lineage.past_of(holdings, row["hypothesis_id"], 1)
    if past is None:
        return False
    return past.n_incidents[0] != past.n_incidents[1] or (
        abs(past.strength[1] - past.strength[0]) >= MOVED
    )


def _movement(holdings: Holdings, row: Row, event: Row) -> Sentence:
    kind, key = event["event"], row["hypothesis_id"]
    other = holdings.by_id.get(event["other_id"] or "")
    past = lineage.past_of(holdings, key, 1)
    fresh = fresh_accounts(holdings, row)
    text = say(
        _words(kind, other, fresh),
        name=subject.name(holdings, row),
        other=subject.name(holdings, other) if other else "",
        incidents=_incidents(past) if kind == "continued" and past
        else count(row["n_incidents"], "incident"),
        origins=count(row["n_origins"], "origin"),
        accounts=count(len(fresh), "account"), components=_components(holdings, fresh),
        month=month_name(row["last_on"]), since=month_name(_silent_since(holdings, key, event)),
        old=figure(past.strength[0] if past else row["strength"], 2),
        new=figure(row["strength"], 2),
    )  # fmt: skip
    cited = fresh or [
        account for item in holdings.incidents_of(key)[-3:]
        for account in holdings.accounts_of.get(item["incident_id"], [])
    ]  # fmt: skip
    evidence = choose(holdings, cited, claims_of(holdings, key), limit=3)
    return Sentence("change", kind, key, text, evidence=evidence)


def _words(kind: str, other: Row | None, fresh: Sequence[str]) -> str:
    """The sentence of an event: of a parent that is gone, of two read as one, of nothing new."""
    if kind == "split_from" and other is None:
        return "moved_split_alone"
    if kind in ("new", "revived") and other is not None:
        return f"moved_{kind}_apart"
    return "moved_without_news" if kind == "continued" and not fresh else f"moved_{kind}"


def _incidents(past: lineage.Past) -> Both:
    old, new = past.n_incidents
    if old == new:
        return count(new, "incident")
    return uncapitalised(say("incidents_from_to", old=figure(old), new=figure(new)))


def _mergers(holdings: Holdings) -> Iterable[tuple[int, float, str, Sentence]]:
    """Clusters that a living hypothesis took in: they have no page of their own any more."""
    for row in holdings.get("hypothesis_lineage").to_pylist():
        into = holdings.by_id.get(row["other_id"] or "")
        is_news = (holdings.week_end - row["as_of"]).days < NEWS_DAYS["merged_into"]
        if row["event"] == "merged_into" and into and is_news:
            text = say("moved_merged_into", other=subject.name(holdings, into))
            sentence = Sentence("change", "merged_into", row["hypothesis_id"], text)
            order = ORDER.index("merged_into")
            yield order, -holdings.priority(into), row["hypothesis_id"], sentence


def _silent_since(holdings: Holdings, hypothesis_id: str, event: Row) -> dt.date:
    """Day of the last incident that was known before the week in which it came back."""
    monday = event["as_of"] - dt.timedelta(days=6)
    incidents = [i for i in holdings.incidents_of(hypothesis_id) if i["occurred_from"]]
    known = [
        item["occurred_from"] for item in incidents
        if any(holdings.accounts[key]["received_at"].date() < monday
               for key in holdings.accounts_of.get(item["incident_id"], [])
               if key in holdings.accounts)
    ]  # fmt: skip
    days = known or [item["occurred_from"] for item in incidents]
    return max(days, default=holdings.last_day)


def fresh_accounts(holdings: Holdings, row: Row) -> list[str]:
    """Standing accounts of a hypothesis that came in during the last week."""
    since = holdings.run.as_of - dt.timedelta(days=7)
    accounts = standing(holdings, accounts_of(holdings, row["hypothesis_id"]))
    return [item["account_id"] for item in accounts if item["received_at"] >= since]


def _components(holdings: Holdings, accounts: Sequence[str]) -> Both:
    names = sorted({holdings.accounts[key]["component"] for key in accounts})
    if not names or len(names) > COMPONENTS:
        return count(len(names), "component")
    return joined([component(name) for name in names])


def _change(holdings: Holdings, sentence: Sentence, old: Row | None, has_earlier: bool) -> Both:
    why = _why(holdings, sentence)
    if old is None:
        return say("change_new" if has_earlier else "change_week", why=why)
    now = sentence.band.code if sentence.band else None
    if old["likelihood"] == now or now is None or old["likelihood"] is None:
        return say("change_none", why=why)
    table = {band.code: band for band in bands(holdings.run.profile.yardstick)}
    before = table.get(old["likelihood"])
    if before is None or sentence.band is None:  # the mission changed its yardstick
        return say("change_new", why=why)
    key = "change_up" if sentence.band.low > before.low else "change_down"
    return say(key, old=Both(before.en, before.fr), why=why)


def _why(holdings: Holdings, sentence: Sentence) -> Both:
    """New accounts, withdrawals and moved strength of a network; else the pace of the series."""
    row = holdings.by_id.get(sentence.scope or "")
    if row is None:
        return _pace(holdings, sentence)
    fresh = fresh_accounts(holdings, row)
    parts = [say("why_new", accounts=count(len(fresh), "account")) if fresh else say("why_none")]
    gone = set(holdings.withdrawn) & set(accounts_of(holdings, row["hypothesis_id"]))
    if gone:
        parts.append(say("change_why_withdrawn", accounts=count(len(gone), "account")))
    if moved := _strength(row):
        parts.append(moved)
    return _listed(parts)


def _pace(holdings: Holdings, sentence: Sentence) -> Both:
    weeks = {
        row["starts_on"]: row["n_incidents"] for row in holdings.series_rows
        if row["series_id"] == sentence.scope and row["period"] == "week"
    }  # fmt: skip
    if not weeks:
        since = holdings.run.as_of - dt.timedelta(days=7)
        known = [item.account_id for item in sentence.evidence]
        fresh = [key for key in known if holdings.accounts[key]["received_at"] >= since]
        return uncapitalised(
            say("why_new", accounts=count(len(fresh), "account")) if fresh else say("why_none")
        )
    counts = [weeks[on] for on in sorted(weeks)]
    return uncapitalised(
        say("why_series", late=count(sum(counts[-4:]), "incident"),
            early=count(sum(counts[-8:-4]), "incident"))
    )  # fmt: skip


def _listed(parts: Sequence[Both]) -> Both:
    small = [uncapitalised(part) for part in parts]
    return Both("; ".join(p.en for p in small), "\u202f; ".join(p.fr for p in small))


def _strength(row: Row) -> Both | None:
    old, new = row["previous_strength"], row["strength"]
    if old is None or abs(new - old) < MOVED:
        return None
    return say("change_why_strength", old=figure(old, 2), new=figure(new, 2))
