"""Hand-over tables of intake and validation: documents, reports, quarantine, issues."""

from fusion.tables.declaration import FLAG, INT, REAL, TEXT, TIME, Column, Table

C = Column

DOCUMENT = Table(
    "document",
    "intake",
    "A file as received; its bytes stay in the archive.",
    ("document_id",),
    (
        C("document_id", TEXT, "DOC- identifier of the bytes and the path as received"),
        C("path", TEXT, "path as received, relative to the inbox, with / between folders"),
        C("sha256", TEXT, "SHA-256 of the bytes, the name under which the archive keeps them"),
        C("size_bytes", INT, "length of the file in bytes"),
        C("media_type", TEXT, "what the bytes are, by their content, not by their name"),
        C("component", TEXT, "who reports: one of the eight components", False),
        C("received_at", TIME, "when the mission received it: register of receipt, else file time"),
        C("received_by", TEXT, "desk that registered it", False),
        C("container_id", TEXT, "document it was attached to or packed in", False),
        C("title", TEXT, "title or subject of the document", False),
        C("marking", TEXT, "marking as printed on the document", False),
        C("status", TEXT, "read, partly_read or refused"),
        C("reason", TEXT, "why it was refused or only partly read", False),
        C("n_reports", INT, "reports found in it"),
    ),
)

REPORT = Table(
    "report",
    "intake",
    "One reported item in a document.",
    ("report_id",),
    (
        C("report_id", TEXT, "RPT- identifier: document path, locator and text"),
        C("document_id", TEXT, "document it stands in"),
        C("path", TEXT, "path of that document as received"),
        C("locator", TEXT, "where in the document: 'page 3 ¶ 12', 'row 17', '¶ 4', 'message 2'"),
        C("ordinal", INT, "position among the reports of its document, from 1"),
        C("component", TEXT, "who reports"),
        C("report_type", TEXT, "sitrep, patrol_report, intsum, salute, increp, occurrence, …"),
        C("reference", TEXT, "reference number the report gives itself", False),
        C("unit", TEXT, "unit, office or author code that wrote it", False),
        C("title", TEXT, "heading or subject", False),
        C("language", TEXT, "en, fr or ar"),
        C("written_at", TIME, "when it was written, as the report says", False),
        C("observed_from", TIME, "start of what it reports, as the report says", False),
        C("observed_to", TIME, "end of what it reports, as the report says", False),
        C("received_at", TIME, "when the mission received it"),
        C("native_scheme", TEXT, "admiralty, 3x5x2, 5x5x5 or 4x4", False),
        C("native_grade", TEXT, "grade exactly as received", False),
        C("reliability", TEXT, "source reliability A–F (Admiralty); F where not graded"),
        C("credibility", TEXT, "item credibility 1–6 (Admiralty); 6 where not graded"),
        C("is_grade_derived", FLAG, "mapped from another scheme, not received as Admiralty"),
        C("handling", TEXT, "handling code as received", False),
        C("marking", TEXT, "marking of the report or of its document", False),
        C("category_text", TEXT, "category in the reporter's own words", False),
        C("place_text", TEXT, "place in the reporter's own words", False),
        C("mgrs", TEXT, "grid reference as received", False),
        C("latitude", REAL, "degrees north, given or from the centre of the grid cell", False),
        C("longitude", REAL, "degrees east, given or from the centre of the grid cell", False),
        C(
            "radius_km",
            REAL,
            "half the diagonal of the grid cell, or the rounding of the pair",
            False,
        ),
        C(
            "source_text",
            TEXT,
            "what the report says of its human source; never in a product",
            False,
        ),
        C("has_protected_source", FLAG, "the report asks for its source to be protected"),
        C("withdraws", TEXT, "reference number of a report that this one withdraws", False),
        C("fields", TEXT, "JSON object of all other native fields", False),
        C("text", TEXT, "the report in its own words; claims and mentions point into it"),
    ),
)

QUARANTINE = Table(
    "quarantine",
    "validation",
    "One reason why a row or file was held back.",
    ("quarantine_id",),
    (
        C("quarantine_id", TEXT, "QUA- identifier: document, locator, rule, column"),
        C("document_id", TEXT, "document"),
        C("path", TEXT, "path as received"),
        C("locator", TEXT, "where in the document"),
        C("report_id", TEXT, "report held back, if it came that far", False),
        C("stage", TEXT, "intake or validation"),
        C("rule", TEXT, "rule that held it back"),
        C("column_name", TEXT, "field concerned", False),
        C("value", TEXT, "offending value, cut to 200 characters", False),
        C("reason", TEXT, "why, in words"),
        C("advice", TEXT, "what to do about it"),
        C("row", TEXT, "JSON of the report as read, from which a mended row is released", False),
        C("status", TEXT, "held or released"),
    ),
)

ISSUE = Table(
    "issue",
    "intake",
    "Something noticed in the input that did not stop it.",
    ("issue_id",),
    (
        C("issue_id", TEXT, "ISS- identifier"),
        C("stage", TEXT, "stage that noticed it"),
        C("document_id", TEXT, "document concerned", False),
        C("locator", TEXT, "where in the document", False),
        C("kind", TEXT, "kind of issue, snake_case"),
        C("detail", TEXT, "what was noticed"),
        C("advice", TEXT, "what to do about it"),
        C("subject_id", TEXT, "what is asked about, where it is a question", False),
        C("object_id", TEXT, "the other of a pair that is asked about", False),
    ),
)

TABLES = (DOCUMENT, REPORT, QUARANTINE, ISSUE)
