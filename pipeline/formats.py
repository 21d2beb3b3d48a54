"""The files of a release: one table, one file, in four formats; the same rows give the same bytes."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO, get_args

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from extractors.errors import UsageError
from pipeline.columns import Column
from pipeline.rows import Row
from pipeline.tables import arrow_schema

Format = Literal["parquet", "jsonl", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

Columns = tuple[Column, ...]
Batches = Iterable[Sequence[Row]]


class DatasetError(UsageError):
    """A dataset cannot be written, opened or asked; the message names the place or the mistake."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a table is written to a file and read back."""

    mediatype: str
    write: Callable[[Path, Columns, Batches], int]
    """Writes rows and says how many."""
    read: Callable[[Path, Columns], pa.Table | pads.Dataset]


def _write_parquet(path: Path, columns: Columns, batches: Batches) -> int:
    """zstd; one row group a batch."""
    written = 0
    schema = arrow_schema(columns)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in batches:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            written += len(rows)
    return written


def _read_parquet(path: Path, columns: Columns) -> pads.Dataset:
    return pads.dataset(path, schema=arrow_schema(columns), format="parquet")


def _write_jsonl(path: Path, columns: Columns, batches: Batches) -> int:
    with _text(path) as file:
        return _count(file.write(f"{line}\n") for line in _json(batches))


def _read_jsonl(path: Path, columns: Columns) -> pa.Table:
    with path.open(encoding="utf-8") as file:
        return _table((json.loads(line) for line in file), columns)


def _write_json(path: Path, columns: Columns, batches: Batches) -> int:
    """One array, a row a line."""
    with _text(path) as file:
        file.write("[")
        written = _count(file.write(f"{',' if at else ''}\n{line}") for at, line in enumerate(_json(batches)))
        file.write("\n]\n")
    return written


def _read_json(path: Path, columns: Columns) -> pa.Table:
    return _table(json.loads(path.read_text(encoding="utf-8")), columns)


def _write_csv(path: Path, columns: Columns, batches: Batches) -> int:
    """RFC 4180 with a header; what is null is empty, an array is JSON."""
    with _text(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        return _count(
            writer.writerow([_cell(row[column.name]) for column in columns]) for rows in batches for row in rows
        )


def _read_csv(path: Path, columns: Columns) -> pa.Table:
    csv.field_size_limit(sys.maxsize)  # an article's text is one cell
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return _table(({c.name: _uncell(row[c.name], c) for c in columns} for row in rows), columns)


FILE_FORMATS: Mapping[Format, FileFormat] = {
    "parquet": FileFormat("application/vnd.apache.parquet", _write_parquet, _read_parquet),
    "jsonl": FileFormat("application/jsonl", _write_jsonl, _read_jsonl),
    "json": FileFormat("application/json", _write_json, _read_json),
    "csv": FileFormat("text/csv", _write_csv, _read_csv),
}


def _text(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _count(writes: Iterable[object]) -> int:
    return sum(1 for _ in writes)


def _json(batches: Batches) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False, default=_iso) for rows in batches for row in rows)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value


def _uncell(text: str, column: Column) -> Any:
    if text == "" and (column.nullable or column.kind != "string"):
        return None
    match column.kind:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return text == "true"
        case "array":
            return json.loads(text)
    return text


def _table(rows: Iterable[Row], columns: Columns) -> pa.Table:
    times = [column.name for column in columns if column.kind == "datetime"]
    return pa.Table.from_pylist([_timed(row, times) for row in rows], schema=arrow_schema(columns))


def _timed(row: Row, times: Sequence[str]) -> Row:
    return row | {name: datetime.fromisoformat(row[name]) for name in times if row[name] is not None}
