"""The flows as they are used: on Prefect's own server, over a real site on loopback, into a real store."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipeline.samplesite import SampleSite
from pipeline.settings import Settings
from pipeline.store import Store

pytestmark = [
    pytest.mark.xdist_group("prefect"),
    # Prefect's server and client leave sockets and streams to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def prefect_server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'atlas.db'}")


def crawl(site: SampleSite, settings: Settings, tmp_path: Path):  # type: ignore[no-untyped-def]  # a flow's own type
    from flows.ingest import ingest

    sources = tmp_path / "sources"
    site.write_sources(sources)
    return ingest(settings=replace(settings, sources=sources))


def contents(settings: Settings) -> dict[str, int]:
    with Store(settings.database_url) as store:
        counts = dict(store.counts())
    return {name: counts[name] for name in ("articles", "readings", "reports", "claims", "incidents")}


def test_a_crawl_fills_the_store_and_a_second_adds_nothing(settings: Settings, tmp_path: Path) -> None:
    with SampleSite() as site:
        first = crawl(site, settings, tmp_path)
        filled = contents(settings)
        second = crawl(site, settings, tmp_path)
    assert first.tally.by_stage["extract"] >= 15
    assert first.incidents == second.incidents >= 5
    assert contents(settings) == filled
    assert "fetch" not in second.tally.by_stage
    with Store(settings.database_url) as store:
        languages = {article.language for article, _ in store.readings(relevant=True)}
    assert languages == {"zh", "ar", "vi", "es", "en"}


def test_what_a_limit_leaves_out_comes_with_the_next_crawl(settings: Settings, tmp_path: Path) -> None:
    from flows.ingest import ingest
    from pipeline.crawl import Selection

    whole = replace(settings, home=tmp_path / "whole", database_url=f"sqlite:///{tmp_path / 'whole' / 'atlas.db'}")
    with SampleSite() as site:
        crawl(site, whole, tmp_path)
        few = ingest(selection=Selection(limit=4), settings=replace(settings, sources=tmp_path / "sources"))
        crawl(site, settings, tmp_path)
    assert few.tally.by_stage["fetch"] <= 4
    assert contents(settings) == contents(whole)


def test_what_robots_txt_forbids_is_never_asked_for(settings: Settings, tmp_path: Path) -> None:
    with SampleSite() as site:
        summary = crawl(site, settings, tmp_path)
        asked = {path for path, _ in site.requests}
    dropped = {reason for _, _, reason in summary.tally.dropped}
    assert {"robots-disallowed", "http-404", "not-relevant"} <= dropped
    assert not [path for path in asked if site.forbidden(path)]


def test_an_updated_article_becomes_a_second_revision(settings: Settings, tmp_path: Path) -> None:
    with SampleSite() as site:
        crawl(site, settings, tmp_path)
        before = contents(settings)
        port = site.port
    with SampleSite(port=port, edition=2) as site:
        summary = crawl(site, settings, tmp_path)
    after = contents(settings)
    assert summary.tally.by_stage["fetch"] == 1
    assert after["articles"] == before["articles"] + 1
    assert after["readings"] == before["readings"]


def test_artifacts_tell_what_was_found_and_dropped(settings: Settings, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    with SampleSite() as site:
        crawl(site, settings, tmp_path)
    with get_client(sync_client=True) as client:
        found, dropped = (
            json.loads(client.request("GET", "/artifacts/{key}/latest", path_params={"key": key}).json()["data"])
            for key in ("ingest-found", "ingest-dropped")
        )
    assert {row["stage"] for row in found} >= {"discover", "fetch", "clean", "extract"}
    assert {"not-relevant", "robots-disallowed"} <= {row["reason"] for row in dropped}


def test_a_crawl_killed_anywhere_and_started_again_ends_in_the_same_dataset(settings: Settings, tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    whole = replace(settings, home=tmp_path / "whole", database_url=f"sqlite:///{tmp_path / 'whole' / 'atlas.db'}")
    environment = {
        **os.environ,
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
        "OUTAGES_HOME": str(settings.home),
        "OUTAGES_SOURCES": str(tmp_path / "sources"),
    }
    command = [Path(sys.executable).parent / "outages", "ingest", "--json"]
    with SampleSite() as site:
        crawl(site, whole, tmp_path)
        for seconds_after_first_request in (0.0, 0.3, 1.0):
            seen = len(site.requests)
            running = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
            while len(site.requests) == seen and running.poll() is None:
                time.sleep(0.01)
            time.sleep(seconds_after_first_request)
            running.kill()
            running.wait()
        subprocess.run(command, env=environment, check=False, capture_output=True)
    assert digests(settings) == digests(whole)


def digests(settings: Settings) -> dict[str, str]:
    """What the dataset says, without when and where its pages were fetched."""
    from pipeline.dataset import open_dataset

    own = {"fetched_at", "warc_file", "warc_offset"}
    with open_dataset(settings.database_url) as dataset:
        tables = {name: dataset.table(name) for name in ("articles", "reports", "claims", "incidents", "consensus")}
    rows = {name: table.drop_columns([c for c in table.column_names if c in own]) for name, table in tables.items()}
    return {name: sha256(repr(table.to_pylist()).encode()).hexdigest() for name, table in rows.items()}


def test_runs_against_a_running_server_unchanged(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect")}
    environment.pop("PREFECT_API_URL", None)
    prefect = str(Path(sys.executable).parent / "prefect")
    server = subprocess.Popen([prefect, "server", "start", "--port", str(port)], env=environment, stdout=-3, stderr=-3)
    try:
        wait_for(f"{url}/health")
        with SampleSite() as site:
            site.write_sources(tmp_path / "sources")
            done = subprocess.run(
                [Path(sys.executable).parent / "outages", "ingest", "--json", "--language", "vi"],
                env={
                    **environment,
                    "PREFECT_API_URL": url,
                    "OUTAGES_HOME": str(tmp_path / "home"),
                    "OUTAGES_SOURCES": str(tmp_path / "sources"),
                },
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode in (0, 1), done.stderr
        assert json.loads(done.stdout)["stages"]["extract"] >= 3
        with urlopen(f"{url}/admin/version") as answer:
            assert answer.status == 200
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)
