from __future__ import annotations

import gzip
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive import ArchiveError, ArchiveWriter, iter_pages, read_page
from pipeline.records import Issue, Page


def page(body: bytes = b"<p>down</p>", url: str = "https://example.com/a", **changes: object) -> Page:
    made = Page(
        url=url,
        requested_url="https://example.com/redirected",
        source="en/site",
        fetched_at=datetime(2024, 3, 8, 12, 0, 0, 123456, UTC),
        status=200,
        headers=(("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
        body=body,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@given(bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_is_written_is_read(tmp_path: Path, bodies: list[bytes]) -> None:
    with ArchiveWriter(tmp_path, "run") as writer:
        written = [writer.write(page(body, f"https://example.com/{number}")) for number, body in enumerate(bodies)]
    for one in written:
        assert one.warc_file is not None
        assert one.warc_offset is not None
        assert read_page(tmp_path, one.warc_file, one.warc_offset) == one
    assert list(iter_pages(writer.path)) == written


def test_the_same_pages_make_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with ArchiveWriter(tmp_path / name, "run") as writer:
            writer.write(page())
    first, second = ((tmp_path / name / "run.warc.gz").read_bytes() for name in ("a", "b"))
    assert first == second


def test_other_programs_read_it(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run") as writer:
        writer.write(page())
    with writer.path.open("rb") as file:
        records = [
            (record.rec_type, dict(record.rec_headers.headers))
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _ in records] == ["warcinfo", "response"]
    headers = records[1][1]
    assert headers["WARC-Target-URI"] == "https://example.com/a"
    assert headers["WARC-Date"] == "2024-03-08T12:00:00.123456Z"


def test_a_file_is_never_written_on_again(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        with ArchiveWriter(tmp_path, "run") as writer:
            names.append(writer.write(page()).warc_file)
    assert names == ["run.warc.gz", "run-2.warc.gz", "run-3.warc.gz"]


def test_what_was_flushed_outlasts_a_kill(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, "run")
    kept = writer.write(page())
    writer.flush()
    assert kept.warc_offset is not None
    assert read_page(tmp_path, "run.warc.gz", kept.warc_offset) == kept
    writer.close()


def test_a_torn_record_at_the_end_loses_only_itself(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run") as writer:
        first = writer.write(page(b"first"))
        writer.flush()
        torn_at = writer.path.stat().st_size
        writer.write(page(b"second" * 1000))
    whole = writer.path.read_bytes()
    for cut in range(torn_at + 1, len(whole) - 20, 7):
        writer.path.write_bytes(whole[:cut])
        found = list(iter_pages(writer.path))
        assert found[0] == first
        assert all(isinstance(other, Issue) for other in found[1:])


def foreign(path: Path, *answers: tuple[str, dict[str, str], bytes], gzipped: bool = True) -> Path:
    """An archive as others write it: each response with its request."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        for status, headers, body in answers:
            http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
            for kind, payload in (("response", body), ("request", b"GET /x")):
                record = writer.create_warc_record(
                    "https://example.org/x", kind, payload=io.BytesIO(payload), length=len(payload), http_headers=http
                )
                writer.write_record(record)
    return path


@pytest.mark.parametrize("gzipped", [True, False])
def test_foreign_archives(tmp_path: Path, gzipped: bool) -> None:
    chunked = b"4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n"
    path = foreign(
        tmp_path / "cc.warc",
        ("200 OK", {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<p>packed</p>", mtime=0)),
        ("200 OK", {"Transfer-Encoding": "chunked"}, chunked),
        ("404 Not Found", {}, b"nothing"),
        ("301 Moved", {"Location": "/y"}, b""),
        ("200 OK", {"Content-Encoding": "br"}, b"\x0b\x02\x80"),
        ("200 OK", {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 30_000_000)),
        ("200 OK", {}, b"last"),
        gzipped=gzipped,
    )
    found = list(iter_pages(path, source="cc"))
    assert [item.reason if isinstance(item, Issue) else item.body for item in found] == [
        b"<p>packed</p>",
        b"Wikipedia",
        "bad-record",
        "too-large",
        b"last",
    ]
    assert {item.source for item in found} == {"cc"}


@pytest.mark.parametrize(
    "content", [b"", b"no archive at all\n" * 50, gzip.compress(b"no archive", mtime=0), b"\x1f\x8b\x08\x00broken"]
)
def test_what_is_no_archive_is_an_issue(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(content)
    assert [item.stage for item in iter_pages(path) if isinstance(item, Issue)] == ["archive"] * bool(content)


def test_a_missing_archive_is_an_issue(tmp_path: Path) -> None:
    (issue,) = iter_pages(tmp_path / "none.warc.gz")
    assert isinstance(issue, Issue)
    assert issue.reason == "unreadable"


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run") as writer:
        writer.write(page())
    for name, offset in (("none.warc.gz", 0), ("run.warc.gz", 0), ("run.warc.gz", 3), ("run.warc.gz", 10**9)):
        with pytest.raises(ArchiveError, match=r"warc\.gz"):
            read_page(tmp_path, name, offset)


def test_a_page_without_http_is_a_resource_and_comes_back_whole(tmp_path: Path) -> None:
    page = Page(
        url="urn:sha256:00ff",
        requested_url="file:///nota.txt",
        source="input",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        headers=(("content-type", "text/plain; charset=utf-8"), ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")),
        body="Caída de WhatsApp".encode(),
    )
    with ArchiveWriter(tmp_path, "run") as archive:
        kept = archive.write(page)
    assert kept.warc_file is not None
    assert kept.warc_offset is not None
    assert read_page(tmp_path, kept.warc_file, kept.warc_offset) == kept
    assert list(iter_pages(archive.path)) == [kept]
