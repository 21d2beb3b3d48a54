"""What in a text may become part of a report: values, services, names and causes, with the cue words around them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from extractors.affected.schema import AffectedCues
from extractors.attribution.schema import AttributionCues
from extractors.base import Count, Date, Duration, Language, Money, Percent, Value
from extractors.causes.schema import Causes
from extractors.cues import Cue, CueFile, CueFinders, fold_for_cues, load_cues
from extractors.currencies import settle_currencies
from extractors.dateline import Publication, dateline
from extractors.durations.rules import CLOCK_RANGE
from extractors.folding import Folded, fold
from extractors.losses.schema import LossCues
from extractors.merchants.rules import Name, find_names
from extractors.merchants.schema import MerchantCues
from extractors.numbers.grammar import grammars
from extractors.outage_cues.rules import cue_finders
from extractors.platforms.rules import PlatformMention, find_platforms
from extractors.sentences import Span, split_sentences
from extractors.values import parse

Side = Literal["any", "before", "after"]
Kind = Literal["platform", "duration", "money", "percent", "count", "date", "name", "cause"]
_KINDS: dict[type, Kind] = {Duration: "duration", Money: "money", Percent: "percent", Count: "count", Date: "date"}
_Interval = tuple[int, int]
_DIMENSIONS = ("money", "percent", "duration", "count", "date")

_DAY = len("2021-10-04")
_CLAUSE_BREAK = re.compile(r"[;:，；：、،؛—–()（）«»“”「」|]|,(?!\d)|\s-\s")
_BREAK = 0.7
"""What a clause break leaves of a cue word's weight."""
_HALF = {"zh": 14.0}
_HALF_SPACED = 45.0
"""Code points over which a cue word's weight halves: some seven words."""


