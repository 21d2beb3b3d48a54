"""The table of bound words in docs/languages.md says what the language files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.base import LANGUAGES
from extractors.numbers.grammar import grammars

DOCUMENT = Path(__file__).parents[2] / "docs" / "languages.md"


@pytest.mark.parametrize("language", LANGUAGES)
def test_bound_words(language: str) -> None:
    file = grammars()[language].file
    rows = {
        f"| {language} | {bound} | {side} | {' · '.join(words)} |"
        for side, table in (("before", file.before), ("after", file.after))
        for bound, words in table.items()
    }
    written = {line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {language} |")}
    assert written == rows
