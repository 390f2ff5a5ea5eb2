"""Hand-over tables of outlook, briefing and review: forecasts, judgements, options, decisions."""

from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS, TIME, Column, Table

C = Column

SERIES = Table(
    "series",
    "outlook",
    "Incidents of one market in one area in one week or month.",
    ("series_id", "starts_on"),
    (
        C("series_id", TEXT, "SER- identifier: market, area kind, area, period"),
        C("market", TEXT, "market code, 'violence' or 'all'"),
        C("area_kind", TEXT, "mission, admin2, corridor or hypothesis"),
        C("area", TEXT, "name, code or identifier of the area"),
        C("period", TEXT, "week or month"),
        C("starts_on", DAY, "first day of the period"),
        C("n_incidents", INT, "independent incidents: never reports"),
        C("n_reports", INT, "reports from the area in the period: effort"),
        C("n_components", INT, "components that reported from the area in the period"),
        C("is_covered", FLAG, "somebody reported: a zero here means quiet, else silence"),
    ),
)

FORECAST = Table(
    "forecast",
    "outlook",
    "A predictive distribution for one series and horizon.",
    ("forecast_id",),
    (
        C("forecast_id", TEXT, "FOR- identifier: series, made_on, horizon, model"),
        C("series_id", TEXT, "series"),
        C("question", TEXT, "what is forecast, in words"),
        C("resolution_rule", TEXT, "how and when it is settled"),
        C("made_on", DAY, "origin of the forecast"),
        C("horizon", INT, "periods ahead"),
        C("resolves_on", DAY, "last day of the forecast period"),
        C("model", TEXT, "model or baseline"),
        C("mean", REAL, "expected count"),
        C("q05", REAL, "5 % quantile"),
        C("q25", REAL, "25 % quantile"),
        C("q50", REAL, "median"),
        C("q75", REAL, "75 % quantile"),
        C("q95", REAL, "95 % quantile"),
        C("p_any", REAL, "probability of at least one"),
        C("has_skill", FLAG, "beat the best baseline in back-test with an interval above zero"),
        C("reason", TEXT, "why the number is, or is not, printed"),
    ),
)

FORECAST_SCORE = Table(
    "forecast_score",
    "outlook",
    "How one model did at one horizon in the back-test.",
    ("scope", "model", "horizon"),
    (
        C("scope", TEXT, "which series were pooled, e.g. admin2·week"),
        C("model", TEXT, "model or baseline"),
        C("horizon", INT, "periods ahead"),
        C("n", INT, "forecasts scored"),
        C("crps", REAL, "mean continuous ranked probability score"),
        C("ignorance", REAL, "mean ignorance score over the ViEWS bins, bits"),
        C("interval_score", REAL, "mean interval score at 90 %"),
        C("coverage", REAL, "share inside the 90 % interval"),
        C("brier_onset", REAL, "Brier score of 'at least one'", False),
        C("skill", REAL, "1 - CRPS / best baseline's CRPS"),
        C("skill_low", REAL, "2.5 % of the block bootstrap", False),
        C("skill_high", REAL, "97.5 % of the block bootstrap", False),
        C("is_baseline", FLAG, "one of the six baselines of the field"),
    ),
)

INDICATOR = Table(
    "indicator",
    "outlook",
    "An observable with a threshold and its present state.",
    ("indicator_id",),
    (
        C("indicator_id", TEXT, "IND- identifier"),
        C("scope_kind", TEXT, "hypothesis, corridor or mission"),
        C("scope", TEXT, "identifier or code"),
        C("observable", TEXT, "what to look for, in words"),
        C("value", REAL, "value now"),
        C("base_rate", REAL, "usual value"),
        C("threshold", REAL, "value from which it is raised"),
        C("state", TEXT, "quiet, watch or raised; no_coverage where nobody reports"),
        C("horizon", TEXT, "immediate or institutional"),
        C("who_can_see", TEXTS, "components that can observe it"),
        C("by_on", DAY, "look again by", False),
        C("evidence_ids", TEXTS, "incidents or accounts behind the value"),
    ),
)

REQUIREMENT = Table(
    "requirement",
    "outlook",
    "A gap in the acquisition plan.",
    ("requirement_id",),
    (
        C("requirement_id", TEXT, "REQ- identifier"),
        C("pir", TEXT, "priority requirement it serves", False),
        C("kind", TEXT, "gap, contradiction, rival or coverage"),
        C("question", TEXT, "what to find out, in words"),
        C("splits", TEXT, "which readings the answer would separate", False),
        C("components", TEXTS, "who could observe it"),
        C("by_on", DAY, "answer needed by", False),
        C("value", TEXT, "high, medium or low"),
        C("scope", TEXT, "hypothesis, incident or area concerned", False),
        C("evidence_ids", TEXTS, "what raised it"),
    ),
)

