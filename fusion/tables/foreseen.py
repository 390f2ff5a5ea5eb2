"""Hand-over tables of the outlook's second half: scenarios, the forecast ledger, traceability."""

from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS, TIME, Column, Table

C = Column

SCENARIO = Table(
    "scenario",
    "outlook",
    "One of three ways in which a hypothesis, or the mission's whole picture, may go on.",
    ("scope_kind", "scope", "kind"),
    (
        C("scope_kind", TEXT, "hypothesis or mission"),
        C("scope", TEXT, "identifier of the hypothesis, or code of the mission"),
        C("kind", TEXT, "most_likely, best or most_dangerous"),
        C("pattern", TEXT, "how it would go on: continue, escalate, displace, consolidate or fade"),
        C("statement_en", TEXT, "what would be seen, English"),
        C("statement_fr", TEXT, "the same, French"),
        C("would_bring_about_en", TEXT, "what would bring it about, English"),
        C("would_bring_about_fr", TEXT, "the same, French"),
        C("likelihood", TEXT, "code of the yardstick's band; empty where none is warranted", False),
        C("band_low", REAL, "lower bound of the band, %", False),
        C("band_high", REAL, "upper bound of the band, %", False),
        C("basis_en", TEXT, "what the likelihood rests on, or why there is none, English"),
        C("basis_fr", TEXT, "the same, French"),
        C("until_on", DAY, "last day that it speaks of"),
        C("indicator_ids", TEXTS, "indicators that would show it coming, raised ones first"),
        C("evidence_ids", TEXTS, "incidents and accounts behind it"),
    ),
)

FORECAST_LEDGER = Table(
    "forecast_ledger",
    "outlook",
    "A published forecast, by the machine or by an analyst; append-only, not derived.",
    ("entry_id",),
    (
        C("entry_id", TEXT, "FOR- identifier of the entry: forecast, maker, moment"),
        C("forecast_id", TEXT, "forecast whose question it answers"),
        C("series_id", TEXT, "series"),
        C("made_by", TEXT, "machine or analyst"),
        C("maker", TEXT, "model with its version, or the analyst's function"),
        C("brief_id", TEXT, "issue that published it; empty for an analyst's own", False),
        C("question", TEXT, "what is forecast, in words"),
        C("resolution_rule", TEXT, "how and when it is settled"),
        C("made_on", DAY, "last day whose counts were known"),
        C("known_from", TIME, "runs later than this moment may know it"),
        C("horizon", INT, "periods ahead"),
        C("starts_on", DAY, "first day of the forecast period"),
        C("resolves_on", DAY, "last day of the forecast period"),
        C("at_least", INT, "count that the yes-or-no question asks for"),
        C("probability", REAL, "that the count is at least that"),
        C("p_history", REAL, "what recent history alone gave, for comparison"),
        C("quantiles", TEXT, "JSON: level to count, at the ledger's levels; empty: none", False),
        C("history_quantiles", TEXT, "the same of recent history alone", False),
        C("has_skill", FLAG, "the model had earned its number when it was published"),
        C("reason", TEXT, "why the analyst thinks so, or the gate's reason"),
    ),
)

FORECAST_RESOLUTION = Table(
    "forecast_resolution",
    "outlook",
    "A forecast of the ledger that came due, with its outcome and scores.",
    ("entry_id",),
    (
        C("entry_id", TEXT, "entry of the ledger"),
        C("forecast_id", TEXT, "forecast"),
        C("series_id", TEXT, "series"),
        C("made_by", TEXT, "machine or analyst"),
        C("maker", TEXT, "model, or the analyst's function"),
        C("question", TEXT, "what was forecast, in words"),
        C("made_on", DAY, "last day whose counts were known"),
        C("resolved_on", DAY, "day from which it counts as settled"),
        C("horizon", INT, "periods ahead"),
        C("at_least", INT, "count that the yes-or-no question asked for"),
        C("probability", REAL, "that was given"),
        C("outcome", INT, "independent incidents, as known when it was settled"),
        C("happened", FLAG, "the count was at least that"),
        C("brier", REAL, "(probability - happened) squared"),
        C("brier_history", REAL, "the same for recent history alone"),
        C("crps", REAL, "of the distribution, from its quantiles", False),
        C("crps_history", REAL, "the same for recent history alone", False),
        C("is_inside", FLAG, "the outcome lay in the 90 % interval", False),
    ),
)

