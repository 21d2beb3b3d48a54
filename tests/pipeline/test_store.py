"""The same store on SQLite and PostgreSQL: nothing lost, nothing doubled, whatever happens in between."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from small_records import NOON, TEXT, article, full_report, page, reading

from extractors.base import PlatformClaim, Reading, Report
from pipeline import migrations, tables
from pipeline.database import VERSION_TABLE, engine_of, open_database
from pipeline.records import Article, Incident, Issue, Page, Run
from pipeline.resolve import resolvable, resolve
from pipeline.store import Store, StoreError, Volume


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table, sorted."""
    with store._engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in tables.metadata.sorted_tables
        }


class TestSchema:
    def test_migrations_make_the_tables_of_the_records(self, database_url: str) -> None:
        engine = open_database(database_url)
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
            )
            assert compare_metadata(context, tables.metadata) == []
        engine.dispose()

    def test_claims_of_the_first_tables_count(self, database_url: str) -> None:
        """They were kept because they were sure; whose word they are is not known."""
        config = Config()
        config.set_main_option("script_location", migrations.__path__[0])
        engine = engine_of(database_url)
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
            connection.execute(
                sa.text(
                    "INSERT INTO articles (id, url, source, text, text_sha256, authors, language, language_confidence,"
                    " revision) VALUES ('a', 'u', 's', 'down', 'x', '[]', 'en', 1, 1)"
                )
            )
            connection.execute(sa.text("INSERT INTO readings VALUES ('a', 1, '1', true, 0.9)"))
            connection.execute(
                sa.text(
                    "INSERT INTO reports (id, article_id, ordinal, revision, extractor_version, platforms)"
                    " VALUES ('a/0', 'a', 0, 1, '1', '[]')"
                )
            )
            connection.execute(
                sa.text(
                    "INSERT INTO claims (claim_id, report_id, article_id, ordinal, revision, position, kind, text,"
                    ' start, "end", confidence, rule, slug)'
                    " VALUES ('c', 'a/0', 'a', 0, 1, 0, 'platform', 'down', 0, 4, 0.9, 'r', 'x')"
                )
            )
        engine.dispose()
        claim = PlatformClaim(text="down", start=0, end=4, confidence=0.9, rule="r", slug="x")
        with Store(database_url) as store:
            assert [r.reports for _, r in store.readings()] == [(Report(ordinal=0, platforms=(claim,)),)]
        engine = engine_of(database_url)
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0001")
            assert "insufficient" not in {column["name"] for column in sa.inspect(connection).get_columns("claims")}
        engine.dispose()

    def test_opening_again_changes_nothing(self, database_url: str) -> None:
        with Store(database_url) as first:
            first.save_articles([article()])
            before = content(first)
        with Store(database_url) as again:
            assert content(again) == before

    def test_a_newer_schema_is_told_apart(self, database_url: str) -> None:
        engine = open_database(database_url)
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
        engine.dispose()
        with pytest.raises(StoreError, match=r"newer version of Outage Atlas \(schema 9999\)"):
            Store(database_url)

    def test_a_new_revision_can_be_written(self, database_url: str, tmp_path: Path, monkeypatch: Any) -> None:
        """By the ``alembic`` command, from the difference between the tables and a store of the newest schema."""
        folder = tmp_path / "migrations"
        shutil.copytree(Path(migrations.__path__[0]), folder)
        Store(database_url).close()
        monkeypatch.setenv("OUTAGES_DATABASE_URL", database_url)
        config = Config()
        config.set_main_option("script_location", str(folder))
        command.revision(config, message="nothing changed", autogenerate=True)
        (written,) = folder.glob("versions/*_nothing_changed.py")
        assert "down_revision = '0002'" in written.read_text()
        assert "op." not in written.read_text()


