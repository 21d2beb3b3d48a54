"""Local input: files, folders, archives, JSON Lines and lists of addresses, one after another."""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.errors import UsageError
from pipeline.archive import iter_pages
from pipeline.clean import clean
from pipeline.decompress import TooLargeError, gunzip
from pipeline.local import SUFFIXES, media_type
from pipeline.records import Article, Candidate, Issue, Page
from pipeline.stamps import EARLIEST_YEAR, iso_stamp, plausible
from pipeline.urls import canonical_url

MAX_FILE_BYTES = 100_000_000
"""Larger files are only read line by line or record by record."""

_YEAR = re.compile(r"(?:19|20)\d\d")
"""A year of publication: no mistake, but nothing to resolve days against, so it counts as unknown."""
_MONTH = re.compile(rf"{_YEAR.pattern}-(?:0[1-9]|1[0-2])")
_ADDRESS = re.compile(r"https?://\S+")
_SOURCE = "input"


class InputError(UsageError):
    """A path that was named does not exist; the message is one sentence."""


class Row(BaseModel):
    """One line of JSON Lines input: ``text`` or ``html``, and what is known of it. Other keys are left alone."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str | None = None
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read, under the name that its output goes by, with what was given beside it."""

    id: str
    """A row's own id, else the file's name, the record's or list's address."""
    item: Page | Candidate | Issue
    title: str | None = None
    published: str | None = None


def check_paths(paths: Sequence[str]) -> None:
    """Raises InputError for the first path that is no file or folder, web address or ``-``."""
    for path in paths:
        if path != "-" and not _ADDRESS.fullmatch(path) and not Path(path).exists():
            raise InputError(f"No such file or folder: {path}.")


def iter_inputs(paths: Sequence[str], *, read_at: datetime, stdin: BinaryIO | None = None) -> Iterator[Input]:
    """What the paths hold, in their order: ``.txt``, ``.html``, ``.md``, ``.jsonl``, ``.warc``, each also ``.gz``;
    folders of these; ``-`` for JSON Lines on standard input; a web address; a ``.txt`` of nothing but web addresses.

    ``read_at`` stands for the time of fetching. Raises InputError at once where a path does not exist; whatever else
    is wrong with an input is an Issue in its place.
    """
    check_paths(paths)
    return _iterate(paths, read_at, stdin or sys.stdin.buffer)


def read_article(given: Input) -> Article | Issue:
    """The article of an input; a title and date given with it stand before what the page says (origin ``given``)."""
    if isinstance(given.item, Candidate):
        return _issue("not-fetched", given.item.url, "an address; only a page can be read")
    article = clean(given.item) if isinstance(given.item, Page) else given.item
    if isinstance(article, Issue):
        return article
    if given.title is not None:
        article = replace(article, title=given.title)
    if given.published is not None:
        article = replace(article, published=given.published, published_origin="given")
    return article


def _iterate(paths: Sequence[str], read_at: datetime, stdin: BinaryIO) -> Iterator[Input]:
    for path in paths:
        if path == "-":
            yield from _rows(stdin, "-", read_at)
        elif _ADDRESS.fullmatch(path):
            yield _address(path, "command line")
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                if file.is_file() and not file.name.startswith(".") and _kind(file):
                    yield from _file(file, read_at)
        else:
            yield from _file(Path(path), read_at)


