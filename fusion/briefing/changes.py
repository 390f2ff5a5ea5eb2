"""What changed since the last issue, and why: each judgement says it, and so does each one gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fusion.briefing.evidence import accounts_of
from fusion.briefing.holdings import Holdings, Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import Both, count, figure, say, uncapitalised
from fusion.terms.yardsticks import bands

GONE = 5  # judgements of the last issue that are listed as no longer carried
MOVED = 0.03  # a strength that moves less than this has not moved


def explain_changes(holdings: Holdings, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Fill `change` of each key judgement; return sentences for those no longer carried."""
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
    if not earlier:
        return [Sentence("change", "first", None, say("change_first"))]
    return [
        Sentence("change", f"gone {row['kind']}", row["scope"],
                 say("change_gone", text=Both(row["text_en"], row["text_fr"])))
        for row in gone[:GONE]
    ]  # fmt: skip


def _change(holdings: Holdings, sentence: Sentence, old: Row | None, has_earlier: bool) -> Both:
    why = _why(holdings, sentence)
    if old is None:
        return say("change_new" if has_earlier else "change_new_first", why=why)
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
    row = holdings.by_id.get(sentence.scope or "")
    accounts = accounts_of(holdings, row["hypothesis_id"]) if row else [
        item.account_id for item in sentence.evidence
    ]  # fmt: skip
    since = holdings.run.as_of - dt.timedelta(days=7)
    fresh = [
        key for key in accounts
        if key in holdings.accounts and holdings.accounts[key]["received_at"] >= since
    ]  # fmt: skip
    parts = [
        say("change_why_new", accounts=count(len(fresh), "account"))
        if fresh
        else say("change_why_none")
    ]
    gone = [key for key in holdings.withdrawn if key in accounts]
    if gone:
        parts.append(say("change_why_withdrawn", accounts=count(len(gone), "account")))
    if row and (moved := _strength(row)):
        parts.append(moved)
    small = [uncapitalised(part) for part in parts]
    return Both("; ".join(p.en for p in small), "\u202f; ".join(p.fr for p in small))


def _strength(row: Row) -> Both | None:
    old, new = row["previous_strength"], row["strength"]
    if old is None or abs(new - old) < MOVED:
        return None
    return say("change_why_strength", old=figure(old, 2), new=figure(new, 2))
