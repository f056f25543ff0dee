"""What people read, in Vietnamese and English: sentences that keep their parts, and languages that say them."""

from __future__ import annotations

from qnsim.language.languages import ENGLISH, LANGUAGES, VIETNAMESE, Language, language_called, language_of_the_system
from qnsim.language.texts import Figure, Joined, Label, Sentence, english_only, figure, join, label, say

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "VIETNAMESE",
    "Figure",
    "Joined",
    "Label",
    "Language",
    "Sentence",
    "english_only",
    "figure",
    "join",
    "label",
    "language_called",
    "language_of_the_system",
    "say",
]