class TestPlaces:
    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match=r"There is no store at .*nothing\.db"):
            Store(f"sqlite:///{tmp_path / 'nothing.db'}", create=False)

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="cannot be opened"):
            Store(f"sqlite:///{tmp_path / 'file' / 'atlas.db'}")

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        rubbish = tmp_path / "rubbish.db"
        rubbish.write_bytes(bytes(range(256)) * 20)
        with pytest.raises(StoreError, match=r"rubbish\.db cannot be opened: file is not a database"):
            Store(f"sqlite:///{rubbish}")

    def test_a_server_that_does_not_answer_and_no_password(self) -> None:
        with pytest.raises(StoreError) as raised:
            Store("postgresql://reader:hush-hush@127.0.0.1:1/atlas")
        assert str(raised.value).startswith("PostgreSQL database atlas on 127.0.0.1:1 cannot be opened: ")
        assert "hush" not in str(raised.value)
        assert "\n" not in str(raised.value)

    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_a_database_that_is_not_there(self, database_url: str) -> None:
        with pytest.raises(StoreError, match=r'database missing on 127\.0\.0\.1:5432 .* "missing" does not exist$'):
            Store(database_url.rpartition("/")[0] + "/missing")

    def test_a_url_that_is_none(self) -> None:
        with pytest.raises(StoreError, match="is not a database URL"):
            Store("atlas.db")

    def test_a_folder_in_place_of_the_file(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="cannot be opened: unable to open database file"):
            Store(f"sqlite:///{tmp_path}")

    def test_another_kind_of_database(self) -> None:
        with pytest.raises(StoreError, match="mysql is no store"):
            Store("mysql://localhost/atlas")


class TestPages:
    def test_validators_are_those_of_the_newest_good_response(self, store: Store) -> None:
        later, latest = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
        store.save_pages(
            [
                page(),
                page(fetched_at=later, headers=(("etag", '"2"'),)),
                page(fetched_at=latest, status=503, headers=(("etag", '"3"'),)),
            ]
        )
        assert store.validators("https://news.example/a") == ('"2"', None)
        assert store.validators("https://news.example/b") == (None, None)

    def test_a_redirected_address_is_known_by_both_names(self, store: Store) -> None:
        store.save_pages([page("https://news.example/new", requested_url="https://news.example/old")])
        assert store.validators("https://news.example/old")[0] == '"1"'
        assert store.known_urls(["https://news.example/old", "https://news.example/new", "https://x.example/"]) == {
            "https://news.example/old",
            "https://news.example/new",
        }

    def test_a_failed_address_is_not_known_and_an_article_is(self, store: Store) -> None:
        store.save_pages([page("https://news.example/gone", status=404)])
        store.save_articles([article("https://news.example/here")])
        assert store.known_urls(["https://news.example/gone", "https://news.example/here"]) == {
            "https://news.example/here"
        }

    def test_an_address_longer_than_an_index_entry(self, store: Store) -> None:
        url = "https://news.example/" + "".join(f"{n:05}" for n in range(2_000))
        store.save_pages([page(url)])
        store.save_issues("run", [Issue(stage="fetch", reason="too-long", source="en/example", subject=url)])
        assert store.known_urls([url]) == {url}


class TestArticles:
    def test_what_is_saved_comes_back(self, store: Store) -> None:
        saved = store.save_articles([article(), article("https://news.example/b", title=None, authors=())])
        assert sorted(store.articles(), key=lambda a: a.id) == sorted(saved, key=lambda a: a.id)

    def test_a_changed_text_is_a_revision_and_a_known_one_is_not(self, store: Store) -> None:
        first, second = article(), article(text=TEXT + " Updated.")
        assert [a.revision for a in store.save_articles([first, second])] == [1, 2]
        before = content(store)
        assert [a.revision for a in store.save_articles([second, first, second])] == [2, 1, 2]
        assert content(store) == before
        assert [a.text for a in store.articles()] == [second.text]

    def test_what_a_later_fetch_corrects_and_what_it_lacks(self, store: Store) -> None:
        store.save_articles([article(modified="2024-03-07", modified_origin="meta")])
        later = article(
            title="Facebook is back",
            published="2024-03-05",
            published_origin="meta",
            authors=(),
            site=None,
            country=None,
            fetched_at=NOON + timedelta(hours=1),
        )
        merged = replace(
            later,
            authors=("Ann Author",),
            site="Example News",
            country="GB",
            modified="2024-03-07",
            modified_origin="meta",
        )
        assert store.save_articles([later]) == [merged]
        assert list(store.articles()) == [merged]

    def test_an_earlier_fetch_only_adds_what_was_unknown(self, store: Store) -> None:
        known = article(published=None, published_origin=None)
        store.save_articles([known])
        earlier = article(title="Facebook is down?", published="2024-03-04", fetched_at=NOON - timedelta(hours=1))
        store.save_articles([earlier])
        assert list(store.articles()) == [replace(known, published="2024-03-04", published_origin="json-ld")]

    def test_new_metadata_leaves_the_reading(self, store: Store) -> None:
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(full_report()))], "1")
        (corrected,) = store.save_articles([replace(saved, title="Facebook is back")])
        assert list(store.readings()) == [(corrected, reading(full_report()))]

    def test_those_not_read_by_a_version(self, store: Store) -> None:
        old, new = store.save_articles([article(), article(text="Nothing is down.")])
        store.save_readings([(old, reading(full_report()))], "1")
        assert list(store.articles(unread_by="1")) == [new], "its newest revision was not read"
        store.save_readings([(new, reading())], "1")
        assert list(store.articles(unread_by="1")) == []
        assert list(store.articles(unread_by="2")) == [new]

    def test_more_than_a_page_of_articles(self, store: Store) -> None:
        many = [article(f"https://news.example/{n}", text=f"{n}") for n in range(450)]
        store.save_articles(many)
        assert {a.text for a in store.articles()} == {a.text for a in many}

    def test_rubbish_that_no_database_holds_keeps_its_length(self, store: Store) -> None:
        rubbish = "a\x00b\ud800c"
        store.save_articles([replace(article(), text=rubbish)])
        store.save_issues("run", [Issue(stage="clean", reason="rubbish", source="s", subject=rubbish, detail=rubbish)])
        (found,) = store.articles()
        assert found.text == "a\ufffdb\ufffdc"


