"""Commands as they are typed: right answers, and a clear sentence with the right exit code for what is wrong."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.loader import data_dir

OUTAGES = Path(sys.executable).parent / "outages"
ARTICLE = next(iter(sorted((data_dir() / "samples" / "articles" / "en").glob("meta-*.md"))))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(
    home: Path, *arguments: str | Path, text: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    settings = {"OUTAGES_HOME": str(home), "PREFECT_HOME": str(home.parent / "prefect"), **environment}
    return subprocess.run(
        [OUTAGES, *arguments],
        input=text,
        capture_output=True,
        text=True,
        env={**{k: v for k, v in os.environ.items() if not k.startswith(("OUTAGES_", "PREFECT_API"))}, **settings},
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that is used wrongly says: one line, no traceback."""
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


# --- extract -----------------------------------------------------------------------------------------------------


def test_extract_reads_a_file(home: Path) -> None:
    done = run(home, "extract", "--json", "--with-text", ARTICLE)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert row["relevant"]
    assert row["language"] == "en"
    fields = ("durations", "losses", "affected", "merchants")
    values = [value for outage in row["outages"] for field in fields for value in outage[field]]
    assert values
    assert all(row["text"][v["span"][0] : v["span"][1]] == v["text"] for v in values)


def test_extract_answers_line_by_line_in_order_whatever_a_line_holds(home: Path) -> None:
    rows = [
        json.dumps({"id": "good", "text": "WhatsApp was down for two hours on Monday after a faulty update."}),
        "{broken",
        json.dumps({"id": "empty", "text": ""}),
        json.dumps({"id": "neither"}),
        json.dumps(
            {"id": "other", "text": "Der Dienst fiel am Montag für zwei Stunden aus, teilte der Betreiber mit."}
        ),
    ]
    done = run(home, "extract", "-", "--format", "jsonl", text="\n".join(rows) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == ["good", "-:2", "empty", "neither", "other"]
    assert [answer.get("issue", {}).get("reason") for answer in answers] == [None, "bad-row", "empty", "bad-row", None]
    assert answers[4]["language"] == "de"
    assert not answers[4]["relevant"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.html", b"", "empty"),
        ("rubbish.html", bytes(range(256)) * 40, "binary"),
        ("page.html", b"<html><body>" + b"<p>word word word</p>" * 2_500_000 + b"</body></html>", "too-large"),
        ("torn.html.gz", gzip.compress(b"<p>text</p>" * 99, mtime=0)[:-20], "unreadable"),
        ("table.xlsx", b"PK", "unknown-type"),
    ],
)
def test_extract_says_what_is_wrong_with_a_file_and_reads_the_rest(
    home: Path, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    done = run(home, "extract", bad, ARTICLE, "--format", "jsonl")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["relevant"] for answer in answers] == [None, True]
    assert answers[0]["issue"]["reason"] == reason
    assert reason in done.stderr


