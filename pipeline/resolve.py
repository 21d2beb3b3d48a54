"""Which reports are about the same outage: reports become incidents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from extractors.assemble import TIME_ON_DAY_OF_PUBLICATION
from extractors.base import CauseClaim, DurationClaim, Reading, Report, TimeClaim
from pipeline.consensus import Statement, Verdict, consensus
from pipeline.records import Article, Incident
from pipeline.reprints import Fingerprint, Text, fingerprint, witnesses
from pipeline.rows import claim_ids, report_id

FamilyOf = Callable[[str], str]
"""The operator of a service, by slug; the slug itself where the service has none of note."""

_NEAR = (0, -1, 1)
"""Days apart at which two reports may still speak of one outage: their clocks stand in different time zones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvableReport:
    """A report with what resolution needs to know of its article."""

    article_id: str
    report: Report
    main: bool
    """Whether it is the article's first report: what the news of the day is about."""
    outlet: str
    language: str
    country: str | None
    published: str | None
    fingerprint: Fingerprint

    @property
    def id(self) -> str:
        return report_id(self.article_id, self.report.ordinal)


def resolvable(article: Article, reading: Reading) -> list[ResolvableReport]:
    """The reports of one article, ready for ``resolve``."""
    if not reading.reports:
        return []
    prints = fingerprint(article.text)
    return [
        ResolvableReport(
            article_id=article.id,
            report=report,
            main=place == 0,
            outlet=article.site or article.source,
            language=article.language,
            country=article.country,
            published=article.published,
            fingerprint=prints,
        )
        for place, report in enumerate(reading.reports)
    ]


def resolve(
    reports: Iterable[ResolvableReport], previous: Sequence[Incident] = (), *, family_of: FamilyOf
) -> list[Incident]:
    """The incidents that the reports are about, by id.

    Reports are about one incident when they share a platform family and their days lie at most one apart. A report's
    day is the one it states; the first report of an article that states none takes the day of publication; any other
    is an incident of its own, as are two reports of one article. The days are counted from the report that opens the
    incident (most families, then a stated day, then the day most often stated), so that a week of daily outages is
    not drawn into one.

    ``previous`` is what the last call returned: an incident keeps its id while most of its reports stay together;
    where several become one, the earliest id stays and the others lead to it. Cost is linear in the reports.
    """
    groups = _group([_Placed.of(report, family_of) for report in reports])
    ids = _ids(groups, previous)
    incidents = [_incident(group, ids[group.id][0], ids[group.id][1]) for group in groups]
    return sorted(incidents, key=lambda incident: incident.id)


# --- Grouping ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A report with the block it falls in."""

    report: ResolvableReport
    families: tuple[str, ...]
    """In the order in which the text first names their services."""
    day: date | None
    stated: bool

    @classmethod
    def of(cls, report: ResolvableReport, family_of: FamilyOf) -> _Placed:
        named = sorted(report.report.platforms, key=lambda platform: (platform.start, platform.slug))
        families = tuple(dict.fromkeys(family_of(platform.slug) for platform in named))
        claim = report.report.start
        start = claim.time if claim else ""
        day = _day(start)
        if day is not None or not report.main:
            return cls(report, families, day, stated=claim is not None and day is not None and _is_stated(claim))
        published = report.published or ""
        return cls(report, families, _day(published) if published.startswith(start) else None, stated=False)


@dataclass(slots=True, eq=False)
class _Group:
    """Reports about one incident, the one that opened it first."""

    members: list[_Placed] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.members[0].report.id

    @property
    def day(self) -> date | None:
        return self.members[0].day

    @property
    def family(self) -> str | None:
        """The family of most of the reports; among equals the one that most of them name first."""
        families = Counter(family for member in self.members for family in member.families)
        first = Counter(member.families[0] for member in self.members if member.families)
        return min(families, key=lambda name: (-families[name], -first[name], name)) if families else None


def _group(reports: Iterable[_Placed]) -> list[_Group]:
    reports = list(reports)
    often = Counter((family, r.day) for r in reports if r.stated for family in r.families)
    groups: list[_Group] = []
    by_block: defaultdict[tuple[str, int], list[_Group]] = defaultdict(list)

    def opening(placed: _Placed) -> tuple[int, bool, int, str, str]:
        support = max((often[family, placed.day] for family in placed.families), default=0)
        return -len(placed.families), not placed.stated, -support, str(placed.day), placed.report.id

    for placed in sorted(reports, key=opening):
        group = _nearest(placed, by_block)
        if group is None:
            group = _Group()
            groups.append(group)
        group.members.append(placed)
        group.articles.add(placed.report.article_id)
        if group.day is not None:
            for family in set(placed.families) - group.families:
                by_block[family, group.day.toordinal()].append(group)
        group.families.update(placed.families)
    return groups


