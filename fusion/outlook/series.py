"""Series of independent incidents by market, area and period, with effort beside them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fusion.outlook.facts import Effort, Facts, Incident
from fusion.outlook.history import History
from fusion.outlook.nowcast import Nowcast, nowcast
from fusion.profile.ground import segments
from fusion.terms.identifiers import identifier

ALL, VIOLENCE = "all", "violence"
BY_MARKET = " by market"
# Weeks after which a report about a week is no longer counted as late: half of the field's
# reports arrive within days, panels and digests within two months.
LATEST = 9
PATROL = re.compile(r"\b(?:patrol|patrouille)|دورية", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Key:
    """What one series counts."""

    area_kind: str
    area: str
    market: str


@dataclass(frozen=True)
class Calendar:
    """Complete periods, oldest first: their first days and the day after the last."""

    period: str
    starts: tuple[dt.date, ...]
    end: dt.date

    def place(self, day: dt.date) -> int:
        """Number of the period that holds `day`; negative before the first, T after the last."""
        return int(np.searchsorted(np.array(self._ordinals), day.toordinal(), side="right")) - 1

    @property
    def _ordinals(self) -> list[int]:
        return [day.toordinal() for day in (*self.starts, self.end)]

    def first_day(self, number: int) -> dt.date:
        """First day of period `number`, which may lie in the future."""
        if number < len(self.starts):
            return self.starts[number]
        ahead = number - len(self.starts)
        if self.period == "week":
            return self.end + dt.timedelta(weeks=ahead)
        months = self.end.year * 12 + self.end.month - 1 + ahead
        return dt.date(months // 12, months % 12 + 1, 1)


def weeks(facts: Facts) -> Calendar:
    """Complete weeks, Monday to Sunday, from the mission's first to as_of."""
    n = max(0, (facts.today - facts.first_monday).days // 7)
    days = [facts.first_monday + dt.timedelta(weeks=k) for k in range(n + 1)]
    return Calendar("week", tuple(days[:-1]), days[-1])


def months(facts: Facts) -> Calendar:
    """Complete calendar months; the mission's first counts only if it began on the 1st."""
    start = facts.run.profile.starts_on
    number = start.year * 12 + start.month - 1 + (start.day > 1)
    last = facts.today.year * 12 + facts.today.month - 1
    days = [dt.date(m // 12, m % 12 + 1, 1) for m in range(number, max(number, last) + 1)]
    return Calendar("month", tuple(days[:-1]), days[-1])


def keys_of(incident: Incident, mission: str, hypotheses: Sequence[str]) -> list[Key]:
    """Every series that counts this incident."""
    found = [Key("hypothesis", name, of) for name in hypotheses for of in (ALL, *incident.markets)]
    areas = [("mission", mission)]
    areas += [("admin2", incident.admin2)] if incident.admin2 else []
    areas += [("corridor", code) for code in incident.corridors]
    areas += [("segment", code) for code in incident.segments]
    for kind, area in areas:
        found += [Key(kind, area, ALL)] if incident.has_trend else []
        found += [Key(kind, area, VIOLENCE)] if incident.is_violent else []
        found += [Key(kind, area, market) for market in incident.markets]
    return found


def count_series(
    facts: Facts, calendar: Calendar, hypotheses: Mapping[str, Sequence[str]]
) -> dict[str, tuple[list[Key], History]]:
    """Histories by area kind, keys in order; markets apart: 'market' for the mission's, and
    'admin2 by market' and so on for those of areas.

    `hypotheses` gives the hypotheses of each incident. Areas that somebody reported from are
    there even when nothing happened: a zero counts. Corridors of the profile always are.
    """
    code = facts.run.profile.code
    cells: list[tuple[Key, int, int]] = []
    for incident in facts.incidents:
        period = calendar.place(incident.day)
        if 0 <= period < len(calendar.starts):
            known = max(0, calendar.place(incident.known_on) - period)
            names = hypotheses.get(incident.incident_id, ())
            cells += [(key, period, known) for key in keys_of(incident, code, names)]
    keys = {key for key, _, _ in cells} | _always(facts)
    scopes: dict[str, list[Key]] = {}
    for key in sorted(keys):
        scopes.setdefault(_scope(key), []).append(key)
    return {
        scope: (listed, _history(listed, cells, calendar))
        for scope, listed in sorted(scopes.items())
    }


def _scope(key: Key) -> str:
    if key.market in (ALL, VIOLENCE):
        return key.area_kind
    return "market" if key.area_kind == "mission" else key.area_kind + BY_MARKET


def _always(facts: Facts) -> set[Key]:
    areas = [("mission", facts.run.profile.code)]
    areas += [("corridor", c.code) for c in facts.run.profile.corridors]
    areas += [("segment", leg.code) for leg in segments(facts.run.profile.corridors)]
    areas += [("admin2", name) for name in {a for e in facts.effort for a in e.admin2}]
    return {Key(kind, area, market) for kind, area in areas for market in (ALL, VIOLENCE)}


def _history(keys: list[Key], cells: list[tuple[Key, int, int]], calendar: Calendar) -> History:
    place = {key: n for n, key in enumerate(keys)}
    placed = ((place[key], period, delay) for key, period, delay in cells if key in place)
    return arrivals(tuple(series_id(key, "") for key in keys), placed, calendar)


def arrivals(
    names: tuple[str, ...], cells: Iterable[tuple[int, int, int]], calendar: Calendar
) -> History:
    """Things counted by (number of the series, period, periods until it was known)."""
    new = np.zeros((len(names), len(calendar.starts), LATEST), dtype=np.int64)
    for row, period, delay in cells:
        new[row, period, min(delay, LATEST - 1)] += 1
    arrived = np.cumsum(new, axis=2)
    per_year = 52 if calendar.period == "week" else 12
    return History(names, np.asarray(arrived[:, :, -1]), arrived, per_year)


def series_id(key: Key, period: str) -> str:
    """SER- identifier of market, area kind, area and period."""
    return identifier("series", key.market, key.area_kind, key.area, period)


@dataclass(frozen=True)
class Cell:
    """Effort of one area in one period."""

    n_reports: int = 0
    n_patrols: int = 0
    components: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def plus(self, account: Effort, is_patrol: bool) -> Cell:
        """With one more account."""
        return Cell(
            self.n_reports + account.n_reports, self.n_patrols + is_patrol,
            self.components | {account.component}, self.languages | {account.language},
        )  # fmt: skip


EffortTable = Mapping[tuple[str, str], Mapping[int, Cell]]


def effort_table(
    facts: Facts, calendar: Calendar, homes: Mapping[str, frozenset[str]],
    patrols: frozenset[str] = frozenset(),
) -> EffortTable:  # fmt: skip
    """Reports and who made them by (area kind, area) and period.

    `homes` gives the second-level units of each hypothesis: effort there is effort on it.
    `patrols` are the accounts that tell of a patrol.
    """
    table: dict[tuple[str, str], dict[int, Cell]] = {}
    for account in facts.effort:
        period = calendar.place(account.day)
        for area in areas_of(account, facts.run.profile.code, homes):
            cells = table.setdefault(area, {})
            is_patrol = account.account_id in patrols
            cells[period] = cells.get(period, Cell()).plus(account, is_patrol)
    return table


def patrol_accounts(texts: Mapping[str, str]) -> frozenset[str]:
    """Accounts whose text speaks of a patrol: searched only, never shown."""
    return frozenset(name for name, text in texts.items() if PATROL.search(text))


def areas_of(
    account: Effort, mission: str, homes: Mapping[str, frozenset[str]]
) -> list[tuple[str, str]]:
    """Kind and name of every area that an account is effort for."""
    areas = [("mission", mission)]
    areas += [("admin2", name) for name in sorted(account.admin2)]
    areas += [("corridor", code) for code in sorted(account.corridors)]
    areas += [("segment", code) for code in sorted(account.segments)]
    areas += [("hypothesis", h) for h, units in homes.items() if units & account.admin2]
    return areas


def series_rows(
    scopes: Mapping[str, tuple[list[Key], History]], calendar: Calendar, effort: EffortTable
) -> list[dict[str, Any]]:
    """Rows of the series table."""
    rows = []
    for keys, history in scopes.values():
        expected = nowcast(history)
        for n, key in enumerate(keys):
            reported = effort.get((key.area_kind, key.area), {})
            for period, starts_on in enumerate(calendar.starts):
                cell = reported.get(period, Cell())
                rows.append(
                    {
                        "series_id": series_id(key, calendar.period),
                        "market": key.market,
                        "area_kind": key.area_kind,
                        "area": key.area,
                        "period": calendar.period,
                        "starts_on": starts_on,
                        "n_incidents": int(history.counts[n, period]),
                        "n_reports": cell.n_reports,
                        "n_components": len(cell.components),
                        "is_covered": cell.n_reports > 0,
                        "n_languages": len(cell.languages),
                        "n_patrols": cell.n_patrols,
                        **(_expected(expected, n, period) if expected else {}),
                    }
                )
    return rows


def _expected(expected: Nowcast, n: int, period: int) -> dict[str, float]:
    return {
        "nowcast": round(float(expected.mean[n, period]), 6),
        "nowcast_low": float(expected.low[n, period]),
        "nowcast_high": float(expected.high[n, period]),
        "share_reported": round(float(expected.share[n, period]), 6),
    }
