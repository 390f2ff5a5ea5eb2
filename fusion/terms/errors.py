"""The one tree of errors: each takes fields, builds its message and says what to do."""

from __future__ import annotations


class FusionError(Exception):
    """Something the user can act on. `advice` says what to do next; `exit_code` is for scripts."""

    exit_code = 1

    def __init__(self, problem: str, advice: str) -> None:
        self.problem = problem
        self.advice = advice
        super().__init__(f"{problem} {advice}".strip())


class ProfileError(FusionError):
    """The mission profile cannot be used."""

    exit_code = 3

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(
            f"The mission profile {path} cannot be used: {problem}.",
            "Mend the named field, or write a new profile with 'fusion init'.",
        )


class BatchRefused(FusionError):
    """A batch rule failed: the run stopped before anything was committed."""

    exit_code = 4

    def __init__(self, suite: str, failures: list[str]) -> None:
        self.failures = failures
        super().__init__(
            f"Batch rules of suite '{suite}' failed: {'; '.join(failures)}.",
            "Nothing was committed. Look at the Data Docs, mend the batch and run again.",
        )


class StoreBusy(FusionError):
    """Another process holds the warehouse."""

    exit_code = 5

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Another process is writing to {path}.", "Wait for it to end, then run again."
        )


class StoreBroken(FusionError):
    """The warehouse file cannot be read as a database."""

    exit_code = 11

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is damaged: it cannot be opened as a database.",
            "Move it away: 'fusion run' makes it anew. Documents and decisions are kept elsewhere.",
        )


class ContractBroken(FusionError):
    """A stage handed over a table that does not fit its declaration: a defect of the program."""

    exit_code = 70

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(
            f"Table '{table}' does not fit its declaration: {problem}.",
            "This is a defect of the program, not of your data: please report it.",
        )


class NotFound(FusionError):
    """An identifier, file or folder that does not exist."""

    exit_code = 6

    def __init__(self, what: str, name: str, advice: str) -> None:
        super().__init__(f"There is no {what} '{name}'.", advice)


class TableRefused(FusionError):
    """A table from outside that cannot be read with certainty."""

    exit_code = 2

    def __init__(self, name: str, problem: str, advice: str) -> None:
        super().__init__(f"{name} cannot be used: {problem}.", advice)


class LeakFound(FusionError):
    """A rendered edition holds something it must not. The rule is named, never the secret."""

    exit_code = 7

    def __init__(self, edition: str, rules: list[str]) -> None:
        self.edition, self.rules = edition, rules
        super().__init__(
            f"Edition '{edition}' was stopped by the leak test: {', '.join(sorted(set(rules)))}.",
            "Nothing was published. See 'fusion explain' for the sentence, or lower its precision.",
        )

    def __reduce__(self) -> tuple[type[LeakFound], tuple[str, list[str]]]:
        """It also comes out of a process that renders."""
        return LeakFound, (self.edition, self.rules)


class NotApproved(FusionError):
    """Publication was asked for and the gate stays shut."""

    exit_code = 8

    def __init__(self, brief_id: str, why: str = "has no recorded approval") -> None:
        super().__init__(
            f"Brief {brief_id} {why}.",
            "Run 'fusion run', read the draft, and decide it with 'fusion review approve'.",
        )


class BackupBroken(FusionError):
    """A backup does not give back what was put into it."""

    exit_code = 10

    def __init__(self, folder: str, wrong: list[str]) -> None:
        self.wrong = wrong
        shown = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if wrong[5:] else "")
        super().__init__(
            f"Backup {folder} does not restore: missing or altered: {shown}.",
            "Make a new backup now, and find out what happened to the folder.",
        )


class DecisionRefused(FusionError):
    """A decision that cannot be recorded as given."""

    exit_code = 2

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem, advice)
