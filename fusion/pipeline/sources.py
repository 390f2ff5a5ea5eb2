"""How the observations of each component have fared, as `fusion sources` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from fusion.incidents import track_record

LEAST = 3  # observations on one topic: fewer say nothing, and the interval says so


def record_rows(tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    """One row per component and topic with LEAST observations or more; shares in whole per cent."""
    rows = []
    for record in track_record(tables):
        n = record.n_borne_out + record.n_denied + record.n_alone
        if n < LEAST:
            continue
        rows.append({
            "component": record.component, "topic": record.topic, "observations": n,
            "borne out": record.n_borne_out, "denied or withdrawn": record.n_denied,
            "nobody else saw": record.n_alone,
            "share borne out": f"{record.mean:.0%} ({record.low:.0%}–{record.high:.0%})",
        })  # fmt: skip
    return rows
