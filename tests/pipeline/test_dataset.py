"""A release: the same bytes from the same store, evidence that can be checked, files that the usual tools open."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from small_records import NOON, TEXT, article, evidence, full_report, page, reading

from extractors.base import LossClaim, MerchantClaim, PlatformClaim, Report
from pipeline import export as export_module
from pipeline.dataset import Dataset, DatasetError, Format, export, open_dataset, query, sql
from pipeline.formats import FORMATS
from pipeline.records import Incident
from pipeline.resolve import resolvable, resolve
from pipeline.store import Store, StoreError
from pipeline.tables import KEYS, released

VI = (
    "Facebook gặp sự cố tối 5/3. Chị Nguyễn Thị Hoa, chủ Tiệm Bánh Hạnh Phúc ở Đà Nẵng, cho biết mất 50 triệu đồng "
    '“chỉ trong một buổi tối”, dòng này có dấu phẩy, và dấu "ngoặc".\nDòng hai.'
)
AR = "تعطلت منصة الدفع في ١٢٣ متجرًا إلكترونيًا، وقالت مؤسسة النور إن خسائرها كبيرة."


def fill(store: Store) -> None:
    """Three articles about two outages, one article about none, one revised and one not read."""
    vi = Report(
        ordinal=1,
        platforms=(PlatformClaim(**evidence("Facebook", VI), slug="facebook"),),
        losses=(
            LossClaim(
                **evidence("50 triệu đồng", VI),
                min=50_000_000,
                max=50_000_000,
                currency="VND",
                bound="exact",
                loss_kind="sales",
            ),
        ),
        merchants=(
            MerchantClaim(
                **evidence("Tiệm Bánh Hạnh Phúc", VI),
                name="Tiệm Bánh Hạnh Phúc",
                merchant_kind="business",
                contact="Nguyễn Thị Hoa",
            ),
        ),
    )
    ar = Report(ordinal=1, platforms=(PlatformClaim(**evidence("منصة الدفع", AR), slug="fawry"),))
    read = [
        (article(), reading(full_report())),
        (
            article("https://vi.example/1", VI, language="vi", country="VN", published="2024-03-05", title="Sự cố"),
            reading(vi),
        ),
        (
            article("https://ar.example/1", AR, language="ar", country="SA", published="2023-08-01", title=None),
            reading(ar),
        ),
        (article("https://news.example/quiet", "A bakery opened."), reading()),
    ]
    for fetched, _ in read:
        store.save_pages([page(fetched.url), page(fetched.url, fetched_at=NOON + timedelta(days=1), status=404)])
    saved = store.save_articles([fetched for fetched, _ in read])
    store.save_readings([(a, r) for a, (_, r) in zip(saved, read, strict=True)], "test-1")
    store.save_articles([article(text=TEXT + " Updated."), article("https://news.example/unread")])
    resolve_in(store)


def resolve_in(store: Store) -> None:
    store.resolve_incidents(
        lambda readings, previous: resolve(
            (report for a, found in readings for report in resolvable(a, found)),
            previous,
            family_of=lambda slug: {"facebook": "meta"}.get(slug, slug),
        )
    )


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.fixture
def full(sqlite_store: Store) -> Store:
    fill(sqlite_store)
    return sqlite_store


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


class TestExport:
    @pytest.mark.parametrize("form", FORMATS)
    def test_the_same_store_gives_the_same_bytes(self, full: Store, tmp_path: Path, form: Format) -> None:
        once = export(full, tmp_path / "once", form, with_text=True)
        again = export(full, tmp_path / "again", form, with_text=True)
        assert content(once.folder) == content(again.folder)
        assert export(full, tmp_path / "once", form, with_text=True).written == once.written
        assert content(once.folder) == content(again.folder)

    def test_sqlite_and_postgresql_give_the_same_bytes(self, filled: Store, tmp_path: Path) -> None:
        with Store(f"sqlite:///{tmp_path / 'reference.db'}") as reference:
            fill(reference)
            expected = export(reference, tmp_path / "reference")
        assert content(export(filled, tmp_path / "out").folder) == content(expected.folder)

    @pytest.mark.parametrize("form", FORMATS)
    def test_rows_matched_are_rows_written(self, full: Store, tmp_path: Path, form: Format) -> None:
        summary = export(full, tmp_path / "out", form)
        assert summary.matched == summary.written
        assert summary.written == {
            "articles": 5,
            "reports": 3,
            "claims": 12,
            "incidents": 2,
            "incident_reports": 3,
            "incident_redirects": 0,
            "consensus": 9,
            "coverage": 2,
        }

    def test_every_claim_stands_verbatim_in_its_article(self, full: Store, tmp_path: Path) -> None:
        folder = export(full, tmp_path / "out", with_text=True).folder
        articles = {row["id"]: row for row in pq.read_table(folder / "articles.parquet").to_pylist()}
        claims = pq.read_table(folder / "claims.parquet").to_pylist()
        assert len(claims) == 12
        for claim in claims:
            found = articles[claim["article_id"]]
            assert found["text"][claim["start"] : claim["end"]] == claim["text"]
            assert found["revision"] == claim["revision"]
            assert hashlib.sha256(found["text"].encode()).hexdigest() == found["text_sha256"]

    def test_full_text_stays_out_unless_asked_for(self, full: Store, tmp_path: Path) -> None:
        for form in FORMATS:
            folder = export(full, tmp_path / form, form).folder
            assert b"bakery" not in b"".join(content(folder).values())

    def test_the_description_fits_the_files(self, full: Store, tmp_path: Path) -> None:
        folder = export(full, tmp_path / "out", "csv").folder
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        assert package["licenses"][0]["name"] == "CC-BY-4.0"
        assert {entry["name"] for entry in package["resources"]} == set(released())
        for entry in package["resources"]:
            data = (folder / entry["path"]).read_bytes()
            assert entry["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert entry["bytes"] == len(data)
            with (folder / entry["path"]).open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            assert header == [field["name"] for field in entry["schema"]["fields"]]
            assert entry["rows"] == len(rows)
            assert all(field["description"] for field in entry["schema"]["fields"])
        claims = next(entry for entry in package["resources"] if entry["name"] == "claims")
        assert {"name": "min_s", "type": "number", "unit": "s"}.items() <= next(
            field for field in claims["schema"]["fields"] if field["name"] == "min_s"
        ).items()
        assert claims["schema"]["foreignKeys"] == [
            {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["id"]}}
        ]

    def test_parquet_carries_meaning_and_units(self, full: Store, tmp_path: Path) -> None:
        file = pq.ParquetFile(export(full, tmp_path / "out").folder / "claims.parquet")
        field = file.schema_arrow.field("min_s")
        assert field.metadata[b"unit"] == b"s"
        assert field.metadata[b"description"].startswith(b"Least length of the outage")
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"

    def test_duckdb_pandas_and_pyarrow_open_the_files(self, full: Store, tmp_path: Path) -> None:
        folder = export(full, tmp_path / "out").folder
        joined = duckdb.connect().sql(
            f"SELECT a.language, c.usd_max FROM '{folder}/claims.parquet' c "
            f"JOIN '{folder}/articles.parquet' a ON a.id = c.article_id WHERE c.kind = 'loss' ORDER BY 1"
        )
        assert [row[0] for row in joined.fetchall()] == ["en", "vi"]
        incidents = pd.read_parquet(folder / "incidents.parquet")
        assert sorted(incidents["family"]) == ["fawry", "meta"]
        assert str(pd.read_parquet(folder / "articles.parquet")["fetched_at"].dtype).startswith("datetime64")
        alt = pq.read_table(folder / "claims.parquet").column("alt").to_pylist()
        assert [{"min": 1_600_000.0, "max": 1_600_000.0, "currency": "USD"}] in alt
        jsonl = export(full, tmp_path / "jsonl", "jsonl").folder
        assert len(pd.read_json(jsonl / "claims.jsonl", lines=True)) == 12
        assert len(pd.read_csv(export(full, tmp_path / "csv", "csv").folder / "claims.csv")) == 12
        whole = json.loads((export(full, tmp_path / "json", "json").folder / "articles.json").read_text("utf-8"))
        assert [row["id"] for row in whole] == sorted(row["id"] for row in whole)

    def test_an_empty_store_is_a_release_too(self, sqlite_store: Store, tmp_path: Path) -> None:
        for form in FORMATS:
            summary = export(sqlite_store, tmp_path / form, form)
            assert set(summary.written.values()) == {0}
            assert open_dataset(summary.folder).incidents().num_rows == 0

    def test_unread_articles_have_no_relevance(self, full: Store, tmp_path: Path) -> None:
        rows = pq.read_table(export(full, tmp_path / "out").folder / "articles.parquet").to_pylist()
        assert sorted((row["relevant"] is None, row["relevant"] or False) for row in rows) == [
            (False, False),
            (False, True),
            (False, True),
            (False, True),
            (True, False),
        ]


class TestFolder:
    def test_a_folder_with_other_files_is_left_alone(self, full: Store, tmp_path: Path) -> None:
        (tmp_path / "thesis.tex").write_text("years of work")
        with pytest.raises(DatasetError, match="holds other files than a release"):
            export(full, tmp_path)
        assert (tmp_path / "thesis.tex").read_text() == "years of work"

    def test_another_data_package_is_left_alone(self, full: Store, tmp_path: Path) -> None:
        (tmp_path / "datapackage.json").write_text('{"name": "other"}')
        with pytest.raises(DatasetError, match="holds other files than a release"):
            export(full, tmp_path)

    def test_a_file_in_its_place(self, full: Store, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("")
        with pytest.raises(DatasetError, match=r"out cannot be written: it is a file\.$"):
            export(full, tmp_path / "out")
        with pytest.raises(DatasetError, match=r"below cannot be written: (Not a directory|File exists)\.$"):
            export(full, tmp_path / "out" / "below")

    def test_a_place_that_takes_no_files(self, full: Store) -> None:
        with pytest.raises(DatasetError, match=r"^/proc/outages cannot be written: "):
            export(full, "/proc/outages")

    def test_an_unknown_format(self, full: Store, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match="xlsx is no format of a release: parquet, jsonl, json, csv are"):
            export(full, tmp_path / "out", "xlsx")  # type: ignore[arg-type]

    @pytest.mark.parametrize("step", ["datapackage", "resource"])
    def test_a_kill_leaves_the_earlier_release(
        self, full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        class Killed(BaseException):
            pass

        def kill(*_: Any) -> None:
            raise Killed

        folder = export(full, tmp_path / "out").folder
        before = content(folder)
        full.save_articles([article("https://news.example/new")])
        with monkeypatch.context() as patched:
            patched.setattr(export_module, step, kill)
            with pytest.raises(Killed):
                export(full, folder)
        assert content(folder) == before
        assert export(full, folder).written["articles"] == 6
        assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]

    def test_a_kill_between_the_two_renames_is_mended(self, full: Store, tmp_path: Path) -> None:
        folder = export(full, tmp_path / "out").folder
        before = content(folder)
        folder.rename(tmp_path / ".out.former")
        (tmp_path / ".out.partial").mkdir()
        export(full, folder)
        assert content(folder) == before
        assert not (tmp_path / ".out.former").exists()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A filled store for tests that only read."""
    with Store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'atlas.db'}") as store:
        fill(store)
        yield store


