"""Language of a text: English, French or Arabic."""

from __future__ import annotations

from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "fr", "ar")
# A report in Latin script that quotes Arabic names stays well under a third of Arabic letters;
# an Arabic report with Latin plates and company names stays well above.
_ARABIC_SHARE = 1 / 3


def language_of(text: str, default: str) -> str:
    """'en', 'fr' or 'ar' for the whole text: share of Arabic script first, then py3langid."""
    letters = [character for character in text[:20_000] if character.isalpha()]
    if not letters:
        return default
    arabic = sum("\u0600" <= character <= "\u06ff" for character in letters)
    if arabic > len(letters) * _ARABIC_SHARE:
        return "ar"
    # Capitals mislead a model of byte sequences: military traffic is written in them.
    language = str(_model().classify(text[:20_000].lower())[0])
    return language if language in ("en", "fr") else default


@cache
def _model() -> Any:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(["en", "fr"])
    return model
