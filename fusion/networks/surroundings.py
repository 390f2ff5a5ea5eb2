"""What is said around each body: the block it lies in, with its ties, claims and roles.

Only what is said in the block counts. What accounts elsewhere say of groups that are everywhere
says nothing about this body.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fusion.networks.blocks import Ints, label_blocks, told_together
from fusion.networks.weights import weights

if TYPE_CHECKING:
    from fusion.networks.evidence import Evidence, Origin

Row = dict[str, Any]
NOWHERE = -1


class Surroundings:
    """Blocks of an Evidence by row and by actor; ties and claims by the block they speak in."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._number = {actor: n for n, actor in enumerate(evidence.actor_ids)}
        known = float(weights()["particular"]["known_group"])
        self._joins = {actor: telling > known for actor, telling in evidence.telling_of.items()}
        self.block_of_row, label = self._labels()
        self._block_of_actor: dict[str, int] = dict(
            zip(evidence.actor_ids, label.tolist(), strict=True)
        )

    def _labels(self) -> tuple[Ints, Ints]:
        ev = self._evidence
        pairs = [
            (self._number[t["source_id"]], self._number[t["target_id"]])
            for t in ev.ties
            if self._joins.get(t["source_id"]) and self._joins.get(t["target_id"])
        ]
        ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        told = [(row, a) for row, found in enumerate(ev.origins) for o in found
                for a in o.account_ids]  # fmt: skip
        accounts: dict[str, int] = {}
        numbers = [accounts.setdefault(a, len(accounts)) for _, a in told]
        together = told_together(np.array([r for r, _ in told], np.int64),
                                 np.array(numbers, np.int64))  # fmt: skip
        links = ev.may_link
        return label_blocks(
            len(ev.incident_ids), len(ev.actor_ids),
            (ev.entry_incident[links], ev.entry_actor[links]), (ends[:, 0], ends[:, 1]), together,
        )  # fmt: skip

    def blocks_of(self, rows: tuple[int, ...]) -> frozenset[int]:
        """Blocks that these rows lie in: one, unless an analyst put them together."""
        return frozenset(self.block_of_row[list(rows)].tolist())

    def block_of_actor(self, actor: str) -> int:
        """Block of an actor; NOWHERE for a group that the mission knows."""
        return self._block_of_actor[actor] if self._joins.get(actor) else NOWHERE

    @cached_property
    def rows_of_account(self) -> dict[str, int]:
        """The first row that each account tells of."""
        out: dict[str, int] = {}
        for row, found in enumerate(self._evidence.origins):
            for origin in found:
                for account in origin.account_ids:
                    out.setdefault(account, row)
        return out

    @cached_property
    def claim_by_id(self) -> dict[str, Row]:
        """Claims that count, by identifier."""
        return {claim["claim_id"]: claim for claim in self._evidence.claims}

    @cached_property
    def origin_of_account(self) -> dict[str, Origin]:
        """Origin by account, for accounts of incidents."""
        return {a: o for found in self._evidence.origins for o in found for a in o.account_ids}

    def block_of_claim(self, claim: Row) -> int:
        """Where a claim is made: in its account's block, or else in that of an actor it names."""
        row = self.rows_of_account.get(claim["account_id"])
        if row is not None:
            return int(self.block_of_row[row])
        for actor in (claim["subject_id"], claim["object_id"]):
            if self._joins.get(actor):
                return self._block_of_actor[actor]
        return NOWHERE

    @cached_property
    def ties_of_actor(self) -> dict[str, list[int]]:
        """Numbers of the ties of each actor that is not known to the mission."""
        out: dict[str, list[int]] = {}
        for n, tie in enumerate(self._evidence.ties):
            for end in {tie["source_id"], tie["target_id"]}:
                if self._joins.get(end):
                    out.setdefault(end, []).append(n)
        return out

    @cached_property
    def ties_of_block(self) -> dict[int, list[int]]:
        """Numbers of ties between two groups that the mission knows, by block that says so."""
        out: dict[int, list[int]] = {}
        for n, tie in enumerate(self._evidence.ties):
            if self._joins.get(tie["source_id"]) or self._joins.get(tie["target_id"]):
                continue
            claims = (self.claim_by_id.get(c) for c in tie["claim_ids"] or ())
            for block in sorted({self.block_of_claim(c) for c in claims if c} - {NOWHERE}):
                out.setdefault(block, []).append(n)
        return out

    @cached_property
    def claims_of_actor(self) -> dict[str, list[tuple[int, Row]]]:
        """Block and claim of every claim about an actor that is no tie."""
        out: dict[str, list[tuple[int, Row]]] = {}
        for claim in self._evidence.claims:
            if claim["kind"] != "tie":
                found = out.setdefault(claim["subject_id"], [])
                found.append((self.block_of_claim(claim), claim))
        return out

    @cached_property
    def tie_weeks(self) -> dict[int, list[int]]:
        """Weeks in which accounts stated ties, by block."""
        out: dict[int, list[int]] = {}
        for tie in self._evidence.ties:
            ends = (self.block_of_actor(tie[end]) for end in ("source_id", "target_id"))
            for block in {b for b in ends if b != NOWHERE}:
                out.setdefault(block, []).extend(tie["weeks"])
        for block, numbers in self.ties_of_block.items():
            for n in numbers:
                out.setdefault(block, []).extend(self._evidence.ties[n]["weeks"])
        return out

    @cached_property
    def claim_weeks(self) -> dict[int, list[int]]:
        """Weeks in which claims were made, by block."""
        out: dict[int, list[int]] = {}
        for claim in self._evidence.claims:
            out.setdefault(self.block_of_claim(claim), []).append(int(claim["week"]))
        return out
