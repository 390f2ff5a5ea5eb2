"""Hand-over tables of accounts, encoders and actors: tellings, who and where they name."""

from fusion.tables.declaration import (
    DAY,
    FLAG,
    INT,
    KEYS,
    REAL,
    TEXT,
    TEXTS,
    TIME,
    VECTOR,
    Column,
    Table,
)  # fmt: skip

C = Column

ACCOUNT = Table(
    "account",
    "accounts",
    "One telling: reports that are the same text.",
    ("account_id",),
    (
        C("account_id", TEXT, "ACC- identifier of the first report received of it"),
        C("lead_report_id", TEXT, "earliest and fullest report of the telling"),
        C("component", TEXT, "component of the lead report"),
        C("language", TEXT, "language of the lead report"),
        C("n_reports", INT, "reports folded into it"),
        C("received_at", TIME, "when the first of its reports was received"),
        C("written_at", TIME, "when the lead report was written", False),
        C("observed_from", TIME, "start of what it reports", False),
        C("observed_to", TIME, "end of what it reports", False),
        C("reliability", TEXT, "source reliability of the lead report, A–F"),
        C("credibility", TEXT, "item credibility of the lead report, 1–6"),
        C("is_withdrawn", FLAG, "its originator or an analyst withdrew it"),
        C("text", TEXT, "text of the lead report"),
        C("text_sha256", TEXT, "SHA-256 of the text, key of its vector"),
    ),
)

ACCOUNT_REPORT = Table(
    "account_report",
    "accounts",
    "One report in its account.",
    ("account_id", "report_id"),
    (
        C("account_id", TEXT, "account"),
        C("report_id", TEXT, "report"),
        C(
            "relation",
            TEXT,
            "lead, exact_copy, reformatted_copy, truncated_copy, merged_copy, update",
        ),
        C("score", REAL, "shingle similarity or containment with the lead, 0–1"),
        C("rule", TEXT, "rule that folded it in"),
    ),
)

ACCOUNT_SKETCH = Table(
    "account_sketch",
    "accounts",
    "What one report is compared by; carried forward, so that only new reports are read.",
    ("report_id",),
    (
        C("report_id", TEXT, "report"),
        C("fingerprint", INT, "hash of the text and fields that sketch and verdicts rest on"),
        C("folded", INT, "hash of its words in order, without case, accents and layout"),
        C("n_words", INT, "words"),
        C("has_number", FLAG, "a number is among them"),
        C("says_update", FLAG, "says of itself that it renews an earlier report"),
        C("is_head", FLAG, "first of the reports with equal words, which stands for them"),
        C("bands", KEYS, "bucket of each band of its MinHash"),
    ),
)

ACCOUNT_PAIR = Table(
    "account_pair",
    "accounts",
    "Two reports in other words or layout that were found to be one telling.",
    ("report_a", "report_b", "relation"),
    (
        C("report_a", TEXT, "report received first"),
        C("report_b", TEXT, "report received later"),
        C("relation", TEXT, "reformatted_copy, truncated_copy, update or renewal (in other words)"),
        C("score", REAL, "share of the shorter text in the longer, 0–1"),
        C("n_numbers", INT, "numbers that differ in the same context"),
        C("by_letters", FLAG, "alike by letters, where noise broke the words"),
        C("renews", FLAG, "the later report says that it renews"),
        C("is_contained", FLAG, "the later report holds the earlier and much besides"),
        C("rule", TEXT, "rule of a renewal, else empty"),
    ),
)

TEXT_VECTOR = Table(
    "text_vector",
    "encoders",
    "The vector of one text by one encoder.",
    ("text_sha256", "encoder_id"),
    (
        C("text_sha256", TEXT, "SHA-256 of the text"),
        C("encoder_id", TEXT, "model, version, precision and backend"),
        C("vector", VECTOR, "unit-length vector"),
    ),
)