class TestReadings:
    def test_what_is_saved_comes_back(self, store: Store) -> None:
        read, unread, silent = store.save_articles([article(f"https://news.example/{n}") for n in range(3)])
        readings = {
            read.id: (read, reading(full_report(1), full_report(2))),
            silent.id: (silent, reading()),
        }
        store.save_readings(readings.values(), "1")
        assert {a.id: (a, r) for a, r in store.readings()} == readings
        assert [a.id for a, _ in store.readings(relevant=True)] == [read.id]
        assert unread.id not in {a.id for a, _ in store.readings()}

    def test_insufficient_claims_come_back_apart(self, store: Store) -> None:
        unsure = PlatformClaim(text="Facebook", start=0, end=8, confidence=0.3, rule="r", slug="x", insufficient=True)
        report = replace(full_report(), insufficient=(unsure,))
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(report))], "1")
        assert [r.reports for _, r in store.readings()] == [(report,)]

    def test_a_report_without_claims_is_not_lost(self, store: Store) -> None:
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(Report(ordinal=1)))], "1")
        assert [r for _, r in store.readings()] == [reading(Report(ordinal=1))]

    def test_a_newer_version_replaces_what_an_older_said(self, store: Store) -> None:
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(full_report(1), full_report(2)))], "1")
        fewer = reading(Report(ordinal=1, platforms=full_report().platforms))
        store.save_readings([(saved, fewer)], "2")
        assert [r for _, r in store.readings()] == [fewer]
        assert store.counts()["claims"] == 1

    def test_an_older_revision_does_not_replace_a_newer_ones_reading(self, store: Store) -> None:
        old, new = store.save_articles([article(), article(text="Nothing is down.")])
        store.save_readings([(new, reading()), (old, reading(full_report()))], "1")
        store.save_readings([(old, reading(full_report()))], "1")
        assert list(store.readings()) == [(new, reading())]

    @pytest.mark.parametrize("batches", [1, 3])
    def test_a_text_that_is_changed_back_is_read_again(self, store: Store, batches: int) -> None:
        texts = (TEXT, "Nothing is down.", TEXT)
        fetches = [article(text=text, fetched_at=NOON + timedelta(hours=n)) for n, text in enumerate(texts)]
        for batch in [fetches] if batches == 1 else [[fetch] for fetch in fetches]:
            saved = store.save_articles(batch)
            store.save_readings([(a, reading(full_report()) if a.text == TEXT else reading()) for a in saved], "1")
        assert list(store.articles()) == [fetches[2]]
        assert list(store.readings()) == [(fetches[2], reading(full_report()))]
        assert list(store.articles(unread_by="1")) == []
        assert store.counts()["articles"] == 2

    def test_a_text_that_is_changed_back_counts_before_it_is_read(self, store: Store) -> None:
        for n, text in enumerate((TEXT, "Nothing is down.", TEXT)):
            (saved,) = store.save_articles([article(text=text, fetched_at=NOON + timedelta(hours=n))])
            if n < 2:
                store.save_readings([(saved, reading())], "1")
        assert list(store.articles(unread_by="1")) == [saved]

    def test_an_earlier_fetch_that_comes_late_does_not_replace_the_reading(self, store: Store) -> None:
        (new,) = store.save_articles([article(text="Nothing is down.", fetched_at=NOON + timedelta(hours=1))])
        store.save_readings([(new, reading())], "1")
        (late,) = store.save_articles([article()])
        store.save_readings([(late, reading(full_report()))], "1")
        assert late.revision == 2
        assert list(store.articles()) == [new]
        assert list(store.readings()) == [(new, reading())]

    def test_an_article_without_a_time_of_fetching(self, store: Store) -> None:
        for text in (TEXT, "Nothing is down."):
            (saved,) = store.save_articles([article(text=text, fetched_at=None)])
            store.save_readings([(saved, reading())], "1")
        assert list(store.articles()) == [saved]
        assert list(store.readings()) == [(saved, reading())]

    def test_losses_are_converted_at_the_rate_of_the_day(self, store: Store) -> None:
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(full_report()))], "1")
        with store._engine.connect() as connection:
            loss = connection.execute(sa.select(tables.claims).where(tables.claims.c.kind == "loss")).one()
        assert loss.usd_rate_date == "2024-03-05"
        assert loss.usd_min == loss.usd_max == round(1_500_000 * loss.usd_rate, 2)
        assert loss.usd_rate_source == "European Central Bank reference rates"

    def test_two_claims_of_one_span(self, store: Store) -> None:
        words = {"text": "Facebook", "start": 0, "end": 8, "confidence": 1.0, "rule": "test/1"}
        both = tuple(PlatformClaim(**words, slug=slug) for slug in ("facebook", "messenger"))
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(Report(ordinal=1, platforms=both)))], "1")
        assert [r.reports[0].platforms for _, r in store.readings()] == [both]


