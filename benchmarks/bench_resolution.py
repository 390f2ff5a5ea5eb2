"""Resolution of planted mentions: how fast, how much memory, and who is found.

Invented people, each told of in a score of accounts under a handful of spellings, with a home, a
group, associates and a telephone now and then. `FUSION_BENCH_MENTIONS=1000000 fusion bench
resolution` measures the size that is asked for; without it a tenth of that.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import time
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path

from benchmarks.planted_short_names import planted as crowd
from fusion.actors.model import Mention, Source
from fusion.actors.resolve.held import Held
from fusion.actors.resolve.model import Context, Node, Persona, Spot
from fusion.pipeline.bench import Row

DEFAULT = 100_000  # a tenth of what is asked for, so that all benchmarks end within minutes
ASKED, SECONDS, GIGABYTES = 1_000_000, 600, 8
CROWDS = ((40, 200), (70, 300), (100, 400))  # people and scenes: ever more of one name
SEEDS = (201, 202, 203, 204, 205)  # of the crowds; rules were looked at on others, 101–108
NEW, MORE = 1_000, 5  # mentions that come to what is held, and seconds for them
PER_PERSON = 20  # mentions of one person
SEED = 11
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
COMMON = ("Mohamed", "Ahmed", "Ali", "Moussa", "Ibrahim", "Oumar", "Issa", "Amadou", "Hamma")
SYLLABLES = [a + b for a, b in product("bdfgklmnrstwyz", ("a", "i", "o", "ou", "e", "an"))]
# One habit of scribes each: what is written, and how else it may be written.
HABITS = (("ou", "u"), ("k", "c"), ("y", "i"), ("z", "s"), ("e", "i"), ("an", "ane"), ("dj", "j"))


def rows(_data: Path | None) -> list[Row]:
    """Time, memory, precision and recall of one resolution of planted mentions."""
    size = int(os.environ.get("FUSION_BENCH_MENTIONS", DEFAULT))
    personas, truth = planted(size + NEW)
    listed = sorted(personas, key=lambda persona: persona.order)
    before = _gigabytes()
    started, spent = time.monotonic(), time.process_time()
    held = Held().add(listed[:size])
    seconds, spent = time.monotonic() - started, time.process_time() - spent
    precision, recall = _pairs(held.nodes, held.clusters, truth)
    ids = {node.key: node.actor_id for node in held.nodes}
    began, used = time.monotonic(), time.process_time()
    held.add(listed[size:])
    late, used = time.monotonic() - began, time.process_time() - used
    kept = sum(held.node(key).actor_id == actor_id for key, actor_id in ids.items())
    after = _pairs(held.nodes, held.clusters, truth)
    share = size / ASKED
    name = f"resolution: {size:,} planted mentions"
    return [
        Row(f"{name}, seconds", f"≤ {SECONDS * share:.0f} (ten minutes for a million)",
            f"{seconds:.0f}, of these {spent:.0f} of one core ({size / spent:,.0f} a second)",
            seconds <= SECONDS * share),
        Row(f"{name}, greatest memory", f"≤ {GIGABYTES} GB",
            f"{_gigabytes():.1f} GB, of these {before:.1f} the mentions themselves",
            _gigabytes() <= GIGABYTES),
        Row(f"{name}, pairs of mentions", "precision ≥ 0.98",
            f"precision {precision:.3f}, recall {recall:.3f}", precision >= 0.98),
        Row(f"{name}, {NEW:,} more, seconds", f"≤ {MORE}",
            f"{late:.1f}, of these {used:.1f} of one core", late <= MORE),
        Row(f"{name}, {NEW:,} more, identifiers kept", "all", f"{kept:,} of {len(ids):,}",
            kept == len(ids)),
        Row(f"{name}, {NEW:,} more, pairs of mentions", "precision ≥ 0.98",
            f"precision {after[0]:.3f}, recall {after[1]:.3f}", after[0] >= 0.98),
        _short_names(),
    ]  # fmt: skip


def _short_names() -> Row:
    """Half-namesakes in reach of each other, told of by full names, short names and bynames."""
    total: Counter[str] = Counter()
    each = []
    for seed in SEEDS:
        found = sum((_crowd(*crowd_of, seed) for crowd_of in CROWDS), Counter[str]())
        each.append(found["right"] / max(1, found["said"]))
        total += found
    precision, recall = total["right"] / max(1, total["said"]), total["right"] / total["true"]
    return Row("resolution: planted half-namesakes, short names and bynames, pairs of mentions",
               "precision ≥ 0.98", f"precision {precision:.3f}, recall {recall:.3f} "
               f"({total['true']:,} pairs); by seed {min(each):.3f}–{max(each):.3f}",
               precision >= 0.98)  # fmt: skip


def _crowd(n_people: int, n_scenes: int, seed: int) -> Counter[str]:
    """Pairs of mentions of one crowd: true ones, said ones, and said ones that are right."""
    personas, who = crowd(n_people, n_scenes, seed)
    held = Held().add(personas)
    of = {p.spots[0].mention_id: one for p, one in zip(personas, who, strict=True)}
    counts = Counter(true=sum(map(_couples, Counter(who).values())))
    for keys in held.clusters:
        members = [of[p.spots[0].mention_id] for k in keys for p in held.node(k).personas]
        counts["said"] += _couples(len(members))
        counts["right"] += sum(map(_couples, Counter(members).values()))
    return counts


def planted(size: int) -> tuple[list[Persona], list[int]]:
    """Personas in order of receipt, and which planted person each is."""
    draw = random.Random(SEED)
    people = [_person(draw) for _ in range(max(2, size // PER_PERSON))]
    personas, truth = [], []
    for number in range(size):
        who = draw.randrange(len(people))
        personas.append(_persona(number, people[who], draw))
        truth.append(who)
    return personas, truth


class _Person:
    def __init__(self, spellings: list[str], home: tuple[float, float], group: str, phone: str,
                 friends: set[str]) -> None:  # fmt: skip
        self.spellings, self.home, self.group = spellings, home, group
        self.phone, self.friends = phone, friends


def _person(draw: random.Random) -> _Person:
    name = " ".join([_given(draw), "ag" if draw.random() < 0.3 else "", _rare(draw)]).split()
    spellings = [" ".join(name)]
    spellings += [_misspelt(spellings[0], draw) for _ in range(draw.randint(1, 4))]
    home = (round(12 + 8 * draw.random(), 2), round(-5 + 10 * draw.random(), 2))
    friends = {f"{_rare(draw).lower()} {_rare(draw).lower()}" for _ in range(3)}
    return _Person(spellings, home, f"group {draw.randrange(200)}",
                   f"+223{draw.randrange(10**8):08}", friends)  # fmt: skip


def _given(draw: random.Random) -> str:
    return draw.choice(COMMON) if draw.random() < 0.5 else _rare(draw)


def _rare(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize()


def _misspelt(name: str, draw: random.Random) -> str:
    for was, put in draw.sample(HABITS, 2):
        name = name.replace(was, put, 1)
    return name


def _persona(number: int, who: _Person, draw: random.Random) -> Persona:
    name = draw.choice(who.spellings)
    when = DAY + dt.timedelta(minutes=number % 250_000)
    account = f"ACC-{number:08}"
    source = Source(
        account, account, "en", "", when, when, None, None, "B", "2", None, None, None, None, None,
        None, False, None,
    )  # fmt: skip
    mention = Mention(0, len(name), name, "person", name.lower(), "planted")
    context = Context(points={who.home}, groups={who.group}, days={when.date()})
    context.associates = set(draw.sample(sorted(who.friends), 1))
    context.numbers = {who.phone} if draw.random() < 0.2 else set()
    spot = Spot(f"MEN-{number:08}", mention, source)
    return Persona([name], [spot], context, is_weak=False)


def _pairs(nodes: list[Node], clusters: list[list[str]], truth: list[int]) -> tuple[float, float]:
    """Precision and recall over pairs of the mentions that were resolved."""
    of_node = {node.key: node for node in nodes}
    found = right = 0
    sizes: dict[int, int] = defaultdict(int)
    for keys in clusters:
        people: dict[int, int] = defaultdict(int)
        for key in keys:
            for persona in of_node[key].personas:
                people[truth[int(persona.spots[0].mention_id.removeprefix("MEN-"))]] += 1
        for who, count in people.items():
            sizes[who] += count
        found += _couples(sum(people.values()))
        right += sum(map(_couples, people.values()))
    return right / max(1, found), right / max(1, sum(map(_couples, sizes.values())))


def _couples(count: int) -> int:
    return count * (count - 1) // 2


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
