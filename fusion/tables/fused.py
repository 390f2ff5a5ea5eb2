"""Hand-over tables of origins and incidents."""

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

TABLES = (ORIGIN, INCIDENT, INCIDENT_ACCOUNT, INCIDENT_LINK, CONTRADICTION)
