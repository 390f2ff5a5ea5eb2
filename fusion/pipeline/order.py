"""The stages in their order: the only place that knows it."""

from __future__ import annotations

from functools import cache

from fusion import accounts, actors, briefing, encoders, incidents, networks, outlook
from fusion.stage import Stage


@cache
def set_stages(encoder: str) -> tuple[Stage, ...]:
    """Stages after validation, each over the whole of its inputs.

    The encoder is loaded here, once, because a stage takes no settings from its environment.
    """
    encode = encoders.make_stage(encoders.load_encoder(encoder, encoders.encoder_cache()))
    return (
        accounts.STAGE, encode, *actors.STAGES, incidents.STAGE, networks.STAGE, outlook.STAGE,
        briefing.STAGE,
    )  # fmt: skip
