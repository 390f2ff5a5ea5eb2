"""Why a judgement matters here: the priority requirement and the mandate task it bears on."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.briefing.folding import words_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.wording import Both, joined, same, say, uncapitalised, words
from fusion.profile import MandateTask, Profile


def implication(holdings: Holdings, markets: Iterable[str]) -> Both | None:
    """'Bears on PIR 1 and on mandate task 4'; None where the profile says nothing about it."""
    profile = holdings.run.profile
    codes = list(markets)
    targets = [same(pir.code) for pir in profile.requirements if set(pir.markets) & set(codes)][:2]
    topics = [word for code in codes for word in words("topics").get(code, ())]
    task = task_for(profile, topics or words("topics")["any"])
    if task:
        text = say("implication_task", code=task.code, text=Both(task.text_en, task.text_fr))
        targets.append(uncapitalised(text))
    return say("implication", targets=joined(targets)) if targets else None


def implication_of(holdings: Holdings, topics: Iterable[str]) -> Both | None:
    """The same for a topic: requirements and the task whose text speaks of it."""
    profile = holdings.run.profile
    wanted = tuple(topics)
    targets = [
        same(pir.code) for pir in profile.requirements
        if any(word.startswith(wanted) for word in words_of(pir.text_en))
    ][:2]  # fmt: skip
    task = task_for(profile, wanted)
    if task:
        text = say("implication_task", code=task.code, text=Both(task.text_en, task.text_fr))
        targets.append(uncapitalised(text))
    return say("implication", targets=joined(targets)) if targets else None


def task_for(profile: Profile, topics: Iterable[str]) -> MandateTask | None:
    """The mandate task whose text shares most words with `topics`; None without any."""
    wanted = {word for topic in topics for word in words_of(topic)}
    scored = [
        (len(wanted & set(words_of(task.text_en))), -position, task)
        for position, task in enumerate(profile.mandate_tasks)
    ]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] else None
