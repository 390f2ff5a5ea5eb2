"""How exactly an edition tells a text: its days, its places, and who reported."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from fusion.briefing.exposure import EVER, PLACES, Precision
from fusion.briefing.folding import Phrases, words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.wording import Both, day, month, words
from fusion.terms.data_files import load

_MONTHS = words("nouns")["months"]
_LEAD = {
    "en": r"(?:in the week of|the week of|week of|on)",
    "fr": r"(?:dans la semaine du|la semaine du|semaine du|le|du|au)",
}
_DAY = {
    language: re.compile(
        rf"(?:\b(?P<lead>{_LEAD[language]}) )?\b(?P<day>\d{{1,2}})(?:er)? "
        rf"(?P<month>{'|'.join(_MONTHS[language])})(?: (?P<year>\d{{4}}))?\b", re.IGNORECASE)
    for language in ("en", "fr")
}  # fmt: skip
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b(20\d{2})\b")
# What stands before a date or a place and decides how a coarser one is joined on.
_SINCE = re.compile(r"\b(?:depuis|vers|dès|avant|après|jusqu’en) $", re.IGNORECASE)
_PLACE_LEAD = {
    "en": re.compile(r"\b(?:at|in|near|around) $", re.IGNORECASE),
    "fr": re.compile(r"\b(?:à|dans|près de|vers|autour de) $", re.IGNORECASE),
}
_FRENCH_OF = re.compile(r"(?:\bde |\bd’)$", re.IGNORECASE)


@dataclass(frozen=True)
class Teller:
    """Tells texts of one run in one language, as exactly as it is asked to."""

    holdings: Holdings
    language: str

    def tell(self, text: str, at: Precision, is_access_told: bool = True) -> str:
        """`text` with past days, places and reporters no finer than `at`."""
        text = self._days(text, at.time) if at.time else text
        text = self._places(text, at.place) if at.place else text
        return text if is_access_told else self._unattributed(text)

    def tells_a_day(self, text: str) -> bool:
        """A past day or week stands in the text."""
        return bool(_ISO.search(text)) or any(
            self._is_past(match, text) for match in _DAY[self.language].finditer(text)
        )

    def tells_a_place(self, text: str) -> bool:
        """A place or unit stands in the text, other than in the name of a corridor."""
        return any(text[start].isupper() for start, _, unit in self._units.find(text) if unit)

    # --- days -------------------------------------------------------------------------------

    def _date(self, match: re.Match[str], text: str) -> dt.date | None:
        later = _YEAR.search(text, match.end())
        year = int(match["year"] or (later[1] if later else self.holdings.last_day.year))
        names = [name.lower() for name in _MONTHS[self.language]]
        try:
            return dt.date(year, names.index(match["month"].lower()) + 1, int(match["day"]))
        except ValueError:
            return None  # no such day: the number means something else

    def _is_past(self, match: re.Match[str], text: str) -> bool:
        on = self._date(match, text)
        return on is not None and on <= self.holdings.last_day

    def _days(self, text: str, step: int) -> str:
        text = _ISO.sub(self._written_out, text)

        def coarse(match: re.Match[str]) -> str:
            """A past day as the edition may tell it; days to come stay as they are."""
            on = self._date(match, text)
            if on is None or on > self.holdings.last_day:
                return match.group()
            lead = match["lead"] or ""
            told = (self._english if self.language == "en" else self._french)(
                text[: match.start()], lead.lower(), on, step
            )
            return told[0].upper() + told[1:] if lead[:1].isupper() else told

        return _DAY[self.language].sub(coarse, text)

    def _written_out(self, match: re.Match[str]) -> str:
        try:
            on = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return match.group()
        return day(on).get(self.language)

    def _english(self, before: str, lead: str, on: dt.date, step: int) -> str:
        if step == EVER:
            return "at an earlier date" if lead.startswith(("on", "in")) else "an earlier date"
        if step == 1:
            week = f"week of {_monday(on).en}"
            if lead == "week of" or (before.endswith(("(", ", ")) and not lead):
                return week
            return f"{'in ' if lead.startswith(('on', 'in')) else ''}the {week}"
        return f"{'in ' if lead.startswith(('on', 'in')) else ''}{month(on).en}"

    def _french(self, before: str, lead: str, on: dt.date, step: int) -> str:
        is_since = bool(_SINCE.search(before))
        if step == EVER:
            named = "une date antérieure"
            joined = {"le": named if is_since else f"à {named}", "du": f"d’{named}",
                      "au": f"à {named}", "dans la semaine du": f"à {named}"}  # fmt: skip
            return joined.get(lead, named)
        if step == 1:
            week = f"semaine du {_monday(on).fr}"
            joined = {
                "le": f"la {week}", "du": f"de la {week}", "au": f"à la {week}",
                "la semaine du": f"la {week}", "dans la semaine du": f"dans la {week}",
            }  # fmt: skip
            return joined.get(lead, week)
        named = month(on).fr
        of = f"d’{named}" if named[0] in "ao" else f"de {named}"
        joined = {"le": named if is_since else f"en {named}", "du": of, "au": f"à {named}",
                  "dans la semaine du": f"en {named}"}  # fmt: skip
        return joined.get(lead, named)

    # --- places -----------------------------------------------------------------------------

    @cached_property
    def _finest(self) -> dict[str, tuple[int, dict[int, str]]]:
        """Each place and unit: how fine it is, and its units by step."""
        profile = self.holdings.run.profile
        area = {"en": "mission", "fr": "la mission"}[self.language]
        found: dict[str, tuple[int, dict[int, str]]] = {}
        for row in self.holdings.get("place").to_pylist():
            units = {1: row["admin2"], 2: row["admin1"], 3: area, 4: area}
            chain = (row["name"], row["admin2"], row["admin1"])
            for fineness, name in enumerate(chain):
                known = found.get(name or "")
                # A town that names its district is as coarse as the district (Gao in Gao).
                if name and (known is None or known[0] < fineness):
                    found[name] = (fineness, units)
        for corridor in profile.corridors:
            for point in corridor.points:
                found.setdefault(point.name, (0, {3: area, 4: area}))
        return found

    @cached_property
    def _units(self) -> Phrases:
        """Names of places and units; names of corridors and groups, which are never coarsened."""
        profile = self.holdings.run.profile
        kept = [n for c in profile.corridors for n in (c.name, *c.aliases)]
        kept += [getattr(c, "name_fr", "") for c in profile.corridors]
        kept += [n for g in profile.known_groups for n in (g.name, *g.aliases)]
        kept += [profile.name_en, profile.name_fr]
        names = [name for name in self._finest if _is_name(name)]
        return Phrases.of([*((name, "") for name in kept), *((name, name) for name in names)])

    def _places(self, text: str, step: int) -> str:
        parts, at = [], 0
        for start, end, name in self._units.find(text):
            fineness, units = self._finest.get(name, (len(PLACES), {}))
            if fineness >= step or not text[start].isupper():
                continue
            unit = next((units[s] for s in range(step, 5) if units.get(s)), "")
            before, told = self._area(text[at:start], unit)
            parts += [before, told]
            at = end
        return "".join([*parts, text[at:]])

    def _area(self, before: str, unit: str) -> tuple[str, str]:
        """What stands before a place, and the area told in its stead."""
        if self.language == "en":
            lead = _PLACE_LEAD["en"].search(before)
            told = f"the {unit} area"
            return (before[: lead.start()], f"in {told}") if lead else (before, told)
        if before.endswith("zone de "):
            return before, unit
        lead = _PLACE_LEAD["fr"].search(before)
        if lead:
            return before[: lead.start()], f"dans la zone de {unit}"
        of = _FRENCH_OF.search(before)
        return (
            (before[: of.start()], f"de la zone de {unit}")
            if of
            else (before, f"la zone de {unit}")
        )

    # --- who reported -----------------------------------------------------------------------

    @cached_property
    def _titles(self) -> re.Pattern[str]:
        rows = load("typologies")["component_titles"].values()
        titles = {row[self.language].replace("'", "’") for row in rows}
        profile = self.holdings.run.profile
        titles |= {getattr(c, f"title_{self.language}") for c in profile.components}
        one = "|".join(re.escape(title) for title in sorted(titles, key=lambda t: (-len(t), t)))
        link = "and" if self.language == "en" else "et"
        return re.compile(
            rf"(?P<open> ?\()(?:{one})(?:, (?P<rest>[^()]*)\)|\))"
            rf"|(?P<lead>\b(?:from|issues? de|issues? du)) "
            rf"(?P<list>(?:{one})(?:(?:, | {link} )(?:{one}))*)\b"
        )  # fmt: skip

    def _unattributed(self, text: str) -> str:
        """`text` without the components that reported what it says."""

        def plain(match: re.Match[str]) -> str:
            """A list of components without their names."""
            if match["open"]:
                return f"{match['open']}{match['rest']})" if match["rest"] else ""
            return (
                f"{match['lead']} the mission’s components" if self.language == "en"
                else "issues de composantes de la mission"
            )  # fmt: skip

        return self._titles.sub(plain, text)


def _monday(on: dt.date) -> Both:
    return day(on - dt.timedelta(days=on.weekday()))


def _is_name(name: str) -> bool:
    """Long enough to be told from a word of the language."""
    folded = words_of(name)
    return bool(folded) and len("".join(folded)) >= 3
