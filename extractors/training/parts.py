"""What the reader decides as a whole: which part a figure plays, whether a service is down by any of its mentions.

The tags of single tokens are what it answers by; how sure it is of a whole is what a reading turns on
(`extractors.reader.roles`), and so it is taught that too: a sum of nine pieces counts as much there as one of two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.candidates import Candidate, Kind
from extractors.platforms.rules import PlatformMention
from extractors.reader.labels import Tag
from extractors.reader.windows import Window
from extractors.stretches import Stretches
from extractors.training.articles import Span, TrainingArticle, overlap

_TAGS: Mapping[Kind, tuple[Tag, ...]] = {
    "duration": ("D",),
    "money": ("L",),
    "percent": ("L",),
    "count": ("A",),
    "date": ("T", "E"),
}
_WHOLE = 0.5
"""Least overlap of a figure with a marked span that makes it that span."""


Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Whether a figure or service is a ``tag``; ``places`` are half-open stretches of a window's tokens, one for each
    mention."""

    tag: Tag
    places: Sequence[Place]
    right: bool


class MarkedArticle:
    """An article with its candidates and what its markup settles of them."""

    def __init__(self, article: TrainingArticle, candidates: Sequence[Candidate]) -> None:
        self.candidates = Stretches((candidate.start, candidate.end) for candidate in candidates)
        self._listed = candidates
        self._spans: defaultdict[str, list[Span]] = defaultdict(list)
        for span in article.spans:
            self._spans[span.tag].append(span)
        down = Stretches((span.start, span.end) for span in self._spans["P"])
        mentions = [(item, item.value.slug) for item in candidates if isinstance(item.value, PlatformMention)]
        self._marked = {item for item, _ in mentions if down.touch(item.start, item.end)}
        self._down = {slug for item, slug in mentions if item in self._marked}
        self.open_mentions = Stretches(
            (item.start, item.end) for item, slug in mentions if slug in self._down and item not in self._marked
        )
        """Where a service stands that is marked at other places only. Of the service it is known that it is down, of
        the mention nothing: markup leaves out much of what is said of the firm behind it."""

    def parts(self, window: Window) -> list[Part]:
        """What ``window`` decides of the candidates; what the markup leaves open is left out."""
        within = [
            (candidate, (first, last))
            for candidate in self._listed
            for first, last in [_tokens(window, candidate.start, candidate.end)]
            if first < last
        ]
        return [*self._figures(within), *self._services(within)]

    def _figures(self, within: Iterable[tuple[Candidate, Place]]) -> Iterator[Part]:
        for candidate, place in within:
            for tag in _TAGS.get(candidate.kind, ()):
                best = max((overlap(candidate.start, candidate.end, span) for span in self._spans[tag]), default=0.0)
                if best <= 0 or best >= _WHOLE:
                    yield Part(tag=tag, places=[place], right=best > 0)

    def _services(self, within: Iterable[tuple[Candidate, Place]]) -> Iterator[Part]:
        places: defaultdict[str, list[Place]] = defaultdict(list)
        marked: set[str] = set()
        for candidate, place in within:
            if isinstance(candidate.value, PlatformMention):
                places[candidate.value.slug].append(place)
                if candidate in self._marked:
                    marked.add(candidate.value.slug)
        for slug, stretches in places.items():
            if slug in marked or slug not in self._down:
                yield Part(tag="P", places=stretches, right=slug in marked)


def _tokens(window: Window, start: int, end: int) -> Place:
    """The window's own tokens that touch ``[start, end)``."""
    own = window.offsets[window.first : window.last]
    first = bisect_right(own, start, key=lambda piece: piece[1])
    last = bisect_left(own, end, key=lambda piece: piece[0])
    return window.first + first, window.first + last
