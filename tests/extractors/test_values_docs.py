"""The table of bound words in docs/languages.md says what the language files say."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_bound_words() -> None:
    table = runpy.run_path(str(DOCS / "tables.py"))["bound_table"]()
    assert (DOCS / "languages.md").read_text(encoding="utf-8").endswith(table), "run: python docs/tables.py"
