"""The form in which texts are searched: what a searcher does not type does not matter."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "đ": "d",  # no mark that Unicode would split off
        "ı": "i",
        "ى": "ي",  # alef maqsura, often typed for yeh at a word's end
        "ی": "ي",  # Persian keyboards
        "ک": "ك",
        "ة": "ه",  # teh marbuta, often typed without its dots
        "ـ": "",  # tatweel only stretches
        "ٱ": "ا",
    }
)


def fold(text: str) -> str:
    """``text`` without case, accents, tone marks and vowel signs, Arabic letter variants as one, digits as 0-9.

    Full-width forms become usual ones; Simplified and Traditional Chinese stay apart.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(
        character if character.isascii() else _folded(character)
        for character in plain
        if not unicodedata.combining(character)
    )


def _folded(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
