"""Sets that hang together."""

from __future__ import annotations

from collections.abc import Iterable


def joined_parts(groups: Iterable[set[int]]) -> list[set[int]]:
    """Sets joined by common elements, largest first, then by least element."""
    parts: list[set[int]] = []
    for group in groups:
        joined = set(group)
        apart = []
        for part in parts:
            if part & joined:
                joined |= part
            else:
                apart.append(part)
        parts = [*apart, joined]
    return sorted(parts, key=lambda part: (-len(part), min(part)))
