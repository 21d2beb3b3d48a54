"""The stages put together over batches: what the flows call, one function a task.

A page is saved in the store after what was read from it, and a feed after all its articles: a run killed anywhere
leaves nothing that the next run would take for done.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from urllib.parse import urlsplit

from extractors.base import LANGUAGES, Engine, Reading
from extractors.errors import UsageError
from extractors.platforms.rules import family_of
from pipeline.archive import ArchiveWriter, read_page
from pipeline.clean import clean
from pipeline.discover import discover
from pipeline.extract import extract, extractor_version
from pipeline.fetch import Fetcher
from pipeline.inputs import iter_inputs
from pipeline.issues import Tally, add, count_issues
from pipeline.records import Article, Candidate, Incident, Issue, Page, Run, Stage
from pipeline.resolve import resolvable, resolve
from pipeline.settings import Settings
from pipeline.sources import Source, load_sources
from pipeline.store import Store

_ANYWHERE = Source(id="input", outlet="addresses given by the user", kind="list", urls=("-",))  # type: ignore[arg-type]  # the validator makes a Feed of it
"""Where addresses come from that no source file names: public ones, at the usual pace."""
_MAY_PASS = re.compile(r"http-(?:429|5\d\d)|timeout|unreachable|robots-unreachable|retry-later|extractor-error")
"""Reasons for which an article is asked for again in the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which sources a crawl reads, and how much of them."""

    sources: tuple[str, ...] = ()
    """Source ids (``es/diario``); all unless given."""
    languages: tuple[str, ...] = ()
    since: date | None = None
    """Leaves out what a feed dates before this day."""
    limit: int | None = None
    """Most articles in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the archive a page lies."""

    warc_file: str
    warc_offset: int
    source: str
    language: str | None = None
    """The source's language, which helps to decode and to read dates."""
    country: str | None = None
    """The source's seat (ISO 3166-1), which settles shared currency words."""
    title: str | None = None
    published: str | None = None
    given: bool = False
    """Whether title and date came with the input and stand before the page's own; a feed's only fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What the sources name, in batches that never split a host, and the feeds of which nothing was left out."""

    batches: tuple[tuple[Candidate, ...], ...]
    feeds: tuple[Place, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Pages in the archive, not yet read."""

    places: tuple[Place, ...]
    tally: Tally


def prepare(settings: Settings) -> None:
    """Make sure, before a flow is started, that store and archive can be written. Raises UsageError."""
    Store(settings.database_url).close()
    try:
        settings.archive.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the archive {settings.archive} cannot be written: {error.strerror}") from None


def begin(settings: Settings, flow: str, now: datetime) -> Run:
    """Open the store and note the run."""
    run = Run(id=f"{now:%Y%m%dT%H%M%S%fZ}-{flow}", flow=flow, started_at=now)
    with Store(settings.database_url) as store:
        store.save_run(run)
    return run


def choose_sources(settings: Settings, selection: Selection) -> list[Source]:
    """The sources that a selection names. Raises UsageError where it names none."""
    sources = load_sources(settings.sources)
    unknown = sorted(set(selection.sources) - {source.id for source in sources})
    if unknown:
        raise UsageError(f"no such source: {', '.join(unknown)}")
    strange = sorted(set(selection.languages) - set(LANGUAGES))
    if strange:
        raise UsageError(f"no such language: {', '.join(strange)} (there are {', '.join(LANGUAGES)})")
    return [
        source
        for source in sources
        if (not selection.sources or source.id in selection.sources)
        and (not selection.languages or source.language in selection.languages)
    ]


def discover_all(settings: Settings, run_id: str, selection: Selection) -> Discovery:
    """Read the feeds of the chosen sources; each is archived like any page."""
    sources = choose_sources(settings, selection)
    with Store(settings.database_url) as store:
        found = asyncio.run(_discover(settings, store, sources))
        candidates = [candidate for named, _, _ in found for candidate in named]
        issues = [issue for _, _, complaints in found for issue in complaints]
        store.save_issues(run_id, issues)
    feeds = [page for _, pages, _ in found for page in pages]
    candidates = list({candidate.url: candidate for candidate in reversed(candidates)}.values())[::-1]
    named = Counter((candidate.source, "discover") for candidate in candidates)
    wanted = [
        c for c in candidates if selection.since is None or c.published is None or c.published.date() >= selection.since
    ]
    wanted = wanted[: selection.limit]
    left_out = {candidate.source for candidate in set(candidates) - set(wanted)}
    archived = _archive(settings, f"{run_id}-feeds", feeds)
    return Discovery(
        batches=tuple(_by_host(wanted, settings.batch_size)),
        feeds=tuple(feed for feed in archived if feed.source not in left_out),
        tally=Tally(handed_on=named, dropped=count_issues(issues)),
    )


def fetch_batch(settings: Settings, run_id: str, number: int, batch: Sequence[Candidate]) -> Fetched:
    """Fetch and archive a batch of candidates."""
    sources = {source.id: source for source in load_sources(settings.sources)}
    with Store(settings.database_url) as store:
        with ArchiveWriter(settings.archive, f"{run_id}-{number:05d}") as archive:
            outcomes = asyncio.run(_fetch(settings, store, archive, [(c, sources[c.source]) for c in batch]))
        places = tuple(outcome for outcome in outcomes if isinstance(outcome, Place))
        issues = [outcome for outcome in outcomes if isinstance(outcome, Issue)]
        store.save_issues(run_id, issues)
    return _fetched(places, issues)


def archive_inputs(settings: Settings, run_id: str, paths: Sequence[str], now: datetime) -> Iterator[Fetched]:
    """Local files, WARC files, JSON lines and folders, archived batch by batch; lists of addresses are fetched."""
    inputs = iter_inputs(paths, read_at=now)
    with Store(settings.database_url) as store:
        number = 0
        while batch := list(islice(inputs, settings.batch_size)):
            number += 1
            issues = [given.item for given in batch if isinstance(given.item, Issue)]
            wanted = [(given.item, _ANYWHERE) for given in batch if isinstance(given.item, Candidate)]
            with ArchiveWriter(settings.archive, f"{run_id}-{number:05d}") as archive:
                places = [
                    replace(_place(archive.write(given.item)), title=given.title, published=given.published, given=True)
                    for given in batch
                    if isinstance(given.item, Page)
                ]
                outcomes = asyncio.run(_fetch(settings, store, archive, wanted)) if wanted else []
            places += [outcome for outcome in outcomes if isinstance(outcome, Place)]
            issues += [outcome for outcome in outcomes if isinstance(outcome, Issue)]
            store.save_issues(run_id, issues)
            yield _fetched(tuple(places), issues)


def read_batch(settings: Settings, run_id: str, fetched: Fetched) -> Tally:
    """Clean, identify, triage, extract and store a batch of archived pages."""
    handed_on: Counter[tuple[str, str]] = Counter()
    issues: list[Issue] = []
    pages: list[Page] = []
    page_of: dict[str, Page] = {}
    articles: list[Article] = []
    for place in fetched.places:
        page = read_page(settings.archive, place.warc_file, place.warc_offset)
        pages.append(replace(page, body=b""))  # the store keeps none, and a batch of bodies is a burden
        article = clean(page, source_language=place.language)
        if isinstance(article, Issue):
            issues.append(article)
            continue
        article = _with_what_is_known(article, place)
        handed_on[article.source, "clean"] += 1
        if article.language not in LANGUAGES:
            issues.append(_dropped("language", "language-not-covered", article, article.language))
            continue
        handed_on[article.source, "language"] += 1
        articles.append(article)
        page_of[article.url] = pages[-1]
    with Store(settings.database_url) as store:
        saved = store.save_articles(articles)
        outcomes = [(article, _read(article, settings.engine)) for article in saved]
        readings = [(article, reading) for article, reading in outcomes if isinstance(reading, Reading)]
        broken = [outcome for _, outcome in outcomes if isinstance(outcome, Issue)]
        issues += broken
        store.save_readings(readings, extractor_version(settings.engine))
        issues += [_dropped("triage", "not-relevant", a, f"{r.relevance:.2f}") for a, r in readings if not r.relevant]
        store.save_issues(run_id, issues)
        # A page whose article broke the extractor is not remembered: the next run asks for it again.
        again = [page_of[issue.subject] for issue in broken if issue.subject in page_of]
        store.save_pages([page for page in pages if page not in again])
    for article, reading in readings:
        if reading.relevant:
            handed_on[article.source, "triage"] += 1
            handed_on[article.source, "extract"] += len(reading.reports)
    return Tally(handed_on=handed_on, dropped=count_issues(issues))


def resolve_all(settings: Settings) -> int:
    """Make the store's reports into incidents; returns how many there are."""
    with Store(settings.database_url) as store:
        return len(store.resolve_incidents(_resolve))


def finish(settings: Settings, run: Run, feeds: Iterable[Place], tallies: Sequence[Tally], now: datetime) -> Tally:
    """Close the run: feeds whose every article was settled are remembered, so that they are asked for conditionally."""
    total = add(tallies)
    unsettled = {source for source, _, reason in total.dropped if _MAY_PASS.fullmatch(reason)}
    settled = [read_page(settings.archive, f.warc_file, f.warc_offset) for f in feeds if f.source not in unsettled]
    with Store(settings.database_url) as store:
        store.save_pages(settled)
        store.save_run(replace(run, finished_at=now, counts=total.by_stage))
    return total


async def _discover(
    settings: Settings, store: Store, sources: Sequence[Source]
) -> list[tuple[list[Candidate], list[Page], list[Issue]]]:
    async with Fetcher(settings, store.validators) as fetcher:
        return await asyncio.gather(*(discover(source, fetcher) for source in sources))


async def _fetch(
    settings: Settings, store: Store, archive: ArchiveWriter, wanted: Sequence[tuple[Candidate, Source]]
) -> list[Place | Issue]:
    """Each page goes to the archive as it comes, so that memory holds no more than one a host."""
    async with Fetcher(settings, store.validators) as fetcher:

        async def keep(candidate: Candidate, source: Source) -> Place | Issue:
            outcome = await fetcher.fetch(candidate.url, source)
            if isinstance(outcome, Issue):
                return outcome
            place = _place(archive.write(outcome))
            return replace(
                place,
                language=source.language,
                country=source.country,
                title=candidate.title,
                published=candidate.published.isoformat() if candidate.published else None,
            )

        return await asyncio.gather(*(keep(candidate, source) for candidate, source in wanted))


def _archive(settings: Settings, name: str, pages: Sequence[Page]) -> tuple[Place, ...]:
    with ArchiveWriter(settings.archive, name) as archive:
        return tuple(_place(archive.write(page)) for page in pages)


def _fetched(places: tuple[Place, ...], issues: Sequence[Issue]) -> Fetched:
    handed_on = Counter((place.source, "fetch") for place in places)
    return Fetched(places=places, tally=Tally(handed_on=handed_on, dropped=count_issues(issues)))


def _place(page: Page) -> Place:
    assert page.warc_file is not None
    assert page.warc_offset is not None
    return Place(warc_file=page.warc_file, warc_offset=page.warc_offset, source=page.source)


def _by_host(candidates: Iterable[Candidate], size: int) -> Iterator[tuple[Candidate, ...]]:
    """Batches of about ``size`` that keep a host whole: pace is kept within a batch, batches run side by side."""
    hosts: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        hosts[urlsplit(candidate.url).hostname or ""].append(candidate)
    batch: list[Candidate] = []
    for _, named in sorted(hosts.items()):
        if batch and len(batch) + len(named) > size:
            yield tuple(batch)
            batch = []
        batch += named
    if batch:
        yield tuple(batch)


def _with_what_is_known(article: Article, place: Place) -> Article:
    article = replace(article, country=place.country)
    if place.title is not None and (place.given or article.title is None):
        article = replace(article, title=place.title)
    if place.published is not None and (place.given or article.published is None):
        origin = "given" if place.given else "feed"
        article = replace(article, published=place.published, published_origin=origin)
    return article


def _read(article: Article, engine: Engine) -> Reading | Issue:
    """One article that breaks the extractor is reported; it must not keep the others from being read."""
    try:
        return extract(article, engine=engine)
    except UsageError:
        raise  # a data file that does not fit breaks every article alike
    except Exception as error:
        return _dropped("extract", "extractor-error", article, f"{type(error).__name__}: {error}")


def _resolve(readings: Iterable[tuple[Article, Reading]], previous: Sequence[Incident]) -> list[Incident]:
    reports = (report for article, reading in readings for report in resolvable(article, reading))
    return resolve(reports, previous, family_of=family_of)


def _dropped(stage: Stage, reason: str, article: Article, detail: str) -> Issue:
    return Issue(stage=stage, reason=reason, source=article.source, subject=article.url, detail=detail)
