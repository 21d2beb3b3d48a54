"""Finds the pieces of dates in a text, and puts those that stand together into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extractors.beginnings import LENGTH
from extractors.dates.grammar import Form, Grammar
from extractors.dates.schema import Fields

# How far a date reaches around a word that shows that there is one; every further such word reaches as far again.
_BEFORE, _AFTER = 40, 48
_CONTEXT = 24  # How far back `after` and `unless_after` look.
_RANGES = {"month": (1, 12), "day": (1, 31), "hour": (0, 24), "minute": (-59, 59)}


@dataclass(slots=True)
class Chain:
    """Pieces that make one date: where it starts in the folded text, what they settle, each one's form and end."""

    start: int
    fields: Fields
    pieces: list[tuple[Form, int]] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    @property
    def strength(self) -> int:
        return sum(form.pattern.strength for form, _ in self.pieces)

    @property
    def names(self) -> list[str]:
        return [form.name for form, _ in self.pieces]


@dataclass(frozen=True, slots=True)
class _Piece:
    form: Form
    start: int
    end: int
    fields: Fields


def chains(grammar: Grammar, text: str, is_capital: Callable[[int], bool]) -> Iterator[Chain]:
    """The dates in folded ``text``, too weak ones too, from left to right.

    ``is_capital`` says whether a character of the folded text was written with a capital letter.
    """
    chain: Chain | None = None
    last = 0
    for piece in _pieces(grammar, text, is_capital):
        glued = (
            chain is not None and piece.start - last <= _CONTEXT and grammar.joints.fullmatch(text, last, piece.start)
        )
        last = piece.end
        if chain is not None and glued and _compatible(chain.fields, piece.fields):
            chain.fields = {**piece.fields, **chain.fields}
        else:
            if chain is not None:
                yield _trimmed(chain)
            chain = Chain(piece.start, piece.fields)
        chain.pieces.append((piece.form, piece.end))
    if chain is not None:
        yield _trimmed(chain)


def _trimmed(chain: Chain) -> Chain:
    """The chain without an "about" at its end, which belongs to what follows."""
    form = chain.pieces[-1][0]
    if len(chain.pieces) > 1 and form.pattern.set == {"about": 1} and not form.groups:
        chain.pieces.pop()
        chain.fields = {name: value for name, value in chain.fields.items() if name != "about"}
    return chain


def _compatible(left: Fields, right: Fields) -> bool:
    """Two pieces make one date if the second settles something new and nothing otherwise than the first.

    "About" goes with a clock time alone; a date of another calendar, and words that only look like one, with nothing.
    """
    clock = left.keys() & {"hour", "clock"}
    if {"calendar", "nothing"} & (left.keys() | right.keys()):
        return False
    if left == {"about": 1} and not right.keys() & {"hour", "clock"}:
        return False
    if right.keys() == {"about"}:
        return bool(clock) != (right["about"] == 1)
    new = right.keys() - left.keys()
    return bool(new) and all(
        left.get(key, value) == value for key, value in right.items() if key not in ("part", "about")
    )


def _pieces(grammar: Grammar, text: str, is_capital: Callable[[int], bool]) -> Iterator[_Piece]:
    """At each place the first form whose words, figures and surroundings fit."""
    at = 0
    for window in _windows(grammar, text):
        for start in grammar.start.finditer(text, *window):
            begin = start.start()
            if begin < at:
                continue
            for form in grammar.forms(text[begin : begin + LENGTH]):
                match = form.regex.match(text, begin)
                piece = _piece(grammar, form, match, text, is_capital) if match else None
                if piece is not None:
                    yield piece
                    at = piece.end
                    break


def _windows(grammar: Grammar, text: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` in which a date can begin, in order, without overlap."""
    start, end = 0, -1
    for match in grammar.trigger.finditer(text):
        if end < 0 or match.start() - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - _BEFORE)
        end = min(len(text), match.end() + _AFTER)
    if end >= 0:
        yield start, end


def _piece(
    grammar: Grammar, form: Form, match: re.Match[str], text: str, is_capital: Callable[[int], bool]
) -> _Piece | None:
    left, right = match.span("body")
    if form.after is not None or form.unless_after is not None:
        before = text[max(0, left - _CONTEXT) : left]
        if form.after is not None and not form.after.search(before):
            return None
        if form.unless_after is not None and form.unless_after.search(before):
            return None
    if form.unless_before is not None and form.unless_before.match(text, right):
        return None
    fields = _fields(grammar, form, match)
    if not all(_in_range(name, value) for name, value in fields.items()):
        return None
    for group, name, _ in form.groups:
        if name == form.pattern.capital and not is_capital(match.start(group)):
            return None
    return _Piece(form, left, right, fields)


def _fields(grammar: Grammar, form: Form, match: re.Match[str]) -> Fields:
    """What a matched piece settles."""
    fields: Fields = dict(form.pattern.set)
    for group, name, lexicons in form.groups:
        word = match[group]
        if word is None:
            continue
        value = _meaning(grammar, " ".join(word.split()), lexicons)
        if isinstance(value, dict):
            fields.update(value)
        elif value is not None:
            fields[name] = value
    return fields


def _meaning(grammar: Grammar, word: str, lexicons: tuple[str, ...]) -> int | str | Fields | None:
    # A lexicon's digit may stand for something else (thứ 2 is Monday).
    found = next((grammar.lexicons[name][word] for name in lexicons if word in grammar.lexicons.get(name, ())), None)
    return int(word) if found is None and word.isdecimal() else found


def _in_range(name: str, value: int | str) -> bool:
    low, high = _RANGES.get(name.removeprefix("to_"), (None, None))
    return low is None or high is None or (isinstance(value, int) and low <= value <= high)
