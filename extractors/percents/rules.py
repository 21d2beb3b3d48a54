"""Percents: figures with a per-cent sign or word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.base import Language, Percent
from extractors.lexicon import Lexicon, alternation
from extractors.loader import Compiled
from extractors.numbers.composer import Figure
from extractors.numbers.grammar import grammars
from extractors.numbers.measure import Measured, bounded, enumerated, measured, placed, ranges
from extractors.numbers.scanner import Scan
from extractors.percents.schema import PercentFile
from extractors.percents.shares import ShareWords, compile_shares, shares_of

SHARE = "percent.share"
"""Rule of a fall that is told as a part of the whole."""
_TENTH = 10.0
"""What a tenth is in per cent."""


@dataclass(frozen=True, slots=True)
class _Words:
    after: Lexicon[float]
    after_fraction: Lexicon[float]
    before: Lexicon[float]
    shares: ShareWords


def _articles(language: str) -> str:
    return alternation(grammars()[language].file.articles) or "(?!)"


@cache
def _words() -> Mapping[str, _Words]:
    return Compiled("percents", PercentFile, _compile)


def percent_units(language: Language) -> Lexicon[float]:
    """The words and signs for per cent of a language."""
    return _words()[language].after


def _compile(language: str, file: PercentFile) -> _Words:
    return _Words(
        Lexicon(dict.fromkeys(file.after, 1.0) | dict.fromkeys(file.tenths, _TENTH)),
        Lexicon(dict.fromkeys(file.after, 1.0), rf"\s{{0,3}}(?:(?:{_articles(language)})\s+)?"),
        Lexicon(dict.fromkeys(file.before, 1.0)),
        compile_shares(file.shares),
    )


def percents_of(scan: Scan, language: Language) -> list[Percent]:
    """The percents of a text that is scanned already."""
    words = _words()[language]
    text = scan.text
    items: list[Measured[str]] = []
    for figure, follower in zip(scan.figures, [*scan.figures[1:], None], strict=False):
        if items and figure.start < items[-1].end:
            continue
        after = words.after.after(text, figure.end)
        if after is None and 0 < figure.low < 1 and not figure.digits:
            after = words.after_fraction.after(text, figure.end)
        before = words.before.before(text, figure.start)
        if after is not None:
            items.append(measured(figure, "%", figure.start, after[0], after[1]))
            if after[1] == _TENTH and follower is not None and follower.start == after[0] and follower.low < _TENTH:
                _add_hundredths(items[-1], follower)
        elif before is not None:
            items.append(measured(figure, "%", before[0], figure.end, before[1]))
        else:
            items.append(measured(figure, None, figure.start, figure.end))
    items = enumerated(scan, ranges(scan, items, lambda one, other: one), lambda unit: True)
    found = [bounded(scan, item) for item in items if item.unit is not None]
    ends = {item.end for item in found}
    shares = [share for share in shares_of(scan, words.shares) if share.end not in ends]
    percents = _percents(scan, found, "percent") + _percents(scan, shares, SHARE)
    return sorted(percents, key=lambda percent: percent.start)


def _percents(scan: Scan, items: list[Measured[str]], rule: str) -> list[Percent]:
    return [
        Percent(text=quote, start=start, end=end, rule=rule, bound=item.bound, min=item.low, max=item.high)
        for item, quote, start, end in placed(scan, items)
    ]


def _add_hundredths(tenths: Measured[str], figure: Figure) -> None:
    """Adds the figure that follows a number of tenths at once: 一成*五* is 15 %, 兩成*半* 25 %."""
    tenths.low += figure.low if figure.low >= 1 else figure.low * _TENTH
    tenths.high = tenths.low
    tenths.end = figure.end
