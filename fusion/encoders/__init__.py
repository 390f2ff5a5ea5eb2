"""Text to vectors: the only room with sentence_transformers and torch."""

from fusion.encoders.encoder import Encoder, encoder_cache, load_encoder, prepare
from fusion.encoders.encoding import make_stage

__all__ = ["Encoder", "encoder_cache", "load_encoder", "make_stage", "prepare"]
