"""Opens the database that a URL names and brings its schema up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, make_url

from extractors.errors import UsageError

VERSION_TABLE = "outage_atlas_schema"
"""Not Alembic's usual name: Prefect keeps its own there, and one database may serve both."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x0A71A5
"""Key of the PostgreSQL advisory lock under which writers take turns, as SQLite's do by themselves."""


class StoreError(UsageError):
    """The store cannot be opened, read or written; the message names the place and never a password."""


def open_database(url: str, *, create: bool = True) -> sa.Engine:
    """An engine for ``sqlite:///<file>`` or ``postgresql://…``, its schema the newest.

    ``create`` allows a SQLite file that is not there yet. Raises StoreError where the database is not there, cannot
    be reached, or was written by a newer version.
    """
    engine = engine_of(url, create=create)
    try:
        _migrate(engine)
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        raise StoreError(f"{place(engine.url)} cannot be opened: {reason(error)}") from None
    except StoreError:
        engine.dispose()
        raise
    return engine


def engine_of(url: str, *, create: bool = True) -> sa.Engine:
    """An engine for the URL, which has not asked the database anything yet."""
    try:
        address = make_url(url)
    except sa.exc.ArgumentError:
        raise StoreError("The store's address is not a database URL (sqlite:///file or postgresql://…).") from None
    if address.get_backend_name() in ("postgresql", "postgres"):
        return _postgresql(address)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, create=create)
    raise StoreError(f"{address.get_backend_name()} is no store: SQLite and PostgreSQL are.")


def place(url: URL) -> str:
    """The database in words, without user or password."""
    if url.get_backend_name() == "sqlite":
        return f"SQLite file {url.database or ':memory:'}"
    return f"PostgreSQL database {url.database} on {url.host or 'localhost'}:{url.port or 5432}"


def reason(error: BaseException) -> str:
    """What the driver says, in one line."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return lines[0].rpartition("FATAL:")[2].strip()


def begin_write(connection: sa.Connection) -> None:
    """Wait for the turn to write: one batch at a time, so that two crawls count revisions alike."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _sqlite(url: URL, *, create: bool) -> sa.Engine:
    if url.database and url.database != ":memory:":
        file = Path(url.database)
        if not create and not file.is_file():
            raise StoreError(f"There is no store at {file}.")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{place(url)} cannot be opened: {error.strerror}: {file.parent}") from None
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin late and leave DDL outside; ``begin`` below does it
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 60000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")  # safe against a killed process; with WAL never corrupt
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later would fail, not wait, when another wrote in between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> sa.Engine:
    try:
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"options": "-c timezone=UTC", "connect_timeout": 10},
        )
    except ModuleNotFoundError:
        raise StoreError(f"{place(url)} needs the driver psycopg: pip install 'outage-atlas[postgres]'.") from None


def _migrate(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = _revision(connection)
    if current == script.get_current_head():
        return
    with engine.execution_options(writes=True).begin() as connection:
        begin_write(connection)
        current = _revision(connection)
        if current is not None and current not in {step.revision for step in script.walk_revisions()}:
            raise StoreError(
                f"{place(engine.url)} was written by a newer version of Outage Atlas (schema {current}); "
                "use that version or a newer one."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
