"""Field reports of a peace operation in, a strategic brief out."""

__version__ = "0.1.0"
