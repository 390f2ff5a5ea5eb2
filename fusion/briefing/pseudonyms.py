"""Which actors an edition may name, and the codes of all others."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property

from fusion.briefing.editions import note
from fusion.briefing.folding import Phrases
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.profile import Edition

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O: codes are read aloud
PREFIX = {"person": "P", "group": "G", "organisation": "O", "vehicle": "V", "phone": "T",
          "account": "M", "address": "A"}  # fmt: skip
SHARED = "pseudonym"  # salt of the codes that editions have in common
SHARED_LETTERS, OWN_LETTERS = 5, 6


def pseudonym(holdings: Holdings, actor_id: str, kind: str, salt: str = SHARED) -> str:
    """'P-K7Q2B': stable in a mission, and not to be guessed from the name (keyed hash).

    An actor's identifier is a hash of its name, so anybody who guesses the name could compute
    it; the key is the mission's own. Five letters make 33 million codes: among a thousand actors
    two share one in one mission of sixty (birthday bound), and never of two kinds.
    """
    profile = holdings.run.profile
    key = f"{profile.code}|{profile.seed}|{salt}".encode()
    digest = hmac.new(key, actor_id.encode(), hashlib.sha256).digest()
    # An edition's own codes are longer, so that none is ever taken for a shared one by chance.
    n_letters = SHARED_LETTERS if salt == SHARED else OWN_LETTERS
    letters = (LETTERS[byte % 32] for byte in digest[:n_letters])
    return f"{PREFIX.get(kind, 'X')}-" + "".join(letters)


@dataclass(frozen=True)
class Names:
    """Which actors an edition may name, and what the others are called."""

    holdings: Holdings
    edition: Edition
    language: str = "en"

    @cached_property
    def origins(self) -> dict[str, int]:
        """Most independent origins behind each actor in any living hypothesis."""
        best: dict[str, int] = {}
        for rows in self.holdings.of("hypothesis_actor").values():
            for row in rows:
                best[row["actor_id"]] = max(best.get(row["actor_id"], 0), row["n_origins"])
        return best

    @cached_property
    def known(self) -> Phrases:
        """Names of groups that the profile knows: public, and named in every edition."""
        groups = self.holdings.run.profile.known_groups
        return Phrases.of((n, g.name) for g in groups for n in (g.name, *g.aliases))

    def may_name(self, actor: Row) -> bool:
        """The edition may print the actor's name.

        Known groups always; others only where the edition names persons; a person, vehicle,
        phone, money account or address also needs the profile's number of independent origins.
        """
        if actor["kind"] in ("group", "organisation") and self.known.any_in(actor["name"]):
            return True
        if not self.edition.names_persons:
            return False
        if actor["kind"] in ("group", "organisation"):
            return True
        enough = self.holdings.run.profile.thresholds.named_person_origins
        return self.origins.get(actor["actor_id"], 0) >= enough

    def shown(self, actor_id: str) -> str:
        """The actor's name where the edition may print it, else its code."""
        actor = self.holdings.actors.get(actor_id)
        if actor is None:
            return self.called(actor_id, "")
        return str(actor["name"]) if self.may_name(actor) else self.code(actor_id)

    def code(self, actor_id: str) -> str:
        """The actor's code in this edition; a phrase where the edition has no codes."""
        actor = self.holdings.actors.get(actor_id, {"kind": ""})
        return self.called(actor_id, actor["kind"])

    def called(self, actor_id: str, kind: str) -> str:
        """The code of an actor of a kind, under the edition's own key where it has one."""
        if self.edition.pseudonyms == "none":
            return note("name_withheld").get(self.language)
        is_own = self.edition.pseudonyms == "own"
        salt = f"{SHARED}|{self.edition.code}" if is_own else SHARED
        return pseudonym(self.holdings, actor_id, kind, salt)

    @cached_property
    def foreign(self) -> dict[str, str]:
        """Codes of other editions, each with this edition's code for the same actor.

        Texts are composed once, with the codes that the fullest edition prints: for every actor,
        since a sentence may speak of one whom this edition does not list.
        """
        if self.edition.pseudonyms == "shared":
            return {}
        return {
            pseudonym(self.holdings, key, row["kind"]): self.called(key, row["kind"])
            for row in self.holdings.get("actor").to_pylist()
            if (key := row["actor_id"])
        }
