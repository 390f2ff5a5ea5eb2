"""From incidents and hypotheses to forecasts that must beat history, indicators and requests."""

from fusion.outlook.outside import backtest_counts
from fusion.outlook.stage import WRITES, outlook
from fusion.stage import Stage

STAGE = Stage(
    name="outlook",
    version="10",
    reads=(
        "incident", "incident_account", "account", "account_place", "place", "hypothesis",
        "hypothesis_incident", "contradiction", "rival", "breaking_test", "element",
        "forecast_ledger", "account_report",
    ),
    writes=WRITES,
    function=outlook,
)  # fmt: skip

__all__ = ["STAGE", "backtest_counts"]
