"""What the outlook section says: which numbers it may print, and how good they were."""

from __future__ import annotations

from fusion.briefing import subject
from fusion.briefing.evidence import accounts_of, choose, claims_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import count, say

RECENT_WEEKS = 4
NO_SKILL = 3  # sentences on series without skill: the rest stands in the table


def outlook_sentences(holdings: Holdings) -> list[Sentence]:
    """For the first hypotheses whose series no model can forecast: recent history, said openly."""
    found = []
    skilled = {row["series_id"] for row in holdings.get("forecast").to_pylist() if row["has_skill"]}
    for row in holdings.hypotheses:
        rows = [
            item for item in holdings.series_rows
            if item["area_kind"] == "hypothesis" and item["area"] == row["hypothesis_id"]
            and item["period"] == "week"
        ]  # fmt: skip
        if not rows or any(item["series_id"] in skilled for item in rows):
            continue
        sentence = _recent(holdings, row, rows)
        if sentence.evidence:
            found.append(sentence)
    return found[:NO_SKILL]


def _recent(holdings: Holdings, row: Row, rows: list[Row]) -> Sentence:
    weeks = sorted({item["starts_on"] for item in rows}, reverse=True)
    late, early = weeks[:RECENT_WEEKS], weeks[RECENT_WEEKS : 2 * RECENT_WEEKS]
    # A hypothesis may have a series for each market: the widest one counts, not their sum.
    totals = {
        name: max(
            (sum(i["n_incidents"] for i in rows if i["series_id"] == key and i["starts_on"] in days)
             for key in {i["series_id"] for i in rows}),
            default=0,
        )
        for name, days in (("recent", late), ("before", early))
    }  # fmt: skip
    text = say(
        "no_skill",
        name=subject.name(holdings, row),
        **{name: count(total, "incident") for name, total in totals.items()},
    )
    key = row["hypothesis_id"]
    evidence = choose(holdings, accounts_of(holdings, key), claims_of(holdings, key), limit=3)
    return Sentence("outlook", "recent_history", key, text, evidence=evidence)
