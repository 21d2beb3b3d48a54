"""Dates and clock times as news texts write them, resolved against the day of publication.

A date is put together from pieces (weekday, day and month, part of the day, clock time …) that stand side by side in
any order a language likes; the pieces and the words between them are data, one YAML a language.

How a piece is resolved:

- What is stated stays: a full date needs no publication date, and a partial one stays partial (``2021-10``).
- **A year is never taken from silence.** "Oct. 4" without a publication date has the value ``None``, since no calendar
  has such a day; what its words do settle is kept in ``stated`` as ``XXXX-10-04`` (ISO 8601-2:2019, X for an open
  digit), and a clock time by itself as ``T11:40``. With a publication date the value is the most recent such day, and
  ``stated`` still shows that the year was inferred.
- News looks back: a weekday, a day of the month or a month is the most recent one not after the publication date,
  unless the words point forward ("next", "próximo", 下). A day of the month may be one day ahead, since the outlet's
  day can be that of another time zone, and a day with its month seven, since of one last year the text would name
  the year.
  "Last Thursday" is before the publication date, 上周四 in the calendar week before it (weeks begin on Monday).
- A weekday beside a numbered day chooses among the months or years in which it fell so.
- "The next day" counts from the date before it in the text.
- A clock time counts only where the half of the day is clear: "at five" beside a date leaves the date alone.
- A week or weekend is the stretch from its first day to its last.
- Dates of other calendars (Hijri, lunar) are recognised and have no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractors.base import Bound, Date
from extractors.dates.grammar import Grammar, date_grammars
from extractors.dates.pieces import Chain, chains
from extractors.dates.resolve import CLOCK_FIELDS, DATE_FIELDS, ends, second_end, share, stated
from extractors.dates.schema import Fields
from extractors.folding import Folded, fold

_LONGEST_LINK = 24
_CLOSING = {"(": ")", "（": "）"}


def parse_dates(text: str, language: str, published: date | None = None) -> list[Date]:
    """The dates and clock times in ``text``, from left to right, without overlap.

    ``language`` is a code that has a data file (KeyError otherwise), ``published`` the day on which the text came out.
    See the module's docstring for how a date is resolved and what stays ``None``.
    """
    return dates_of(fold(text, date_grammars()[language].variants), language, published)


def dates_of(folded: Folded, language: str, published: date | None = None) -> list[Date]:
    """As `parse_dates`, of a text that is folded already."""
    grammar = date_grammars()[language]
    found = list(chains(grammar, folded.text, lambda at: folded.source[folded.span(at, at + 1)[0]].isupper()))
    return list(_dates(grammar, folded, found, published))


def _dates(grammar: Grammar, folded: Folded, found: list[Chain], published: date | None) -> Iterator[Date]:
    previous: date | None = None
    at = 0
    while at < len(found):
        members = found[at : at + 1]
        fields, until = members[0].fields, second_end(members[0].fields)
        if at + 1 < len(found) and _is_span(grammar, folded.text, members[0], found[at + 1]):
            members.append(found[at + 1])
            fields, until = share(fields, members[1].fields)
        at += len(members)
        strength = sum(chain.strength for chain in members)
        if "nothing" in fields or strength < 2 or not fields.keys() & (DATE_FIELDS | CLOCK_FIELDS):
            continue
        value, stop = ends(fields, until, published, previous)
        if _is_day(value):
            previous = date.fromisoformat((stop or value or "")[:10])
        start, end = folded.span(members[0].start, _closed(folded.text, members[0].start, members[-1].end))
        yield Date(
            text=folded.source[start:end],
            start=start,
            end=end,
            rule=f"dates.{grammar.language}.{'+'.join(name for chain in members for name in chain.names)}",
            confidence=_confidence(fields, value),
            bound=_bound(fields, stop),
            value=value,
            until=stop,
            stated=stated(fields),
        )


def _is_span(grammar: Grammar, text: str, left: Chain, right: Chain) -> bool:
    if right.start - left.end > _LONGEST_LINK:
        return False
    if not grammar.spans.fullmatch(text, left.end, right.start):
        if grammar.pairs is None:
            return False
        # "Between … and": the whole expression says so, its joint alone does not.
        before = text[max(0, left.start - _LONGEST_LINK) : left.start]
        if grammar.pairs.search(f"{before}…{text[left.end : right.start]}") is None:
            return False
    both_dates = left.fields.keys() & DATE_FIELDS and right.fields.keys() & DATE_FIELDS
    return bool(both_dates) or ("hour" in left.fields and "hour" in right.fields)


def _closed(text: str, start: int, end: int) -> int:
    """``end``, or behind the bracket that closes one opened in ``[start, end)``."""
    for opening, closing in _CLOSING.items():
        if text.count(opening, start, end) > text.count(closing, start, end) and text.startswith(closing, end):
            return end + 1
    return end


def _confidence(fields: Fields, value: str | None) -> float:
    """1 as stated; 0.9 where the publication date placed it, 0.8 where the date before it in the text did, 0.6 where
    weekday and day contradict each other, 0.5 where nothing could place it."""
    if value is None:
        return 0.5
    if fields.keys() & {"next", "same_month"}:
        return 0.8
    if "weekday" in fields and _is_day(value) and date.fromisoformat(value[:10]).weekday() != fields["weekday"]:
        return 0.6
    return 1.0 if "year" in fields else 0.9


def _bound(fields: Fields, until: str | None) -> Bound:
    return "range" if until else "about" if "about" in fields else "exact"


def _is_day(value: str | None) -> bool:
    return value is not None and len(value) >= len("2021-10-04")
