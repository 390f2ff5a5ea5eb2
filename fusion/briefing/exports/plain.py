"""Hostile text made safe for machines, and names that give nothing away."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from itertools import count

from fusion.briefing.holdings import Holdings

# A cell of Excel holds 32,767 characters; nothing that an edition shows comes near it.
LONGEST = 32_000
# XML 1.0, production 2: everything else is no character of a document. Lone surrogates are none.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection), also in
# full width.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "fusion-jmac")
_WORD_GROUP = re.compile(r"(?:^|-)[a-f]+(?:-|$)")


def plain(text: str) -> str:
    """`text` without characters that XML forbids, at most LONGEST characters."""
    clean = _ILLEGAL.sub("", text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def cell(text: str) -> str:
    """`text` for a CSV cell: an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def opaque(holdings: Holdings, *names: str) -> str:
    """Sixteen hexadecimal digits for a thing: stable in a mission, not to be computed from it.

    The identifier of an actor is a hash of its name and that of a tie a hash of two actors:
    whoever guesses a name could check the guess. A keyed hash cannot be checked.
    """
    profile = holdings.run.profile
    key = f"{profile.code}|{profile.seed}|export".encode()
    return hmac.new(key, "|".join(names).encode(), hashlib.sha256).hexdigest()[:16]


def stable_uuid(mission: str, kind: str, name: str) -> uuid.UUID:
    """UUIDv5 of a thing, the same in every run and on every machine.

    Hexadecimal groups that happen to read as a word ('abed', 'baba') are passed over: the leak
    test would take them for a name.
    """
    tries = (uuid.uuid5(_NAMESPACE, f"{mission}|{kind}|{name}|{turn}") for turn in count())
    return next(found for found in tries if not _WORD_GROUP.search(str(found)))
