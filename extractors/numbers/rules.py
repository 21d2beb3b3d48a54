"""Numbers: maximal number expressions with their bounds and ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.base import Language, Number
from extractors.lexicon import LETTER
from extractors.numbers.composer import Figure
from extractors.numbers.measure import bounded, measured, placed, ranges
from extractors.numbers.scanner import Scan, scan

__all__ = ["Figure", "Scan", "numbers_of", "parse_numbers", "scan"]


def parse_numbers(text: str, language: Language, locale: str | None = None) -> list[Number]:
    """Every number of ``text`` in order, ranges as one; ``locale`` (``es-MX``) settles the decimal sign."""
    return numbers_of(scan(text, language, locale))


def numbers_of(scan: Scan) -> list[Number]:
    """The numbers of a text that is scanned already."""
    items = [
        measured(figure, _PLAIN if _counts(scan, figure) else None, figure.start, figure.end)
        for figure in _cardinals(scan)
        if not figure.glued
    ]
    found = []
    numbers = [item for item in ranges(scan, items, _same) if item.unit is not None]
    for item, text, start, end in placed(scan, (bounded(scan, item) for item in numbers)):
        found.append(
            Number(text=text, start=start, end=end, rule="number", bound=item.bound, min=item.low, max=item.high)
        )
    return found


def _cardinals(scan: Scan) -> Iterator[Figure]:
    """The figures without ordinals and what a sign joins to one: ngày 4-10-2021, 第3-5."""
    text, ordinal = scan.text, -1
    for figure in scan.figures:
        prefix = scan.grammar.ordinals.before(text, figure.start)
        if (prefix is not None and prefix[1]) or (figure.start == ordinal + 1 and text[ordinal] in "-/"):
            ordinal = figure.end
        else:
            yield figure


_PLAIN = ""


def _same(one: str, other: str) -> str:
    return one


def _counts(scan: Scan, figure: Figure) -> bool:
    """Whether the figure is a number by itself, not an article, a part of a code or a measure written on to it."""
    text, end = scan.text, figure.end
    if _is_name(scan, figure):
        return False
    if figure.weak:
        if scan.grammar.file.spaced:
            return scan.is_all(figure.start, end) or (figure.low > 0 and _stands(scan, figure))
        if figure.low >= _MYRIAD:
            return False
        grammar = scan.grammar
        if not text[end : end + 1].isalnum() or grammar.classifiers.after(text, end) is not None:
            return True
        return grammar.equals.before(text, figure.start) is not None
    if not text[figure.start].isdigit() and _COMPOUND.match(text, end) and scan.grammar.after.after(text, end) is None:
        return False
    return not (text[end - 1].isdigit() and _LETTER.match(text, end) is not None and scan.grammar.file.spaced)


def _is_name(scan: Scan, figure: Figure) -> bool:
    """Whether a number word is the end of someone's name: Trần Văn Bảy."""
    if scan.text[figure.start : figure.end] not in scan.grammar.file.given_names:
        return False
    before = _WORD_BEFORE.search(scan.text[max(0, figure.start - _LONGEST_NAME) : figure.start])
    if before is None:
        return False
    start, end = scan.folded.span(figure.start - len(before[0]), figure.end)
    return scan.folded.source[start:end].istitle()


_LONGEST_NAME = 24
_WORD_BEFORE = re.compile(r"\w+\s$")


def _stands(scan: Scan, figure: Figure) -> bool:
    """Whether a weak figure of a spaced language is a number: a bare scale or fraction with a bound word (gần chục), or
    before a classifier (năm người)."""
    grammar = scan.grammar
    if (figure.scale >= _TEN or figure.low < 1) and grammar.before.before(scan.text, figure.start) is not None:
        return True
    return figure.bound != "vague" and grammar.classifiers.after(scan.text, figure.end) is not None


_TEN = 10.0
_MYRIAD = 10_000.0
"""A bare 万 or 亿 is no number."""
_COMPOUND = re.compile(rf"-{LETTER}")
_LETTER = re.compile(LETTER)
