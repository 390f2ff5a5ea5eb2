"""Hand-over tables of incidents and networks: origins, incidents, hypotheses, rivals."""

from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS, Column, Table

C = Column

ORIGIN = Table(
    "origin",
    "incidents",
    "The observation that an account rests on.",
    ("account_id",),
    (
        C("account_id", TEXT, "account"),
        C("origin_id", TEXT, "ORI- identifier of the account that made the observation"),
        C("relation", TEXT, "own_observation, relay, translation, shared_vantage or unknown"),
        C("of_account_id", TEXT, "account that it relays or shares a vantage point with", False),
        C("score", REAL, "probability of the stated lineage, 0–1"),
        C("independence", TEXT, "independent, not_established or dependent"),
        C("rule", TEXT, "rule that assigned it"),
        C("evidence", TEXT, "shared details or cue words, in words"),
        C("is_withdrawn", FLAG, "the origin was withdrawn: nothing may rest on it alone"),
    ),
)

INCIDENT = Table(
    "incident",
    "incidents",
    "Something that happened at a place and time.",
    ("incident_id",),
    (
        C("incident_id", TEXT, "INC- identifier of its founding account"),
        C("event_type", TEXT, "ACLED 2024 type", False),
        C("event_subtype", TEXT, "ACLED 2024 sub-type", False),
        C("iccs_section", TEXT, "ICCS section 01–11", False),
        C("markets", TEXTS, "market codes"),
        C("place_id", TEXT, "best place", False),
        C("place_name", TEXT, "its name", False),
        C("latitude", REAL, "degrees north", False),
        C("longitude", REAL, "degrees east", False),
        C("radius_km", REAL, "spread of the places given", False),
        C("admin2", TEXT, "second-level unit", False),
        C("country", TEXT, "ISO 3166-1 alpha-2", False),
        C("occurred_from", DAY, "best first day", False),
        C("occurred_to", DAY, "best last day", False),
        C("is_episode", FLAG, "several days rather than a single event"),
        C("killed_low", INT, "lowest toll any account states", False),
        C("killed_best", INT, "toll of the best graded independent account", False),
        C("killed_high", INT, "highest toll any account states", False),
        C("n_reports", INT, "reports"),
        C("n_accounts", INT, "accounts"),
        C("n_origins", INT, "independent origins that still stand: its weight"),
        C("components", TEXTS, "components that report it"),
        C("credibility", TEXT, "proposed credibility 2–6; 1 only by an analyst"),
        C("credibility_reason", TEXT, "why that credibility"),
        C("summary", TEXT, "one line for people, from the lead account"),
        C("lead_account_id", TEXT, "best account"),
        C("is_standing", FLAG, "rests on at least one origin that was not withdrawn"),
    ),
)

INCIDENT_ACCOUNT = Table(
    "incident_account",
    "incidents",
    "An account in its incident.",
    ("incident_id", "account_id"),
    (
        C("incident_id", TEXT, "incident"),
        C("account_id", TEXT, "account"),
        C("origin_id", TEXT, "origin of the account"),
        C("score", REAL, "strongest link to another account of the incident, 0–1"),
        C("rule", TEXT, "founding, linked or decided"),
    ),
)

INCIDENT_LINK = Table(
    "incident_link",
    "incidents",
    "Why two accounts are, or are not, of one incident.",
    ("account_a", "account_b"),
    (
        C("account_a", TEXT, "account"),
        C("account_b", TEXT, "account"),
        C("score", REAL, "match probability, 0–1"),
        C("is_linked", FLAG, "above the threshold and not barred"),
        C("waterfall", TEXT, "JSON list of [comparison, level, bits]"),
    ),
)

