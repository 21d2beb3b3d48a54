"""The store: every record once, in SQLite or PostgreSQL, each batch in one transaction.

All is saved by identity, so a run that was killed anywhere and started again ends in the same store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from extractors.base import LossClaim, Reading, Report
from pipeline import tables
from pipeline.database import StoreError, begin_write, open_database, place, reason
from pipeline.fx import conversion_day, loss_in_usd
from pipeline.records import Article, Consensus, Incident, Issue, Page, Run
from pipeline.rows import Row, claim_rows, from_row, report_id, report_of, to_row
from pipeline.snapshot import Snapshot

__all__ = ["Store", "StoreError", "Volume"]

_PAGE = 200
"""Articles read at a time: what keeps memory flat."""
_NAMES = 500
"""Names in one IN list, well below what either database takes."""
_METADATA = (
    ("title",),
    ("authors",),
    ("site",),
    ("country",),
    ("published", "published_origin"),
    ("modified", "modified_origin"),
)
"""What a later fetch of a text may lack and an earlier one have; a date goes with its origin."""

_Connect = Callable[[], AbstractContextManager[sa.Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much a source gave."""

    pages: int
    """Good responses, feeds included."""
    articles: int
    """Articles, each once however often it was revised."""
    relevant: int
    """Those among them that report an outage."""


