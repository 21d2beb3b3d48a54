"""Runs the migrations on the connection that ``pipeline.database`` hands over, in its transaction.

Without one, as when the ``alembic`` command writes a new revision, it takes the store of the environment's settings.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from pipeline.database import VERSION_TABLE, engine_of
from pipeline.settings import Settings
from pipeline.tables import metadata


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        user_module_prefix="tables.",
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


if "connection" in context.config.attributes:
    run(context.config.attributes["connection"])
else:
    engine = engine_of(Settings.from_environment().database_url)
    with engine.connect() as own:
        run(own)
    engine.dispose()
