"""What a merchant trades in: every example of every language file."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.base import LANGUAGES, Language
from extractors.loader import examples
from extractors.read import read
from extractors.trades.rules import trade_of

EXAMPLES = examples("trades")
CASES = [
    pytest.param(language, example, id=f"{language}-{number}-{example['name']}")
    for language, entries in EXAMPLES.items()
    for number, example in enumerate(entries, 1)
]


@pytest.mark.parametrize(("language", "example"), CASES)
def test_example(language: Language, example: dict[str, Any]) -> None:
    assert set(example) == {"text", "name", "business"}
    start = example["text"].index(example["name"])
    found = trade_of(example["text"], language, start, start + len(example["name"]))
    assert found == example["business"]
    assert found is None or found in example["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_both_kinds_of_examples(language: Language) -> None:
    kinds = [example["business"] is not None for example in EXAMPLES[language]]
    assert kinds.count(True) >= 3
    assert kinds.count(False) >= 3


def test_a_merchant_of_a_report_has_its_trade() -> None:
    text = (
        "Square went down on 13 May 2024 and card payments failed.\n"
        "Dana Pruitt, owner of a coffee shop, said she lost £400 in sales."
    )
    (report,) = read(text, "en", engine="light").reports
    assert [(claim.name, claim.business) for claim in report.merchants] == [("Dana Pruitt", "coffee shop")]
