"""Every example beside a value dimension's language files, each a test of its own id.

An example is a text and the values that the dimension's parser must find in it, in order and no others. Of a value only
the fields that the example states are compared; ``values: []`` is a text in which nothing may be found. ``locale``,
``country`` and ``published`` are handed to the parser where an example states them; ``xfail`` is the reason of a known
failure, which must fail until it is mended. See docs/languages.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from extractors.base import Language
from extractors.loader import PACKAGE, examples
from extractors.values import DIMENSIONS, parse

FIELDS = {"text", "values", "locale", "country", "published", "xfail"}


def folder(dimension: str) -> Path:
    """Where a dimension's language files are: its own name or the plural of it."""
    return next(path for path in (PACKAGE / dimension, PACKAGE / f"{dimension}s") if path.is_dir())


def cases() -> Iterator[Any]:
    for dimension in DIMENSIONS:
        for language, found in sorted(examples(folder(dimension).name).items()):
            for number, example in enumerate(found, 1):
                name = f"{dimension}-{language}-{number:03}-{example['text'][:40]}"
                marks = [pytest.mark.xfail(reason=example["xfail"], strict=True)] if "xfail" in example else []
                yield pytest.param(dimension, language, example, id=name, marks=marks)


@pytest.mark.parametrize(("dimension", "language", "example"), list(cases()))
def test_example(dimension: str, language: Language, example: dict[str, Any]) -> None:
    assert set(example) <= FIELDS, f"unknown fields {set(example) - FIELDS}"
    published = example.get("published")
    found = parse(
        example["text"],
        language,
        (dimension,),
        locale=example.get("locale"),
        country=example.get("country"),
        published=date.fromisoformat(str(published)) if published else None,
    )
    for value in found:
        assert example["text"][value.start : value.end] == value.text
    stated = [
        {field: _plain(getattr(value, field)) for field in expected}
        for value, expected in zip(found, example["values"], strict=False)
    ]
    assert stated == [{field: _plain(wanted) for field, wanted in value.items()} for value in example["values"]]
    assert [value.text for value in found[len(stated) :]] == []


def _plain(field: Any) -> Any:
    """A field as YAML writes it: alternatives as [minimum, maximum, currency], numbers to twelve digits."""
    if isinstance(field, float):
        return float(f"{field:.12g}")
    if isinstance(field, tuple):
        return [[item.min, item.max, item.currency] if hasattr(item, "min") else item for item in field]
    return field


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("language", get_args(Language))
def test_every_language_has_examples_and_texts_that_give_nothing(dimension: str, language: str) -> None:
    found = examples(folder(dimension).name).get(language, [])
    assert found, f"{folder(dimension).name}/{language}.examples.yaml is missing or empty"
    assert any(example["values"] == [] for example in found), "no example that must give nothing"
