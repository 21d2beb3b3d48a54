"""Writes the tables of the documents that come from data files: ``python docs/tables.py``."""

from __future__ import annotations

from pathlib import Path

from extractors.base import LANGUAGES
from extractors.numbers.grammar import grammars

DOCUMENT = Path(__file__).parent / "languages.md"
HEAD = "| language | bound | where | words |\n|---|---|---|---|\n"


def bound_table() -> str:
    """Which words give which bound, in every language, as the language files have it."""
    rows = [
        f"| {language} | {bound} | {side} | {' · '.join(words)} |\n"
        for language in LANGUAGES
        for side, table in (("before", grammars()[language].file.before), ("after", grammars()[language].file.after))
        for bound, words in table.items()
        if words
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    written = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(written[: written.index(HEAD)] + bound_table(), encoding="utf-8")