class Store:
    """The database at a URL, made and brought up to date when it is opened; a context manager.

    Raises StoreError, here or later, when the database cannot be used.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self._engine = open_database(url, create=create)
        on_postgresql = self._engine.dialect.name == "postgresql"
        self._insert = postgresql.insert if on_postgresql else sqlite.insert
        # A SQLite transaction sees one state of the file by itself.
        self._snapshot_options = {"isolation_level": "REPEATABLE READ"} if on_postgresql else {}

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    # --- saving --------------------------------------------------------------------------------------------------

    def save_pages(self, pages: Iterable[Page]) -> None:
        """Save what was fetched, without bodies.

        Save a page after what was read from it: a saved page's validators let the next crawl pass it by.
        """
        with self._write() as connection:
            self._keep(connection, tables.pages, [_page_row(page) for page in pages])

    def save_articles(self, articles: Iterable[Article]) -> list[Article]:
        """Save articles; a text that differs from every earlier one of its article is a new revision.

        A known text keeps its revision and takes the metadata of its latest fetch; what that fetch lacks stays as it
        was. Returns the articles as they stand in the store, in order.
        """
        articles = list(articles)
        saved, changed = [], {}
        with self._write() as connection:
            known = _known(connection, {article.id for article in articles})
            for article in articles:
                texts = known[article.id]
                former = texts.get(article.text_sha256)
                kept = replace(article, revision=len(texts) + 1) if former is None else _merged(former, article)
                if kept != former:
                    changed[kept.id, kept.revision] = to_row(kept)
                texts[kept.text_sha256] = kept
                saved.append(kept)
            self._replace(connection, tables.articles, list(changed.values()))
        return saved

    def save_readings(self, readings: Iterable[tuple[Article, Reading]], extractor_version: str) -> None:
        """Save how articles were read, in place of what an older version said or what an earlier fetch held.

        The articles are saved ones, with their revision; a reading of an earlier fetch than the one read is left out.
        A text that was changed and changed back is so read again, though its revision is the lower one.
        """
        newest = {article.id: (article, reading) for article, reading in sorted(readings, key=lambda r: _age(r[0]))}
        with self._write() as connection:
            read = _ages_read(connection, newest)
            chosen = [
                (article, reading)
                for article, reading in newest.values()
                if article.id not in read or _age(article) >= read[article.id]
            ]
            for ids in _chunks([article.id for article, _ in chosen]):
                connection.execute(sa.delete(tables.readings).where(tables.readings.c.article_id.in_(ids)))
            self._add(connection, tables.readings, [_reading_row(a, r, extractor_version) for a, r in chosen])
            self._add(
                connection,
                tables.reports,
                [_report_row(a, report, extractor_version) for a, r in chosen for report in r.reports],
            )
            self._add(
                connection,
                tables.claims,
                [row for a, r in chosen for report in r.reports for row in _claim_rows(a, report)],
            )

    def save_issues(self, run_id: str, issues: Iterable[Issue]) -> None:
        """Save what was unknown, broken or dropped in a batch of a run, counted by subject."""
        counts: Counter[tuple[str, str, str, str]] = Counter()
        latest: dict[tuple[str, str, str, str], Issue] = {}
        for issue in issues:
            key = (issue.stage, issue.reason, issue.source, issue.subject)
            counts[key] += 1
            latest[key] = issue
        rows = [
            {"id": _hash(run_id, *key), "run_id": run_id, "count": counts[key], **to_row(issue)}
            for key, issue in latest.items()
        ]
        with self._write() as connection:
            self._replace(connection, tables.issues, rows)

    def save_run(self, run: Run) -> None:
        """Save a run as it stands."""
        with self._write() as connection:
            self._replace(connection, tables.runs, [to_row(run)])

    def resolve_incidents(
        self, resolve: Callable[[Iterable[tuple[Article, Reading]], list[Incident]], list[Incident]]
    ) -> list[Incident]:
        """Save what ``resolve`` makes of the relevant readings and the previous incidents, in place of the latter.

        Nobody else writes between the reading and the saving, so that no report or incident id of a run at the same
        time is lost. The readings come a page at a time.
        """
        with self._write() as connection:
            readings = _readings(lambda: nullcontext(connection), relevant=True)
            incidents = resolve(readings, _incidents(connection))
            connection.execute(sa.delete(tables.incidents))
            self._add(connection, tables.incidents, [to_row(incident) for incident in incidents])
            self._add(
                connection,
                tables.incident_reports,
                [{"incident_id": i.id, "report_id": report} for i in incidents for report in i.report_ids],
            )
            self._add(
                connection,
                tables.incident_redirects,
                [{"incident_id": i.id, "id": former} for i in incidents for former in i.merged_ids],
            )
            self._add(
                connection,
                tables.consensus,
                [{"incident_id": i.id, **to_row(consensus)} for i in incidents for consensus in i.consensus],
            )
        return incidents

    # --- asking --------------------------------------------------------------------------------------------------

    def validators(self, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified of the newest good response for ``url``, for a conditional request."""
        page = tables.pages.c
        found = sa.select(page.etag, page.last_modified).where(
            sa.or_(page.url_id == _hash(url), page.requested_url_id == _hash(url)), page.status == 200
        )
        with self._read() as connection:
            row = connection.execute(found.order_by(page.fetched_at.desc(), page.id).limit(1)).first()
        return (row.etag, row.last_modified) if row else (None, None)

    def known_urls(self, urls: Iterable[str]) -> frozenset[str]:
        """Those of ``urls`` that were fetched with success, or that an article stands under."""
        by_id = {_hash(url): url for url in urls}
        page, known = tables.pages.c, set()
        with self._read() as connection:
            for ids in _chunks(list(by_id)):
                for column, condition in (
                    (page.url_id, page.status < 400),
                    (page.requested_url_id, page.status < 400),
                    (tables.articles.c.id, sa.true()),
                ):
                    known |= set(connection.scalars(sa.select(column).where(column.in_(ids), condition)))
        return frozenset(by_id[known_id] for known_id in known)

    def articles(self, *, unread_by: str | None = None) -> Iterator[Article]:
        """The latest fetched revision of every article, by id; with ``unread_by``, those that this extractor version
        has not read yet. A page at a time: the store may be written while it is read."""
        article, reading = tables.articles.c, tables.readings.c
        wanted = sa.select(tables.articles).where(tables.latest_fetched)
        if unread_by is not None:
            wanted = wanted.where(
                ~sa.exists().where(
                    reading.article_id == article.id,
                    reading.revision == article.revision,
                    reading.extractor_version == unread_by,
                )
            )
        for rows in _pages(self._read, wanted, article.id):
            yield from (from_row(Article, row) for row in rows)

    def readings(self, *, relevant: bool | None = None) -> Iterator[tuple[Article, Reading]]:
        """Every article that was read, in the revision that was read, by id; with ``relevant``, only such."""
        return _readings(self._read, relevant=relevant)

    def incidents(self) -> list[Incident]:
        """Every incident, by id."""
        with self._read(**self._snapshot_options) as connection:
            return _incidents(connection)

    def runs(self, limit: int = 10) -> list[Run]:
        """The latest runs, newest first."""
        run = tables.runs.c
        with self._read() as connection:
            rows = connection.execute(sa.select(tables.runs).order_by(run.started_at.desc(), run.id).limit(limit))
            return [from_row(Run, dict(row)) for row in rows.mappings()]

    def issue_counts(self, run_id: str | None = None) -> list[tuple[str, str, str, int]]:
        """How often what went wrong, of one run or of all: (stage, reason, source, count), most frequent first."""
        issue = tables.issues.c
        total = sa.func.sum(issue.count).label("total")
        counted = sa.select(issue.stage, issue.reason, issue.source, total)
        if run_id is not None:
            counted = counted.where(issue.run_id == run_id)
        counted = counted.group_by(issue.stage, issue.reason, issue.source)
        with self._read() as connection:
            rows = connection.execute(counted.order_by(total.desc(), issue.stage, issue.reason, issue.source))
            return [(row.stage, row.reason, row.source, int(row.total)) for row in rows]

    def last_fetched(self) -> Mapping[str, datetime]:
        """When each source last gave a good response."""
        page = tables.pages.c
        latest = sa.select(page.source, sa.func.max(page.fetched_at)).where(page.status < 400).group_by(page.source)
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(latest.order_by(page.source))}

    def volumes(self) -> Mapping[str, Volume]:
        """How much each source gave so far."""
        page, article, reading = tables.pages.c, tables.articles.c, tables.readings.c
        relevant = sa.case((reading.relevant, article.id))
        queries = {
            "pages": sa.select(page.source, sa.func.count()).where(page.status < 400).group_by(page.source),
            "articles": sa.select(article.source, sa.func.count(article.id.distinct())).group_by(article.source),
            "relevant": sa.select(article.source, sa.func.count(relevant.distinct()))
            .join(tables.readings, reading.article_id == article.id)
            .group_by(article.source),
        }
        with self._read(**self._snapshot_options) as connection:
            counts = {
                name: {row[0]: row[1] for row in connection.execute(statement)} for name, statement in queries.items()
            }
        sources = sorted({source for found in counts.values() for source in found})
        return {source: Volume(**{name: counts[name].get(source, 0) for name in counts}) for source in sources}

    def counts(self) -> Mapping[str, int]:
        """How many rows each table holds."""
        with self._read(**self._snapshot_options) as connection:
            return {
                table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in tables.metadata.sorted_tables
            }

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One view of the whole store, however much is written meanwhile."""
        with self._read(**self._snapshot_options) as connection:
            yield Snapshot(connection)

    # --- how -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with self._told(), self._engine.execution_options(writes=True).begin() as connection:
            begin_write(connection)
            yield connection

    @contextmanager
    def _read(self, **options: Any) -> Iterator[sa.Connection]:
        with self._told(), self._engine.execution_options(**options).connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Lost connections, full disks and the like as one sentence."""
        try:
            yield
        except sa.exc.OperationalError as error:
            raise StoreError(f"{place(self._engine.url)} failed: {reason(error)}") from error

    def _keep(self, connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert rows; one that is there already stays as it is."""
        if rows:
            connection.execute(self._insert(table).on_conflict_do_nothing(), rows)

    def _replace(self, connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert rows; one that is there already gives way."""
        if rows:
            insert = self._insert(table)
            new = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
            connection.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=new), rows)

    def _add(self, connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        if rows:
            connection.execute(sa.insert(table), rows)


def _known(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, dict[str, Article]]:
    """The revisions of each article, by hash of their text."""
    found: defaultdict[str, dict[str, Article]] = defaultdict(dict)
    for chunk in _chunks(sorted(ids)):
        rows = connection.execute(sa.select(tables.articles).where(tables.articles.c.id.in_(chunk)))
        for row in rows.mappings():
            found[row["id"]][row["text_sha256"]] = from_row(Article, dict(row))
    return found


def _ages_read(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, tuple[datetime, int]]:
    """Which fetch and revision of each article was read."""
    article, reading = tables.articles.c, tables.readings.c
    both = sa.and_(reading.article_id == article.id, reading.revision == article.revision)
    found = {}
    for chunk in _chunks(sorted(ids)):
        rows = sa.select(article.id, article.fetched_at, article.revision).join(tables.readings, both)
        for row in connection.execute(rows.where(article.id.in_(chunk))):
            found[row.id] = (row.fetched_at or tables.NEVER, row.revision)
    return found


def _readings(connect: _Connect, *, relevant: bool | None) -> Iterator[tuple[Article, Reading]]:
    article, reading = tables.articles.c, tables.readings.c
    wanted = sa.select(tables.articles, reading.relevant, reading.relevance).join(
        tables.readings, sa.and_(reading.article_id == article.id, reading.revision == article.revision)
    )
    if relevant is not None:
        wanted = wanted.where(reading.relevant == relevant)
    for rows in _pages(connect, wanted, article.id):
        reports = _reports(connect, [row["id"] for row in rows])
        for row in rows:
            yield (
                from_row(Article, row),
                Reading(
                    relevant=row["relevant"], relevance=row["relevance"], reports=tuple(reports.get(row["id"], ()))
                ),
            )


def _incidents(connection: sa.Connection) -> list[Incident]:
    def group(table: sa.Table) -> Mapping[str, list[Row]]:
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings():
            groups[row["incident_id"]].append(dict(row))
        return groups

    reports, redirects, consensus = map(group, (tables.incident_reports, tables.incident_redirects, tables.consensus))
    rows = connection.execute(sa.select(tables.incidents).order_by(tables.incidents.c.id)).mappings().all()
    return [
        from_row(
            Incident,
            {
                **row,
                "report_ids": tuple(r["report_id"] for r in reports.get(row["id"], ())),
                "merged_ids": tuple(r["id"] for r in redirects.get(row["id"], ())),
                "consensus": tuple(from_row(Consensus, c) for c in consensus.get(row["id"], ())),
            },
        )
        for row in rows
    ]


def _pages(connect: _Connect, statement: sa.Select[Any], key: sa.Column[str]) -> Iterator[list[Row]]:
    """The rows of ``statement`` by ``key``, which is unique in it, a page and a connection at a time."""
    last = ""
    while True:
        with connect() as connection:
            page = connection.execute(statement.where(key > last).order_by(key).limit(_PAGE))
            rows = [dict(row) for row in page.mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1][key.name]


def _reports(connect: _Connect, ids: Sequence[str]) -> Mapping[str, list[Report]]:
    """The reports of each article, main outage first."""
    report, claim = tables.reports.c, tables.claims.c
    with connect() as connection:
        heads = connection.execute(
            sa.select(report.id, report.article_id, report.ordinal)
            .where(report.article_id.in_(ids))
            .order_by(report.article_id, report.ordinal)
        ).all()
        claims: defaultdict[str, list[Row]] = defaultdict(list)
        for row in connection.execute(sa.select(tables.claims).where(claim.article_id.in_(ids))).mappings():
            claims[row["report_id"]].append(dict(row))
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for head in heads:
        found[head.article_id].append(report_of(head.ordinal, claims[head.id]))
    return found


def _page_row(page: Page) -> Row:
    headers = {name.lower(): value for name, value in page.headers}
    row = {column.name: getattr(page, column.name, None) for column in tables.pages.c}
    return row | {
        "id": _hash(page.url, page.fetched_at.astimezone(UTC).isoformat()),
        "url_id": _hash(page.url),
        "requested_url_id": _hash(page.requested_url),
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
    }


def _reading_row(article: Article, reading: Reading, extractor_version: str) -> Row:
    return {
        "article_id": article.id,
        "revision": article.revision,
        "extractor_version": extractor_version,
        "relevant": reading.relevant,
        "relevance": reading.relevance,
    }


def _report_row(article: Article, report: Report, extractor_version: str) -> Row:
    duration = report.durations[0] if report.durations else None
    return to_row(
        tables.ReportRow(
            id=report_id(article.id, report.ordinal),
            article_id=article.id,
            ordinal=report.ordinal,
            revision=article.revision,
            extractor_version=extractor_version,
            platforms=tuple(dict.fromkeys(platform.slug for platform in report.platforms)),
            start=report.start.time if report.start else None,
            end=report.end.time if report.end else None,
            duration_min_s=duration.min_s if duration else None,
            duration_max_s=duration.max_s if duration else None,
            duration_bound=duration.bound if duration else None,
            cause=report.cause.cause if report.cause else None,
        )
    )


def _claim_rows(article: Article, report: Report) -> list[Row]:
    """A report's claims as full rows of the table, losses converted to US dollars."""
    day = conversion_day(report, article.published)
    rows = []
    for claim, row in zip(report.all_claims(), claim_rows(article.id, report), strict=True):
        usd = _usd_row(claim, day) if isinstance(claim, LossClaim) else {}
        rows.append({**_NO_CLAIM, **row, **usd, "revision": article.revision})
    return rows


_NO_CLAIM: Row = dict.fromkeys(tables.claims.c.keys())


def _usd_row(claim: LossClaim, day: date | None) -> Row:
    least, greatest = loss_in_usd(claim, day)
    rate = least or greatest
    if rate is None:
        return {}
    return {
        "usd_min": least.usd if least else None,
        "usd_max": greatest.usd if greatest else None,
        "usd_rate": rate.rate,
        "usd_rate_date": rate.date,
        "usd_rate_source": rate.source,
    }


def _merged(former: Article, article: Article) -> Article:
    """One text fetched twice: the later fetch, and from the earlier what the later lacks."""
    older, newer = sorted((former, article), key=lambda fetch: fetch.fetched_at or tables.NEVER)
    lacking = [names for names in _METADATA if getattr(newer, names[0]) in (None, ())]
    known = {name: getattr(older, name) for names in lacking for name in names}
    return replace(newer, **known, revision=former.revision)


def _age(article: Article) -> tuple[datetime, int]:
    """Orders the fetches of an article; two of one moment by revision."""
    return (article.fetched_at or tables.NEVER, article.revision)


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[at : at + _NAMES] for at in range(0, len(names), _NAMES))
