"""The archive of documents: bytes as received, named by their SHA-256, never altered."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from fusion.terms.errors import NotFound


class Archive:
    """Content-addressed files below one folder. Documents are not derived: back this up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Store the bytes once and return their SHA-256. A crash leaves no half-written file."""
        name = hashlib.sha256(content).hexdigest()
        target = self._path(name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(f".{os.getpid()}.partial")
            partial.write_bytes(content)
            partial.chmod(0o440)
            partial.replace(target)
        return name

    def keep_file(self, path: Path) -> str:
        """The same for a file that is too large to load: it is copied in pieces."""
        name = sha256_of(path)
        target = self._path(name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(f".{os.getpid()}.partial")
            shutil.copyfile(path, partial)
            partial.chmod(0o440)
            partial.replace(target)
        return name

    def fetch(self, sha256: str) -> bytes:
        """The bytes of a document. Raises NotFound."""
        path = self._path(sha256)
        if not path.exists():
            raise NotFound("archived document", sha256, "Restore the archive from its backup.")
        return path.read_bytes()

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
