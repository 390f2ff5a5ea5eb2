"""Where a mission's state lives on disk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from fusion.profile import Profile, load_profile
from fusion.terms.errors import NotFound


@dataclass(frozen=True)
class Home:
    """One mission's state. Backups hold archive, decisions, issued, readers; not the rest."""

    folder: Path
    present: Path | None = None  # of a replay: the folder of the mission's own state

    @property
    def issued(self) -> Path:
        """Judgements of the released issues by date; a replay looks at those released in fact."""
        return (self.present or self.folder) / "issued"

    @property
    def archive(self) -> Path:
        """Documents as received."""
        return self.folder / "archive"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def decisions_url(self) -> str:
        """SQLAlchemy URL of the decision log."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{self.folder / 'decisions.sqlite'}"

    @property
    def published(self) -> Path:
        """Product tables and drafts, one folder per version."""
        return self.folder / "published"

    @property
    def readers(self) -> Path:
        """Approved editions only."""
        return self.folder / "readers"

    @property
    def data_docs(self) -> Path:
        """Great Expectations Data Docs of the last batch."""
        return self.folder / "data_docs"

    @property
    def staging(self) -> Path:
        """Parts of mapped tasks, between their task and the commit."""
        return self.folder / "staging"

    def as_of(self, moment: dt.datetime) -> Home:
        """State of a replay: a warehouse and products of its own, beside those of the present."""
        return Home(self.folder / "as_of" / moment.strftime("%Y-%m-%dT%H%M%SZ"), self.folder)


@dataclass(frozen=True)
class Mission:
    """A profile, the folder its reports arrive in, and its state."""

    profile: Profile
    inbox: Path
    home: Home

    @classmethod
    def open(cls, profile: Path, inbox: Path | None, home: Path | None) -> Mission:
        """Read the profile; the inbox defaults to 'inbox' beside it, the home to var/<code>."""
        loaded = load_profile(profile)
        folder = inbox or profile.parent / "inbox"
        if not folder.is_dir():
            raise NotFound("inbox folder", str(folder), "Name one with --inbox.")
        return cls(loaded, folder, Home(home or Path("var") / loaded.code.lower()))