ACCOUNT_READING = Table(
    "account_reading",
    "actors",
    "What one account was read to say by itself; carried forward, so that only new ones are read.",
    ("account_id",),
    (
        C("account_id", TEXT, "account"),
        C("fingerprint", TEXT, "hash of account, profile and rules that the reading rests on"),
        C("words", KEYS, "hashes of its words, by which a second look finds it"),
        C("reading", TEXT, "mentions, places, event, cues, aliases and names of sources as JSON"),
    ),
)

MENTION = Table(
    "mention",
    "actors",
    "A span of an account that names somebody or something.",
    ("mention_id",),
    (
        C("mention_id", TEXT, "MEN- identifier: account, span, kind"),
        C("account_id", TEXT, "account"),
        C("report_id", TEXT, "lead report, in whose text the span resolves"),
        C("start_at", INT, "first character of the span"),
        C("end_at", INT, "one past the last character"),
        C("surface", TEXT, "the span's words"),
        C(
            "kind",
            TEXT,
            "person, group, organisation, place, phone, plate, account, address, money, quantity, weapon, drug, goods, vehicle, coordinates, date, period, duration, facility, role",
        ),
        C("normal", TEXT, "normalised value: folded name, E.164, ISO date, gazetteer key …", False),
        C("amount", REAL, "number, for money and quantities", False),
        C("unit", TEXT, "currency or unit", False),
        C("language", TEXT, "language of the account"),
        C("rule", TEXT, "rule or model that found it"),
        C("is_protected", FLAG, "child, victim or source: never enters the graph or a product"),
    ),
)

ACTOR_PERSONA = Table(
    "actor_persona",
    "actors",
    "Where one account's person was placed among those of one name; carried forward.",
    ("mention_id",),
    (
        C("mention_id", TEXT, "first mention of the person in the account"),
        C("account_id", TEXT, "account"),
        C("mark", TEXT, "hash of all that the account was read to say"),
        C("place", INT, "how many persons of the name stand before it in order of receipt"),
        C("node", INT, "which of the persons of the name it was taken for"),
        C("alone", REAL, "how much its name said by being borne by few, 0–1"),
    ),
)

PLACE = Table(
    "place",
    "actors",
    "A place with coordinates and a radius.",
    ("place_id",),
    (
        C("place_id", TEXT, "PLC- identifier: scheme and code, or coordinates"),
        C("name", TEXT, "preferred name"),
        C("scheme", TEXT, "geonames, mgrs, coordinates, relative or corridor"),
        C("code", TEXT, "code in that scheme"),
        C("latitude", REAL, "degrees north"),
        C("longitude", REAL, "degrees east"),
        C("radius_km", REAL, "the true place lies within, kilometres"),
        C("country", TEXT, "ISO 3166-1 alpha-2", False),
        C("admin1", TEXT, "first-level unit by name, frame of the gazetteer", False),
        C("admin2", TEXT, "second-level unit by name, frame of the gazetteer", False),
        C("near", TEXT, "of a point without a name: the nearest that has one, and how far", False),
    ),
)

ACCOUNT_PLACE = Table(
    "account_place",
    "actors",
    "A place in an account.",
    ("account_id", "place_id", "part"),
    (
        C("account_id", TEXT, "account"),
        C("place_id", TEXT, "place"),
        C("part", TEXT, "event (where it happened) or mentioned"),
        C("mention_id", TEXT, "mention that it was resolved from", False),
        C("score", REAL, "share of the evidence for this reading, 0–1"),
        C("rule", TEXT, "rule that resolved it"),
    ),
)

ACCOUNT_EVENT = Table(
    "account_event",
    "actors",
    "What one account says happened.",
    ("account_id",),
    (
        C("account_id", TEXT, "account"),
        C("is_event", FLAG, "tells of a happening at a place and time, not only of a state"),
        C("event_type", TEXT, "ACLED 2024 type, code of terms", False),
        C("event_subtype", TEXT, "ACLED 2024 sub-type, code of terms", False),
        C("iccs_section", TEXT, "ICCS section 01–11", False),
        C("markets", TEXTS, "market codes of terms, most evident first"),
        C("occurred_from", DAY, "first day", False),
        C("occurred_to", DAY, "last day", False),
        C("killed_low", INT, "lowest toll it states", False),
        C("killed_high", INT, "highest toll it states", False),
        C("rule", TEXT, "rules that typed it, comma-separated"),
    ),
)

