"""From incidents and actors to network hypotheses that last, compete and can be broken."""

from fusion.networks.carried import BY_HYPOTHESIS, STATE
from fusion.networks.stage import VERSION, WRITES, networks
from fusion.stage import Stage

STAGE = Stage(
    name="networks",
    version=VERSION,
    reads=(
        "account", "actor", "actor_mention", "claim", "tie", "origin", "incident",
        "incident_account", "text_vector", "decision", "report", "account_report", "account_place",
        "place", "account_event", STATE, "cluster", "lead", *BY_HYPOTHESIS,
    ),
    writes=WRITES,
    function=networks,
)  # fmt: skip

__all__ = ["STAGE"]
