"""DuckDB over the tables of a dataset, read-only and shut off from files and network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import pyarrow.dataset as pads

from pipeline.fold import fold
from pipeline.formats import DatasetError

Tables = Mapping[str, pa.Table | pads.Dataset]

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


@contextmanager
def session(tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the tables and nothing else; ``fold(text)`` is there for searching."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
        },
    )
    try:
        connection.create_function("fold", fold, ["VARCHAR"], "VARCHAR")
        for name, table in tables.items():
            connection.register(name, table)
        connection.execute("SET python_enable_replacements = false")  # else a name could mean a variable of ours
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def run(tables: Tables, statement: str) -> pa.Table:
    """The rows of one SELECT (or DESCRIBE, SHOW, SUMMARIZE, EXPLAIN).

    Raises DatasetError for bad SQL, for more than one statement and for any that would change something.
    """
    with session(tables) as connection:
        try:
            statements = connection.extract_statements(statement)
            if len(statements) != 1 or statements[0].type not in _READING:
                raise DatasetError("SQL: one SELECT statement is wanted.")
            return connection.sql(statement).to_arrow_table()
        except duckdb.Error as error:
            raise DatasetError(f"SQL: {_sentence(error)}") from None


def _sentence(error: duckdb.Error) -> str:
    """DuckDB's own words up to the copy of the statement that it draws below them."""
    return " ".join(str(error).partition("\n\nLINE ")[0].split())