ACTOR = Table(
    "actor",
    "actors",
    "A resolved person, group, organisation, vehicle, phone, money account or address.",
    ("actor_id",),
    (
        C("actor_id", TEXT, "ACT- identifier of its founding mention: kind and first normal form"),
        C("kind", TEXT, "person, group, organisation, vehicle, phone, account or address"),
        C("name", TEXT, "most informative spelling"),
        C("aliases", TEXTS, "other spellings met, sorted"),
        C("n_accounts", INT, "accounts that name it"),
        C("first_on", DAY, "day of the first account", False),
        C("last_on", DAY, "day of the last account", False),
        C("country", TEXT, "country, for phones and vehicles", False),
        C("rule", TEXT, "how it was resolved"),
    ),
)

ACTOR_MENTION = Table(
    "actor_mention",
    "actors",
    "A mention resolved to an actor.",
    ("mention_id",),
    (
        C("actor_id", TEXT, "actor"),
        C("mention_id", TEXT, "mention"),
        C("account_id", TEXT, "account it stands in"),
        C("surface", TEXT, "spelling"),
        C("score", REAL, "probability of the match, 0–1"),
        C("rule", TEXT, "rule or linkage step that matched it"),
    ),
)

CLAIM = Table(
    "claim",
    "actors",
    "Who said what about which actor, in which words, with which grade.",
    ("claim_id",),
    (
        C("claim_id", TEXT, "CLM- identifier: account, predicate, subject, object, span"),
        C("account_id", TEXT, "account"),
        C("report_id", TEXT, "lead report, in whose text the quote resolves"),
        C("kind", TEXT, "tie, role or embedment"),
        C("predicate", TEXT, "tie kind, role or rung of the ladder"),
        C("subject_id", TEXT, "actor spoken of"),
        C("object_id", TEXT, "other actor, for ties", False),
        C("quote", TEXT, "the words"),
        C("start_at", INT, "first character of the quote"),
        C("end_at", INT, "one past the last character"),
        C("polarity", TEXT, "affirmed or denied"),
        C("modality", TEXT, "stated, hearsay, supposed or future"),
        C("reliability", TEXT, "A–F, of the lead report"),
        C("credibility", TEXT, "1–6, of the lead report"),
        C("claimed_on", DAY, "day of the account"),
        C("rule", TEXT, "rule that read it"),
    ),
)

TIE = Table(
    "tie",
    "actors",
    "A relation between two actors with the claims that show it.",
    ("tie_id",),
    (
        C("tie_id", TEXT, "TIE- identifier: kind and both actors"),
        C(
            "kind",
            TEXT,
            "command, membership, family, payment, supply, transport, protection, communication, meeting, co_presence, conflict",
        ),
        C("source_id", TEXT, "actor; payer, commander, carrier where directed"),
        C("target_id", TEXT, "actor"),
        C("is_directed", FLAG, "source and target are not interchangeable"),
        C("claim_ids", TEXTS, "claims that show it, sorted"),
        C("n_accounts", INT, "accounts that state it"),
        C("first_on", DAY, "day of the first claim", False),
        C("last_on", DAY, "day of the last claim", False),
        C("strength", REAL, "0–1; co-presence alone stays at or below 0.3"),
    ),
)

TABLES = (
    ACCOUNT, ACCOUNT_REPORT, ACCOUNT_SKETCH, ACCOUNT_PAIR, TEXT_VECTOR, ACCOUNT_READING,
    ACTOR_PERSONA, MENTION, PLACE,
    ACCOUNT_PLACE, ACCOUNT_EVENT, ACTOR, ACTOR_MENTION, CLAIM, TIE,
)  # fmt: skip
