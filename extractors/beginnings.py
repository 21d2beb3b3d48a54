"""The characters that a match of a regular expression can begin with."""

from __future__ import annotations

import re

LENGTH = 3
ANY = "\0"
"""Stands for any character, and for whatever follows a match."""
DIGIT, SPACE = "0", " "
"""Stand for any digit and any white space."""

_GROUP = re.compile(r"\(\?(?::|P<\w+>)|\(\?(?P<look><?[=!])|\(")
_CLASS = re.compile(r"\[(?P<body>(?:\\.|[^\]])+)\]")
_QUANTIFIER = re.compile(r"(?:(?P<optional>[?*]|\{0?,\d*\})|\+|\{\d+(?:,\d*)?\})[?+]?")
_RANGE = re.compile(r"(\\?.)-(\\?.)|(\\?.)")
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ESCAPES = {"d": DIGIT, "s": SPACE, "n": SPACE, "t": SPACE, "b": ""}
_NOTHING = frozenset({""})
_TO_CLASS = str.maketrans(dict.fromkeys("123456789", DIGIT) | dict.fromkeys(_SPACES, SPACE))


def beginning(text: str) -> str:
    """``text`` as `beginnings` spells it: one digit for all, one white space for all."""
    return text.translate(_TO_CLASS)


def beginnings(pattern: str) -> frozenset[str]:
    """What the first `LENGTH` characters can be where ``pattern`` matches.

    Knows literals, ``\\d``, ``\\s``, ``\\b``, classes, groups, lookarounds and quantifiers. Raises ValueError for
    a pattern that can begin with anything (a dot, a negated class) or match nothing at all.
    """
    found, _ = _alternatives(pattern, 0)
    if any(not head or head[0] == ANY for head in found):
        raise ValueError(f"can begin with anything: {pattern}")
    return frozenset(head.ljust(LENGTH, ANY) for head in found)


def _alternatives(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """The beginnings of the alternatives at ``at``, shorter where a match is, and where the alternatives end."""
    heads, at = _sequence(pattern, at)
    while pattern[at : at + 1] == "|":
        more, at = _sequence(pattern, at + 1)
        heads |= more
    return heads, at


def _sequence(pattern: str, at: int) -> tuple[frozenset[str], int]:
    heads = _NOTHING
    while at < len(pattern) and pattern[at] not in "|)":
        atom, at = _atom(pattern, at)
        if quantifier := _QUANTIFIER.match(pattern, at):
            if quantifier[0][0] != "?":
                for _ in range(1, LENGTH):
                    atom |= _joined(atom, atom)
            if quantifier["optional"] is not None:
                atom |= _NOTHING
            at = quantifier.end()
        heads = _joined(heads, atom)
    return heads, at


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    joined: set[str] = set()
    for length in {len(head) for head in left}:
        heads = [head for head in left if len(head) == length]
        room = LENGTH - length
        joined.update(heads if room == 0 else (head + tail for head in heads for tail in {t[:room] for t in right}))
    return frozenset(joined)


def _atom(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """The beginnings of one element, and where it ends."""
    if group := _GROUP.match(pattern, at):
        heads, end = _alternatives(pattern, group.end())
        return (_NOTHING if group["look"] else heads), end + 1
    if bracket := _CLASS.match(pattern, at):
        body = bracket["body"]
        return (frozenset(ANY) if body[0] == "^" else frozenset(_members(body))), bracket.end()
    if pattern[at] == "\\":
        name = pattern[at + 1]
        if name in "wWDS":
            return frozenset(ANY), at + 2
        return frozenset(_ESCAPES.get(name, name)) or _NOTHING, at + 2
    if pattern[at] in "^$":
        return _NOTHING, at + 1
    return frozenset(ANY if pattern[at] == "." else beginning(pattern[at])), at + 1


def _members(body: str) -> set[str]:
    members: set[str] = set()
    for low, high, single in _RANGE.findall(body):
        if single:
            members |= set(_ESCAPES.get(single[-1], single[-1])) if single[0] == "\\" else {single}
        else:
            members |= {chr(code) for code in range(ord(low[-1]), ord(high[-1]) + 1)}
    return set(map(beginning, members))