class Candidate(NamedTuple):
    """Something at ``[start, end)`` of the text that may be part of a report; ``sentence`` counts from 0."""

    kind: Kind
    start: int
    end: int
    text: str
    sentence: int
    value: Value | PlatformMention | Name | Cue


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its sentences, its candidates in text order, and its cue words by class."""

    text: str
    language: Language
    sentences: tuple[Span, ...]
    candidates: tuple[Candidate, ...]
    title_platforms: frozenset[str]
    """Slugs of the services that the title names."""
    published: date | None
    """The day of publication, by the text's own dateline if it has one."""
    _cues: tuple[Mapping[str, Sequence[_Interval]], ...]
    """By sentence, the spans of its cue words by class; a class without any is not there."""
    _starts: Sequence[int]
    """Where the sentences begin."""
    _breaks: Sequence[int]
    _half: float

    def closeness(self, label: str, of: Candidate, side: Side = "any") -> float:
        """How near a cue word of class ``label`` (``losses.loss``) stands in the sentence: 1 beside it, 0 none."""
        spans = self._cues[of.sentence].get(label)
        if spans is None:
            return 0.0
        best = 0.0
        for start, end in spans:
            if (side == "before" and start >= of.start) or (side == "after" and end <= of.end):
                continue
            low, high = (end, of.start) if start < of.start else (of.end, start)
            if high <= low:
                return 1.0
            breaks = bisect_left(self._breaks, high) - bisect_left(self._breaks, low)
            best = max(best, 0.5 ** ((high - low) / self._half) * _BREAK**breaks)
        return best

    def labels(self, sentence: int) -> Container[str]:
        """The classes of which a sentence has cue words."""
        return self._cues[sentence]

    def has_cue(self, label: str, sentence: int, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether a cue word of class ``label`` begins in ``[start, end)`` of a sentence."""
        return any(start <= at < end for at, _ in self._cues[sentence].get(label, ()))

    def cue_spans(self, label: str, sentence: int) -> Sequence[tuple[int, int]]:
        """Where the cue words of class ``label`` stand in a sentence, in text order."""
        return self._cues[sentence].get(label, ())

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds ``offset``, or of the last one before it."""
        return bisect_right(self._starts, offset, 1) - 1

    def in_sentence(self, number: int) -> tuple[Candidate, ...]:
        """The candidates of one sentence."""
        low = bisect_left(self.candidates, number, key=lambda candidate: candidate.sentence)
        return self.candidates[low : bisect_right(self.candidates, number, key=lambda candidate: candidate.sentence)]


def _day_of(published: Publication | None) -> date | None:
    return published.day if published and not published.is_month else None


def _dated(folded: Folded, language: Language, published: Publication | None, country: str | None) -> list[Value]:
    """The values of a text; of one whose month of publication alone is known, no day that only its day would tell."""
    values = _values(folded, language, published.day if published else None, country)
    if published is None:
        named = _days_named([value for value in values if isinstance(value, Date)])
        return [_as_named(value, named) if isinstance(value, Date) else value for value in values]
    if published.is_month:
        return [
            replace(value, value=None, until=None)
            if isinstance(value, Date) and (value.stated is None or value.stated.startswith("T"))
            else value
            for value in values
        ]
    return values


def _days_named(dates: Iterable[Date]) -> Mapping[str, set[str]]:
    """The days that a text names in full, by month and day and by day alone, as `Date.stated` writes those."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for value in dates:
        for day in (value.value, value.until):
            if day is not None and len(day) >= _DAY:
                named[f"XXXX{day[4:_DAY]}"].add(day[:_DAY])
                named[f"XXXX-XX{day[7:_DAY]}"].add(day[:_DAY])
    return named


def _as_named(value: Date, named: Mapping[str, set[str]]) -> Date:
    """``value``, a day without its year, on the one day of ``named`` that it can be."""
    stated = value.stated or ""
    days = named.get(stated[:_DAY], set()) if value.value is None else set()
    return replace(value, value=f"{min(days)}{stated[_DAY:]}") if len(days) == 1 else value


def _values(folded: Folded, language: Language, published: date | None, country: str | None) -> list[Value]:
    text = folded.source
    values = parse(text, language, _DIMENSIONS, published=published, country=country, folded=folded)
    sums = settle_currencies(text, language, [value for value in values if isinstance(value, Money)])
    dates = [value for value in values if isinstance(value, Date)]
    dated = [(value.start, value.end) for value in dates]
    others = [value for value in values if not isinstance(value, Money | Date)]
    return [*dates, *(value for value in [*sums, *others] if _is_span_of_day(value) or not _lies_in(value, dated))]


def _is_span_of_day(value: Value) -> bool:
    """Whether ``value`` is a length that clock times tell: "from 7 to 8:20" tells a start as well."""
    return isinstance(value, Duration) and value.rule == CLOCK_RANGE


def _lies_in(value: Value, spans: list[tuple[int, int]]) -> bool:
    """Whether one of ``spans``, in text order and apart, holds ``value``: "2 p.m." is no sum in pence there."""
    at = bisect_right(spans, (value.start, value.end)) - 1
    return any(start <= value.start and value.end <= end for start, end in spans[max(0, at) : at + 2])


@cache
def _finders(language: Language) -> CueFinders:
    schemas: Mapping[str, type[CueFile]] = {
        "affected": AffectedCues,
        "attribution": AttributionCues,
        "causes": Causes,
        "losses": LossCues,
        "merchants": MerchantCues,
    }
    finders = {dimension: load_cues(dimension, schema)[language] for dimension, schema in schemas.items()}
    return CueFinders({"outage_cues": cue_finders()[language], **finders})


def read_candidates(
    text: str,
    language: Language,
    *,
    title: str | None = None,
    published: Publication | date | None = None,
    country: str | None = None,
) -> Document:
    """The candidates of ``text`` and what stands around them.

    ``published`` is read from the text's dateline where no day is given. ``title`` only says which services are the
    subject; without one those do that the first sentence names, before any word for moving elsewhere.
    """
    line = dateline(text, language)
    if isinstance(published, date):
        published = Publication(published)
    if line is not None and (published is None or published.is_month):
        published = line.publication
    folded = fold_for_cues(text, language)
    # Cue words see a straight apostrophe for a curly one, values the text itself; most texts have none.
    whole = folded if folded.source == text else fold(text, grammars()[language].file.fold)
    sentences = split_sentences(text) or (Span(0, len(text)),)
    starts = [sentence.start for sentence in sentences]

    cues: list[defaultdict[str, list[_Interval]]] = [defaultdict(list) for _ in sentences]
    causes: list[Cue] = []
    for dimension, found_cues in _finders(language).find(folded):
        for cue in found_cues:
            label, start, end = cue
            cues[bisect_right(starts, start, 1) - 1][f"{dimension}.{label}"].append((start, end))
            if dimension == "causes" and label not in ("because", "ruled_out"):
                causes.append(cue)

    platforms = find_platforms(text, language)
    found: list[tuple[Kind, Value | PlatformMention | Name | Cue]] = [("platform", mention) for mention in platforms]
    found += [
        (_KINDS[type(value)], value)
        for value in _dated(whole, language, published, country)
        # The day of publication plays no part in the story.
        if line is None or value.end <= line.start or line.end <= value.start
    ]
    found += [("cause", cue) for cue in causes]
    taken = [(mention.start, mention.end) for mention in platforms]
    found += [("name", name) for name in find_names(text, language, taken)]
    candidates = [
        Candidate(
            kind=kind,
            start=value.start,
            end=value.end,
            text=text[value.start : value.end],
            sentence=bisect_right(starts, value.start, 1) - 1,
            value=value,
        )
        for kind, value in found
    ]
    moved = min((start for start, _ in cues[0].get("outage_cues.elsewhere", ())), default=sentences[0].end)
    subjects = find_platforms(title, language) if title else [item for item in platforms if item.start < moved]
    candidates.sort(key=lambda candidate: (candidate.start, candidate.end, candidate.kind))
    return Document(
        text,
        language,
        sentences,
        tuple(candidates),
        frozenset(mention.slug for mention in subjects),
        _day_of(line and line.publication) or _day_of(published),
        tuple(cues),
        starts,
        [match.start() for match in _CLAUSE_BREAK.finditer(text)],
        _HALF.get(language, _HALF_SPACED),
    )
