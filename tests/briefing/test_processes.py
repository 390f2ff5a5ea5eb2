"""Editions of a large mission are made in processes: the same bytes, and a leak still stops all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from fusion import briefing
from fusion.stage import Run
from fusion.terms.errors import LeakFound

RELEASE = "fusion.briefing.formats.release"


def _light(run: Run, **changes: object) -> Run:
    """The run with two editions in two quick formats."""
    editions = [
        e.model_copy(update={"formats": ["html", "json"]}) for e in run.profile.editions[:2]
    ]
    changed = run.profile.model_copy(update={"editions": editions, **changes})
    return Run(changed, run.as_of, run.seed)


def test_processes_change_no_byte_and_a_leak_in_one_stops_all(
    tables: dict[str, pa.Table], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    light = _light(run)
    alone = briefing.render_all(tables, light, tmp_path / "alone")
    monkeypatch.setattr(f"{RELEASE}.WORTH_A_PROCESS", 1)
    monkeypatch.setattr("joblib.cpu_count", lambda: 2)
    together = briefing.render_all(tables, light, tmp_path / "together")
    assert [path.name for path in alone] == [path.name for path in together]
    assert len(alone) == 8
    for one, other in zip(alone, together, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    leaky = _light(run, protected_strings=["Fictional mission for training"])
    with pytest.raises(LeakFound) as caught:
        briefing.render_all(tables, leaky, tmp_path / "leaky")
    assert "Fictional" not in str(caught.value)
    assert not (tmp_path / "leaky").exists()
