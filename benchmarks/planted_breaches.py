# ruff: noqa: E501
"""One hundred and more breaches of the nine standards, thought out by hand, in English and French.

Each takes a sound content of the full edition and spoils one thing in it. The number is that of
the standard that must notice.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Breach = tuple[str, str, str, Callable[[Content], Any]]  # standard, language, what, how


def judged(c: Content) -> Content:
    """The first judgement with a likelihood."""
    return next(item for item in c["key_judgements"] if item["likelihood"])


def observed(c: Content) -> Content:
    """The first observation."""
    return next(item for item in c["key_judgements"] if item["is_observation"])


def spoiled(content: Content, breach: Breach) -> Content:
    """The content with one breach in it."""
    found = copy.deepcopy(content)
    breach[3](found)
    return found


def _add(item: Content, text: str) -> None:
    item["text"] = f"{item['text']} {text}"


def _swap(item: Content, old: str, new: str) -> None:
    assert old in item["text"], item["text"]
    item["text"] = item["text"].replace(old, new)


def _word(item: Content, new: str) -> None:
    _swap(item, item["likelihood"]["word"], new)


def _no_action(c: Content) -> None:
    c["options"] = [item for item in c["options"] if item["verb"] != "–"]


def _unlabelled(item: Content) -> None:
    item.update(is_observation=False, likelihood=None)


def _figures(c: Content) -> list[Content]:
    pages = [page for page in c["hypotheses"] if page.get("network")]
    return [page[name] for page in pages for name in ("network", "map", "timeline") if page[name]]


SOURCES: list[Breach] = [
    ("1", "en", "no source summary", lambda c: c["source_summary"]["table"].update(rows=[])),
    ("1", "fr", "no sentence of summary", lambda c: c["source_summary"].update(sentence="")),
    ("1", "fr", "a summary that says none", lambda c: c["source_summary"].update(sentence="Néant")),
    ("1", "en", "no grade", lambda c: c["sources"][0].update(grade="")),
    ("1", "fr", "half a grade", lambda c: c["sources"][-1].update(grade="B")),
    ("1", "en", "a grade of no scale", lambda c: c["sources"][0].update(grade="G7")),
    ("1", "en", "a grade drawn as one half", lambda c: c["sources"][1].update(grade="50 %")),
    ("1", "fr", "grade without its words", lambda c: c["sources"][1].update(grade_words="")),
    ("1", "en", "no component", lambda c: c["sources"][2].update(component="")),
    ("1", "fr", "no day", lambda c: c["sources"][0].update(date="–")),
    ("1", "en", "no language", lambda c: c["sources"][0].update(language="unknown")),
    ("1", "en", "no portion mark", lambda c: c["sources"][0].update(portion="")),
    ("1", "en", "no place in the document", lambda c: c["sources"][0].update(locator="")),
    ("1", "fr", "no origin", lambda c: c["sources"][0].update(origin="")),
]
UNCERTAINTY: list[Breach] = [
    ("2", "en", "band not printed", lambda c: judged(c).update(text="It is likely that it rains.")),
    ("2", "fr", "band not printed", lambda c: judged(c).update(text="Il est probable qu’il pleut.")),
    ("2", "en", "word of another band", lambda c: _word(judged(c), "almost certain")),
    ("2", "fr", "word of another band", lambda c: _word(judged(c), "presque certain")),
    ("2", "en", "two bands in one judgement",
     lambda c: _add(judged(c), "A merger is unlikely.")),
    ("2", "en", "bounds of no band", lambda c: judged(c)["likelihood"].update(low=60)),
    ("2", "en", "a band of no yardstick", lambda c: judged(c)["likelihood"].update(code="odds_on")),
    ("2", "en", "row of synonyms", lambda c: _add(judged(c), "This is highly probable.")),
    ("2", "fr", "other yardstick", lambda c: _add(judged(c), "C’est une possibilité réaliste.")),
    ("2", "en", "other yardstick", lambda c: _add(c["bottom_line"][0], "A remote chance remains.")),
    ("2", "en", "may", lambda c: _add(observed(c), "The levy may return.")),
    ("2", "en", "could", lambda c: _add(observed(c), "Traders could leave the market.")),
    ("2", "en", "possibly", lambda c: _add(c["bottom_line"][0], "Possibly the road closes, or possibly not.")),
    ("2", "en", "a chance without a band", lambda c: _add(observed(c), "There is a risk that it spreads.")),
    ("2", "en", "cannot be ruled out", lambda c: _add(observed(c), "A split cannot be ruled out.")),
    ("2", "en", "probably", lambda c: _add(observed(c), "The group is probably larger.")),
    ("2", "en", "hedged twice", lambda c: _add(judged(c), "It might also move.")),
    ("2", "fr", "pourrait", lambda c: _add(observed(c), "Le prélèvement pourrait revenir.")),
    ("2", "fr", "peut", lambda c: _add(observed(c), "Le groupe peut changer de route.")),
    ("2", "fr", "peut-être", lambda c: _add(c["bottom_line"][0], "La route ferme peut-être.")),
    ("2", "fr", "possible", lambda c: _add(observed(c), "Une scission reste possible.")),
    ("2", "fr", "il se peut", lambda c: _add(observed(c), "Ici il se peut que le marché ferme.")),
    ("2", "fr", "probablement", lambda c: _add(observed(c), "Le groupe est probablement plus grand.")),
    ("2", "en", "neither band nor observation", lambda c: _unlabelled(judged(c))),
    ("2", "en", "no confidence", lambda c: judged(c).update(confidence="")),
    ("2", "fr", "no level", lambda c: observed(c).update(confidence_level=None)),
    ("2", "en", "no reason", lambda c: judged(c).update(confidence="Confidence is low.")),
    ("2", "fr", "level not in words", lambda c: judged(c).update(
        confidence="Deux origines indépendantes seulement, une lacune.", confidence_level="low")),
]  # fmt: skip
APART: list[Breach] = [
    ("3", "en", "confidence in the judgement", lambda c: _add(judged(c), "We judge this with high confidence.")),
    ("3", "fr", "confidence in the judgement", lambda c: _add(judged(c), "Nous l’estimons avec une confiance élevée.")),
    ("3", "en", "we are confident", lambda c: _add(judged(c), "We are confident of it.")),
    ("3", "en", "likelihood in the confidence", lambda c: judged(c).update(
        confidence="Confidence is low; that it holds is very likely given two origins.")),
    ("3", "fr", "likelihood in the confidence", lambda c: judged(c).update(
        confidence="La confiance est faible ; il est très probable que cela tienne.")),
    ("3", "en", "a band in the confidence", lambda c: judged(c).update(
        confidence="Confidence is moderate (55–80 %) on three independent origins.")),
    ("3", "fr", "a band in the confidence", lambda c: observed(c).update(
        confidence="La confiance est modérée (55–80 %), sur trois origines.")),
    ("3", "en", "both in a bottom line", lambda c: _add(
        c["bottom_line"][0], "With moderate confidence, a merger is unlikely.")),
    ("3", "fr", "both in a change", lambda c: judged(c).update(
        change="Relevé : la confiance est faible et c’est probable.")),
    ("3", "en", "both in an alternative", lambda c: judged(c).update(
        alternative="The rival is unlikely, with low confidence.")),
    ("3", "en", "no assumption", lambda c: judged(c).update(assumption="")),
    ("3", "fr", "assumption: none", lambda c: judged(c).update(assumption="Aucune.")),
    ("3", "en", "judgement as its own assumption", lambda c: judged(c).update(assumption=judged(c)["text"])),
    ("3", "fr", "observation with a band", lambda c: judged(c).update(is_observation=True)),
]  # fmt: skip
RIVALS: list[Breach] = [
    ("4", "en", "no alternative", lambda c: judged(c).update(alternative="")),
    ("4", "fr", "alternative: none", lambda c: judged(c).update(alternative="Néant")),
    ("4", "en", "alternative: n/a", lambda c: judged(c).update(alternative="N/A")),
    ("4", "en", "the judgement as its rival", lambda c: judged(c).update(alternative=judged(c)["text"])),
    ("4", "en", "nothing would change it", lambda c: judged(c).update(would_change="")),
    ("4", "fr", "nothing would change it", lambda c: judged(c).update(would_change="Sans objet")),
    ("4", "en", "one reading", lambda c: c["hypotheses"][0]["rivals"].update(
        rows=c["hypotheses"][0]["rivals"]["rows"][:1])),
    ("4", "fr", "no reading", lambda c: c["hypotheses"][0]["rivals"].update(rows=[])),
    ("4", "en", "one reading twice", lambda c: c["hypotheses"][0]["rivals"].update(
        rows=c["hypotheses"][0]["rivals"]["rows"][:1] * 2)),
    ("4", "en", "no weight", lambda c: c["hypotheses"][0]["rivals"]["rows"][0].__setitem__(-1, "")),
    ("4", "fr", "a reading cut short", lambda c: c["hypotheses"][0]["rivals"]["rows"][1].pop()),
    ("4", "en", "readings without evidence", lambda c: c["hypotheses"][0]["rivals"].update(lines=[])),
]  # fmt: skip
RELEVANCE: list[Breach] = [
    ("5", "en", "no bottom line", lambda c: c.update(bottom_line=[])),
    ("5", "fr", "an empty bottom line", lambda c: [s.update(text="") for s in c["bottom_line"]]),
    ("5", "en", "no opportunity", lambda c: c.update(opportunities=[])),
    ("5", "fr", "no gap", lambda c: c["gaps"].update(rows=[])),
    ("5", "en", "gaps that ask nothing", lambda c: [r.__setitem__(0, "–") for r in c["gaps"]["rows"]]),
    ("5", "en", "two options", lambda c: c.update(options=c["options"][:1] + c["options"][-1:])),
    ("5", "fr", "no option", lambda c: c.update(options=[])),
    ("5", "en", "no 'no action'", _no_action),
    ("5", "en", "gate passed", lambda c: [
        o.update(hrddp_scope="in", hrddp_state="not_required") for o in c["options"]]),
    ("5", "fr", "block hidden", lambda c: c["options"][0].update(
        hrddp_scope="in", hrddp_state="blocked", is_blocked=False)),
    ("5", "en", "no word on livelihoods", lambda c: c["options"][0].update(livelihoods="")),
    ("5", "fr", "no word on retaliation", lambda c: c["options"][0].update(risk=" ")),
    ("5", "en", "no word on displacement", lambda c: c["options"][0].update(displacement="")),
    ("5", "en", "judgement as its implication", lambda c: judged(c).update(implication=judged(c)["text"])),
]  # fmt: skip
LOGIC: list[Breach] = [
    ("6", "en", "no citation", lambda c: judged(c).update(citations=[])),
    ("6", "fr", "dead citation", lambda c: c.update(sources=[])),
    ("6", "en", "one dead citation", lambda c: c["sources"].pop(next(
        i for i, s in enumerate(c["sources"]) if s["id"] == judged(c)["citations"][0]["id"]))),
    ("6", "en", "no key judgement", lambda c: c.update(key_judgements=[])),
    ("6", "en", "enemy", lambda c: judged(c).update(change="The enemy moved south during the week.")),
    ("6", "en", "target", lambda c: c["options"][0].update(expected="the target loses its fuel base")),
    ("6", "en", "collection", lambda c: c["gaps"]["rows"][0].__setitem__(0, "collection on the ferry")),
    ("6", "en", "neutralise", lambda c: c["options"][0].update(title_note="", needs="a unit to neutralise the ring")),
    ("6", "en", "hostile", lambda c: c["hypotheses"][0]["statement"].update(text="A hostile group holds the road.")),
    ("6", "fr", "ennemi", lambda c: _add(c["bottom_line"][0], "L’ennemi tient la route.")),
    ("6", "fr", "cible", lambda c: c["options"][0].update(expected="la cible perd sa base")),
    ("6", "fr", "collecte", lambda c: c["method"]["paragraphs"].append("Le plan de collecte suit.")),
    ("6", "fr", "neutraliser", lambda c: _add(observed(c), "Il faut neutraliser le réseau.")),
    ("6", "en", "criminal", lambda c: c["bottom_line"][0].update(text="The trader is a criminal.")),
    ("6", "en", "traffickers", lambda c: _add(observed(c), "The traffickers use two fords.")),
    ("6", "en", "mastermind", lambda c: observed(c).update(change="The mastermind changed his route.")),
    ("6", "en", "committed the murder", lambda c: _add(observed(c), "They committed the murder at the well.")),
    ("6", "en", "a deed without a report", lambda c: _add(c["bottom_line"][0], "P-K7Q2 controls the fuel depot.")),
    ("6", "fr", "coupable", lambda c: c["bottom_line"][0].update(text="Le commerçant est coupable.")),
    ("6", "fr", "trafiquants", lambda c: _add(observed(c), "Les trafiquants passent par deux gués.")),
    ("6", "fr", "a deed without a report", lambda c: _add(c["bottom_line"][0], "P-K7Q2 dirige le dépôt.")),
    ("6", "fr", "terroriste", lambda c: c["options"][0].update(risk="le terroriste se vengera")),
]  # fmt: skip
CHANGE: list[Breach] = [
    ("7", "en", "no change", lambda c: judged(c).update(change="")),
    ("7", "fr", "no change", lambda c: observed(c).update(change="")),
    ("7", "en", "a dash", lambda c: judged(c).update(change="–")),
    ("7", "en", "change: none", lambda c: judged(c).update(change="None")),
    ("7", "fr", "change: aucun", lambda c: judged(c).update(change="Aucun")),
    ("7", "en", "raised, not why", lambda c: judged(c).update(change="Raised.")),
    ("7", "fr", "relevé, not why", lambda c: judged(c).update(change="Relevé.")),
    ("7", "en", "unchanged, not why", lambda c: observed(c).update(change="No change.")),
    ("7", "en", "the judgement for a change", lambda c: judged(c).update(change=judged(c)["text"])),
    ("7", "fr", "the confidence for a change", lambda c: judged(c).update(change=judged(c)["confidence"])),
    ("7", "en", "a change without words", lambda c: c.update(changes=[{**c["bottom_line"][0], "text": ""}])),
]  # fmt: skip
ACCURACY: list[Breach] = [
    ("8", "en", "no record", lambda c: c["outlook"].update(track=[])),
    ("8", "fr", "an empty record", lambda c: c["outlook"].update(track=["–"])),
    ("8", "en", "forecasts without their gate", lambda c: c["outlook"].update(gate="")),
    ("8", "en", "too many judgements", lambda c: c.update(key_judgements=[
        {**item, "text": f"{n}. {item['text']}"} for n in range(4) for item in c["key_judgements"]])),
    ("8", "fr", "one judgement twice", lambda c: c["key_judgements"].append(c["key_judgements"][0])),
    ("8", "en", "certainly", lambda c: _add(observed(c), "It will certainly return.")),
    ("8", "en", "without doubt", lambda c: _add(judged(c), "This is without doubt the main route.")),
    ("8", "en", "inevitable", lambda c: _add(c["bottom_line"][0], "A clash is inevitable.")),
    ("8", "en", "hundred per cent", lambda c: _add(observed(c), "All of it, 100 % of the trade.")),
    ("8", "en", "finer than it bears", lambda c: _add(observed(c), "Reports fell by 72.4 % since May.")),
    ("8", "fr", "sans aucun doute", lambda c: _add(observed(c), "C’est sans aucun doute le même groupe.")),
    ("8", "fr", "à coup sûr", lambda c: _add(judged(c), "Il reviendra à coup sûr.")),
    ("8", "fr", "plus fin que porté", lambda c: _add(observed(c), "Les récits ont baissé de 72,4 % depuis.")),
]  # fmt: skip
VISUALS: list[Breach] = [
    ("9", "en", "no words for a network", lambda c: c["hypotheses"][0]["network"].update(alt="")),
    ("9", "fr", "one word for a map", lambda c: c["hypotheses"][0]["map"].update(alt="Carte")),
    ("9", "en", "no caption of a chart", lambda c: c["outlook"]["figures"][0].update(caption="")),
    ("9", "fr", "a caption that says none", lambda c: _figures(c)[0].update(caption="N/A")),
    ("9", "en", "nothing drawn", lambda c: c["hypotheses"][0]["timeline"].update(svg="")),
    ("9", "en", "a network without its data", lambda c: c["hypotheses"][0]["network"].update(table=None)),
    ("9", "en", "a map without a word on borders", lambda c: c["issue"].update(disclaimer="")),
    ("9", "fr", "a table without a caption", lambda c: c["gaps"].update(caption="")),
    ("9", "en", "a table without heads", lambda c: c["indicators"].update(
        head=["" for _ in c["indicators"]["head"]])),
    ("9", "en", "a row that does not fit", lambda c: c["gaps"]["rows"][0].append("more")),
    ("9", "fr", "no picture at all", lambda c: (
        [p.update(network=None, map=None, timeline=None) for p in c["hypotheses"]],
        c["outlook"].update(figures=[]), c["coverage"].update(figure=None))),
    ("9", "en", "no words for the coverage", lambda c: c["coverage"]["figure"].update(alt="–")),
]  # fmt: skip
BREACHES: list[Breach] = [
    *SOURCES, *UNCERTAINTY, *APART, *RIVALS, *RELEVANCE, *LOGIC, *CHANGE, *ACCURACY, *VISUALS,
]  # fmt: skip
