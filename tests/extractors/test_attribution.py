"""Who says a claim, and how firmly: every example of every language file, and that no value hangs on it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from extractors.attribution.rules import attribution
from extractors.base import LANGUAGES, Language, Speaker, Standing
from extractors.candidates import read_candidates
from extractors.loader import examples

EXAMPLES = examples("attribution")
FIELDS = {"text", "claim", "merchants", "said_by", "said_by_type", "standing"}
CASES = [
    pytest.param(language, example, id=f"{language}-{number:02}-{example['text'][:40]}")
    for language, entries in EXAMPLES.items()
    for number, example in enumerate(entries, 1)
]


@pytest.mark.parametrize(("language", "example"), CASES)
def test_example(language: Language, example: dict[str, Any]) -> None:
    assert FIELDS - {"merchants", "said_by"} <= set(example) <= FIELDS
    assert example["said_by_type"] in (*get_args(Speaker), None)
    assert example["standing"] in (*get_args(Standing), None)
    start = example["text"].index(example["claim"])
    merchants = {name.casefold() for name in example.get("merchants", ())}
    document = read_candidates(example["text"], language)
    found = attribution(document, start, start + len(example["claim"]), merchants)
    assert {field: found[field] for field in found if field in example} == {  # type: ignore[literal-required]
        field: example[field] for field in found if field in example
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_examples_of_each_kind_and_enough_that_tell_nothing(language: Language) -> None:
    entries = EXAMPLES[language]
    assert len(entries) >= 25
    assert {entry["said_by_type"] for entry in entries} == {*get_args(Speaker), None}
    assert {entry["standing"] for entry in entries} == {*get_args(Standing), None}
    assert 4 * sum(entry["said_by_type"] is None and entry["standing"] is None for entry in entries) >= len(entries)


def test_a_speaker_does_not_speak_of_his_own_name() -> None:
    text = "WhatsApp said the outage lasted two hours."
    document = read_candidates(text, "en")
    nothing = {"said_by": None, "said_by_type": None, "standing": None}
    assert attribution(document, 0, len("WhatsApp")) == nothing
    start = text.index("two hours")
    assert attribution(document, start, start + len("two hours"))["said_by"] == "WhatsApp"


def test_of_two_speakers_the_nearer_counts() -> None:
    text = "Downdetector logged 4,000 reports, and the company said service was back after 90 minutes."
    document = read_candidates(text, "en")
    start = text.index("90 minutes")
    assert attribution(document, start, start + len("90 minutes"))["said_by_type"] == "operator"
    start = text.index("4,000 reports")
    assert attribution(document, start, start + len("4,000 reports"))["said_by_type"] == "monitor"
