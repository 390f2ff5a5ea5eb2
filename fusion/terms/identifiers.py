"""Deterministic identifiers: type prefix plus hash of the fewest stable raw fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

PREFIXES = {
    "document": "DOC", "report": "RPT", "quarantine": "QUA", "issue": "ISS", "account": "ACC",
    "origin": "ORI", "incident": "INC", "mention": "MEN", "place": "PLC", "actor": "ACT",
    "claim": "CLM", "tie": "TIE", "cluster": "CLU", "hypothesis": "HYP", "contradiction": "CON",
    "series": "SER", "forecast": "FOR", "indicator": "IND", "requirement": "REQ",
    "judgement": "JUD", "option": "OPT", "brief": "BRF", "decision": "DEC", "displacement": "DIS",
}  # fmt: skip


def identifier(kind: str, *fields: object) -> str:
    """Promise the same identifier for the same fields, on every machine.

    `kind` is a key of PREFIXES. 12 hexadecimal digits of SHA-256 keep the chance of one
    collision among ten million rows under one in five (birthday bound: n^2 / 2^49); the key
    check at each hand-over would stop the run, not merge two rows.
    """
    return f"{PREFIXES[kind]}-{fingerprint(fields)[:12].upper()}"


def fingerprint(fields: Iterable[object]) -> str:
    """SHA-256 (hex) over the JSON form of the fields; None and '' differ."""
    payload = json.dumps(list(fields), ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()