@pytest.fixture(scope="module", params=["store", *FORMATS])
def dataset(
    request: pytest.FixtureRequest, shared: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dataset]:
    """The same data as a store and as a release in every format."""
    if request.param == "store":
        yield Dataset(shared)
        return
    folder = tmp_path_factory.mktemp("release") / "out"
    with open_dataset(export(shared, folder, request.param, with_text=True).folder) as opened:
        yield opened


class TestDataset:
    def test_every_origin_holds_the_same_tables(self, dataset: Dataset, shared: Store) -> None:
        own = Dataset(shared)
        for name in released():
            assert dataset.table(name).equals(own.table(name)), name
            assert dataset.table(name).num_rows > 0 or name == "incident_redirects"

    def test_tables_by_name(self, dataset: Dataset) -> None:
        counts = [t.num_rows for t in (dataset.articles(), dataset.reports(), dataset.claims(), dataset.incidents())]
        assert counts == [5, 3, 12, 2]

    def test_incidents_come_whole(self, dataset: Dataset, shared: Store) -> None:
        assert dataset.query() == sorted(shared.incidents(), key=lambda i: (i.day or "9", i.id))

    def test_reports_come_with_their_article(self, dataset: Dataset) -> None:
        (found,) = dataset.query(kind="reports", merchant="pho express")
        assert found.report == full_report()
        assert (found.url, found.language, found.incident_id) == (article().url, "en", "2024-03-05-meta")

    @pytest.mark.parametrize(
        ("wanted", "ids"),
        [
            pytest.param({}, ["2023-08-01-fawry", "2024-03-05-meta"], id="all"),
            pytest.param({"platform": "facebook"}, ["2024-03-05-meta"], id="service"),
            pytest.param({"platform": "meta"}, ["2024-03-05-meta"], id="operator"),
            pytest.param({"platform": "wechat"}, [], id="another-service"),
            pytest.param({"language": "ar"}, ["2023-08-01-fawry"], id="language"),
            pytest.param({"country": "VN"}, ["2024-03-05-meta"], id="country"),
            pytest.param({"since": date(2024, 3, 5)}, ["2024-03-05-meta"], id="since"),
            pytest.param({"until": date(2024, 3, 4)}, ["2023-08-01-fawry"], id="until"),
            pytest.param({"min_loss_usd": 1_000_000}, ["2024-03-05-meta"], id="loss"),
            pytest.param({"min_loss_usd": 5_000_000}, [], id="a-greater-loss"),
            pytest.param({"merchant": "TIEM BANH HANH PHUC"}, ["2024-03-05-meta"], id="merchant-without-tone-marks"),
            pytest.param({"text": "Đà nẵng"}, ["2024-03-05-meta"], id="text-of-the-article"),
            pytest.param({"text": "su co"}, ["2024-03-05-meta"], id="title"),
            pytest.param({"text": "123 متجر"}, ["2023-08-01-fawry"], id="arabic-digits"),
            pytest.param({"text": "موسسه"}, ["2023-08-01-fawry"], id="arabic-letters"),
            pytest.param({"text": "it's; DROP TABLE claims --"}, [], id="no-injection"),
            pytest.param({"merchant": "bánh", "language": "en"}, ["2024-03-05-meta"], id="parts-of-two-reports"),
            pytest.param({"platform": None, "language": "vi"}, ["2024-03-05-meta"], id="none-does-not-matter"),
        ],
    )
    def test_incidents_by(self, dataset: Dataset, wanted: dict[str, Any], ids: list[str]) -> None:
        assert [incident.id for incident in dataset.query(**wanted)] == ids

    def test_reports_by(self, dataset: Dataset) -> None:
        assert [f.language for f in dataset.query(kind="reports", platform="meta")] == ["vi", "en"]
        assert dataset.query(kind="reports", merchant="bánh", language="en") == []

    def test_sql(self, dataset: Dataset) -> None:
        found = dataset.sql("SELECT text, \"end\" - start AS length FROM claims WHERE kind = 'merchant' ORDER BY text")
        assert found.to_pylist() == [
            {"text": "Pho Express", "length": 11},
            {"text": "Tiệm Bánh Hạnh Phúc", "length": 19},
        ]
        assert dataset.sql("SELECT count(*) AS n FROM articles WHERE fold(text) LIKE '%da nang%'").to_pylist() == [
            {"n": 1}
        ]
        assert set(dataset.sql("SHOW TABLES").column("name").to_pylist()) == set(released())

    @pytest.mark.parametrize(
        ("statement", "complaint"),
        [
            ("SELEC 1", "^SQL: Parser Error: syntax error"),
            ("SELECT nothing FROM claims", "^SQL: Binder Error: .*nothing"),
            ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
            ("SELECT * FROM '/etc/passwd'", "does not exist"),
            ("SELECT * FROM read_text('https://example.com/')", "disabled by configuration|not exist"),
            ("COPY claims TO 'stolen.csv'", "one SELECT statement is wanted"),
            ("CREATE TABLE t AS SELECT 1", "one SELECT statement is wanted"),
            ("SET enable_external_access = true", "one SELECT statement is wanted"),
            ("INSTALL httpfs", "one SELECT statement is wanted"),
            ("ATTACH 'x.db'", "one SELECT statement is wanted"),
            ("SELECT 1; SELECT 2", "one SELECT statement is wanted"),
            ("", "one SELECT statement is wanted"),
            ("SELECT * FROM tables", "does not exist"),
        ],
    )
    def test_sql_reads_and_nothing_else(self, dataset: Dataset, statement: str, complaint: str) -> None:
        with pytest.raises(DatasetError, match=complaint) as raised:
            dataset.sql(statement)
        assert "\n" not in str(raised.value)