def _kind(path: Path) -> str | None:
    """The suffix that says how to read a file, ``.gz`` aside; ``None`` for one that cannot be read."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    return suffix.lower() if suffix.lower() in (*SUFFIXES, ".jsonl", ".ndjson", ".warc") else None


def _file(path: Path, read_at: datetime) -> Iterator[Input]:
    kind = _kind(path)
    try:
        if kind is None:
            yield _failure(path, "unknown-type", f"cannot read {path.suffix or 'a file without suffix'}")
        elif kind == ".warc":
            for found in iter_pages(path, source=_SOURCE):
                # The place in a foreign archive is of no use to ours.
                item = replace(found, warc_file=None, warc_offset=None) if isinstance(found, Page) else found
                yield Input(id=item.url if isinstance(item, Page) else item.subject, item=item)
        elif kind in (".jsonl", ".ndjson"):
            with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as lines:
                yield from _rows(lines, str(path), read_at)
        else:
            yield from _page(path, read_at)
    except (OSError, EOFError) as error:
        yield _failure(path, "unreadable", str(error))


def _page(path: Path, read_at: datetime) -> Iterator[Input]:
    if path.stat().st_size > MAX_FILE_BYTES:
        yield _failure(path, "too-large", f"more than {MAX_FILE_BYTES} bytes")
        return
    body = path.read_bytes()
    plain_name = path
    if path.suffix.lower() == ".gz":
        plain_name = path.with_suffix("")
        try:
            body = gunzip(body, MAX_FILE_BYTES)
        except TooLargeError as error:
            yield _failure(path, "too-large", str(error))
            return
        except ValueError as error:
            yield _failure(path, "unreadable", str(error))
            return
    addresses = _addresses(body) if plain_name.suffix.lower() == ".txt" else []
    if addresses:
        yield from (_address(address, str(path)) for address in addresses)
    else:
        yield Input(id=str(path), item=_as_page(body, media_type(plain_name), None, read_at))


def _addresses(body: bytes) -> list[str]:
    """The lines of a text that holds nothing but web addresses and comments."""
    lines = [line.strip() for line in body[:1_000_000].decode("utf-8", errors="replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not all(_ADDRESS.fullmatch(line) for line in lines[:10]):
        return []
    lines = [line.strip() for line in body.decode("utf-8", errors="replace").splitlines()]
    return [line for line in lines if _ADDRESS.fullmatch(line)]


def _rows(lines: BinaryIO | gzip.GzipFile, name: str, read_at: datetime) -> Iterator[Input]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, f"{name}:{number}", read_at)


def _row(line: bytes, place: str, read_at: datetime) -> Input:
    try:
        row = Row.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return Input(id=place, item=_issue("bad-row", place, f"{where}: {first['msg']}" if where else first["msg"]))
    name = row.id or place
    stated = (row.published or "").strip()
    earliest = f"{stated}-01" if _MONTH.fullmatch(stated) else iso_stamp(stated)
    if stated and earliest is None and not _YEAR.fullmatch(stated):
        return Input(id=name, item=_issue("bad-row", place, f"published: {row.published!r} is no date"))
    if earliest is not None and not plausible(earliest, read_at):
        detail = f"published: {row.published!r} is before {EARLIEST_YEAR} or in the future"
        return Input(id=name, item=_issue("bad-row", place, detail))
    content, kind = (row.text, "text/plain") if row.text is not None else (row.html, "text/html")
    if content is None:
        return Input(id=name, item=_issue("bad-row", place, "neither text nor html"))
    page = _as_page(content.encode("utf-8", errors="replace"), f"{kind}; charset=utf-8", row.url, read_at)
    published = stated if _MONTH.fullmatch(stated) else earliest
    return Input(id=name, item=page, title=row.title, published=published)


def _as_page(body: bytes, content_type: str, url: str | None, read_at: datetime) -> Page:
    address = (canonical_url(url) if url else None) or f"urn:sha256:{hashlib.sha256(body).hexdigest()}"
    return Page(
        url=address,
        requested_url=url or address,
        source=_SOURCE,
        fetched_at=read_at,
        status=200,
        headers=(("content-type", content_type),),
        body=body,
    )


def _address(url: str, found_in: str) -> Input:
    address = canonical_url(url)
    if address is None:
        return Input(id=url, item=_issue("bad-url", url, ""))
    return Input(id=url, item=Candidate(url=address, source=_SOURCE, found_in=found_in))


def _failure(path: Path, reason: str, detail: str) -> Input:
    return Input(id=str(path), item=_issue(reason, str(path), detail))


def _issue(reason: str, subject: str, detail: str) -> Issue:
    return Issue(stage="discover", reason=reason, source=_SOURCE, subject=subject, detail=detail)
