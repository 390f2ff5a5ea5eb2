"""Sentences in English and French from the same values: same bands, numbers and citations."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fusion.terms.data_files import load
from fusion.terms.yardsticks import Band

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr")
NARROW = "\u202f"  # narrow no-break space: before % in both languages, thousands in French
_MOOD = re.compile(r"\[([^|\[\]]*)\|([^|\[\]]*)\]")
_FRENCH_BEFORE = re.compile(r" ([%;:?!»])")
_FRENCH_AFTER = re.compile(r"« ")
_VOWEL = re.compile(r"^[aeiouyàâäéèêëîïôöùûüœh]", re.IGNORECASE)


@dataclass(frozen=True)
class Both:
    """One text in the two languages of the brief."""

    en: str
    fr: str

    def get(self, language: str) -> str:
        """The text in 'en' or 'fr'."""
        return self.fr if language == "fr" else self.en

    def __add__(self, other: Both) -> Both:
        return Both(self.en + other.en, self.fr + other.fr)


NOTHING = Both("", "")


@cache
def words(name: str) -> dict[str, Any]:
    """The content of data/NAME.toml. Callers do not change it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def same(text: str) -> Both:
    """A proper name: the same in both languages."""
    return Both(text, text)


def say(key: str, **values: object) -> Both:
    """The sentence `key` of data/sentences.toml with its values filled in, in both languages.

    A value is a Both, or anything whose text is the same in both. Values are inserted once and
    never read as a template again, so braces in hostile text stay braces.
    """
    return sentence_case(fill(_templates()[key], values))


def fill(template: Mapping[str, str], values: Mapping[str, object]) -> Both:
    """A template {en, fr} with its values; in French {x_of} is 'de x' and {x_to} is 'à x'."""
    texts = [template[language].format(**_values(values, language)) for language in LANGUAGES]
    return Both(*texts)


def _values(values: Mapping[str, object], language: str) -> dict[str, object]:
    """Values in one language; in French also with 'de' (key_of) and 'à' (key_to) before them."""
    found: dict[str, object] = {}
    for key, value in values.items():
        text = value.get(language) if isinstance(value, Both) else value
        found[key] = text
        if language == "fr" and isinstance(value, Both):
            found[f"{key}_of"] = contracted(value.fr, "de", "du", "des")
            found[f"{key}_to"] = contracted(value.fr, "à", "au", "aux")
    return found


def contracted(text: str, plain: str, masculine: str, plural: str) -> str:
    """A French preposition before a noun phrase with its article: 'du réseau', 'aux prix'."""
    for article, form in (("le ", masculine), ("les ", plural)):
        if text.startswith(article):
            rest = text[len(article) :].replace(f" et {article}", f" et {form} ")
            return f"{form} {rest}"
    return f"{plain} {text}"


@cache
def _templates() -> dict[str, dict[str, str]]:
    """Templates with the spaces that typography asks for: before % in both, ; : ? » in French."""
    return {
        key: {
            "en": row["en"].replace(" %", f"{NARROW}%"),
            "fr": french_spaces(row["fr"]),
        }
        for key, row in words("sentences").items()
    }


def french_spaces(text: str) -> str:
    """No-break spaces where French typography asks for them: before % ; : ? ! » and after «."""
    return _FRENCH_AFTER.sub("«\u00a0", _FRENCH_BEFORE.sub(f"{NARROW}\\1", text))


def sentence_case(text: Both) -> Both:
    """First letter upper case, the rest as it is."""
    return Both(text.en[:1].upper() + text.en[1:], text.fr[:1].upper() + text.fr[1:])


def uncapitalised(text: Both) -> Both:
    """First letter lower case, for a part of a sentence."""
    return Both(text.en[:1].lower() + text.en[1:], text.fr[:1].lower() + text.fr[1:])


def with_likelihood(band: Band, proposition: Both) -> Both:
    """'It is likely (55–80 %) that …': the band's own word and bounds, in both languages.

    French verbs in `proposition` stand as [indicative|subjunctive]; the phrase says which one.
    """
    phrase = words("likelihood")[band.code]
    bounds = f"({band.low}–{band.high}{NARROW}%)"
    english = f"{phrase['en']} {bounds} that {proposition.en}"
    mood = 2 if phrase["is_subjunctive"] else 1
    french = _MOOD.sub(lambda match: match[mood], proposition.fr)
    joint = "qu’" if _VOWEL.match(french) else "que "
    return Both(english, f"{phrase['fr']} {bounds} {joint}{french}")