class TestRuns:
    def test_a_run_is_kept_as_it_stands(self, store: Store) -> None:
        run = Run(id="r1", flow="ingest", started_at=NOON)
        store.save_run(run)
        done = replace(run, finished_at=NOON + timedelta(minutes=1), counts={"fetch": 3})
        store.save_run(done)
        later = Run(id="r2", flow="ingest", started_at=NOON + timedelta(days=1))
        store.save_run(later)
        assert store.runs() == [later, done]

    def test_issues_are_counted_and_a_retry_does_not_count_twice(self, store: Store) -> None:
        issue = Issue(stage="fetch", reason="http-404", source="en/example", subject="https://news.example/a")
        other = replace(issue, subject="https://news.example/b")
        for _ in range(2):
            store.save_issues("run", [issue, issue, other])
        assert store.issue_counts("run") == [("fetch", "http-404", "en/example", 3)]
        assert store.issue_counts("another") == []

    def test_the_last_good_response_of_each_source(self, store: Store) -> None:
        store.save_pages([page(), page(fetched_at=NOON + timedelta(hours=1), status=500)])
        assert store.last_fetched() == {"en/example": NOON}

    def test_how_much_each_source_gave(self, store: Store) -> None:
        store.save_pages([page(), page("https://news.example/b"), page("https://news.example/gone", status=404)])
        store.save_pages([page("https://other.example/feed", source="es/otro")])
        outage, update, quiet = store.save_articles(
            [article(), article(text=TEXT + " Updated."), article("https://news.example/b", "A bakery opened.")]
        )
        store.save_readings([(update, reading(full_report())), (quiet, reading())], "1")
        assert outage.id == update.id
        assert store.volumes() == {
            "en/example": Volume(pages=2, articles=2, relevant=1),
            "es/otro": Volume(pages=1, articles=0, relevant=0),
        }


class Killed(BaseException):
    """The process is gone."""