def _nearest(placed: _Placed, by_block: Mapping[tuple[str, int], Sequence[_Group]]) -> _Group | None:
    """The open group that shares most families with a report, then the one whose day is nearest.

    Days are ordinals: unlike dates, they have neighbours at both ends of the calendar.
    """
    if placed.day is None:
        return None
    shared: Counter[_Group] = Counter()
    for distance in _NEAR:
        for family in placed.families:
            for group in by_block.get((family, placed.day.toordinal() + distance), ()):
                if placed.report.article_id not in group.articles:
                    shared[group] += 1
    # Groups were met from near to far, and the first among equals is taken.
    return max(shared, key=shared.__getitem__) if shared else None


# --- Identity ------------------------------------------------------------------------------------------------------


def _ids(groups: Sequence[_Group], previous: Sequence[Incident]) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Each group's id and the former ids that lead to it, by the group's opening report."""
    former_of = {report: incident.id for incident in previous for report in incident.report_ids}
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for group in groups:
        for member in group.members:
            if member.report.id in former_of:
                votes[former_of[member.report.id]][group.id] += 1
    heirs: defaultdict[str, list[str]] = defaultdict(list)
    for former, claims in votes.items():
        heirs[min(claims, key=lambda group: (-claims[group], group))].append(former)

    redirected = {incident.id: incident.merged_ids for incident in previous}
    taken = {name for former in votes for name in (former, *redirected[former])}
    ids: dict[str, tuple[str, tuple[str, ...]]] = {}
    for group in sorted(groups, key=lambda group: group.id):
        inherited = sorted(heirs[group.id])
        if inherited:
            merged = {name for former in inherited for name in (former, *redirected[former])} - {inherited[0]}
            ids[group.id] = inherited[0], tuple(sorted(merged))
        else:
            ids[group.id] = _new_id(group, taken), ()
            taken.add(ids[group.id][0])
    return ids


def _new_id(group: _Group, taken: set[str]) -> str:
    """``<day>-<family>``; with a few letters of the opening report's hash where that is not one incident."""
    name = f"{group.day or 'undated'}-{group.family or 'unknown'}"
    if group.day and group.family and name not in taken:
        return name
    digest = sha256(group.id.encode()).hexdigest()
    return next(longer for length in range(8, 64) if (longer := f"{name}-{digest[:length]}") not in taken)


# --- Content -------------------------------------------------------------------------------------------------------


def _incident(group: _Group, incident_id: str, merged_ids: tuple[str, ...]) -> Incident:
    reports = [member.report for member in group.members]
    witness = witnesses(
        Text(article_id=r.article_id, outlet=r.outlet, published=r.published, fingerprint=r.fingerprint)
        for r in reports
    )
    verdicts = {
        verdict.consensus.field: verdict
        for verdict in consensus(
            Statement(
                claim_id=claim_id, claim=claim, report_id=r.id, witness=witness[r.article_id], published=r.published
            )
            for r in reports
            for claim_id, claim in zip(claim_ids(r.article_id, r.report), r.report.all_claims(), strict=True)
            if not claim.insufficient
        )
    }
    start, duration, cause = _time(verdicts, "start"), verdicts.get("duration"), verdicts.get("cause")
    length = duration.claim if duration and isinstance(duration.claim, DurationClaim) else None
    day, origin = _started(verdicts.get("start"), group)
    return Incident(
        id=incident_id,
        family=group.family,
        day=day,
        day_origin=origin,
        platforms=tuple(sorted({platform.slug for r in reports for platform in r.report.platforms})),
        start=start,
        end=_time(verdicts, "end"),
        duration_min_s=length.min_s if length else None,
        duration_max_s=length.max_s if length else None,
        duration_bound=length.bound if length else None,
        cause=cause.claim.cause if cause and isinstance(cause.claim, CauseClaim) else None,
        languages=tuple(sorted({r.language for r in reports})),
        countries=tuple(sorted({r.country for r in reports if r.country})),
        outlets=tuple(sorted({r.outlet for r in reports})),
        independent_outlets=len(set(witness.values())),
        article_count=len(group.articles),
        report_ids=tuple(sorted(r.id for r in reports)),
        consensus=tuple(verdict.consensus for verdict in verdicts.values()),
        merged_ids=merged_ids,
    )


def _time(verdicts: Mapping[str, Verdict], edge: Literal["start", "end"]) -> str | None:
    verdict = verdicts.get(edge)
    return verdict.claim.time if verdict and isinstance(verdict.claim, TimeClaim) else None


def _started(verdict: Verdict | None, group: _Group) -> tuple[str | None, Literal["stated", "published"] | None]:
    if verdict and isinstance(verdict.claim, TimeClaim) and (day := _day(verdict.claim.time)) is not None:
        return day.isoformat(), "stated" if _is_stated(verdict.claim) else "published"
    return (group.day.isoformat(), "published") if group.day else (None, None)


def _is_stated(start: TimeClaim) -> bool:
    """Whether the text tells the day too, and not the time of day alone."""
    return start.rule != TIME_ON_DAY_OF_PUBLICATION


def _day(iso: str) -> date | None:
    """The day of an ISO date or date-time; None for a partial date."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
