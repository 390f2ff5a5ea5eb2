"""Files as an enemy or an accident would make them, by name, with what has to come of each."""

from __future__ import annotations

from tests.support.packages import blank_pdf, with_part, word_file

SMALL = 400_000  # bytes; what the test takes for the size limit

GOOD_LINE = "Three boats crossed at Bara during the night of 12 March 2026 without any lights."


def register(*rows: str, header: str = "Date,Place,Latitude,Longitude,Text") -> bytes:
    return "\n".join([header, *rows, ""]).encode()


ENTITY = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
MIXED = "date;village;message\n2026-03-11;Ménaka;réunion tenue à la mairie du quartier\n"
MIX_OF_TWO = MIXED.encode(
    "utf-16"
) + "2026-03-12;Ménaka;dépôt fermé, clé perdue près de l'école\n".encode("latin-1")
ACTIVE = (
    "<html><head><script>document.location='http://example.invalid'</script></head>"
    f"<body onload='alert(1)'><p>{GOOD_LINE}</p><p><a href='javascript:alert(1)'>more</a></p>"
)

# path -> (bytes, rules of quarantine or kinds of issue, one of which has to name it)
FILES: dict[str, tuple[bytes, set[str]]] = {
    "military/empty.txt": (b"", {"file_not_empty"}),
    "military/truncated.docx": (word_file(GOOD_LINE)[:2000], {"file_complete"}),
    "military/overlay.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(64), {"format_supported"}),
    "military/mislabelled.pdf": (word_file(GOOD_LINE), {"mislabelled"}),
    "justice/locked.pdf": (blank_pdf("secret"), {"file_not_encrypted"}),
    "justice/bomb.docx": (
        with_part(word_file(GOOD_LINE), "word/media/a.bin", bytes(5_000_000)),
        {"file_not_bomb"},
    ),
    "justice/entity.docx": (
        with_part(word_file(GOOD_LINE), "word/document.xml", ENTITY),
        {"xml_without_entities"},
    ),
    "justice/macro.docm": (
        with_part(word_file(GOOD_LINE), "word/vbaProject.bin", b"Sub"),
        {"file_without_macros"},
    ),
    "civil_affairs/two_encodings.csv": (
        MIX_OF_TWO,
        {"unknown_characters"},
    ),
    "civil_affairs/latin_lines.csv": (
        MIXED.encode() + "2026-03-12;Ménaka;clé perdue près de l'école\n".encode("latin-1"),
        {"mixed_encoding"},
    ),
    "ddr/shifted.csv": (
        register(
            "M-1;12/05/2026;Gao;un kit perdu lors de la sortie;remis",
            "03/05/2026;Gao;kit perdu par le groupe;retrouvé;RAS",
            header="dossier;date;site;observation;suivi",
        ),
        {"row_fits_header"},
    ),
    "police/impossible_date.csv": (
        register(f"31/02/2026,Gao,,,{GOOD_LINE}"),
        {"dates_exist"},
    ),
    "police/future_date.csv": (
        register(f"12/04/2062,Gao,,,{GOOD_LINE}"),
        {"observed_not_in_future", "written_not_in_future"},
    ),
    "police/outside.csv": (
        register(f"2026-03-12,Bara,-14.2717,-170.0447,{GOOD_LINE}"),
        {"latitude_in_area", "longitude_in_area"},
    ),
    "police/missing.csv": (
        register("2026-03-12,,,,", f"2026-03-13,Bara,,,{GOOD_LINE}"),
        {"narrative_missing"},
    ),
    "civil_affairs/formula.csv": (
        register('2026-03-12,Bara,,,"=HYPERLINK(""http://example.invalid"",""click here now"")"'),
        {"formula_in_cell"},
    ),
    "political_affairs/active.html": (ACTIVE.encode(), {"active_content_ignored"}),
    "regional_office/long_name.txt": (
        f"On 12 March {'Abdou' * 2000} crossed the river at Bara at night.".encode(),
        {"overlong_word"},
    ),
    "regional_office/large.txt": (GOOD_LINE.encode() * 6000, {"file_within_limits"}),
    "nobody/stray.txt": (GOOD_LINE.encode(), {"folder_of_component"}),
}
