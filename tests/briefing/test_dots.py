"""Pictures of the Word edition: drawn with their words, once each."""

from __future__ import annotations

import struct

from fusion.briefing.formats.dots import dots, size_of
from fusion.briefing.pictures.svg import SANS

FRAME = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50" font-family="{SANS}">'
BARE = f"{FRAME}</svg>"
WORDED = f'{FRAME}<text x="10" y="30" font-size="20">Ansongo</text></svg>'
ARABIC = f'{FRAME}<text x="10" y="30" font-size="20">أنسونغو</text></svg>'


def test_a_picture_has_two_dots_for_each_unit_of_its_drawing() -> None:
    drawn = dots([BARE])[BARE]
    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">II", drawn[16:24]) == (400, 100)
    assert size_of(BARE) == (200.0, 50.0)


def test_words_are_drawn_in_both_scripts() -> None:
    drawn = dots([BARE, WORDED, ARABIC])
    assert len(drawn[WORDED]) > len(drawn[BARE]) < len(drawn[ARABIC])


def test_what_else_is_drawn_changes_no_picture() -> None:
    alone = dots([f"{WORDED}<!-- one -->"])
    among = dots([BARE, f"{WORDED}<!-- two -->"])
    assert next(iter(alone.values())) == among[f"{WORDED}<!-- two -->"]
    assert dots([]) == {}
