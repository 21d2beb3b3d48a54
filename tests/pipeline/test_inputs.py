from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive import ArchiveWriter
from pipeline.extract import extract
from pipeline.inputs import Input, InputError, iter_inputs, read_article
from pipeline.records import Article, Candidate, Issue, Page

READ_AT = datetime(2024, 3, 9, tzinfo=UTC)
TEXT = "The bank's app was down for six hours on Friday and thousands of customers could not pay.\n"
HTML = f"<html><body><article><h1>App down</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


def read(*paths: str | Path, stdin: bytes = b"") -> list[Input]:
    return list(iter_inputs([str(path) for path in paths], read_at=READ_AT, stdin=io.BytesIO(stdin)))


def rows(*objects: object) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()


def article(given_input: Input) -> Article:
    found = read_article(given_input)
    assert isinstance(found, Article), found
    return found


def issue(given_input: Input) -> Issue:
    found = read_article(given_input)
    assert isinstance(found, Issue), found
    return found


def test_rows_keep_their_ids_and_what_is_given() -> None:
    first, second, third = read(
        "-",
        stdin=rows(
            {
                "id": "a",
                "text": TEXT,
                "url": "https://example.com/a?utm_source=x",
                "title": "T",
                "published": "2024-03-08",
            },
            {"id": 7, "html": HTML, "url": None, "other": 1},
            {"text": TEXT},
        ),
    )
    assert [first.id, second.id, third.id] == ["a", "7", "-:3"]
    found = article(first)
    assert (found.title, found.published, found.published_origin) == ("T", "2024-03-08", "given")
    assert found.text == TEXT
    assert found.url == "https://example.com/a"
    assert article(second).title == "App down"
    assert article(second).published is None
    assert article(third).url.startswith("urn:sha256:")
    assert article(third).id == article(third).id


def test_bad_rows_are_issues_in_their_place() -> None:
    lines = [
        b"{not json}\n",
        b"\n",
        rows({"id": "x", "title": "no text"}),
        rows({"id": "y", "text": TEXT, "published": "last week"}),
        b"[1]\n",
        b'{"text": 5}\n',
        b'{"text": "\xff"}\n',
        rows({"id": "z", "text": TEXT}),
    ]
    found = read("-", stdin=b"".join(lines))
    assert [item.id for item in found] == ["-:1", "x", "y", "-:5", "-:6", "-:7", "z"]
    assert [issue(item).reason for item in found[:2]] == ["bad-row", "bad-row"]
    assert issue(found[1]).subject == "-:3"
    assert issue(found[2]).detail == "published: 'last week' is no date"
    assert article(found[-1]).text == TEXT


@pytest.mark.parametrize(
    "published",
    ["0001-01-01", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2024-03-11", "1970-01-01", "2024-04"],
)
def test_a_row_with_an_implausible_date_is_an_issue(published: str) -> None:
    bad, good = read("-", stdin=rows({"id": "x", "text": TEXT, "published": published}, {"id": "y", "text": TEXT}))
    assert (issue(bad).reason, issue(bad).subject) == ("bad-row", "-:1")
    assert issue(bad).detail == f"published: {published!r} is before 1995 or in the future"
    assert article(good).text == TEXT


@pytest.mark.parametrize(("published", "known"), [("2019", None), ("2019-08", "2019-08")])
def test_a_row_dated_without_a_day_keeps_its_month(published: str, known: str | None) -> None:
    (found,) = read("-", stdin=rows({"id": "x", "text": TEXT, "published": published}))
    assert article(found).published == known
    assert article(found).text == TEXT


def test_the_month_of_publication_gives_a_start_its_year() -> None:
    text = "WhatsApp was down for six hours on October 4, and shops in Lima lost 12,000 soles."
    (found,) = read("-", stdin=rows({"id": "x", "text": text, "published": "2021-10"}))
    [report] = extract(article(found), engine="light").reports
    assert report.start is not None
    assert report.start.time == "2021-10-04"


def test_files_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "c.md").write_text(f"---\ntitle: M\n---\n{TEXT}", encoding="utf-8")
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "e.jsonl").write_bytes(rows({"id": "e", "text": TEXT}))
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(rows({"id": "f", "text": TEXT})))
    with ArchiveWriter(tmp_path, "g") as writer:
        writer.write(
            Page(
                url="https://example.com/g",
                requested_url="https://example.com/g",
                source="en/x",
                fetched_at=READ_AT,
                status=200,
                headers=(("content-type", "text/html"),),
                body=HTML.encode(),
            )
        )
    (tmp_path / "h.png").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    found = read(tmp_path)
    assert [Path(item.id).name for item in found] == ["a.txt", "b.html", "c.md", "d.html.gz", "e", "f", "g"]
    assert all("The bank's app was down" in article(item).text for item in found)
    assert article(found[2]).title == "M"
    assert article(found[-1]).url == "https://example.com/g"
    assert article(found[-1]).warc_file is None
    assert found == [item for path in sorted(tmp_path.iterdir()) if path.name[0] in "abcdefg" for item in read(path)]


def test_addresses_and_lists_of_them(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# to fetch\nhttps://example.com/1\nhttps://example.com/2?utm_medium=x\n", encoding="utf-8")
    found = read(path, "https://example.com/3")
    assert all(isinstance(item.item, Candidate) for item in found)
    assert [item.item.url for item in found if isinstance(item.item, Candidate)] == [
        "https://example.com/1",
        "https://example.com/2",
        "https://example.com/3",
    ]
    assert issue(found[0]).reason == "not-fetched"


def test_a_missing_path_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No such file or folder: .*none\.txt"):
        iter_inputs(["-", str(tmp_path / "none.txt")], read_at=READ_AT)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "unknown-type"),
        ("a", b"x", "unknown-type"),
        ("a.txt", b"", "empty"),
        ("a.html", b"\x00\x01\x02" * 99, "binary"),
        ("a.html.gz", b"no gzip", "unreadable"),
        ("a.jsonl.gz", b"no gzip", "unreadable"),
        ("a.warc.gz", b"no archive", "archive-broken"),
        ("a.html", b"<p>" + b"x" * 50_000_000, "too-large"),
    ],
)
def test_bad_files_are_issues(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    (found,) = read(tmp_path / name)
    assert issue(found).reason == reason


@given(st.lists(st.binary(max_size=60).map(lambda line: line.replace(b"\n", b" ")), max_size=6))
def test_every_line_that_is_not_blank_gives_one_input(lines: list[bytes]) -> None:
    found = read("-", stdin=b"\n".join(lines))
    assert len(found) == sum(bool(line.strip()) for line in lines)
