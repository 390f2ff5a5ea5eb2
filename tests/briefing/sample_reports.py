# ruff: noqa: E501
"""Reports of the invented mission, each with its account, origin, mentions and claim."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from fusion.terms.identifiers import identifier

START = dt.date(2026, 1, 5)
COMPONENTS = ["military", "police", "civil_affairs", "justice", "political_affairs",
              "regional_office"]  # fmt: skip
SECRET = "Haroun Tiekoro"  # protected source
CHILD = "Ismaïl Rhissatou"  # protected minor
Pair = tuple[tuple[str, str], tuple[str, str]]


@dataclass
class Builder:
    """Rows of every table, in the order in which they were told."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    n_reports: int = 0

    def add(self, table: str, **row: Any) -> None:
        """One row more."""
        self.rows.setdefault(table, []).append(row)

    def actor(self, name: str, kind: str, n_accounts: int) -> str:
        """The identifier of an actor, who is added once."""
        actor_id = f"ACT-{abs(sum(ord(c) * (i + 7) for i, c in enumerate(name))):012d}"
        if all(row["actor_id"] != actor_id for row in self.rows.get("actor", [])):
            self.add("actor", actor_id=actor_id, kind=kind, name=name, aliases=[],
                     n_accounts=n_accounts, rule="sample")  # fmt: skip
        return actor_id

    def report(
        self, network: dict[str, Any], on: dt.date, place: str, pair: Pair,
        is_withdrawn: bool = False,
    ) -> tuple[str, str, str]:  # fmt: skip
        """A document with one report; identifiers of its account, origin and claim."""
        self.n_reports += 1
        n = self.n_reports
        ids = {k: identifier(k, n) for k in ("report", "document", "account", "origin", "claim")}
        (_, who), (_, whom) = pair
        text, quote = _text(n, network, who, whom, place)
        received = dt.datetime.combine(on, dt.time(18), dt.UTC) + dt.timedelta(days=1)
        self._document(n, ids, received)
        self._report(n, ids, received, text)
        self._account(n, ids, received, text, is_withdrawn)
        self._claim(n, ids, on, pair, (text, quote))
        self._mentions(ids, text, pair)
        return ids["account"], ids["origin"], ids["claim"]

    def _document(self, n: int, ids: dict[str, str], received: dt.datetime) -> None:
        component = COMPONENTS[n % len(COMPONENTS)]
        self.add("document", document_id=ids["document"], path=f"{component}/report_{n:03d}.txt",
                 sha256=f"{n:064d}", component=component, received_at=received, status="read",
                 n_reports=1)  # fmt: skip

    def _report(self, n: int, ids: dict[str, str], received: dt.datetime, text: str) -> None:
        component = COMPONENTS[n % len(COMPONENTS)]
        self.add(
            "report", report_id=ids["report"], document_id=ids["document"],
            path=f"{component}/report_{n:03d}.txt", locator=f"¶ {1 + n % 6}", ordinal=1,
            component=component, report_type="sitrep", reference=f"REF-{n:03d}", title=None,
            language="fr" if n % 5 == 1 else "ar" if n % 11 == 3 else "en",
            written_at=received, observed_from=received, received_at=received,
            reliability="ABCDF"[n % 5], credibility="23462"[n % 5],
            is_grade_derived=component == "police",
            marking={"police": "UN CONFIDENTIAL", "justice": "UN CONFIDENTIAL"}.get(component),
            source_text=f"{SECRET}, ferryman of the lower landing stage" if n == 4 else None,
            has_protected_source=n == 4, text=text,
        )  # fmt: skip

    def _account(
        self, n: int, ids: dict[str, str], received: dt.datetime, text: str, is_withdrawn: bool
    ) -> None:
        self.add(
            "account", account_id=ids["account"], lead_report_id=ids["report"],
            component=COMPONENTS[n % len(COMPONENTS)], n_reports=1, received_at=received,
            written_at=received, reliability="ABCDF"[n % 5], credibility="23462"[n % 5],
            is_withdrawn=is_withdrawn, text=text, text_sha256=f"{n:064d}",
        )  # fmt: skip
        self.add("account_report", account_id=ids["account"], report_id=ids["report"],
                 relation="lead", score=1.0)  # fmt: skip
        self.add("origin", account_id=ids["account"], origin_id=ids["origin"],
                 relation="own_observation", score=1.0, independence="independent",
                 evidence="own patrol", is_withdrawn=is_withdrawn)  # fmt: skip

    def _claim(
        self, n: int, ids: dict[str, str], on: dt.date, pair: Pair, told: tuple[str, str]
    ) -> None:
        text, quote = told
        (who_id, _), (whom_id, _) = pair
        start = text.index(quote)
        self.add(
            "claim", claim_id=ids["claim"], account_id=ids["account"], report_id=ids["report"],
            kind="tie", predicate="payment", subject_id=who_id, object_id=whom_id, quote=quote,
            start_at=start, end_at=start + len(quote),
            polarity="denied" if n % 17 == 0 else "affirmed", modality="stated", reliability="B",
            credibility="2", claimed_on=on,
        )  # fmt: skip

    def _mentions(self, ids: dict[str, str], text: str, pair: Pair) -> None:
        (who_id, who), (whom_id, whom) = pair
        named: list[tuple[str, str | None]] = [(who, who_id), (whom, whom_id)]
        for surface, actor_id in (*named, (SECRET, None), (CHILD, None)):
            if surface not in text:
                continue
            at = text.index(surface)
            mention_id = f"MEN-{ids['account'][-4:]}{at:05d}"
            self.add("mention", mention_id=mention_id, account_id=ids["account"],
                     report_id=ids["report"], start_at=at, end_at=at + len(surface),
                     surface=surface, kind="person", is_protected=actor_id is None)  # fmt: skip
            if actor_id:
                self.add("actor_mention", actor_id=actor_id, mention_id=mention_id,
                         account_id=ids["account"], surface=surface, score=1.0)  # fmt: skip


def _text(number: int, network: dict[str, Any], who: str, whom: str, place: str) -> tuple[str, str]:
    """Text of a report and the quote that carries its claim."""
    if number % 5 == 1:
        quote = f"{who} a payé 150 000 francs à {whom}"
        return (
            f"Le marché de {place} était calme le matin. {quote}, selon deux commerçants. <b>Fin</b>.",
            quote,
        )
    if number % 11 == 3:
        quote = f"شوهد {who} مع {whom}"
        return f"{quote} قرب {place}. لا حوادث أخرى.", quote
    quote = f"{who} was seen paying {whom} at the barrier"
    extra = ""
    if number == 4:
        extra = f" The information comes from {SECRET}, ferryman of the lower landing stage."
    if number == 8:
        extra = f" A boy, {CHILD}, carried the receipts."
    return (
        f"At {place} the patrol noted trucks & tankers. {quote}.{extra} =1+1 <script>alert(1)</script>",
        quote,
    )