class TestOpening:
    def test_a_stores_file(self, full: Store, tmp_path: Path) -> None:
        with open_dataset(tmp_path / "atlas.db") as by_path, open_dataset(f"sqlite:///{tmp_path}/atlas.db") as by_url:
            assert by_path.claims().equals(by_url.claims())
            assert by_path.claims().equals(Dataset(full).claims())

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match=r"There is no dataset at .*nowhere\.$"):
            open_dataset(tmp_path / "nowhere")
        with pytest.raises(StoreError, match="There is no store at"):
            open_dataset(f"sqlite:///{tmp_path / 'nothing.db'}")

    def test_a_description_of_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage.json").write_text("[]")
        with pytest.raises(DatasetError, match="does not describe a dataset"):
            open_dataset(tmp_path)

    def test_without_text_words_are_found_in_titles_and_claims(self, full: Store, tmp_path: Path) -> None:
        dataset = open_dataset(export(full, tmp_path / "out").folder)
        assert [i.id for i in dataset.query(text="pho express")] == ["2024-03-05-meta"]
        assert dataset.query(text="Đà Nẵng") == []

    def test_from_an_open_store(self, filled: Store) -> None:
        (incident,) = query(filled, platform="facebook")
        assert isinstance(incident, Incident)
        assert incident.article_count == 2
        assert len(query(filled, kind="reports")) == 3
        assert sql(filled, "SELECT count(*) AS n FROM coverage").to_pylist() == [{"n": 2}]

    def test_what_cannot_be_looked_for(self, full: Store) -> None:
        with pytest.raises(TypeError, match="nothing can be looked for by colour"):
            query(full, colour="red")  # type: ignore[call-overload]


