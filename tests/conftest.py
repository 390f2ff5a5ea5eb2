"""Tests are off line and the same every time."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import settings

# The same examples on every machine; a slow one is no failure.
settings.register_profile("fusion", derandomize=True, deadline=None)
settings.load_profile("fusion")

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def _off_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and str(address[0]) not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
