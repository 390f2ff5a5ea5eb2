"""Who passes on whose information: relays, translations, one shared vantage point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.incidents.likeness import Index, Marks, Reals
from fusion.incidents.tellings import Telling

# Evidence in bits. The two measures carry it: likeness of the centred vectors, and the mean of
# the two shares of rare details that the accounts have in common. Their sum is near 1.3 for
# relays, 0.4 for two observers of one event and 0.2 for two events of a kind; the border lies
# where the tails meet. Classes that lie near it: text messages cut from a long report (few
# details), Arabic relays (names lose letters), follow-ups that repeat the names.
LIKENESS_BORDER = 0.40
DETAILS_BORDER = 0.48
BITS_PER_UNIT = 10.0
DETAILS_ONLY_BORDER = 0.60  # without vectors the details must say it alone
CUE_BITS = 2.0  # it says that it passes on
SOURCE_BITS = 1.5  # and names the other's component
OWN_BITS = -1.0  # it says that its writer saw or questioned, and names nobody else
SAME_COMPONENT_BITS = -2.0  # a component that tells twice mostly tells of two things
FEW_DETAILS = 4.0  # weight of shared details below which chance can give them
FEW_DETAILS_BITS = -2.0
REFERENCE_BITS = 5.0  # it names the other's reference number
TRANSLATION_SHARE = 0.6  # of the details, both ways, and of like length: sentence by sentence
MAXIMUM_GAP_DAYS = 200  # Panels of Experts write months later


@dataclass(frozen=True)
class Descent:
    """Later account `child` rests on what earlier account `parent` observed, or not."""

    child: int
    parent: int
    bits: float
    relation: str
    evidence: str

    @property
    def probability(self) -> float:
        """Of the descent, 0-1: a logistic curve, two bits of evidence for one of odds."""
        return float(1 / (1 + 2 ** (-2 * self.bits)))


def descents(
    tellings: list[Telling], first: Index, second: Index, marks: Marks, vectors: Reals | None
) -> list[Descent]:
    """The evidence on each pair (earlier, later) that the later passes on the earlier.

    Pairs with nothing in common are left out.
    """
    shared = marks.shared(first, second)
    shares = _shares(marks, first, second, shared)
    likeness = (
        np.einsum("ij,ij->i", vectors[first], vectors[second])
        if vectors is not None
        else np.zeros(len(first))
    )
    found = []
    for index in range(len(first)):
        parent, child = tellings[int(first[index])], tellings[int(second[index])]
        if (child.written_at - parent.written_at).days > MAXIMUM_GAP_DAYS:
            continue
        has_vectors = parent.vector is not None and child.vector is not None
        measured = (float(likeness[index]) if has_vectors else None, float(shares[index]))
        bits, reasons = _bits(parent, child, measured, float(shared[index]))
        if bits > -BITS_PER_UNIT / 2:
            common = marks.sets[int(first[index])] & marks.sets[int(second[index])]
            evidence = "; ".join([*reasons, _named(common)])
            relation = _relation(parent, child, measured)
            found.append(Descent(int(second[index]), int(first[index]), bits, relation, evidence))
    return found


def _shares(marks: Marks, first: Index, second: Index, shared: Reals) -> Reals:
    """Mean of the shares of the rare details of either account that both have."""
    forward = shared / np.maximum(marks.totals[first], 1e-9)
    backward = shared / np.maximum(marks.totals[second], 1e-9)
    mean: Reals = np.clip((forward + backward) / 2, 0, 1)
    return mean


def _bits(
    parent: Telling, child: Telling, measured: tuple[float | None, float], weight: float
) -> tuple[float, list[str]]:
    likeness, share = measured
    if likeness is None:
        bits = BITS_PER_UNIT * (share - DETAILS_ONLY_BORDER)
        reasons = [f"shares {share:.0%} of the rare details"]
    else:
        bits = BITS_PER_UNIT * (likeness - LIKENESS_BORDER + share - DETAILS_BORDER)
        reasons = [f"shares {share:.0%} of the rare details", f"likeness in meaning {likeness:.2f}"]
    cues = child.cues
    if cues.relay:
        bits += CUE_BITS
        reasons.append(f"says '{cues.relay[:60]}'")
        if parent.component in cues.relay_components:
            bits += SOURCE_BITS
    elif cues.own:
        bits += OWN_BITS
        reasons.append(f"but says '{cues.own[:60]}'")
    if parent.component == child.component:
        bits += SAME_COMPONENT_BITS
    if weight < FEW_DETAILS:
        bits += FEW_DETAILS_BITS
    if _cites(child, parent):
        bits += REFERENCE_BITS
        reasons.append("names its reference")
    return bits, reasons


def _cites(child: Telling, parent: Telling) -> bool:
    squeezed = "".join(c for c in child.text if c.isalnum()).casefold()
    keys = ("".join(c for c in r if c.isalnum()).casefold() for r in parent.references)
    return any(len(key) >= 6 and key in squeezed for key in keys)


def _relation(parent: Telling, child: Telling, measured: tuple[float | None, float]) -> str:
    """How the child would rest on the parent: as a translation, from one vantage point, a relay."""
    if child.cues.shared and parent.cues.shared and child.component != parent.component:
        return "shared_vantage"
    if parent.row["language"] != child.row["language"] and measured[1] >= TRANSLATION_SHARE:
        lengths = sorted((len(parent.text), len(child.text)))
        if lengths[1] < 2 * lengths[0]:
            return "translation"
    return "relay"


def _named(common: frozenset[str]) -> str:
    numbers = sorted((m[2:] for m in common if m.startswith("n:")), key=lambda n: (-len(n), n))
    names = sorted(m[2:] for m in common if m.startswith("w:"))
    parts = []
    if numbers:
        parts.append(f"numbers {', '.join(numbers[:6])}")
    if names:
        parts.append(f"{len(names)} names")
    return "both have " + " and ".join(parts) if parts else "no rare detail in common"
