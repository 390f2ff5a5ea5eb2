"""Hand-over tables of networks: what speaks for and against each hypothesis, and its figures."""

from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS, Column, Table

C = Column

ELEMENT = Table(
    "element",
    "networks",
    "One of the Convention's five elements for a hypothesis.",
    ("hypothesis_id", "element"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C(
            "element",
            TEXT,
            "three_or_more_persons, period_of_time, acting_in_concert, serious_crime or material_benefit",
        ),
        C("verdict", TEXT, "met, not_met or unknown"),
        C("evidence", TEXT, "why, in words"),
        C("evidence_ids", TEXTS, "actors, claims, incidents or accounts behind it"),
    ),
)

RIVAL = Table(
    "rival",
    "networks",
    "Another explanation of a hypothesis' evidence.",
    ("hypothesis_id", "rival"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C(
            "rival",
            TEXT,
            "one_network, two_networks_shared_facilitator, reporting_artefact, licit_livelihood, political_bargain or coincidence",
        ),
        C("rank", INT, "1 explains most"),
        C("weight", REAL, "share among the rivals, sums to 1"),
        C("stability", REAL, "share of Monte Carlo draws over grades with this rank"),
        C("evidence_for", TEXTS, "evidence lines in words"),
        C("evidence_against", TEXTS, "evidence lines in words"),
        C("separating_evidence", TEXT, "what would separate it from the first", False),
    ),
)

BREAKING_TEST = Table(
    "breaking_test",
    "networks",
    "What is left of a hypothesis without one thing.",
    ("hypothesis_id", "kind", "left_out"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C(
            "kind",
            TEXT,
            "origin, component or actor; bootstrap: all origins drawn with replacement",
        ),
        C("left_out", TEXT, "what was left out: identifier or component; origins"),
        C(
            "survives",
            FLAG,
            "still three persons, two incidents and one tie chain; of the draws, nine in ten",
        ),
        C("strength_left", REAL, "strength without it; of the draws, the median"),
        C("detail", TEXT, "what falls, in words"),
        C("grade", TEXT, "origin: its grade, letter and digit", False),
        C("share", REAL, "bootstrap: share of draws in which it stands, 0–1", False),
    ),
)

NETWORK_POSITION = Table(
    "network_position",
    "networks",
    "How much an actor stands between the others of a hypothesis, with its uncertainty.",
    ("hypothesis_id", "actor_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("actor_id", TEXT, "actor"),
        C("brokerage", REAL, "mean share of shortest paths through it over drawn edges, 0–1"),
        C("rank", INT, "1 is the most central"),
        C("rank_low", INT, "best rank in 90 % of the draws"),
        C("rank_high", INT, "worst rank in 90 % of the draws"),
    ),
)

REMOVAL = Table(
    "removal",
    "networks",
    "What a hypothesis would lose without one actor, and how it would adapt.",
    ("hypothesis_id", "actor_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("actor_id", TEXT, "actor left out"),
        C("n_cut_off", INT, "members that would lose the link to the rest"),
        C("strength_left", REAL, "strength without it"),
        C("successor_id", TEXT, "member most likely to take its place", False),
        C("fit", REAL, "how like the two are in role, ties and contacts, 0–1"),
        C("reasons", TEXTS, "same_role, close_tie or same_contacts"),
        C("recovery", TEXT, "quick, slow or unknown"),
    ),
)

SPILL_OVER = Table(
    "spill_over",
    "networks",
    "Where the traffic of a hypothesis would go if one corridor closed.",
    ("hypothesis_id", "closed", "corridor"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("closed", TEXT, "corridor that closes"),
        C("corridor", TEXT, "corridor that would take traffic over"),
        C("share", REAL, "of what would move, 0–1"),
        C("gap_km", REAL, "mean distance between the two corridors"),
        C("n_own", INT, "incidents of the hypothesis on it already"),
        C("n_market", INT, "incidents of others in its markets on it"),
        C("borders", TEXTS, "border segments that it crosses"),
    ),
)

CAUTION = Table(
    "caution",
    "networks",
    "A sign that reports on a hypothesis may mislead.",
    ("hypothesis_id", "kind", "subject", "detail"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("kind", TEXT, "single_source_surge, accuser_has_a_quarrel or source_gains"),
        C("subject", TEXT, "component, actor or known group concerned"),
        C("detail", TEXT, "what was seen, in words"),
        C("evidence_ids", TEXTS, "accounts and actors behind it"),
    ),
)

COVERAGE = Table(
    "coverage",
    "networks",
    "How much one component reports from one corridor.",
    ("component", "area"),
    (
        C("component", TEXT, "component"),
        C("area", TEXT, "corridor code, or 'mission' for anywhere"),
        C("n_recent", INT, "reports received in the last four weeks"),
        C("n_usual", REAL, "reports per four weeks in the twelve weeks before"),
        C("last_on", DAY, "day of the last report received", False),
        C("state", TEXT, "covered, thin or no_coverage"),
    ),
)

NETWORK_BLOCK = Table(
    "network_block",
    "networks",
    "A piece of the record that shares nothing with the rest; carried forward, so that only pieces in which something changed are done again.",
    ("print",),
    (
        C("print", INT, "hash of all that its results rest on"),
        C("hypothesis_ids", TEXTS, "hypotheses founded in it, shown or not"),
        C("is_ruled", FLAG, "an analyst's decision speaks of it: it is done in every run"),
    ),
)

TABLES = (
    ELEMENT,
    RIVAL,
    BREAKING_TEST,
    NETWORK_POSITION,
    REMOVAL,
    SPILL_OVER,
    CAUTION,
    COVERAGE,
    NETWORK_BLOCK,
)
