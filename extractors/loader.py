"""Finds and reads the data files that hold language knowledge: the folder is the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from extractors.errors import UsageError

T = TypeVar("T")
C = TypeVar("C")

PACKAGE = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DataFileError(UsageError):
    """A data file is missing, is not YAML, or does not fit its schema; the message names file and place."""


@cache
def data_dir() -> Path:
    """The project's ``data/``: beside the packages in a checkout, ``outage_atlas_data`` where a wheel put it."""
    checkout = PACKAGE.parent / "data"
    return checkout if checkout.is_dir() else PACKAGE.parent / "outage_atlas_data"


def load(path: Path, schema: type[T]) -> T:
    """The YAML file at ``path``, checked against ``schema`` (a pydantic model, dataclass or annotated type).

    Raises DataFileError with the file's name and the first misfit.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise DataFileError(f"{path.name}: no such data file ({path})") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: not valid YAML: {error}") from None
    try:
        return TypeAdapter(schema).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise DataFileError(f"{path}: {where or 'top level'}: {first['msg']}") from None


def load_languages(dimension: str, schema: type[T]) -> Mapping[str, T]:
    """Every ``extractors/<dimension>/<language>.yaml``, by language code."""
    return {language: load(path, schema) for language, path in _language_files(dimension).items()}


class Compiled(Mapping[str, C]):
    """What each language's file of a dimension is compiled to, by language code.

    A language is read and compiled when it is first asked for: all of them together take seconds, and most texts are
    in one. Asking raises DataFileError for a file that does not fit.
    """

    def __init__(self, dimension: str, schema: type[T], compile_file: Callable[[str, T], C]) -> None:
        self._paths = _language_files(dimension)
        self._made: dict[str, C] = {}

        def make(language: str) -> C:
            return compile_file(language, load(self._paths[language], schema))

        self._make = make

    def __getitem__(self, language: str) -> C:
        if language not in self._made:
            self._made[language] = self._make(language)
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _language_files(dimension: str) -> Mapping[str, Path]:
    paths = sorted((PACKAGE / dimension).glob("*.yaml"))
    return {path.stem: path for path in paths if "." not in path.stem}


def examples(dimension: str) -> Mapping[str, list[dict[str, Any]]]:
    """Every ``extractors/<dimension>/<language>[.<part>].examples.yaml``, by language code."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((PACKAGE / dimension).glob("*.examples.yaml")):
        found.setdefault(path.name.split(".")[0], []).extend(load(path, list[dict[str, Any]]))
    return found
