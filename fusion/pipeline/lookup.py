"""From a name as the brief prints it to the identifier that the tables know."""

from __future__ import annotations

import re

from fusion.briefing.holdings import Holdings
from fusion.briefing.pseudonyms import pseudonym
from fusion.pipeline.reach import KEY_OF, TABLE_OF, Tables
from fusion.profile import Profile
from fusion.stage import Run
from fusion.terms.errors import DecisionRefused, NotFound

# The brief shortens reports to R-7F3A2C and origins to O-7F3A2C; hypotheses and briefs lose
# digits only. P-K7Q2B and its like are codes of actors.
_SHORT = {"R": "RPT", "O": "ORI"}
# What a decision may be about, where the current version must know it.
CHECKED = ("hypothesis", "incident", "actor", "account", "report", "origin", "decision")
_CODE = re.compile(r"[PGOVTMX]-[2-9A-Z]{4,8}")


def identifier_of(name: str, tables: Tables, profile: Profile) -> str:
    """The full identifier for what a reader typed: whole, shortened, or an actor's code.

    What is not known is given back as it is. Raises NotFound where several things begin so.
    """
    prefix, _, rest = name.strip().upper().partition("-")
    typed = f"{_SHORT.get(prefix, prefix)}-{rest}"
    found = _beginning(typed, tables) if rest else []
    if not found and _CODE.fullmatch(f"{prefix}-{rest}"):
        found = _coded(f"{prefix}-{rest}", tables, profile)
    if len(found) > 1:
        raise NotFound("single thing", name, f"Choose one of: {', '.join(found[:5])}.")
    return found[0] if found else name.strip()


def require(identifier: str, tables: Tables) -> None:
    """Raises DecisionRefused where nothing of its kind is known by this identifier.

    The log of decisions is never mended, and a slip of the pen would look honoured. What is
    withheld may be decided about as well.
    """
    kind = TABLE_OF.get(identifier.partition("-")[0], "")
    if kind not in CHECKED or _beginning(identifier, tables) == [identifier]:
        return
    # A name that nobody bears for sure has no actor, yet an analyst is asked who it is.
    asked = (("lead", "subject_id"), ("issue", "subject_id"), ("issue", "object_id"))
    if not any(identifier in tables[name][column].to_pylist() for name, column in asked):
        raise DecisionRefused(
            f"No {kind} is called '{identifier}'.",
            "Copy the identifier from the brief, 'fusion review' or 'fusion explain'.",
        )


def named(identifier: str, tables: Tables) -> str:
    """A hypothesis or actor with its name before the identifier; others as they are."""
    kind = TABLE_OF.get(identifier.partition("-")[0], "")
    if kind not in ("hypothesis", "actor"):
        return identifier
    columns = (tables[kind][column].to_pylist() for column in (f"{kind}_id", "name"))
    name = dict(zip(*columns, strict=True)).get(identifier)
    return f"{name} ({identifier})" if name else identifier


def _beginning(typed: str, tables: Tables) -> list[str]:
    kind = TABLE_OF.get(typed.partition("-")[0], "")
    if kind not in tables:
        return []
    names = set(tables[kind][KEY_OF.get(kind, f"{kind}_id")].to_pylist())
    return [typed] if typed in names else sorted(each for each in names if each.startswith(typed))


def _coded(code: str, tables: Tables, profile: Profile) -> list[str]:
    """Actors with this code, which is a keyed hash: each is tried."""
    if not tables["brief"].num_rows:
        return []
    run = Run(profile, tables["brief"]["as_of"][0].as_py(), profile.seed)
    holdings = Holdings(tables, run)
    pairs = zip(*(tables["actor"][name].to_pylist() for name in ("actor_id", "kind")), strict=True)
    return [key for key, kind in pairs if code.startswith(pseudonym(holdings, key, kind))]
