"""Laws of copies: no reformatting parts them, no changed number or date hides among them."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accounts.test_accounts import FULL, OTHER, fold, groups, relations, report

FRENCH = (
    "Le 4 mars vers 15 h 20, un minibus blanc parti de Tassiga à destination de Bentia avec onze "
    "passagers a été arrêté par six hommes armés sur trois motos, à 7 km à l'est de Karou. Les "
    "assaillants portaient des turbans kaki ; l'un d'eux tenait une mitrailleuse à la crosse "
    "bandée. Deux enseignants ont été emmenés vers le massif, le cœur du refuge. Les neuf autres "
    "passagers ont été relâchés après vingt minutes, leurs téléphones volés."
)
ARABIC = (
    "في يوم 4 مارس أوقف ستة رجال مسلحين حافلة صغيرة بيضاء كانت متجهة من تاسيغا إلى "
    "بنتيا وعلى متنها 11 راكبا على بعد 7 كيلومترات شرق كارو. كان المسلحون يرتدون "
    "عمائم ويحملون بنادق آلية، وأخذوا معلمين اثنين نحو الجبل، وأطلقوا سراح بقية "
    "الركاب بعد 25 دقيقة بعد أن سلبوا هواتفهم وأموالهم."
)
_NEXT = str.maketrans("4٤", "5٥")
HEAD = "FROM: liaison desk\nTO: all\nSUBJ: for information\n\n"
FOOT = "\n\n-- \nEnd of message. Handle as restricted, do not forward."


def hyphenated(text: str) -> str:
    """Lines of forty letters; long words are divided at their ends."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 38 and len(word) > 7 and word.isalpha() and word.islower():
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        elif len(line) + len(word) > 40:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


LAYOUTS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "compatible": lambda text: unicodedata.normalize("NFKC", text),
    "quoted": lambda text: "> " + text.replace(". ", ".\n> "),
    "lines": lambda text: textwrap.fill(text, 50),
    "divided": hyphenated,
    "wide spaces": lambda text: text.replace(" ", "  \t"),
    "windows lines": lambda text: text.replace("\n", "\r\n"),
    "no marks": lambda text: re.sub(r"[;,()]", " ", text),
    "spaced marks": lambda text: re.sub(r"([,.])(?=\s)", r" \1", text),
    "curled": lambda text: text.replace("'", "’").replace('"', "”"),
    "french quotes": lambda text: f"« {text} »",
    "footer": lambda text: text + FOOT,
    "header": lambda text: HEAD + text,
}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from([FULL, OTHER, FRENCH, ARABIC]),
       st.lists(st.sampled_from(sorted(LAYOUTS)), min_size=1, max_size=4, unique=True))  # fmt: skip
def test_any_reformatting_stays_one_account(text: str, layouts: list[str]) -> None:
    copy = text
    for layout in layouts:
        copy = LAYOUTS[layout](copy)
    other = next(t for t in (OTHER, FULL) if t != text)
    output = fold(report("a", text), report("c", other, 1), report("b", copy, 2))
    assert groups(output) == {"a": {"a", "b"}, "c": {"c"}}
    assert relations(output)["b"] in ("exact_copy", "reformatted_copy")


NUMBERS = [
    (text, match.span())
    for text in (FULL, OTHER, FRENCH, ARABIC)
    for match in re.finditer(
        r"\b(?:\d+(?:,\d{3})*|six|three|four|nine|onze|trois|vingt|neuf)\b", text
    )
]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from(NUMBERS), st.integers(70, 99),
       st.lists(st.sampled_from(["capitals", "small letters", "lines", "wide spaces", "header"]),
                max_size=2, unique=True))  # fmt: skip
def test_any_changed_number_makes_an_update_not_a_copy(
    place: tuple[str, tuple[int, int]], value: int, layouts: list[str]
) -> None:
    text, (start, end) = place
    copy = f"{text[:start]}{value}{text[end:]}"
    for layout in layouts:
        copy = LAYOUTS[layout](copy)
    found = relations(fold(report("a", text), report("b", copy, 2)))
    assert found["b"] in ("update", "lead")


DAYS = ["4 March 2029", "04 MARCH 2029", "2029-03-04", "04/03/2029", "4.3.2029", "4 mars 2029",
        "٤ مارس ٢٠٢٩", "March 4, 2029"]  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("text", [FULL, " ".join(FULL.split()[:40])])
def test_one_day_in_any_writing_is_one_account_and_another_day_is_not(text: str, day: str) -> None:
    one = text.replace("4 March", DAYS[0])
    same, other = (text.replace("4 March", d) for d in (day, day.translate(_NEXT)))
    output = fold(report("a", one), report("b", same, 1), report("c", other, 2))
    assert groups(output) == {"a": {"a", "b"}, "c": {"c"}}
    assert relations(output)["b"] in ("exact_copy", "reformatted_copy")


CHINESE = (
    "3月14日上午，六名武装人员在卡鲁村以东七公里处拦截了一辆从塔西加开往本蒂亚的白色面包车。车上有11名乘客。"
    "袭击者戴着头巾，其中一人持有机枪。两名教师被带往北部山区，其余九人在二十五分钟后获释，他们的手机被抢走。"
)


@pytest.mark.parametrize(
    ("text", "copy", "relation"),
    [
        (CHINESE, CHINESE[: len(CHINESE) // 2 + 5], "truncated_copy"),
        (CHINESE, CHINESE.replace("白色", "蓝色").replace("机枪", "步枪"), "reformatted_copy"),
        (CHINESE, HEAD + CHINESE, "reformatted_copy"),
        (CHINESE, CHINESE.replace("11", "12"), "update"),
        (ARABIC, ARABIC.replace("ك", "ک").replace("ي", "ی"), "reformatted_copy"),
        (ARABIC, ARABIC.replace("كارو", "كـــارو").replace("11", "\u200e11"), "reformatted_copy"),
        (ARABIC, ARABIC.replace("لا", "ﻻ").replace("ب", "ﺑ"), "reformatted_copy"),
        (FRENCH, FRENCH.replace("cœur", "coeur").replace("'", "ʼ"), "reformatted_copy"),
        (FULL, FULL.upper().replace(". ", " STOP "), "reformatted_copy"),
        (FULL, LAYOUTS["capitals"](LAYOUTS["divided"](FULL)), "reformatted_copy"),
        (FULL, FULL.replace("Sidibera", "Siɗiɓera"), "reformatted_copy"),
    ],
)
def test_scripts_and_keyboards(text: str, copy: str, relation: str) -> None:
    assert relations(fold(report("a", text), report("b", copy, 1)))["b"] == relation