def count(number: int, noun: str) -> Both:
    """'three incidents' / 'trois incidents'; words up to nine, digits from ten."""
    forms = words("nouns")[noun]
    english, french = forms["en"], forms["fr"]
    # English takes the singular for 1 only, French for 0 and 1.
    return Both(
        f"{_number(number, 'en')} {english[0 if number == 1 else 1]}",
        f"{_number(number, 'fr', forms.get('is_feminine', False))} "
        f"{french[0 if number < 2 else 1]}",
    )


def number(value: int) -> Both:
    """'seven' / 'sept'; digits from ten."""
    return Both(_number(value, "en"), _number(value, "fr"))


def _number(number: int, language: str, is_feminine: bool | None = None) -> str:
    """In words up to nine; `is_feminine` of the French noun that follows, None without one."""
    if number == 0 and language == "fr" and is_feminine is not None:
        return "aucune" if is_feminine else "aucun"
    names = words("nouns")["numbers"][language]
    if 0 <= number < len(names):
        return "une" if number == 1 and is_feminine and language == "fr" else str(names[number])
    return figure(number).get(language)


def figure(number: float, decimals: int = 0) -> Both:
    """A number in digits: 1,500.5 in English, 1 500,5 in French."""
    english = f"{number:,.{decimals}f}"
    french = english.replace(",", NARROW).replace(".", ",")
    return Both(english, french)


def day(date: dt.date | None) -> Both:
    """'8 March 2026' / '8 mars 2026' ('1er')."""
    if date is None:
        return say("unknown_date")
    months = words("nouns")["months"]
    first = "1er" if date.day == 1 else str(date.day)
    return Both(
        f"{date.day} {months['en'][date.month - 1]} {date.year}",
        f"{first} {months['fr'][date.month - 1]} {date.year}",
    )


def day_short(date: dt.date) -> Both:
    """'8 March' / '8 mars': the year stands in the masthead."""
    full = day(date)
    return Both(full.en.rsplit(" ", 1)[0], full.fr.rsplit(" ", 1)[0])


def span(start: dt.date, end: dt.date) -> Both:
    """'27 July and 2 August 2026' / 'le 27 juillet et le 2 août 2026': the year once."""
    first, last = day(start), day(end)
    if start.year == end.year:
        first = Both(first.en.rsplit(" ", 1)[0], first.fr.rsplit(" ", 1)[0])
    return uncapitalised(say("span", start=first, end=last))


def month(date: dt.date) -> Both:
    """'March 2026' / 'mars 2026'."""
    months = words("nouns")["months"]
    return Both(
        f"{months['en'][date.month - 1]} {date.year}", f"{months['fr'][date.month - 1]} {date.year}"
    )


def month_name(date: dt.date) -> Both:
    """'March' / 'mars': within a year of the issue the name is enough."""
    months = words("nouns")["months"]
    return Both(months["en"][date.month - 1], months["fr"][date.month - 1])


def joined(items: Iterable[Both], last: str = "and") -> Both:
    """'a, b and c' / 'a, b et c'."""
    listed: Sequence[Both] = list(items)
    if not listed:
        return NOTHING
    link = words("nouns")["links"][last]
    return Both(
        _joined([item.en for item in listed], link["en"]),
        _joined([item.fr for item in listed], link["fr"]),
    )


def _joined(items: list[str], link: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {link} {items[-1]}"


def market(code: str) -> Both:
    """Name of a market without article; an unknown code is shown as it is."""
    row = load("markets").get(code)
    return Both(row["en"], row["fr"].replace("'", "’")) if row else same(code.replace("_", " "))


def market_the(code: str) -> Both:
    """'fuel smuggling' / 'la contrebande de carburant'."""
    name, article = market(code), words("nouns")["market_articles"].get(code, "le marché")
    if article == "le marché":
        return Both(name.en, f"le marché « {name.fr} »")
    french = f"{article}{name.fr}" if article.endswith("’") else f"{article} {name.fr}"
    return Both(name.en, words("nouns")["market_phrases"].get(code, french))


def component(name: str) -> Both:
    """Title of a component."""
    row = load("typologies")["component_titles"].get(name)
    return Both(row["en"], row["fr"].replace("'", "’")) if row else same(name.replace("_", " "))


def label(key: str) -> Both:
    """A heading or label of data/labels.toml."""
    row = words("labels")[key]
    return Both(row[0], french_spaces(row[1]))
