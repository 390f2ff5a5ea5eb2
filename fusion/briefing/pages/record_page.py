"""How past forecasts did: the ledger's record with its calibration plot, and the back-tests."""

from __future__ import annotations

from collections.abc import Callable

from fusion.briefing import recurrence
from fusion.briefing.holdings import Holdings
from fusion.briefing.pages.view import Node, View
from fusion.briefing.pictures import calibration_picture
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, count, day, figure, joined, label

MAKERS = ("machine", "analyst", "history")
FEWEST = 10  # settled forecasts of a maker below which a calibration plot would mislead


def track_record(view: View) -> list[str]:
    """Settled forecasts, or that there are none yet; then what the base rates earned."""
    return [*(_ledger(view) or [view.say("track_none")]), base_rates(view)]


def _ledger(view: View) -> list[str]:
    """One line for the machine and one for the analysts, where forecasts came due."""
    texts = []
    rows = {row["made_by"]: row for row in view.holdings.get("track_record").to_pylist()}
    for maker in MAKERS[:2]:
        row = rows.get(maker)
        if row is None or not row["n"]:
            continue
        text = view.say(
            "track_resolved", n=row["n"], day=day(row["first_on"]),
            maker=view.coded("maker", maker),
            brier=figure(row["brier"], 2), history=figure(row["brier_history"], 2),
            misses=count(row["n_misses"], "miss"),
        )  # fmt: skip
        if row["coverage"] is not None:
            text += " " + view.say("track_coverage", coverage=round(100 * row["coverage"]))
        texts.append(text)
    return texts


def backtests(view: View) -> list[str]:
    """How the models did in back-test, beside the best simple baseline."""
    rows = view.holdings.get("forecast_score").to_pylist()
    texts = []
    for scope in sorted({row["scope"] for row in rows}):
        mine = [row for row in rows if row["scope"] == scope]
        nearest = min(row["horizon"] for row in mine)
        mine = [row for row in mine if row["horizon"] == nearest]
        models = [row for row in mine if not row["is_baseline"]] or mine
        baselines = [row for row in mine if row["is_baseline"]] or mine
        best = min(models, key=lambda row: (row["crps"], row["model"]))
        base = min(baselines, key=lambda row: (row["crps"], row["model"]))
        texts.append(view.say(
            "track_record",
            scope=_scope(view, scope), n=best["n"], crps=figure(best["crps"], 2),
            baseline=figure(base["crps"], 2), coverage=round(100 * best["coverage"]),
        ))  # fmt: skip
    return texts


def _scope(view: View, scope: str) -> str:
    """'corridor·week' as words."""
    return " · ".join(view.coded("scope", part) for part in scope.split("·"))


def base_rates(view: View) -> str:
    """For which kinds of series the base rates earned a likelihood when replayed."""
    held: list[Both] = []
    failed: list[Both] = []
    for key, kind, wants in _KINDS:
        pool = recurrence.records(view.holdings, kind, wants)
        if pool:
            (held if recurrence.rates(pool) else failed).append(label(key))
    if not held:
        return view.say("rates_gate_none")
    if not failed:
        return view.say("rates_gate_all", held=joined(held))
    return view.say("rates_gate", held=joined(held), failed=joined(failed))


_KINDS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("rates_corridor", "corridor", lambda market: market == "all"),
    ("rates_violence", "corridor", lambda market: market == "violence"),
    ("rates_market", "mission", lambda market: market not in ("all", "violence")),
)


def calibration(view: View) -> Node | None:
    """The calibration plot of makers with enough settled forecasts; None without any."""
    enough = _counted(view.holdings)
    rows = [
        row for row in view.holdings.get("calibration_bin").to_pylist()
        if row["made_by"] in enough and row["n"]
    ]  # fmt: skip
    if not rows:
        return None
    bins = [
        calibration_picture.Bin(row["made_by"], row["mean_probability"], row["share_happened"],
                                row["n"])
        for row in rows
    ]  # fmt: skip
    names = {maker: view.coded("maker", maker) for maker in MAKERS if maker in enough}
    svg = calibration_picture.draw(bins, names, (view.l("given"), view.l("happened")))
    body = [_bin(view, row) for row in rows]
    told = " ".join(
        view.say("calibration_alt", given=line[1], share=line[2], n=line[3]) for line in body
    )
    head = ("who", "given", "happened", "n_forecasts")
    return {
        "kind": "calibration",
        "caption": view.l("figure_calibration"),
        "alt": f"{view.l('figure_calibration')}. {told}",
        "svg": svg,
        "table": view.table("figure_calibration", head, body),
    }


def _bin(view: View, row: Row) -> list[str]:
    return [
        view.coded("maker", row["made_by"]), str(round(100 * row["mean_probability"])),
        str(round(100 * row["share_happened"])), str(row["n"]),
    ]  # fmt: skip


def _counted(holdings: Holdings) -> set[str]:
    rows = holdings.get("track_record").to_pylist()
    return {row["made_by"] for row in rows if row["n"] >= FEWEST}


def scenarios(view: View) -> list[Node]:
    """Scenarios of the mission and of the first networks, with their likelihood where warranted."""
    order = {key: n for n, key in enumerate(view.holdings.by_id)}
    known = [
        row for row in view.holdings.get("scenario").to_pylist()
        if row["scope_kind"] == "mission" or row["scope"] in order
    ]  # fmt: skip
    kinds = ("most_likely", "best", "most_dangerous")
    known.sort(key=lambda r: (order.get(r["scope"], -1), kinds.index(r["kind"])))
    return [_scenario(view, row) for row in known[: 3 * 3]]


def _scenario(view: View, row: Row) -> Node:
    band = view.bands.get(row["likelihood"] or "")
    hypothesis = view.holdings.by_id.get(row["scope"])
    profile = view.holdings.run.profile
    about = view.title(hypothesis) if hypothesis else view.t(Both(profile.name_en, profile.name_fr))
    return {
        "kind": view.coded("scenario", row["kind"]),
        "about": about,
        "text": view.clean(row[f"statement_{view.language}"]),
        "would_bring_about": view.clean(row[f"would_bring_about_{view.language}"]),
        "likelihood": {"code": row["likelihood"], "low": band[0], "high": band[1], "word": band[2]}
        if band
        else None,
        "basis": view.clean(row[f"basis_{view.language}"]),
    }
