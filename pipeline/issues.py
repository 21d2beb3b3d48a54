"""What was handed on and what was unknown, broken or dropped: counted by source, stage and reason, never swallowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.records import Issue

EXPECTED = frozenset({"language-not-covered", "not-modified", "not-relevant", "robots-disallowed"})
"""Reasons that are the normal course of a crawl, no failures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What some work came to: records handed on by (source, stage), issues by (source, stage, reason)."""

    handed_on: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dropped: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def by_stage(self) -> dict[str, int]:
        """Records that each stage handed on."""
        stages: Counter[str] = Counter()
        for (_, stage), count in self.handed_on.items():
            stages[stage] += count
        return dict(stages)


def count_issues(issues: Iterable[Issue]) -> dict[tuple[str, str, str], int]:
    """How often each (source, stage, reason) arose."""
    return dict(Counter((issue.source, issue.stage, issue.reason) for issue in issues))


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    handed_on: Counter[tuple[str, str]] = Counter()
    dropped: Counter[tuple[str, str, str]] = Counter()
    for tally in tallies:
        handed_on.update(tally.handed_on)
        dropped.update(tally.dropped)
    return Tally(handed_on=dict(handed_on), dropped=dict(dropped))