def test_insufficient_claims_are_found_and_shown_only_where_asked_for(sqlite_store: Store) -> None:
    unsure = (
        MerchantClaim(**evidence("Shops"), name="Shops", merchant_kind="group", insufficient=True),
        LossClaim(
            **evidence("1.5 million euros"),
            min=9e9,
            max=9e9,
            currency="USD",
            bound="exact",
            loss_kind="economy",
            insufficient=True,
        ),
    )
    report = replace(full_report(), insufficient=unsure)
    saved = sqlite_store.save_articles([article()])
    sqlite_store.save_readings([(saved[0], reading(report))], "1")
    resolve_in(sqlite_store)
    dataset = Dataset(sqlite_store)
    (found,) = dataset.query(kind="reports")
    assert found.report == full_report()
    (found,) = dataset.query(kind="reports", insufficient=True)
    assert found.report == report
    for wanted in ({"merchant": "shops"}, {"min_loss_usd": 8e9}):
        assert dataset.query(**wanted) == []  # type: ignore[arg-type]
        assert len(dataset.query(**wanted, insufficient=True)) == 1  # type: ignore[arg-type]
    (incident,) = dataset.query()
    assert all("economy" not in field.field for field in incident.consensus)
    assert sorted(dataset.claims().column("insufficient").to_pylist())[-3:] == [False, True, True]


def test_coverage_counts_responses_by_source_and_day(filled: Store) -> None:
    rows = Dataset(filled).table("coverage").to_pylist()
    assert rows == [
        {"source": "en/example", "day": "2024-03-06", "pages": 4, "failed": 0},
        {"source": "en/example", "day": "2024-03-07", "pages": 4, "failed": 4},
    ]


def test_every_released_table_has_a_key() -> None:
    for name, columns in released().items():
        assert set(KEYS[name]) <= {column.name for column in columns}, name