TRACK_RECORD = Table(
    "track_record",
    "outlook",
    "How the resolved forecasts of one kind of maker did.",
    ("made_by",),
    (
        C(
            "made_by",
            TEXT,
            "machine, analyst or history (recent history on all the same questions)",
        ),
        C("n", INT, "resolved forecasts"),
        C("first_on", DAY, "first one settled"),
        C("last_on", DAY, "last one settled"),
        C("brier", REAL, "mean Brier score"),
        C("brier_history", REAL, "recent history's on the very same questions"),
        C("crps", REAL, "mean CRPS, where distributions were given", False),
        C("crps_history", REAL, "recent history's on the same", False),
        C("coverage", REAL, "share inside the 90 % interval", False),
        C("mean_probability", REAL, "mean of the probabilities given"),
        C("share_happened", REAL, "share that happened"),
        C("slope", REAL, "of the learnt recalibration on the log-odds: above 1 = under-confident"),
        C("intercept", REAL, "of the same: below 0 = gave too much"),
        C("n_misses", INT, "forecasts on the wrong side by more than one half"),
    ),
)

CALIBRATION_BIN = Table(
    "calibration_bin",
    "outlook",
    "One bin of the calibration plot of one kind of maker.",
    ("made_by", "number"),
    (
        C("made_by", TEXT, "machine, analyst or history"),
        C("number", INT, "bin, from 1"),
        C("p_low", REAL, "lowest probability of the bin"),
        C("p_high", REAL, "highest probability of the bin"),
        C("n", INT, "forecasts in it"),
        C("mean_probability", REAL, "mean of what was given"),
        C("share_happened", REAL, "share that happened"),
    ),
)

INDICATOR_SCORE = Table(
    "indicator_score",
    "outlook",
    "How one observable did as a warning, replayed week by week over the mission so far.",
    ("scope_kind", "observable_code"),
    (
        C("scope_kind", TEXT, "hypothesis, corridor, mission or admin2"),
        C("observable_code", TEXT, "code of the observable"),
        C("observable", TEXT, "what to look for, in words"),
        C("n_weeks", INT, "weeks of one scope that could be tested"),
        C("n_raised", INT, "of these, weeks with the indicator raised"),
        C("n_events", INT, "escalations that followed somewhere (first weeks only)"),
        C("n_warned", INT, "of these, with the indicator raised in the eight weeks before"),
        C("n_false", INT, "raisings that no escalation followed within eight weeks"),
        C("false_per_week", REAL, "false raisings per week of the mission"),
        C("base_rate", REAL, "chance of an escalation within eight weeks of any week"),
        C("likelihood_ratio", REAL, "shrunken: raised before events / raised otherwise", False),
        C("lead_days", REAL, "median days from first raising to the event", False),
    ),
)

PIR_STATUS = Table(
    "pir_status",
    "outlook",
    "How far a priority requirement of leadership is answered.",
    ("pir",),
    (
        C("pir", TEXT, "code of the priority requirement"),
        C("text_en", TEXT, "the requirement, English"),
        C("text_fr", TEXT, "the same, French"),
        C("state", TEXT, "answered, partly_answered or unanswered"),
        C("reason_en", TEXT, "why that state, English"),
        C("reason_fr", TEXT, "the same, French"),
        C("n_requirements", INT, "open requirements under it"),
        C("n_indicators", INT, "indicators that serve it"),
        C("n_raised", INT, "of these, raised"),
        C("n_reports", INT, "reports that serve it"),
        C("n_recent", INT, "of these, received in the last 30 days"),
        C("n_origins", INT, "independent origins that still stand behind them"),
        C("hypothesis_ids", TEXTS, "hypotheses that answer to it"),
    ),
)

