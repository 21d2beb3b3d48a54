"""The characters that a match of a regular expression can begin with."""

from __future__ import annotations

import re

_GROUP = re.compile(r"\(\?(?::|P<\w+>)|\(\?(?P<look><?[=!])|\(")
_CLASS = re.compile(r"\[(?P<body>(?:\\.|[^\]])+)\]")
_QUANTIFIER = re.compile(r"(?P<optional>[?*]|\{0?,\d*\})|\+|\{\d+(?:,\d*)?\}")
_RANGE = re.compile(r"(\\?.)-(\\?.)|(\\?.)")
_Chars = set[str] | None
"""``None``: any character."""
_ESCAPES = {"d": "0123456789", "s": " \t\n\r", "b": ""}


def first_characters(pattern: str) -> frozenset[str]:
    """The characters with which a match of ``pattern`` can begin.

    Knows literals, ``\\d``, ``\\s``, ``\\b``, classes, groups, lookarounds and quantifiers. Raises ValueError for
    a pattern that can begin with anything (a dot, a negated class) or match nothing at all.
    """
    chars, empty, _ = _alternatives(pattern, 0)
    if chars is None or empty:
        raise ValueError(f"can begin with anything: {pattern}")
    return frozenset(chars)


def _alternatives(pattern: str, at: int) -> tuple[_Chars, bool, int]:
    """Characters, whether nothing can match, and where the alternatives end."""
    chars, empty, at = _sequence(pattern, at)
    while pattern[at : at + 1] == "|":
        more, also, at = _sequence(pattern, at + 1)
        chars = _either(chars, more)
        empty |= also
    return chars, empty, at


def _sequence(pattern: str, at: int) -> tuple[_Chars, bool, int]:
    chars: _Chars = set()
    empty = True
    while at < len(pattern) and pattern[at] not in "|)":
        heads, nothing, at = _atom(pattern, at)
        if quantifier := _QUANTIFIER.match(pattern, at):
            nothing = nothing or quantifier["optional"] is not None
            at = quantifier.end()
        if empty:
            chars = _either(chars, heads)
            empty = nothing
    return chars, empty, at


def _either(one: _Chars, other: _Chars) -> _Chars:
    return None if one is None or other is None else one | other


def _atom(pattern: str, at: int) -> tuple[_Chars, bool, int]:
    """One element: its characters, whether it can be empty, and where it ends."""
    if group := _GROUP.match(pattern, at):
        chars, empty, end = _alternatives(pattern, group.end())
        return (set(), True, end + 1) if group["look"] else (chars, empty, end + 1)
    if bracket := _CLASS.match(pattern, at):
        body = bracket["body"]
        return (None if body[0] == "^" else _members(body)), False, bracket.end()
    if pattern[at] == "\\":
        name = pattern[at + 1]
        if name in "wWDS":
            return None, False, at + 2
        return set(_ESCAPES.get(name, name)), name == "b", at + 2
    return ({pattern[at]} if pattern[at] not in ".^$" else None), pattern[at] in "^$", at + 1


def _members(body: str) -> set[str]:
    members: set[str] = set()
    for low, high, single in _RANGE.findall(body):
        if single:
            members |= set(_ESCAPES.get(single[-1], single[-1])) if single[0] == "\\" else {single}
        else:
            members |= {chr(code) for code in range(ord(low[-1]), ord(high[-1]) + 1)}
    return members