CONTRADICTION = Table(
    "contradiction",
    "incidents",
    "Two accounts of one incident that cannot both be true.",
    ("contradiction_id",),
    (
        C("contradiction_id", TEXT, "CON- identifier"),
        C("incident_id", TEXT, "incident"),
        C("field", TEXT, "toll, count, date, place, actor or status"),
        C("account_a", TEXT, "account"),
        C("value_a", TEXT, "what it says"),
        C("account_b", TEXT, "account"),
        C("value_b", TEXT, "what it says"),
        C("request", TEXT, "request for information that would settle it"),
    ),
)

CLUSTER = Table(
    "cluster",
    "networks",
    "An incident, or an account of no incident, in a cluster of this run.",
    ("incident_id",),
    (
        C("cluster_id", TEXT, "CLU- identifier of its members in this run: no lasting identity"),
        C("incident_id", TEXT, "incident, or account of no incident"),
        C("probability", REAL, "strength of membership, 0–1"),
    ),
)

HYPOTHESIS = Table(
    "hypothesis",
    "networks",
    "A network hypothesis: a lasting identity.",
    ("hypothesis_id",),
    (
        C("hypothesis_id", TEXT, "HYP- identifier of its founding members"),
        C("name", TEXT, "short working name"),
        C("statement", TEXT, "the hypothesis in one sentence"),
        C(
            "status",
            TEXT,
            "new, continued, split_from, merged_into, dormant, revived, accepted or rejected",
        ),
        C("markets", TEXTS, "market codes, most evident first"),
        C("corridors", TEXTS, "corridor codes of the profile"),
        C("first_on", DAY, "day of its first incident"),
        C("last_on", DAY, "day of its last incident"),
        C("n_actors", INT, "members"),
        C("n_incidents", INT, "incidents"),
        C("n_origins", INT, "independent origins that still stand"),
        C("strength", REAL, "0–1, from origins, ties and stability"),
        C("previous_strength", REAL, "a week earlier", False),
        C("confidence", TEXT, "low, moderate or high"),
        C("confidence_reasons", TEXTS, "reasons, in words"),
        C("embedment", TEXT, "rung of the state-embedment ladder"),
        C("linchpin_origin_id", TEXT, "origin whose loss hurts it most", False),
        C("quiet_control", FLAG, "falling violence with rising market signals"),
        C("quiet_days_before", INT, "quiet control: days of the earlier window", False),
        C("quiet_days_since", INT, "quiet control: days of the later window", False),
        C("quiet_violent_before", INT, "violent incidents in the earlier window", False),
        C("quiet_violent_since", INT, "violent incidents in the later window", False),
    ),
)

HYPOTHESIS_ACTOR = Table(
    "hypothesis_actor",
    "networks",
    "A member of a hypothesis.",
    ("hypothesis_id", "actor_id", "role"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("actor_id", TEXT, "actor"),
        C(
            "role",
            TEXT,
            "financier, transporter, broker, enforcer, protector, facilitator, buyer, producer, tax_collector, leader or member",
        ),
        C("probability", REAL, "of membership, 0–1"),
        C("n_origins", INT, "independent origins behind it"),
        C("claim_ids", TEXTS, "claims behind the role"),
        C("is_bridge", FLAG, "stands in more than one hypothesis"),
    ),
)

HYPOTHESIS_INCIDENT = Table(
    "hypothesis_incident",
    "networks",
    "An incident of a hypothesis.",
    ("hypothesis_id", "incident_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("incident_id", TEXT, "incident"),
        C("probability", REAL, "of belonging, 0–1"),
        C("reason", TEXT, "strongest shared particulars, in words"),
    ),
)

HYPOTHESIS_ACCOUNT = Table(
    "hypothesis_account",
    "networks",
    "An account of no incident that belongs to a hypothesis: a register, a habit, who owns what.",
    ("hypothesis_id", "account_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("account_id", TEXT, "account"),
        C("probability", REAL, "of belonging, 0–1"),
        C("reason", TEXT, "strongest shared particulars, in words"),
    ),
)

