"""Hand-over tables of networks: clusters, hypotheses with what belongs to them, and leads."""

from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS, Column, Table

C = Column

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

TABLES = (
    CLUSTER,
    HYPOTHESIS,
    HYPOTHESIS_ACTOR,
    HYPOTHESIS_INCIDENT,
    HYPOTHESIS_ACCOUNT,
    HYPOTHESIS_TIE,
    HYPOTHESIS_CELL,
    HYPOTHESIS_LINEAGE,
    LEAD,
    POSSIBLE_INCIDENT,
)