class TestKilled:
    """A run killed at any statement and started again ends in the same store."""

    def ingest(self, store: Store) -> None:
        """The writes of a small run, in their order."""
        first = article()
        update, other = article(text=TEXT + " Updated."), article("https://news.example/b", text="Nothing is down.")
        store.save_run(Run(id="run", flow="ingest", started_at=NOON))
        for batch in ([first], [update, other]):
            saved = store.save_articles(batch)
            store.save_readings(
                [(a, reading(full_report()) if "Facebook" in a.text else reading()) for a in saved], "1"
            )
            store.save_pages(pages_of(batch))
            store.save_issues("run", [Issue(stage="triage", reason="not-relevant", source="s", subject=batch[0].url)])
        store.save_run(Run(id="run", flow="ingest", started_at=NOON, finished_at=NOON, counts={"clean": 3}))

    @pytest.fixture
    def expected(self, tmp_path: Path) -> Iterator[tuple[dict[str, list[Any]], int]]:
        """What an undisturbed run leaves, and how many statements it takes."""
        with Store(f"sqlite:///{tmp_path / 'undisturbed.db'}") as whole:
            statements = []
            sa.event.listen(whole._engine, "before_cursor_execute", lambda *_: statements.append(1))
            self.ingest(whole)
            count = len(statements)
            yield content(whole), count

    def test_at_every_statement(self, tmp_path: Path, expected: tuple[dict[str, list[Any]], int]) -> None:
        whole, statements = expected
        for kill_at in range(1, statements + 1):
            url = f"sqlite:///{tmp_path / f'killed-{kill_at}.db'}"
            with Store(url) as store:
                remaining = iter(range(kill_at - 1))

                def kill(*_: Any, remaining: Iterator[int] = remaining) -> None:
                    if next(remaining, None) is None:
                        raise Killed

                sa.event.listen(store._engine, "before_cursor_execute", kill)
                with pytest.raises(Killed):
                    self.ingest(store)
            with Store(url) as store:
                self.ingest(store)
                assert content(store) == whole, f"killed at statement {kill_at} of {statements}"

    def test_a_batch_is_saved_whole_or_not_at_all(self, store: Store) -> None:
        (saved,) = store.save_articles([article()])
        store.save_readings([(saved, reading(full_report()))], "1")
        before = content(store)

        def kill(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("INSERT INTO claims"):
                raise Killed

        sa.event.listen(store._engine, "before_cursor_execute", kill)
        with pytest.raises(Killed):
            store.save_readings([(saved, reading(full_report()))], "2")
        sa.event.remove(store._engine, "before_cursor_execute", kill)
        assert content(store) == before


def pages_of(batch: list[Any]) -> list[Page]:
    return [page(a.url, fetched_at=NOON + timedelta(seconds=len(a.text))) for a in batch]


def test_two_open_stores_take_turns(database_url: str) -> None:
    with Store(database_url) as one, Store(database_url) as two:
        (first,) = one.save_articles([article()])
        (second,) = two.save_articles([article(text="Nothing is down.")])
        assert (first.revision, second.revision) == (1, 2)
        assert [a.revision for a in one.articles()] == [2]


def resolve_small(readings: Iterable[tuple[Article, Reading]], previous: Sequence[Incident]) -> list[Incident]:
    reports = (report for read, found in readings for report in resolvable(read, found))
    return resolve(reports, previous, family_of=str)


class TestIncidents:
    def read(self, store: Store, count: int) -> None:
        """So many articles that report an outage, and one that does not."""
        many = [article(f"https://news.example/{n}") for n in range(count)]
        saved = store.save_articles([*many, article("https://news.example/quiet", "A bakery opened.")])
        store.save_readings([(a, reading(full_report()) if a.text == TEXT else reading()) for a in saved], "1")

    def test_they_are_made_of_every_relevant_reading(self, store: Store) -> None:
        self.read(store, 450)
        made = store.resolve_incidents(resolve_small)
        assert [found.article_count for found in made] == [450]
        assert store.incidents() == made
        assert store.resolve_incidents(resolve_small) == made, "the previous ones lend their ids"

    def test_nobody_writes_between_the_reading_and_the_saving(self, database_url: str) -> None:
        with Store(database_url) as one, Store(database_url) as two, ThreadPoolExecutor(1) as pool:
            self.read(one, 1)
            order: list[str] = []
            writing: Future[None] | None = None

            def write() -> None:
                self.read(two, 2)
                order.append("another run saves")

            def slowly(readings: Iterable[tuple[Article, Reading]], previous: Sequence[Incident]) -> list[Incident]:
                nonlocal writing
                writing = pool.submit(write)
                wait([writing], timeout=0.5)
                order.append("incidents are made")
                return resolve_small(readings, previous)

            (incident,) = one.resolve_incidents(slowly)
            assert writing is not None
            writing.result()
            assert order == ["incidents are made", "another run saves"]
            assert incident.article_count == 1
            assert [found.article_count for found in two.resolve_incidents(resolve_small)] == [2]

    def test_what_breaks_leaves_the_previous_ones(self, store: Store) -> None:
        self.read(store, 1)
        made = store.resolve_incidents(resolve_small)

        def kill(_readings: Iterable[tuple[Article, Reading]], _previous: Sequence[Incident]) -> list[Incident]:
            raise Killed

        with pytest.raises(Killed):
            store.resolve_incidents(kill)
        assert store.incidents() == made


def test_sqlite_waits_for_nobody_to_read(tmp_path: Path) -> None:
    """WAL: a reader with an open transaction does not keep a batch from being saved."""
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    with Store(url) as store:
        reader = sqlite3.connect(tmp_path / "atlas.db")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        store.save_articles([article()])
        reader.close()
        assert store.counts()["articles"] == 1
