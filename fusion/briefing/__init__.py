"""Everything known becomes judgements, options and editions of the brief, or is held back."""

from fusion.briefing.compose import STAGE
from fusion.briefing.editions import editions_of
from fusion.briefing.formats import FORMATS, render, render_all
from fusion.briefing.leak import Forbidden, leak_test
from fusion.briefing.lint import SOUND

# Changes when the same tables may give other files: a published version is then rendered anew.
RENDER_VERSION = "4"

__all__ = [
    "FORMATS", "RENDER_VERSION", "SOUND", "STAGE", "Forbidden", "editions_of", "leak_test",
    "render", "render_all",
]  # fmt: skip
