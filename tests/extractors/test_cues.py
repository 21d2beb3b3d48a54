"""Cue words: every example of every language file, and how the finder chooses."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.claims import gold_articles
from extractors.base import LANGUAGES, Language
from extractors.cues import CueFile, CueFinder, CueFinders, fold_for_cues, load_cues
from extractors.loader import PACKAGE, examples


def _dimensions() -> dict[str, type[CueFile]]:
    """Every folder whose schema is a cue file, by name: the folder is the registry."""
    found: dict[str, type[CueFile]] = {}
    for path in sorted(PACKAGE.glob("*/schema.py")):
        module = import_module(f"extractors.{path.parent.name}.schema")
        for schema in vars(module).values():
            if isinstance(schema, type) and issubclass(schema, CueFile) and schema is not CueFile:
                found[path.parent.name] = schema
    return found


DIMENSIONS = _dimensions()
EXAMPLES = [
    pytest.param(dimension, language, example, id=f"{dimension}-{language}-{number}")
    for dimension in DIMENSIONS
    for language, entries in examples(dimension).items()
    for number, example in enumerate(entries)
    if "cues" in example
]


def test_the_cue_dimensions_are_found() -> None:
    assert set(DIMENSIONS) >= {"outage_cues", "affected", "causes", "losses", "merchants"}


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_language_has_words_and_examples(dimension: str) -> None:
    assert set(load_cues(dimension, DIMENSIONS[dimension])) == set(LANGUAGES)
    assert set(examples(dimension)) == set(LANGUAGES)


@pytest.mark.parametrize(("dimension", "language", "example"), EXAMPLES)
def test_example(dimension: str, language: Language, example: dict[str, object]) -> None:
    text, wanted = example["text"], example["cues"]
    assert isinstance(text, str)
    assert isinstance(wanted, dict)
    found: dict[str, list[str]] = {label: [] for label in wanted}
    for cue in load_cues(dimension, DIMENSIONS[dimension])[language].find(fold_for_cues(text, language)):
        if cue.label in found:
            found[cue.label].append(text[cue.start : cue.end])
    assert found == wanted


def _found(finder: CueFinder, text: str, language: Language) -> list[tuple[str, str]]:
    return [(cue.label, text[cue.start : cue.end]) for cue in finder.find(fold_for_cues(text, language))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dimensions_together_find_what_each_finds_alone(language: Language) -> None:
    finders = {dimension: load_cues(dimension, schema)[language] for dimension, schema in DIMENSIONS.items()}
    texts = [gold["text"] for gold in gold_articles("tuning") if gold["language"] == language]
    folded = fold_for_cues("\n".join([*texts[:5], "_down &down: \ud800 50%至", "أمّ ووبالأعطال بالم"]), language)
    together = {dimension: list(cues) for dimension, cues in CueFinders(finders).find(folded)}
    assert together == {dimension: list(finder.find(folded)) for dimension, finder in finders.items()}


def test_finders_together_take_patterns_that_begin_with_digits_and_signs() -> None:
    finder = CueFinder({"code": [r"\d{3} error", "&c", r"5xx"]}, "en")
    folded = fold_for_cues("A 503 error, a 5xx, x&c; 1503 error " * 3, "en")
    assert [list(cues) for _, cues in CueFinders({"a": finder}).find(folded)] == [list(finder.find(folded))]


@pytest.mark.parametrize("pattern", [".down", r"\w+ down", " down"])
def test_finders_together_take_no_pattern_that_can_begin_with_anything(pattern: str) -> None:
    with pytest.raises(ValueError, match="begin"):
        CueFinders({"a": CueFinder({"a": [pattern]}, "en")})


def test_of_two_patterns_at_one_place_the_longer_wins() -> None:
    finder = CueFinder({"short": ["down"], "long": ["down to"]}, "en")
    assert _found(finder, "Down to earth, down in the sea", "en") == [("long", "Down to"), ("short", "down")]


def test_a_word_of_two_classes_is_a_cue_of_each() -> None:
    finder = CueFinder({"one": ["lost"], "two": [r"los\w+"]}, "en")
    assert _found(finder, "It lost.", "en") == [("one", "lost"), ("two", "lost")]


def test_words_are_whole_outside_chinese() -> None:
    assert _found(CueFinder({"a": ["red"]}, "es"), "enredo red", "es") == [("a", "red")]
    assert _found(CueFinder({"a": ["宕机"]}, "zh"), "大宕机了", "zh") == [("a", "宕机")]


def test_arabic_particles_spelling_and_harakat_do_not_hide_a_word() -> None:
    finder = CueFinder({"a": ["اعطال"]}, "ar")
    assert _found(finder, "وبالأعطَال", "ar") == [("a", "وبالأعطَال")]


def test_a_space_in_a_pattern_is_any_white_space_and_an_apostrophe_either_kind() -> None:
    assert _found(CueFinder({"a": ["couldn't pay"]}, "en"), "couldn’t\npay", "en") == [("a", "couldn’t\npay")]
