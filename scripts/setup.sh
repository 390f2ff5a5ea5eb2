#!/usr/bin/env bash
# Makes .venv from the lock: CPU torch first and alone, then everything else, then two proofs.
# Does nothing when the lock, this script and the interpreter are the ones it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3.11}
command -v "$python" >/dev/null || python=python3
if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
  echo "Python 3.11 is needed; found $("$python" --version). Install it, or set PYTHON=/path/to/python3.11." >&2
  exit 3
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3.11-venv
  else
    echo "Python's venv module is missing. Install it: apt-get install python3.11-venv" >&2
    exit 3
  fi
fi

stamp=.venv/.stamp
want=$(cat requirements.lock pyproject.toml scripts/setup.sh | sha256sum | cut -c1-64)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
  [ "${1:-}" = "--quiet" ] || echo "Set-up is current: nothing to install."
  exit 0
fi

echo "Setting up .venv (about 2.5 GB, once)"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -q --upgrade pip 'uv==0.13.9'

# Torch is the trap: its default Linux build drags in 2.7 GB of CUDA. The +cpu build can never
# match a CUDA one; macOS and aarch64 have plain CPU wheels under the plain version.
torch=2.13.0
if [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ]; then
  .venv/bin/python -m pip install -q --no-deps "torch==$torch+cpu" 2>/dev/null ||
    .venv/bin/python -m pip install -q --no-deps "torch==$torch+cpu" \
      --index-url https://download.pytorch.org/whl/cpu
else
  .venv/bin/python -m pip install -q --no-deps "torch==$torch"
fi
# Byte-compiled once here: where Python may not write beside its sources, each start would pay again.
.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --compile-bytecode -r requirements.lock
.venv/bin/uv pip install -q --python .venv/bin/python --no-deps -e .

.venv/bin/python -m pip check
if .venv/bin/python -m pip list 2>/dev/null | grep -iE '^(nvidia-|cuda-|triton)'; then
  echo "A CUDA package came in: the lock must not hold one." >&2
  exit 4
fi
.venv/bin/python -m fusion.encoders
echo "$want" > "$stamp"
echo "Set-up done: $(du -sh .venv | cut -f1) in .venv"
