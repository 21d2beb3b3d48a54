"""The folder is the registry: a dimension that has one language file has all five."""

from __future__ import annotations

import pytest

from extractors.base import LANGUAGES
from extractors.loader import PACKAGE

DIMENSIONS = sorted({path.parent.name for path in PACKAGE.glob("*/*.yaml") if path.name.split(".")[0] in LANGUAGES})


def test_dimensions_are_found() -> None:
    assert {"numbers", "money", "percents", "durations"} <= set(DIMENSIONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_language_is_present(dimension: str, language: str) -> None:
    assert (PACKAGE / dimension / f"{language}.yaml").is_file()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_examples_belong_to_a_language_file(dimension: str) -> None:
    for path in (PACKAGE / dimension).glob("*.examples.yaml"):
        assert (path.parent / f"{path.name.split('.')[0]}.yaml").is_file(), path.name
