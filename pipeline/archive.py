"""Keeps every page as fetched: one WARC file a run (ISO 28500), one gzip member a record."""

from __future__ import annotations

import io
import os
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.client import responses as reason_phrases
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.decompress import Decompressor, TooLargeError
from pipeline.records import Issue, Page

_REQUESTED = "X-Requested-URI"
_SOURCE = "X-Source"
_KEPT = "X-Header-"
"""Before the name of a header that a page without HTTP had (a file's time of change)."""
_MAX_BODY_BYTES = 20_000_000
_NAMESPACE = uuid.UUID("6b0f4f5e-27d0-5d1e-9a38-0f0a5c3b7f11")
"""Record ids are made from address and time, so that the same pages make the same file."""


class ArchiveError(ValueError):
    """A page is not where the archive should have it; the message names file and offset."""


class ArchiveWriter:
    """Writes the pages of one run to ``<folder>/<run_id>.warc.gz``, or to ``<run_id>-2`` … where that exists.

    An existing file is never written on: its last record may be torn. Use it as a context manager; ``flush`` makes
    what was written outlast a crash, so call it before anything refers to the pages.
    """

    def __init__(self, folder: Path, run_id: str) -> None:
        """Makes ``folder`` and the file. Raises OSError where that cannot be."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file, self.path = _create(folder, run_id)
        self._described = False

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, page: Page) -> Page:
        """The same page with ``warc_file`` (a name in the folder) and ``warc_offset`` (bytes)."""
        if not self._described:
            self._append(_description(self.path.name, page.fetched_at))
            self._described = True
        offset = self._append(_record(page))
        return replace(page, warc_file=self.path.name, warc_offset=offset)

    def flush(self) -> None:
        """Hands everything written to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Flushes and closes; may be called twice. A file without a page is taken away."""
        if not self._file.closed:
            self.flush()
            self._file.close()
            if not self._described:
                self.path.unlink()

    def _append(self, record: bytes) -> int:
        offset = self._file.tell()
        self._file.write(record)
        return offset


def _description(name: str, moment: datetime) -> bytes:
    """The file's ``warcinfo`` record; no clock, so that the same pages make the same file."""
    fields = b"software: outage-atlas\r\nformat: WARC File Format 1.1\r\n"
    headers = {"WARC-Filename": name, "Content-Type": "application/warc-fields", **_identity(name, moment)}
    return _written("warcinfo", "", fields, headers, None)


def _record(page: Page) -> bytes:
    """A ``response`` where HTTP was spoken; what came from a file or a row is a ``resource`` (ISO 28500, 6.4)."""
    headers = {_REQUESTED: page.requested_url, _SOURCE: page.source, **_identity(page.url, page.fetched_at)}
    if not page.url.startswith(("http://", "https://")):
        own = {_KEPT + name: value for name, value in page.headers}
        kind = own.pop(_KEPT + "content-type", "application/octet-stream")
        return _written("resource", page.url, page.body, {**headers, **own, "Content-Type": kind}, None)
    status = f"{page.status} {reason_phrases.get(page.status, '')}".rstrip()
    http = StatusAndHeaders(status, list(page.headers), protocol="HTTP/1.1")
    return _written("response", page.url, page.body, headers, http)


def _identity(name: str, moment: datetime) -> dict[str, str]:
    date = moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_NAMESPACE, name + date)}>", "WARC-Date": date}


def _written(kind: str, url: str, body: bytes, headers: dict[str, str], http: StatusAndHeaders | None) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=headers, http_headers=http
    )
    writer.write_record(record)
    return buffer.getvalue()


def read_page(folder: Path, warc_file: str, offset: int) -> Page:
    """The page that ``ArchiveWriter.write`` put there. Raises ArchiveError where there is none."""
    path = folder / warc_file
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)), None)
            if record is None or record.rec_type not in ("response", "resource"):
                raise ArchiveError(f"{path}, offset {offset}: no record of a page")
            return replace(_page(record, source="", limit=None), warc_file=warc_file, warc_offset=offset)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from None
    except ArchiveError:
        raise
    except Exception as error:  # warcio lets errors of zlib, struct and its own out
        raise ArchiveError(f"{path}, offset {offset}: {error}") from None