HYPOTHESIS_TIE = Table(
    "hypothesis_tie",
    "networks",
    "A tie inside a hypothesis.",
    ("hypothesis_id", "tie_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("tie_id", TEXT, "tie"),
        C("n_origins", INT, "independent origins behind it"),
    ),
)

HYPOTHESIS_CELL = Table(
    "hypothesis_cell",
    "networks",
    "What belongs to one cell of a hypothesis: a part that acts apart. A hypothesis without such parts has no rows.",
    ("hypothesis_id", "cell", "subject_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C(
            "cell",
            INT,
            "number of the cell in this run, largest first; it has no identity of its own",
        ),
        C("subject_kind", TEXT, "incident, account or actor"),
        C(
            "subject_id",
            TEXT,
            "incident, account of no incident or told under an incident of another cell, or member",
        ),
        C(
            "share",
            REAL,
            "of draws in which an incident stays with the others (1 where the cell merged into the hypothesis); of an actor's incidents that lie in the cell",
        ),
        C("is_go_between", FLAG, "a member that stands in two cells or more"),
    ),
)

HYPOTHESIS_LINEAGE = Table(
    "hypothesis_lineage",
    "networks",
    "What became of a hypothesis in one week.",
    ("hypothesis_id", "as_of", "event"),
    (
        C("hypothesis_id", TEXT, "hypothesis"),
        C("as_of", DAY, "last day of the week"),
        C("event", TEXT, "new, continued, split_from, merged_into, dormant or revived"),
        C(
            "other_id",
            TEXT,
            "hypothesis it split from, merged into, or was read as part of until then",
            False,
        ),
        C("overlap", REAL, "share of members kept, 0–1"),
        C("n_incidents", INT, "incidents then"),
        C("n_actors", INT, "members then"),
        C("strength", REAL, "strength then"),
    ),
)

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

POSSIBLE_INCIDENT = Table(
    "possible_incident",
    "networks",
    "An incident outside every hypothesis that may belong to one by trade, place and time alone. Nothing rests on it.",
    ("hypothesis_id", "incident_id"),
    (
        C("hypothesis_id", TEXT, "hypothesis it may belong to"),
        C("incident_id", TEXT, "incident, or account of no incident"),
        C("actor_ids", TEXTS, "actors it names who might then be members: they are none"),
        C("probability", REAL, "of belonging, always below 0.5"),
        C("reason", TEXT, "what speaks for it, in words"),
    ),
)

LEAD = Table(
    "lead",
    "networks",
    "A cluster that is no hypothesis yet, or a hypothesis that is withheld, with the reason.",
    ("subject_id",),
    (
        C(
            "subject_id",
            TEXT,
            "CLU- of a cluster that was not raised, HYP- of one that is withheld",
        ),
        C("kind", TEXT, "not_raised or withheld"),
        C("reason", TEXT, "why it is not shown, in words"),
        C("n_incidents", INT, "incidents and background accounts that stand"),
        C("n_origins", INT, "independent origins"),
        C("n_actors", INT, "actors they name"),
        C("markets", TEXTS, "market codes, most evident first"),
        C("corridors", TEXTS, "corridors, most evident first"),
        C("first_on", DAY, "first day", False),
        C("last_on", DAY, "last day", False),
        C("incident_ids", TEXTS, "incidents, and accounts that tell of none"),
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
    ORIGIN, INCIDENT, INCIDENT_ACCOUNT, INCIDENT_LINK, CONTRADICTION, CLUSTER, HYPOTHESIS,
    HYPOTHESIS_ACTOR, HYPOTHESIS_INCIDENT, HYPOTHESIS_ACCOUNT, HYPOTHESIS_TIE, HYPOTHESIS_CELL,
    HYPOTHESIS_LINEAGE, LEAD, POSSIBLE_INCIDENT, ELEMENT, RIVAL,
    BREAKING_TEST, NETWORK_POSITION, REMOVAL, SPILL_OVER, CAUTION, COVERAGE, NETWORK_BLOCK,
)  # fmt: skip
