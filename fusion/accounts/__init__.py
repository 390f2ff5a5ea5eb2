"""Reports to accounts: reports that are the same text are one telling."""

from fusion.accounts.folding import STAGE

__all__ = ["STAGE"]
