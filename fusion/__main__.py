"""`python -m fusion` is the `fusion` command."""

from fusion.cli import main

main()
