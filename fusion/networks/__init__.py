"""From incidents and actors to network hypotheses that last, compete and can be broken."""

from fusion.networks.stage import WRITES, networks
from fusion.stage import Stage

STAGE = Stage(
    name="networks",
    version="4",
    reads=(
        "account", "actor", "actor_mention", "claim", "tie", "origin", "incident",
        "incident_account", "text_vector", "decision", "report", "account_report", "account_place",
        "place", "account_event",
    ),
    writes=WRITES,
    function=networks,
)  # fmt: skip

__all__ = ["STAGE"]