def iter_pages(path: Path, *, source: str = "backfill") -> Iterator[Page | Issue]:
    """The pages of any WARC file, plain or gzipped, Common Crawl's included, in the file's order.

    ``source`` is given to pages whose record names none. Records that are no HTTP success (requests, metadata,
    redirects, errors) are passed over; a broken one is an Issue, and what cannot be read behind it ends the file,
    as the last record of a killed run does.
    """

    def issue(reason: str, subject: str, detail: str) -> Issue:
        return Issue(stage="archive", reason=reason, source=source, subject=subject, detail=" ".join(detail.split()))

    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            any_record = False
            for record in records:
                any_record = True
                if not _holds_page(record):
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI") or path.name
                try:
                    page = _page(record, source=source, limit=_MAX_BODY_BYTES)
                    # warcio knows the place of a record only once it has been read.
                    yield replace(page, warc_file=path.name, warc_offset=records.get_record_offset())
                except TooLargeError as error:
                    yield issue("too-large", url, str(error))
                except ValueError as error:
                    yield issue("bad-record", url, str(error))
            if not any_record and path.stat().st_size:
                yield issue("archive-broken", str(path), "no record in it")
    except OSError as error:
        yield issue("unreadable", str(path), error.strerror or str(error))
    except Exception as error:  # warcio lets errors of zlib, struct and its own out
        yield issue("archive-broken", str(path), f"{type(error).__name__}: {error}")


def _holds_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return True
    status = record.http_headers.get_statuscode() if record.http_headers else None
    return bool(record.rec_type == "response" and status and status.startswith("2"))


def _page(record: ArcWarcRecord, *, source: str, limit: int | None) -> Page:
    """Raises ValueError for a record without address or date, with a body that is torn or cannot be decoded."""
    warc = record.rec_headers
    url = warc.get_header("WARC-Target-URI")
    date = warc.get_header("WARC-Date")
    if not url or not date:
        raise ValueError("no WARC-Target-URI or WARC-Date")
    http = record.http_headers or _headers_of_resource(warc)
    headers = tuple((name.lower(), value) for name, value in http.headers)
    encoding = (http.get_header("Content-Encoding") or "").strip().lower()
    return Page(
        url=url.strip("<>"),
        requested_url=warc.get_header(_REQUESTED) or url.strip("<>"),
        source=warc.get_header(_SOURCE) or source,
        fetched_at=datetime.fromisoformat(date).astimezone(UTC),
        status=int(http.get_statuscode()),
        headers=headers,
        body=_body(record, encoding, (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked", limit),
    )


def _headers_of_resource(warc: StatusAndHeaders) -> StatusAndHeaders:
    kept = [(name[len(_KEPT) :], value) for name, value in warc.headers if name.startswith(_KEPT)]
    return StatusAndHeaders("200", [("content-type", warc.get_header("Content-Type") or ""), *kept])


def _body(record: ArcWarcRecord, encoding: str, chunked: bool, limit: int | None) -> bytes:
    # raw_stream undoes nothing; warcio's own content_stream() would decode without a limit.
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    decompressor = Decompressor(encoding, sys.maxsize - 1 if limit is None else limit)
    while chunk := stream.read(65536):
        decompressor.feed(chunk)
    if not chunked and getattr(record.raw_stream, "limit", 0) > 0:
        raise ValueError("torn: the file ends within the record")
    return decompressor.result()


def _create(folder: Path, run_id: str) -> tuple[BinaryIO, Path]:
    number = 1
    while True:
        path = folder / (f"{run_id}.warc.gz" if number == 1 else f"{run_id}-{number}.warc.gz")
        try:
            return path.open("xb"), path
        except FileExistsError:
            number += 1
