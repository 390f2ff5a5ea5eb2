"""The one door to Great Expectations: a frame and a suite in, broken rules out. No network."""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

import pandas as pd

from fusion.validation.suites import Broken, Rule, rules, suite

# Read by the library at import: without it every run would report its use to a server.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig


def check(
    name: str, frame: pd.DataFrame, parameters: dict[str, float] | None = None
) -> list[Broken]:
    """All breaks of suite `name` in `frame`, in the order of its rules and of the rows."""
    indexed = frame.reset_index(drop=True).reset_index(names="row_number")
    batch = _asset().get_batch({"dataframe": indexed})
    result = batch.validate(
        build(name),
        expectation_parameters=dict(parameters or {}),
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["row_number"],
        },
    )
    known = rules(name)
    broken: list[Broken] = []
    for outcome in result.results:
        rule = known[outcome.expectation_config.meta["rule"]]
        broken += _breaks(rule, outcome)
    order = {rule_name: place for place, rule_name in enumerate(known)}
    return sorted(broken, key=lambda found: (order[found.rule.name], found.row))


def build(name: str) -> Any:
    """The suite as the library's object."""
    content = suite(name)
    return gx.ExpectationSuite(
        name=name, expectations=content["expectations"], meta=content.get("meta")
    )


def quiet_context() -> Any:
    """An ephemeral context that draws no progress bars and writes nothing outside memory."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def define(context: Any, name: str, batch: Any, suite_object: Any) -> Any:
    """A validation of `batch` by the suite, known to the context so that Data Docs show it."""
    definition = gx.ValidationDefinition(name=name, data=batch, suite=suite_object)
    return context.validation_definitions.add(definition)


@cache
def _asset() -> Any:
    source = quiet_context().data_sources.add_pandas("tables")
    return source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("whole")


def _breaks(rule: Rule, outcome: Any) -> list[Broken]:
    if outcome.exception_info and _raised(outcome.exception_info):
        return [Broken(rule, -1, "the rule could not be evaluated")]
    rows = outcome.result.get("unexpected_index_list") or []
    if rule.altitude == "batch":
        return [] if outcome.success else [Broken(rule, -1, _seen(outcome.result))]
    if not rows and not outcome.success:
        return [Broken(rule, -1, "the rule failed without naming a row")]
    return [Broken(rule, int(row["row_number"]), _value(row, rule)) for row in rows]


def _raised(info: dict[str, Any]) -> bool:
    """One report of exceptions, or one per metric."""
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(part.get("raised_exception") for part in info.values())


def _value(row: dict[str, Any], rule: Rule) -> str | None:
    value = row.get(rule.column) if rule.column else None
    return None if pd.isna(value) else str(value)


def _seen(result: dict[str, Any]) -> str | None:
    seen = result.get("partial_unexpected_list") or result.get("observed_value")
    return str(seen)[:200] if seen is not None else None