JUDGEMENT = Table(
    "judgement",
    "briefing",
    "A sentence of the brief with its likelihood; confidence stands apart.",
    ("judgement_id",),
    (
        C("judgement_id", TEXT, "JUD- identifier: brief, kind, scope"),
        C("brief_id", TEXT, "issue of the brief"),
        C(
            "section",
            TEXT,
            "bottom_line, key_judgement, change, opportunity, hypothesis, outlook, correction or observation",
        ),
        C("rank", INT, "position in its section, from 1"),
        C("kind", TEXT, "kind of sentence; with the scope it names the same matter in every issue"),
        C("scope", TEXT, "hypothesis, series or option it is about", False),
        C("text_en", TEXT, "the sentence in English"),
        C("text_fr", TEXT, "the sentence in French"),
        C("likelihood", TEXT, "code of the yardstick's band; empty for observations", False),
        C("band_low", REAL, "lower bound of the band, %", False),
        C("band_high", REAL, "upper bound of the band, %", False),
        C("confidence", TEXT, "low, moderate or high", False),
        C("confidence_en", TEXT, "confidence sentence with reasons, English", False),
        C("confidence_fr", TEXT, "the same, French", False),
        C("change_en", TEXT, "new, unchanged or changed since the last issue, and why", False),
        C("change_fr", TEXT, "the same, French", False),
        C("would_change_en", TEXT, "what would change the judgement", False),
        C("would_change_fr", TEXT, "the same, French", False),
        C("assumption_en", TEXT, "what the judgement takes as given", False),
        C("assumption_fr", TEXT, "the same, French", False),
        C("alternative_en", TEXT, "the rival reading and how far it carries", False),
        C("alternative_fr", TEXT, "the same, French", False),
        C("implication_en", TEXT, "why it matters: requirement and mandate task", False),
        C("implication_fr", TEXT, "the same, French", False),
        C("marking", TEXT, "portion mark"),
    ),
)

JUDGEMENT_EVIDENCE = Table(
    "judgement_evidence",
    "briefing",
    "A report that a sentence rests on.",
    ("judgement_id", "report_id", "direction"),
    (
        C("judgement_id", TEXT, "judgement"),
        C("report_id", TEXT, "report"),
        C("account_id", TEXT, "account"),
        C("origin_id", TEXT, "origin"),
        C("document_id", TEXT, "document"),
        C("locator", TEXT, "page, row or paragraph"),
        C("quote", TEXT, "words of the report", False),
        C("direction", TEXT, "for or against"),
    ),
)

ISSUED_EVIDENCE = Table(
    "issued_evidence",
    "briefing",
    "An account that a judgement of an earlier, released issue rested on.",
    ("judgement_id", "account_id", "direction"),
    (
        C("judgement_id", TEXT, "judgement of that issue"),
        C("account_id", TEXT, "account it cited"),
        C("direction", TEXT, "for or against"),
        C("number", INT, "number of that issue"),
        C("as_of", TIME, "date of that issue"),
        C("section", TEXT, "section of the judgement"),
        C("rank", INT, "its position in the section"),
        C("scope", TEXT, "hypothesis, series or option it was about", False),
        C("text_en", TEXT, "the sentence as issued, English"),
        C("text_fr", TEXT, "the same, French"),
    ),
)

OPTION = Table(
    "option",
    "briefing",
    "A response that leadership can choose, gated by its checks.",
    ("option_id",),
    (
        C(
            "option_id",
            TEXT,
            "OPT- identifier: mission, tool, scope; the same in every issue, so that a decision stands",
        ),
        C("brief_id", TEXT, "issue of the brief"),
        C("rank", INT, "position, from 1"),
        C("tool", TEXT, "response tool of the option library"),
        C("scope", TEXT, "hypothesis concerned", False),
        C("title_en", TEXT, "title, English"),
        C("title_fr", TEXT, "title, French"),
        C("level", TEXT, "strategic or operational"),
        C("verb", TEXT, "prevent, avert, mitigate or none"),
        C("mandate_task", TEXT, "task of the profile", False),
        C("lead", TEXT, "lead component", False),
        C("partners", TEXT, "partners", False),
        C("hrddp_scope", TEXT, "in or out"),
        C("hrddp_state", TEXT, "not_required, blocked or recorded"),
        C(
            "details_en",
            TEXT,
            "JSON: needs, expected, livelihoods, risk, displacement, reversible, would_change",
        ),
        C("details_fr", TEXT, "the same, French"),
    ),
)

DECISION = Table(
    "decision",
    "review",
    "What an analyst or leader decided; append-only.",
    ("decision_id",),
    (
        C("decision_id", TEXT, "DEC- identifier"),
        C("sequence", INT, "order of recording, from 1"),
        C("decided_at", TIME, "when"),
        C("decided_by", TEXT, "who, by function"),
        C(
            "kind",
            TEXT,
            "approve, return, refuse, accept, reject, merge, split, pin, rename, same, different, withdraw, grade, hrddp, release or reopen",
        ),
        C("subject_id", TEXT, "what it is about"),
        C("object_id", TEXT, "other thing, for pairs", False),
        C("value", TEXT, "new value, for grades, names and mended fields", False),
        C("reason", TEXT, "why"),
    ),
)

BRIEF = Table(
    "brief",
    "briefing",
    "One issue of the strategic brief.",
    ("brief_id",),
    (
        C("brief_id", TEXT, "BRF- identifier: mission, as_of, content"),
        C("number", INT, "issue number: weeks since the mission's first report"),
        C("as_of", TIME, "what had been received by then"),
        C("covers_from", DAY, "first day covered"),
        C("covers_to", DAY, "last day covered"),
        C("marking", TEXT, "highest marking of what it holds"),
        C("marking_reason", TEXT, "why that marking"),
        C("yardstick", TEXT, "yardstick of likelihood words"),
        C("lint_score", TEXT, "tradecraft standards held, e.g. 9/9"),
        C("state", TEXT, "draft, approved, returned or refused"),
    ),
)

TABLES = (
    SERIES, FORECAST, FORECAST_SCORE, INDICATOR, REQUIREMENT, JUDGEMENT, JUDGEMENT_EVIDENCE,
    ISSUED_EVIDENCE, OPTION, DECISION, BRIEF,
)  # fmt: skip
