"""Falls told as a part of the whole: sales fell by a third, 少了一半, doanh thu còn một phần năm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.lexicon import GLUED, LETTER, SparsePattern, alternation, spaced
from extractors.numbers.composer import tidy
from extractors.numbers.measure import Measured, bounded
from extractors.numbers.scanner import Scan
from extractors.percents.schema import ShareFile

_WHOLE = 100.0
_REACH = 48
"""How far before a share the word for its fall may begin."""
_DECIMALS = 2
_WORD_START = r"(?<![a-z\u00df-\u024f\u1e00-\u1eff])"
"""Arabic and Chinese write other words on to the front."""


@dataclass(frozen=True, slots=True)
class ShareWords:
    """A `ShareFile`, compiled."""

    named: SparsePattern
    sizes: dict[str, float]
    tell_a_fall: frozenset[str]
    fall_before: re.Pattern[str]
    fall_behind: re.Pattern[str]
    no_share: re.Pattern[str]


def compile_shares(file: ShareFile) -> ShareWords:
    """The patterns of a language's words."""
    sizes = {spaced(word): size for word, size in (file.named | file.told).items()}
    left = rf"(?P<left>{_words([*file.to, *file.left])})"
    first = rf"{_WORD_START}(?:{_words(file.falls)}|(?P<alone>{_words(file.left)}))"
    return ShareWords(
        named=SparsePattern(_words(sizes), sizes, particles=None),
        sizes=sizes,
        tell_a_fall=frozenset(map(spaced, file.told)),
        fall_before=re.compile(rf"{first}(?:[\s\-]*(?:{left}|{_words(file.between)}))*[\s\-]*\Z"),
        fall_behind=re.compile(rf"\s*(?:{_words(file.behind)})"),
        no_share=re.compile(rf"[\s\-]*(?:{_words(file.not_before)})"),
    )


def _words(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, whole where letters of their script are parted by blanks."""
    whole = [word for word in words if not word.endswith(GLUED)]
    glued = [word.removesuffix(GLUED) for word in words if word.endswith(GLUED)]
    parts = [alternation(whole) + rf"(?!{LETTER})"] if whole else []
    return "|".join([*parts, *([alternation(glued)] if glued else [])]) or "(?!)"


def shares_of(scan: Scan, words: ShareWords) -> Iterator[Measured[str]]:
    """The falls of a text that are told as shares of the whole, in per cent of it."""
    for start, end, size in _shares(scan, words):
        before = words.fall_before.search(scan.text, max(0, start - _REACH), start)
        told = spaced(scan.text[start:end]) in words.tell_a_fall
        if not (before or told or words.fall_behind.match(scan.text, end)):
            continue
        item = bounded(scan, Measured(start, end, tidy(size), tidy(size), "%"))
        is_left = before is not None and bool(before["alone"] or before["left"])
        yield _lost(item) if is_left else item


def _shares(scan: Scan, words: ShareWords) -> Iterator[tuple[int, int, float]]:
    """Where a share may stand, and its size in per cent."""
    named = {match.end(): match for match in words.named.finditer(scan.text)}
    for end, match in named.items():
        if not words.no_share.match(scan.text, end):
            yield match.start(), end, words.sizes[spaced(match[0])]
    for figure in scan.figures:
        is_part = 0 < figure.low < 1 and figure.high == figure.low and not figure.digits
        if is_part and figure.end not in named and not words.no_share.match(scan.text, figure.end):
            yield figure.start, figure.end, round(figure.low * _WHOLE, _DECIMALS)


def _lost(left: Measured[str]) -> Measured[str]:
    """What is lost where ``left`` is what is left: of less than half more than half."""
    low = tidy(_WHOLE - left.low)
    left.low, left.high = low, low
    if left.bound in ("over", "under"):
        left.bound = "under" if left.bound == "over" else "over"
        left.high = None if left.bound == "over" else low
    return left