REQUIREMENT_TRACE = Table(
    "requirement_trace",
    "outlook",
    "One way from a priority requirement to a report: through a requirement or an indicator.",
    ("pir", "through_id", "report_id"),
    (
        C("pir", TEXT, "code of the priority requirement"),
        C("through_kind", TEXT, "requirement, indicator or hypothesis"),
        C("through_id", TEXT, "identifier of the requirement, indicator or hypothesis"),
        C("account_id", TEXT, "account"),
        C("report_id", TEXT, "report"),
    ),
)

REPORT_USE = Table(
    "report_use",
    "outlook",
    "What became of a report in the analysis.",
    ("report_id",),
    (
        C("report_id", TEXT, "report"),
        C("account_id", TEXT, "its account"),
        C("component", TEXT, "who reported"),
        C("received_on", DAY, "when it was received"),
        C(
            "use",
            TEXT,
            "requirement, indicator, hypothesis, incident or unused: the furthest it got",
        ),
        C("pirs", TEXTS, "priority requirements it serves"),
    ),
)

DISPLACEMENT = Table(
    "displacement",
    "outlook",
    "An area where incidents fell, and a neighbouring one that may rise after it.",
    ("displacement_id",),
    (
        C("displacement_id", TEXT, "DIS- identifier of both series, the day and the horizon"),
        C("from_series_id", TEXT, "series that fell"),
        C("to_series_id", TEXT, "series that may rise"),
        C("area_kind", TEXT, "admin2, corridor or segment"),
        C("from_area", TEXT, "area that fell"),
        C("to_area", TEXT, "neighbouring area"),
        C("usual", REAL, "what three periods usually held there, counted as young as now"),
        C("recent", REAL, "what the last three held"),
        C("at_least", INT, "count of the neighbour that is a rise: half as many again and two"),
        C("made_on", DAY, "last day whose counts were known"),
        C("period", TEXT, "week or month"),
        C("horizon", INT, "periods ahead"),
        C("starts_on", DAY, "first day of the period asked about"),
        C("resolves_on", DAY, "last day of it"),
        C("p_rise", REAL, "chance of the rise; empty where the model has not earned it", False),
        C("p_base", REAL, "share of settled falls that a rise followed"),
        C("has_skill", FLAG, "the chance beat base rate and recent history in back-test"),
        C("reason", TEXT, "the gate's reason"),
    ),
)

DISPLACEMENT_SCORE = Table(
    "displacement_score",
    "outlook",
    "How the chance of displacement did at one horizon in the back-test.",
    ("scope", "horizon"),
    (
        C("scope", TEXT, "which series were pooled, e.g. corridor·week"),
        C("horizon", INT, "periods ahead"),
        C("n_origins", INT, "origins tested"),
        C("n", INT, "pairs of a fallen area and a neighbour"),
        C("n_rises", INT, "of these, the neighbour rose"),
        C("brier", REAL, "Brier score of the model; empty: too few origins or data", False),
        C("brier_base", REAL, "of the share of earlier falls that a rise followed"),
        C("best_baseline", TEXT, "base_rate, or the model of recent history that did best"),
        C("brier_best", REAL, "its Brier score"),
        C("average_precision", REAL, "of the model's ranking", False),
        C("average_precision_base", REAL, "of the best baseline's ranking", False),
        C("skill", REAL, "1 - Brier score / best baseline's", False),
        C("skill_low", REAL, "2.5 % of the block bootstrap", False),
        C("skill_high", REAL, "97.5 % of the block bootstrap", False),
        C("has_skill", FLAG, "the interval lies above zero: numbers may be printed"),
        C("reason", TEXT, "the gate's reason"),
        C("model_version", TEXT, "version of the model that was scored"),
    ),
)

TABLES = (
    SCENARIO, FORECAST_LEDGER, FORECAST_RESOLUTION, TRACK_RECORD, CALIBRATION_BIN,
    INDICATOR_SCORE, PIR_STATUS, REQUIREMENT_TRACE, REPORT_USE,
    DISPLACEMENT, DISPLACEMENT_SCORE,
)  # fmt: skip
