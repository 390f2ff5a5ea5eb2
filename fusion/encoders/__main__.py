"""`python -m fusion.encoders [NAME]`: makes an encoder's weights ready, once, at set-up."""

from __future__ import annotations

import sys

from fusion.encoders.encoder import encoder_cache, prepare
from fusion.encoders.manifest import read_manifest

prepare(sys.argv[1] if len(sys.argv) > 1 else read_manifest().name, encoder_cache())
