#!/usr/bin/env bash
# Locks every dependency except torch, which has its own step (scripts/setup.sh):
# a plain lock on Linux would bring in eighteen CUDA packages that nobody here uses.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compiled=$(mktemp)
trap 'rm -f "$compiled"' EXIT
"$uv" pip compile pyproject.toml --extra dev --python-version 3.11 \
  --no-annotate --no-header --quiet "$@" -o "$compiled"
{
  echo "# Written by scripts/lock.sh from pyproject.toml: change that, then run 'make lock'."
  grep -vE '^(torch|triton|nvidia-|cuda-)' "$compiled"
} > requirements.lock
echo "locked $(grep -c == requirements.lock) packages"
