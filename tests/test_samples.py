"""The sample articles keep what they promise, and the site serves them as real outlets do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from email.utils import parsedate_to_datetime
from html import escape, unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest
from lxml import html

from extractors.base import LANGUAGES
from pipeline.samplepages import SamplePages
from pipeline.samples import GOLD_SUFFIX, Sample, load_samples
from pipeline.samplesite import SampleSite
from pipeline.sources import load_sources

SAMPLES = load_samples()
BY_SLUG = {sample.slug: sample for sample in SAMPLES}
SECOND_VERSIONS = [sample for sample in SAMPLES if sample.edition > 1]
PAGES = SamplePages("http://127.0.0.1", 1)
OUTAGE_KEYS = {"incident", "platforms", "start", "end", "durations", "affected", "losses", "merchants"}
VALUE_FIELDS = ("durations", "affected", "losses", "merchants")

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
each_page = pytest.mark.parametrize("sample", PAGES.samples, ids=lambda sample: sample.slug)


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with SampleSite() as site:
        yield site


@pytest.fixture
def client(site: SampleSite) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        yield client


def values(sample: Sample) -> list[dict[str, Any]]:
    return [value for outage in sample.gold["outages"] for field in VALUE_FIELDS for value in outage[field]]


def page_text(sample: Sample) -> str:
    return PAGES.resources[PAGES.path_of(sample)].body.decode(sample.encoding)


# --- The articles ----------------------------------------------------------------------------------------------


def test_every_language_has_enough_of_both_kinds() -> None:
    first = [sample for sample in SAMPLES if sample.edition == 1]
    count = Counter((sample.language, bool(sample.gold["relevant"])) for sample in first)
    assert len(first) >= 24
    for language in LANGUAGES:
        assert count[language, True] >= 4
        assert count[language, False] >= 1


@each_sample
def test_gold_belongs_to_its_article(sample: Sample) -> None:
    gold = sample.gold
    assert (gold["id"], gold["language"], gold["title"]) == (sample.slug, sample.language, sample.title)
    assert gold["published"] == sample.published.date().isoformat()
    assert gold["relevant"] == bool(gold["outages"])


@each_sample
def test_evidence_stands_verbatim_in_the_text(sample: Sample) -> None:
    assert [value["text"] for value in values(sample) if value["text"] not in sample.body] == []


@each_sample
def test_gold_has_the_keys_of_a_report(sample: Sample) -> None:
    for outage in sample.gold["outages"]:
        assert OUTAGE_KEYS <= outage.keys() <= OUTAGE_KEYS | {"cause", "causes"}
        assert outage["platforms"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z-]+", outage["incident"])
        for edge in ("start", "end"):
            assert outage[edge] is None or re.match(r"\d{4}-\d\d(-\d\d)?(T\d\d:\d\d)?$", outage[edge])


@each_sample
def test_length_is_that_of_a_news_article(sample: Sample) -> None:
    least, most = (750, 1_500) if sample.language == "zh" else (1_500, 3_200)
    assert least <= len(sample.body) <= most


def test_no_article_repeats_another_but_reprints_and_versions() -> None:
    for one, other in combinations(SAMPLES, 2):
        if one.article == other.article or one.slug == other.reprint_of or other.slug == one.reprint_of:
            continue
        assert not set(one.body.split("\n\n")) & set(other.body.split("\n\n")), (one.slug, other.slug)


def test_a_reprint_repeats_most_of_a_wire_story_and_credits_it() -> None:
    (reprint,) = [sample for sample in SAMPLES if sample.reprint_of]
    assert reprint.reprint_of is not None
    wire = BY_SLUG[reprint.reprint_of]
    assert wire.outlet != reprint.outlet
    assert wire.title != reprint.title
    assert SequenceMatcher(None, wire.body, reprint.body, autojunk=False).ratio() > 0.8
    assert PAGES.outlets[wire.outlet].name.removeprefix("Agencia ") in reprint.body


def test_outages_are_told_in_several_languages() -> None:
    languages: dict[str, set[str]] = {}
    for sample in SAMPLES:
        for outage in sample.gold["outages"]:
            languages.setdefault(outage["incident"], set()).add(sample.language)
    assert languages["2021-10-04-meta"] == set(LANGUAGES)
    assert sum(len(told) > 1 for told in languages.values()) >= 4


def test_chinese_is_written_in_both_scripts() -> None:
    for simplified, traditional, outlet in (("这", "這", "zh-chengxin"), ("這", "这", "zh-haicheng")):
        text = "".join(sample.body for sample in SAMPLES if sample.outlet == outlet)
        assert traditional not in text
        assert simplified in text


def test_no_file_stands_alone() -> None:
    folder = Path(__file__).parent.parent / "data" / "samples" / "articles"
    slugs = [path.name.removesuffix(GOLD_SUFFIX) for path in folder.glob(f"*/*{GOLD_SUFFIX}")]
    assert sorted(slugs) == sorted(BY_SLUG)
    assert {sample.outlet for sample in SAMPLES} == set(PAGES.outlets)


# --- The pages -------------------------------------------------------------------------------------------------


@each_page
def test_a_page_is_sound(sample: Sample) -> None:
    text = page_text(sample)
    tree = html.document_fromstring(text)
    assert [heading.text_content() for heading in tree.iter("h1")] == [sample.title]
    assert tree.get("lang").split("-")[0] == sample.language
    assert tree.get("dir", "ltr") == ("rtl" if sample.language == "ar" else "ltr")
    assert not re.search(r"\$[a-z{]|\(None\)", text), "a placeholder was left open"
    for paragraph in sample.body.split("\n\n"):
        assert escape(paragraph, quote=False) in text


@each_page
def test_a_page_says_that_it_is_a_sample(sample: Sample) -> None:
    notice = r"示例网站|範例網站|موقع نموذجي|Trang mẫu|Sitio de muestra|A sample (?:site|blog)"
    assert re.search(notice, page_text(sample))


def test_outlets_print_differently() -> None:
    one_each = {sample.outlet: page_text(sample) for sample in PAGES.samples if sample.declared}
    shapes = {
        tuple(element.tag for element in html.document_fromstring(text).iter() if element.tag != "p")
        for text in one_each.values()
    }
    assert len(shapes) == len(PAGES.outlets) >= 5
    assert {outlet.kind for outlet in PAGES.outlets.values()} == {"rss", "atom", "sitemap", "list"}


@pytest.mark.parametrize("encoding", ["gb18030", "windows-1256"])
def test_other_encodings_hold_the_same_text(encoding: str) -> None:
    samples = [sample for sample in PAGES.samples if sample.encoding == encoding]
    assert samples
    for sample in samples:
        resource = PAGES.resources[PAGES.path_of(sample)]
        assert "charset" not in resource.content_type
        assert (f'<meta charset="{encoding}">'.encode() in resource.body) == sample.declared
        with pytest.raises(UnicodeDecodeError):
            resource.body.decode("utf-8")
        assert unescape(resource.body.decode(encoding)).count(sample.body.split("\n\n")[0]) == 1


def test_one_page_declares_no_encoding_at_all() -> None:
    (sample,) = [sample for sample in PAGES.samples if not sample.declared]
    assert b"charset" not in PAGES.resources[PAGES.path_of(sample)].body


def test_one_outlet_dates_its_pages_in_json_ld_alone() -> None:
    for sample in (sample for sample in PAGES.samples if sample.outlet == "ar-darb"):
        text = page_text(sample)
        day = f"{sample.published:%Y-%m-%d}"
        assert f'"datePublished": "{day}' in text
        assert day not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        assert day.replace("-", "/") not in PAGES.path_of(sample)


def test_one_outlet_dates_its_pages_in_the_text_alone() -> None:
    for sample in (sample for sample in PAGES.samples if sample.outlet == "vi-benthuyen"):
        text = page_text(sample)
        assert f">{sample.published:%d/%m/%Y - %H:%M}<" in text
        assert f"{sample.published:%Y-%m-%d}" not in text
        assert "ld+json" not in text


# --- The site --------------------------------------------------------------------------------------------------


def test_serves_every_page(site: SampleSite, client: httpx.Client) -> None:
    for sample in site.pages.samples:
        path = site.pages.path_of(sample)
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.content == site.pages.resources[path].body
        assert (path, 200) in site.requests


def test_answers_conditional_requests(site: SampleSite, client: httpx.Client) -> None:
    for path in ("/", site.pages.path_of(site.pages.samples[0]), site.pages.feed_path("en-ledger")):
        first = client.get(path)
        changed = first.headers["Last-Modified"]
        assert parsedate_to_datetime(changed) == site.pages.resources[path].changed
        for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": changed}):
            again = client.get(path, headers=headers)
            assert (again.status_code, again.content) == (304, b"")
        for headers in (
            {"If-None-Match": '"other"', "If-Modified-Since": changed},
            {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
            {"If-Modified-Since": "yesterday"},
        ):
            assert client.get(path, headers=headers).content == first.content


def test_a_head_has_no_body(site: SampleSite, client: httpx.Client) -> None:
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(site.pages.resources["/"].body)


def test_what_is_not_there_is_404_and_recorded(site: SampleSite, client: httpx.Client) -> None:
    assert client.get("/nowhere?x=1").status_code == 404
    assert site.requests[-1] == ("/nowhere", 404)


def test_feeds_name_every_article(site: SampleSite, client: httpx.Client) -> None:
    for key in site.pages.outlets:
        feed = client.get(site.pages.feed_path(key)).text
        for sample in site.pages.samples:
            assert (site.url + site.pages.path_of(sample) in feed) == (sample.outlet == key)


def test_one_feed_names_what_is_forbidden_gone_and_broken(site: SampleSite, client: httpx.Client) -> None:
    entries = feedparser.parse(client.get(site.pages.feed_path("es-ribera")).content).entries
    linked = [entry.link.removeprefix(site.url) for entry in entries if "link" in entry]
    assert len(linked) < len(entries), "an entry without an address"
    assert [path for path in linked if path not in site.pages.resources], "an entry for a page that is gone"
    (forbidden,) = [path for path in linked if site.forbidden(path)]
    assert forbidden in site.pages.resources
    assert f"Disallow: /{forbidden.split('/')[1]}/{forbidden.split('/')[2]}/" in client.get("/robots.txt").text
    assert forbidden not in client.get("/").text


def test_a_later_edition_changes_the_updated_article_alone() -> None:
    later = SamplePages(PAGES.url, 2)
    pages = {PAGES.path_of(sample) for sample in PAGES.samples}
    assert pages == {later.path_of(sample) for sample in later.samples}
    changed = [path for path in sorted(pages) if PAGES.resources[path].etag != later.resources[path].etag]
    (update,) = SECOND_VERSIONS
    assert changed == [later.path_of(update)]
    assert PAGES.resources[changed[0]].changed < later.resources[changed[0]].changed
    assert update.body != BY_SLUG[update.article].body
    assert isinstance(update.modified, datetime)


def test_writes_source_files_that_load(site: SampleSite, tmp_path: Path) -> None:
    site.write_sources(tmp_path)
    sources = load_sources(tmp_path)
    assert len(sources) == len(site.pages.outlets)
    assert {source.language for source in sources} == set(LANGUAGES)
    for source in sources:
        assert (source.allow_private, source.delay_s) == (True, 0)
        assert all(feed.url.startswith(site.url) for feed in source.urls)


def test_a_taken_port_is_an_error(site: SampleSite) -> None:
    with pytest.raises(OSError, match="in use"):
        SampleSite(port=site.port)


def test_the_same_edition_is_the_same_bytes() -> None:
    again = SamplePages(PAGES.url, 1)
    assert {path: resource.body for path, resource in again.resources.items()} == {
        path: resource.body for path, resource in PAGES.resources.items()
    }


@each_sample
def test_no_sample_speaks_of_how_it_was_made(sample: Sample) -> None:
    told = r"\bgenerated\b|language model|人工智[能慧]|ذكاء اصطناعي|trí tuệ nhân tạo|inteligencia artificial"
    assert not re.search(told, sample.body, re.IGNORECASE)
    if sample.edition == 1:
        assert not re.search(told, page_text(sample), re.IGNORECASE)
