"""The tables of a release as one transaction sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from pipeline import tables
from pipeline.columns import Column
from pipeline.rows import Row

_BATCH = 5_000


class Snapshot:
    """The store at one moment; lives as long as the connection it is given."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def count(self, name: str) -> int:
        """How many rows a table of the release has."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(_rows(name).subquery())) or 0

    def batches(self, name: str, columns: Sequence[Column]) -> Iterator[list[Row]]:
        """Its rows with the named columns, by key, a few thousand at a time."""
        source = _rows(name).subquery()
        statement = sa.select(*(source.c[column.name] for column in columns)).order_by(
            *(source.c[key] for key in tables.KEYS[name])
        )
        result = self._connection.execution_options(yield_per=_BATCH).execute(statement)
        for rows in result.mappings().partitions():
            yield [dict(row) for row in rows]


def _rows(name: str) -> sa.Select[Any]:
    if name == "articles":
        return _articles()
    if name == "coverage":
        return _coverage()
    return sa.select(tables.metadata.tables[name])


def _articles() -> sa.Select[Any]:
    """Each article once: in the revision that its claims were read from, or the latest fetched where none was read."""
    article, reading = tables.articles.c, tables.readings.c
    unread = sa.and_(reading.article_id.is_(None), tables.latest_fetched)
    return (
        sa.select(tables.articles, reading.extractor_version, reading.relevant, reading.relevance)
        .outerjoin(tables.readings, reading.article_id == article.id)
        .where(sa.or_(reading.revision == article.revision, unread))
    )


def _coverage() -> sa.Select[Any]:
    page = tables.pages.c
    day = sa.cast(sa.func.date(page.fetched_at), tables.PlainText()).label("day")
    failed = sa.func.sum(sa.case((page.status >= 400, 1), else_=0))
    return sa.select(
        page.source, day, sa.func.count().label("pages"), sa.cast(failed, sa.BigInteger).label("failed")
    ).group_by(page.source, day)
