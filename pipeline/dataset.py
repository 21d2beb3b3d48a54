"""A dataset to ask: a release in a folder, or a store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Unpack, overload

import pyarrow as pa
import pyarrow.dataset as pads

from pipeline.datapackage import FILE
from pipeline.export import ExportSummary, export
from pipeline.formats import FILE_FORMATS, DatasetError, Format
from pipeline.query import Filter, FoundReport, Kind, find_incidents, find_reports, needed
from pipeline.records import Incident
from pipeline.sql import Tables, run
from pipeline.store import Store
from pipeline.tables import arrow_schema, released

__all__ = ["Dataset", "DatasetError", "ExportSummary", "Format", "export", "open_dataset", "query", "sql"]


def open_dataset(place: str | Path) -> Dataset:
    """The dataset in a release's folder, a SQLite store's file, or at a database URL.

    Raises DatasetError where there is no release, StoreError where the store cannot be opened.
    """
    if "://" in str(place):
        return Dataset(Store(str(place), create=False))
    path = Path(place)
    return Dataset(Store(f"sqlite:///{path}", create=False) if path.is_file() else path)


class Dataset:
    """The tables of a release (``pipeline.tables.released``); a context manager where it has a store open."""

    def __init__(self, origin: Store | str | Path) -> None:
        self._origin = origin if isinstance(origin, Store) else Path(origin)
        if isinstance(self._origin, Path):
            self._files = _files(self._origin)

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store, where there is one."""
        if isinstance(self._origin, Store):
            self._origin.close()

    def articles(self) -> pa.Table:
        """Every article with its metadata, and its text where the dataset holds it."""
        return self.table("articles")

    def reports(self) -> pa.Table:
        """Every report, its plain values side by side."""
        return self.table("reports")

    def claims(self) -> pa.Table:
        """Every claim, all kinds in one table."""
        return self.table("claims")

    def incidents(self) -> pa.Table:
        """Every incident."""
        return self.table("incidents")

    def table(self, name: str) -> pa.Table:
        """One table, whole. ``.to_pandas()`` makes a data frame of it."""
        found = self._tables(name)[name]
        return found.to_table() if isinstance(found, pads.Dataset) else found

    @overload
    def query(self, *, kind: Literal["incidents"] = "incidents", **wanted: Unpack[Filter]) -> list[Incident]: ...
    @overload
    def query(self, *, kind: Literal["reports"], **wanted: Unpack[Filter]) -> list[FoundReport]: ...
    def query(self, *, kind: Kind = "incidents", **wanted: Unpack[Filter]) -> list[Incident] | list[FoundReport]:
        """The incidents or reports that fit all that is given; ``pipeline.query.Filter`` says what each part means.

        Words are found whatever their case, accents, tone marks and digits.
        """
        tables = self._tables(*needed(kind, wanted), with_text=wanted.get("text") is not None)
        return find_incidents(tables, wanted) if kind == "incidents" else find_reports(tables, wanted)

    def sql(self, statement: str) -> pa.Table:
        """The rows of one SELECT in DuckDB's SQL, over the tables by their names.

        Raises DatasetError for bad SQL and for anything but reading.
        """
        # What a statement reads it names, so tables that it does not are given without rows.
        return run(self._tables(*(name for name in released() if name in statement.lower())), statement)

    def _tables(self, *filled: str, with_text: bool = True) -> Tables:
        """The tables by name; of a store, only those named come with rows."""
        if isinstance(self._origin, Path):
            return {name: FILE_FORMATS[form].read(path, columns) for name, (form, path, columns) in self._files.items()}
        tables: dict[str, pa.Table] = {}
        with self._origin.snapshot() as snapshot:
            for name, columns in released(with_text=with_text).items():
                schema = arrow_schema(columns)
                batches = snapshot.batches(name, columns) if name in filled else ()
                parts = [pa.Table.from_pylist(rows, schema=schema) for rows in batches]
                tables[name] = pa.concat_tables([schema.empty_table(), *parts])
        return tables


@overload
def query(store: Store, *, kind: Literal["incidents"] = "incidents", **wanted: Unpack[Filter]) -> list[Incident]: ...
@overload
def query(store: Store, *, kind: Literal["reports"], **wanted: Unpack[Filter]) -> list[FoundReport]: ...
def query(store: Store, *, kind: Kind = "incidents", **wanted: Unpack[Filter]) -> list[Incident] | list[FoundReport]:
    """``Dataset.query`` over an open store."""
    dataset = Dataset(store)
    return dataset.query(**wanted) if kind == "incidents" else dataset.query(kind=kind, **wanted)


def sql(origin: Store | str | Path, statement: str) -> pa.Table:
    """``Dataset.sql`` over an open store or a release's folder."""
    return Dataset(origin).sql(statement)


def _files(folder: Path) -> Mapping[str, tuple[Format, Path, Any]]:
    """Each table's format, file and columns, as the release's description names them."""
    try:
        resources = json.loads((folder / FILE).read_text(encoding="utf-8"))["resources"]
    except FileNotFoundError:
        raise DatasetError(f"There is no dataset at {folder}.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError(f"{folder / FILE} does not describe a dataset.") from None
    known = released(with_text=True)
    files: dict[str, tuple[Format, Path, Any]] = {}
    for entry in resources:
        names = {field["name"] for field in entry["schema"]["fields"]}
        columns = tuple(column for column in known[entry["name"]] if column.name in names)
        files[entry["name"]] = (entry["format"], folder / entry["path"], columns)
    return files
