"""Union-find with forbidden pairs: what must not meet never does, by whatever path."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Disjoint sets over hashable names; the smallest name leads, so order does not matter."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}
        self._members = {name: {name} for name in self._parent}
        self._enemies: dict[str, set[str]] = {name: set() for name in self._parent}

    def find(self, name: str) -> str:
        """The leader of a name's set."""
        root = name
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[name] != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def forbid(self, one: str, two: str) -> None:
        """From now on the sets of `one` and `two` are kept apart."""
        a, b = self.find(one), self.find(two)
        if a != b:
            self._enemies[a].add(b)
            self._enemies[b].add(a)

    def is_forbidden(self, one: str, two: str) -> bool:
        """Whether two sets must stay apart."""
        return self.find(two) in self._enemies[self.find(one)]

    def join(self, one: str, two: str) -> bool:
        """Unite two sets; False where that is forbidden."""
        a, b = sorted((self.find(one), self.find(two)))
        if a == b:
            return True
        if b in self._enemies[a]:
            return False
        self._parent[b] = a
        self._members[a] |= self._members.pop(b)
        for enemy in self._enemies.pop(b):
            self._enemies[enemy].discard(b)
            self._enemies[enemy].add(a)
            self._enemies[a].add(enemy)
        return True

    def members(self, name: str) -> set[str]:
        """Everybody in a name's set."""
        return self._members[self.find(name)]

    def groups(self) -> list[list[str]]:
        """All sets, members sorted, in order of their leaders."""
        return [sorted(self._members[leader]) for leader in sorted(self._members)]
