"""Counts: figures of users, businesses, reports, transactions, people and devices.

A figure counts the noun after it, a few modifiers aside; or its classifier says what it counts; or the noun stands
before it; or it counts the same as the count shortly before. "One user" is a person and no count.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from extractors.base import Count, CountUnit, Language
from extractors.counts.grammar import CountGrammar, count_grammars
from extractors.numbers.composer import Figure
from extractors.numbers.measure import Measured, bounded, measured, placed, ranges
from extractors.numbers.scanner import Scan, scan

_NEAR = 64
"""Code points in which a figure's noun, or the count before it, must stand when it does not follow the figure."""
# A full stop after one letter ends an abbreviation (U.S.).
_SENTENCE_END = re.compile(r"(?:(?<!\W\w)\.|[!?。！？؟\n])(?!\d)")
_CLAUSE_END = re.compile(r"[.,;:!?،؛。，；：、！？؟\n](?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_BROKEN_OFF = re.compile(r"\d[:/]$")
"""The figure is the end of a clock time, a date or a ratio."""
_CURRENCY_SIGNS = frozenset("$€£¥₹₩₫₦")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_BROKEN = 1000
"""Below this only whole numbers count: 1.5 thousand users, but no 1.5 users."""
_MODEL_BEFORE = re.compile(r"(?:^|\W)(\w+)\s$")


class _Counted(NamedTuple):
    unit: CountUnit
    rule: str


_CONFIDENCE = {"noun": 1.0, "classifier": 0.9, "noun-before": 0.8, "numbering": 0.8, "again": 0.7}


def parse_counts(text: str, language: Language) -> list[Count]:
    """Every count of ``text`` in order. Raises KeyError for a language without a data file."""
    return counts_of(scan(text, language), language)


def counts_of(scan: Scan, language: Language) -> list[Count]:
    """The counts of a text that is scanned already."""
    if not scan.figures:
        return []
    grammar = count_grammars()[language]
    items = [_attached(scan, grammar, figure) for figure in scan.figures]
    joined = [bounded(scan, item) for item in ranges(scan, items, _same)]
    _recall(scan.text, grammar, joined)
    found = [item for item in joined if item.unit is not None]
    return [
        Count(
            text=quote,
            start=start,
            end=end,
            rule=f"counts.{language}.{item.unit.rule}",
            confidence=_CONFIDENCE[item.unit.rule],
            bound=item.bound,
            min=item.low,
            max=item.high,
            unit=item.unit.unit,
        )
        for item, quote, start, end in placed(scan, found)
        if item.unit is not None
    ]


def _attached(scan: Scan, grammar: CountGrammar, figure: Figure) -> Measured[_Counted]:
    """``figure`` with what it counts by the words right after it."""
    text = scan.text
    figure = _whole(text, figure)
    bare: Measured[_Counted] = measured(figure, None, figure.start, figure.end)
    if not _can_count(scan, grammar, figure):
        return bare
    if match := grammar.after.match(text, figure.end):
        noun, end = match["noun"], match.end()
        # Where the head comes last, "24,000 customer complaints" are complaints.
        while grammar.adjunct and grammar.adjunct.fullmatch(noun) and (further := grammar.further.match(text, end)):
            noun, end = further["noun"], further.end()
        unit = grammar.units.get(_plain(noun))
        if unit in ("users", "people") and grammar.reporting.match(text, end):
            unit = "reports"
        if unit == "users" and grammar.classifiers.get(match["classifier"] or "") == "businesses":
            unit = "businesses"
        loose = match["classifier"] is None and (bool(match["modifiers"].strip()) or figure.bound == "vague")
        if unit is None or (loose and not _takes_modifiers(scan, figure)) or _is_model(scan, figure):
            return bare
        item = measured(figure, _Counted(unit, "noun"), figure.start, end)
        if match["blurred"]:
            item.bound = "about"
        return item
    if grammar.classifier is not None and (match := grammar.classifier.match(text, figure.end)):
        unit = grammar.classifiers[match[1]]
        alone = grammar.alone.match(text, match.end())
        if alone:
            unit = _noun_before(text, grammar, figure.start, _CLAUSE_END) or unit
        if unit is not None and (alone or not _is_letter(figure)):
            return measured(figure, _Counted(unit, "classifier"), figure.start, match.end())
    return bare


def _whole(text: str, figure: Figure) -> Figure:
    """Things come in whole numbers, so a sign before three digits groups thousands and is no decimal sign."""
    if figure.low.is_integer() or not _GROUPED.fullmatch(text, figure.start, figure.end):
        return figure
    value = float(re.sub(r"\D", "", text[figure.start : figure.end]))
    return replace(figure, low=value, high=value)


def _can_count(scan: Scan, grammar: CountGrammar, figure: Figure) -> bool:
    """Whether the figure may number things at all: it is no code, price, ordinal, year or broken number."""
    text, start = scan.text, figure.start
    if figure.glued or figure.low < (1 if figure.digits else 2) or text[start - 1 : start] in _CURRENCY_SIGNS:
        return False
    if figure.low < _LEAST_BROKEN and not figure.low.is_integer():
        return False
    before = text[max(0, start - _NEAR) : start]
    if _BROKEN_OFF.search(before):
        return False
    if before.rstrip().endswith(tuple(scan.grammar.file.ordinal_prefixes) or ("\0",)):
        return False
    return not (_is_year(text, figure) and grammar.year is not None and grammar.year.search(before))


def _is_year(text: str, figure: Figure) -> bool:
    return _YEAR.fullmatch(text, figure.start, figure.end) is not None


def _is_letter(figure: Figure) -> bool:
    """Whether the figure is one letter, which is part of many other words too (数, 打, 八)."""
    return not figure.digits and figure.end - figure.start == 1


def _takes_modifiers(scan: Scan, figure: Figure) -> bool:
    """Whether words may stand between the figure and its noun: not after a year, nor after a letter that is no word."""
    return not _is_year(scan.text, figure) and not (_is_letter(figure) and not scan.grammar.file.spaced)


def _is_model(scan: Scan, figure: Figure) -> bool:
    """Whether a small figure belongs to the name before it ("Windows 10 users")."""
    if not figure.digits or figure.high is None or figure.high >= 100:
        return False
    start, _ = scan.folded.span(figure.start, figure.end)
    name = _MODEL_BEFORE.search(scan.folded.source[max(0, start - _NEAR) : start])
    if name is None or not name[1][0].isupper() or scan.grammar.before.before(scan.text, figure.start) is not None:
        return False
    # A sentence may begin with any word.
    return name.start() > 0 and name[0][0] not in ".!?\n"


def _plain(word: str) -> str:
    return " ".join(word.split())


def _same(one: _Counted, other: _Counted) -> _Counted | None:
    return one if one.unit == other.unit else None


def _recall(text: str, grammar: CountGrammar, items: list[Measured[_Counted]]) -> None:
    """Gives figures without a noun after them the unit of a noun, or of a count, before them."""
    previous: Measured[_Counted] | None = None
    for item in items:
        if item.unit is None:
            item.unit = _recalled(text, grammar, item, previous)
        if item.unit is not None:
            previous = item


def _recalled(
    text: str, grammar: CountGrammar, item: Measured[_Counted], previous: Measured[_Counted] | None
) -> _Counted | None:
    before = text[max(0, item.start - _NEAR) : item.start]
    if grammar.alone.match(text, item.end):
        if grammar.before is not None and (match := grammar.before.search(before)):
            unit = grammar.units.get(_plain(match["noun"]))
            if unit is not None:
                return _Counted(unit, "noun-before")
        if grammar.numbering is not None and grammar.numbering.search(before):
            unit = _noun_before(text, grammar, item.start, _SENTENCE_END)
            if unit is not None:
                return _Counted(unit, "numbering")
    if previous is None or previous.unit is None or item.start - previous.end > _NEAR or item.low < 10:
        return None
    if grammar.again_after.match(text, item.end) is None or grammar.again_before.search(before) is None:
        return None
    if _SENTENCE_END.search(text, previous.end, item.start):
        return None
    return _Counted(previous.unit.unit, "again")


def _noun_before(text: str, grammar: CountGrammar, at: int, border: re.Pattern[str]) -> CountUnit | None:
    """What the last noun before ``at`` counts, if no ``border`` parts them."""
    unit: CountUnit | None = None
    for match in grammar.noun.finditer(text, max(0, at - _NEAR), at):
        if not border.search(text, match.end(), at):
            unit = grammar.units.get(_plain(match["noun"]))
    return unit
