"""Finds every name of the gazetteer in a text, whatever it means there: one automaton over all names and languages.

Aho and Corasick, "Efficient string matching", CACM 18(6), 1975: time linear in the text, however many the names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from extractors.loader import DataFileError, load_languages
from extractors.platforms.gazetteer import Platform, platforms
from extractors.platforms.schema import PlatformWords

Sort = Literal["sure", "ambiguous", "never"]

_ACRONYM = 5
"""Longest name in capitals that is looked up only so: ``DIAN`` and ``SUNAT``, not the first name Dian."""
_IGNORED = re.compile("[\u00ad\u0640\u064b-\u0652\u0670\u200b-\u200f\u2060-\u2069\ufeff]")
"""Vowel signs, stretching and invisible marks."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_TYPOGRAPHY = (("\u2019", "'"), ("\u00a0", " "))
_HOST = re.compile(r"\.[a-z]{2,}(?![A-Z])")
_MAILBOX = re.compile(r"[\w.+-]{0,64}@\w")
_ADDRESS = re.compile(r"://|www\.|@|[a-z]\.[a-z]{2,}/")
_LONGEST_ADDRESS = 200
_LONGEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling that the automaton looks for."""

    platform: Platform
    sort: Sort


@dataclass(frozen=True, slots=True)
class Found:
    """A name at ``[start, end)`` of the text."""

    start: int
    end: int
    name: Name


def names_in(text: str) -> list[Found]:
    """The names in ``text`` from left to right without overlap, of two at one place the longer; parts of longer words,
    of web and mail addresses, and what only looks like a name (``never``) are left out."""
    automaton, names = _automaton()
    spelled, marks = _without_marks(text)
    spelled = _respell(spelled)
    try:
        matches = automaton.find_matches_as_indexes(spelled, overlapping=True)
    except UnicodeEncodeError:  # half of a surrogate pair, as broken JSON escapes leave them
        matches = automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", spelled), overlapping=True)
    matches.sort(key=lambda match: (match[1], -match[2]))
    found: list[Found] = []
    done = 0
    for pattern, start, end in matches:
        if start < done or not _stands_alone(spelled, start, end) or _in_address(spelled, start, end):
            continue
        done = end
        if names[pattern].sort != "never":
            begin = start + bisect_right(marks, start)
            found.append(Found(begin, end + bisect_right(marks, end - 1), names[pattern]))
    return found


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without marks; for each of them the offset in the new text before which it stood."""
    if text.isascii() or not _IGNORED.search(text):
        return text, []
    marks = [match.start() - order for order, match in enumerate(_IGNORED.finditer(text))]
    return _IGNORED.sub("", text), marks


@cache
def _words() -> tuple[PlatformWords, ...]:
    return tuple(load_languages("platforms", PlatformWords).values())


@cache
def _spelling() -> tuple[tuple[str, str], ...]:
    return _TYPOGRAPHY + tuple(pair for words in _words() for pair in words.spelling.items())


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(_respell(prefix) for words in _words() for prefix in words.prefixes)


def _respell(text: str) -> str:
    """One spelling for letters that are written for each other; length unchanged."""
    if not text.isascii():
        for variant, usual in _spelling():
            text = text.replace(variant, usual)
    return text


@cache
def _automaton() -> tuple[AhoCorasick, list[Name]]:
    names: dict[str, Name] = {}
    for entry in platforms().values():
        by_sort: tuple[tuple[Sort, Iterable[str]], ...] = (
            ("never", entry.never),
            ("sure", entry.names),
            ("ambiguous", entry.ambiguous),
        )
        for sort, spellings in by_sort:
            for name in spellings:
                for spelled in letter_cases(_respell(_IGNORED.sub("", name)), sort):
                    known = names.setdefault(spelled, Name(entry, sort))
                    if known.platform is not entry:
                        raise DataFileError(
                            f"gazetteers/platforms: {name!r} names {known.platform.slug} and {entry.slug}"
                        )
    automaton = AhoCorasick(names, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
    return automaton, list(names.values())


def letter_cases(name: str, sort: Sort) -> set[str]:
    """How ``name`` may be written: in capitals, as in headlines, and in lower case where it is no ordinary word."""
    if name.isupper() and len(name) <= _ACRONYM:
        return {name}
    capitals = {name, name.upper()} if len(name) > 2 else {name}
    if sort == "ambiguous":
        return capitals
    words = name.split(" ")
    lower = {name.lower(), name.capitalize()} if len(words) == 1 else {name[:1].upper() + name[1:]}
    return capitals | lower | {" ".join(word[:1].upper() + word[1:].lower() for word in words)}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter of the name's own script is written on to it, but for the particles that may be."""
    if end < len(text) and _joined(text[end - 1], text[end]):
        return False
    if start == 0 or not _joined(text[start], text[start - 1]):
        return True
    word = start
    while word > 0 and start - word <= _LONGEST_PREFIX and _joined(text[start], text[word - 1]):
        word -= 1
    return text[word:start] in _prefixes()


def _joined(edge: str, neighbour: str) -> bool:
    """Whether a name's first or last character and the one beside it belong to one word. A figure may follow a name
    without a space (Roblox8日); signs and scripts without spaces join nothing."""
    script = _script(neighbour)
    return script != "" and script == _script(edge) and not (neighbour.isdigit() and edge.isalpha())


def _script(char: str) -> Literal["latin", "arabic", ""]:
    """The script in which ``char`` joins with its neighbours to a word; empty for signs and scripts without spaces."""
    if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
        return "latin" if char.isalnum() or char == "_" else ""
    return "arabic" if "\u0600" <= char <= "\u06ff" and char.isalpha() else ""


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the name is part of a web address, a mail address or an account's handle."""
    if _HOST.match(text, end) or _MAILBOX.match(text, end):
        return True
    if start == 0 or text[start - 1] not in "./@-=?&+":
        return False
    token = text[max(0, start - _LONGEST_ADDRESS) : start].rsplit(None, 1)
    return bool(token) and _ADDRESS.search(token[-1]) is not None
