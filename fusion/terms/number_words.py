"""Small numbers and the months as words in English, French and Arabic, folded: no accents.

Only numbers that reports count people and goods with; 'un', 'une', 'one' and واحد are left out
because they are articles and pronouns more often than counts.
"""

from __future__ import annotations

_EN = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_FR = (
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
)  # fmt: skip
_AR = {
    "اثنان": 2, "اثنين": 2, "اثنتان": 2, "ثلاثة": 3, "ثلاث": 3, "اربعة": 4, "اربع": 4,
    "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8,
    "ثمان": 8, "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10, "عشرون": 20, "عشرين": 20,
    "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "مئة": 100,
}  # fmt: skip
_TENS = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "dozen": 12, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trente": 30, "trentaine": 30, "quarante": 40, "quarantaine": 40, "cinquante": 50,
    "cinquantaine": 50, "soixante": 60, "cent": 100, "centaine": 100,
}  # fmt: skip

NUMBER_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_EN, start=2)},
    **{word: number for number, word in enumerate(_FR, start=2)},
    **_TENS,
    **_AR,
}

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "jan january janvier janv يناير جانفي", "feb february fevrier fevr fev فبراير فيفري",
            "mar march mars مارس", "apr april avril avr ابريل افريل", "may mai مايو ماي",
            "jun june juin يونيو جوان", "jul july juillet juil يوليو جويليه",
            "aug august aout اغسطس اوت", "sep sept september septembre سبتمبر",
            "oct october octobre اكتوبر", "nov november novembre نوفمبر",
            "dec december decembre ديسمبر",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
