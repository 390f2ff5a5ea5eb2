"""A retraction reaches every product: which account fell, and which judgements it had carried."""

from __future__ import annotations

from fusion.briefing import subject
from fusion.briefing.evidence import Cited, first_words, origin_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row, pick
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    component,
    day,
    joined,
    same,
    say,
    uncapitalised,
)  # fmt: skip

SHOWN = 2  # earlier judgements quoted in one notice
# What leadership acts on first comes first in a notice.
SECTIONS = ("bottom_line", "key_judgement", "opportunity", "outlook", "hypothesis")


def short_report(report_id: str) -> str:
    """'R-7F3A2C': how the brief refers to a report, the same in every issue."""
    return f"R-{report_id.removeprefix('RPT-')[:6]}"


def corrections(holdings: Holdings) -> list[Sentence]:
    """One notice for each withdrawn account that a hypothesis or an earlier judgement knew."""
    notices = [_notice(holdings, key) for key in holdings.withdrawn if key in holdings.accounts]
    return sorted((item for item in notices if item), key=lambda item: item.key)


def _notice(holdings: Holdings, account_id: str) -> Sentence | None:
    account = holdings.accounts[account_id]
    report = holdings.reports.get(account["lead_report_id"])
    if report is None:
        return None
    first = say(
        "correction",
        citation=short_report(report["report_id"]),
        component=component(account["component"]),
        day=day(account["received_at"].date()),
    )
    carried = _carried(holdings, account_id)
    text = _join(first, carried or _consequence(holdings, _hypotheses_of(holdings, account_id)))
    cited = Cited(
        report["report_id"], account_id, origin_of(holdings, account_id),
        first_words(report["text"]), "against",
    )  # fmt: skip
    return Sentence("correction", "withdrawn", account_id, text, evidence=[cited])


def _carried(holdings: Holdings, account_id: str) -> Both | None:
    """Judgements of earlier issues that cited the account for what they say (ICS 2008-500-2).

    Every one is named by its place in its issue; the first ones are quoted.
    """
    rows = [
        row for row in pick(holdings.get("issued_evidence"), "account_id", [account_id])
        if row["direction"] == "for"
    ]  # fmt: skip
    if not rows:
        return None
    rows.sort(key=lambda row: (-row["number"], SECTIONS.index(row["section"])
              if row["section"] in SECTIONS else len(SECTIONS), row["rank"]))  # fmt: skip
    items = []
    for at, row in enumerate(rows):
        section = row["section"] if row["section"] in SECTIONS else "other"
        place = uncapitalised(say(f"hit_{section}", rank=row["rank"], number=row["number"]))
        quoted = say("quoted", text=Both(row["text_en"], row["text_fr"]))
        items.append(_join(place, quoted) if at < SHOWN else place)
    return say("correction_carried", texts=joined(items))


def _consequence(holdings: Holdings, hit: list[Row]) -> Both:
    if not hit:
        return say("correction_none")
    name = joined([subject.name(holdings, row) for row in hit])
    scopes = {row["hypothesis_id"] for row in hit}
    earlier = [
        row for row in holdings.get("previous_judgement").to_pylist()
        if row["scope"] in scopes and row["section"] == "key_judgement"
    ]  # fmt: skip
    earlier.sort(key=lambda row: (row["rank"], row["judgement_id"]))
    if not earlier:
        return say("correction_no_hits", name=name)
    texts = [say("quoted", text=Both(row["text_en"], row["text_fr"])) for row in earlier[:SHOWN]]
    return say("correction_hits", name=name, texts=joined(texts))


def _hypotheses_of(holdings: Holdings, account_id: str) -> list[Row]:
    """Living hypotheses one of whose incidents or claims came from the account."""
    found = []
    for row in holdings.hypotheses:
        incidents = {
            item["incident_id"]
            for item in holdings.of("hypothesis_incident").get(row["hypothesis_id"], [])
        }
        if any(account_id in holdings.accounts_of.get(key, []) for key in incidents):
            found.append(row)
    return found


def _join(first: Both, second: Both) -> Both:
    return first + same(" ") + second