def test_extract_writes_a_page_that_shows_the_evidence(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.html"
    bad.write_bytes(b"")
    page = tmp_path / "new" / "evidence.html"
    done = run(home, "extract", ARTICLE, "--html", page)
    assert (done.returncode, done.stdout) == (0, f"{page}: 1 article · 1 reporting an outage\n")
    assert page.read_text(encoding="utf-8").count("<mark") > 3
    beside = run(home, "extract", ARTICLE, bad, "--html", page, "--format", "jsonl")
    assert beside.returncode == 1
    assert [json.loads(line)["relevant"] for line in beside.stdout.splitlines()] == [True, None]
    assert "empty: no bytes but white space" in page.read_text(encoding="utf-8")
    assert "empty.html" in one_sentence(run(home, "extract", ARTICLE, "--html", bad / "page.html"))


def test_a_missing_file_stops_at_once(home: Path) -> None:
    assert "no-such-file.txt" in one_sentence(run(home, "extract", "no-such-file.txt"))
    assert "no-such-file.txt" in one_sentence(run(home, "backfill", "no-such-file.txt"))


# --- parse -------------------------------------------------------------------------------------------------------


def test_parse_keeps_the_contract(home: Path) -> None:
    rows = [
        {"id": "1", "dim": "money", "lang": "en", "text": "a loss of $5 million"},
        {"id": "2", "dim": "duration", "lang": "zh", "text": "宕机近6小时"},
        {"id": "3", "dim": "number", "lang": "ar", "text": "لا شيء هنا"},
    ]
    done = run(home, "parse", "--jsonl", text="".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    assert done.returncode == 0, done.stderr
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert [(v["min"], v["max"]) for v in first["values"]] == [(5_000_000, 5_000_000)]
    (six_hours,) = second["values"]
    assert [six_hours[key] for key in ("min_s", "max_s", "bound", "text")] == [21600, 21600, "about", "近6小时"]
    assert third == {"id": "3", "values": []}


def test_parse_refuses_what_it_does_not_know(home: Path) -> None:
    assert "klingon" in one_sentence(run(home, "parse", "--lang", "klingon", "5 USD"))
    assert "weight" in one_sentence(run(home, "parse", "--dim", "weight", "5 kg"))
    assert "line 1" in one_sentence(run(home, "parse", "--jsonl", text="nonsense\n"))


# --- settings, sources, stores, folders --------------------------------------------------------------------------


def test_unknown_languages_and_sources_stop_before_anything_is_fetched(home: Path) -> None:
    assert "xx" in one_sentence(run(home, "ingest", "--language", "xx"))
    assert "es/none" in one_sentence(run(home, "ingest", "--source", "es/none"))
    assert not home.exists()


def test_missing_and_broken_source_files_are_named(home: Path, tmp_path: Path) -> None:
    assert "nowhere" in one_sentence(run(home, "ingest", OUTAGES_SOURCES=str(tmp_path / "nowhere")))
    folder = tmp_path / "sources" / "es"
    folder.mkdir(parents=True)
    (folder / "diario.yaml").write_text("outlet: Diario\nkind: telegraph\nurls: [https://diario.example/rss]\n")
    assert "diario.yaml" in one_sentence(run(home, "ingest", OUTAGES_SOURCES=str(tmp_path / "sources")))


@pytest.mark.parametrize("command", [("query",), ("status",), ("export", "out"), ("sql", "SELECT 1")])
def test_a_database_that_is_not_there_is_named(home: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "atlas.db" in one_sentence(run(home, *command))
    said = one_sentence(run(home, *command, OUTAGES_DATABASE_URL="postgresql://user:secret@127.0.0.1:1/atlas"))
    assert "127.0.0.1:1" in said
    assert "secret" not in said
    assert "OUTAGES_DATABASE_URL" in one_sentence(run(home, *command, OUTAGES_DATABASE_URL="not a url"))


def test_backfill_export_query(home: Path, tmp_path: Path) -> None:
    done = run(home, "backfill", ARTICLE, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stages"]["extract"] >= 1
    assert json.loads(run(home, "query", "--platform", "meta", "--json").stdout)
    assert json.loads(run(home, "query", "reports", "--language", "en", "--json").stdout)
    assert json.loads(run(home, "query", "--platform", "no-such-platform", "--json").stdout) == []
    assert json.loads(run(home, "sql", "SELECT count(*) AS n FROM claims", "--json").stdout)[0]["n"] > 3
    out = tmp_path / "release"
    exported = json.loads(run(home, "export", out, "--format", "json", "--json").stdout)
    assert exported["matched"] == exported["written"]
    status = json.loads(run(home, "status", "--json").stdout)
    assert status["rows"]["articles"] == 1
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert "file" in one_sentence(run(home, "export", blocked / "release"))
    assert "file" in one_sentence(run(home, "export", blocked))


def test_a_port_that_is_taken_is_named(home: Path, tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert port in one_sentence(run(home, "demo", "--out", tmp_path / "out", "--port", port))


def test_a_store_or_archive_that_cannot_be_written_stops_before_the_flow(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "file" in one_sentence(
        run(tmp_path / "file" / "home", "backfill", ARTICLE, PREFECT_HOME=str(tmp_path / "p"))
    )
    assert "file" in one_sentence(run(home, "demo", "--out", tmp_path / "file" / "out"))
    home.mkdir()
    (home / "archive").write_text("in the way")
    assert "archive" in one_sentence(run(home, "backfill", ARTICLE))
    assert "fr" in one_sentence(run(home, "query", "--language", "fr"))
