"""Where patterns may match, by the fixed characters that every match holds: one look at a text for any number of them.

Most places of a text begin no match, and an automaton tells so for all patterns at once, where each of them would be
tried at every character (Aho and Corasick, "Efficient string matching", CACM 18(6), 1975).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Head(NamedTuple):
    """What a pattern holds, ``before`` letters that may be anything behind where it begins; ``of_word`` at the front of
    a word only, else anywhere."""

    text: str
    before: int
    of_word: bool


class Places:
    """Finds where each of several patterns may begin, by the heads of each."""

    __slots__ = ("_automaton", "_heads", "_patterns")

    def __init__(self, patterns: Sequence[Collection[Head]]) -> None:
        self._patterns = len(patterns)
        self._heads: list[tuple[Head, tuple[int, ...]]] = [
            (head, tuple(at for at, heads in enumerate(patterns) if head in heads))
            for head in sorted(frozenset[Head]().union(*patterns))
        ]
        self._automaton = AhoCorasick(
            [head.text for head, _ in self._heads],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
        )

    def of(self, text: str) -> list[list[int]]:
        """For each pattern where it may begin, in text order; some places come more than once."""
        try:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half of a surrogate pair, as broken JSON escapes leave them
            found = self._automaton.find_matches_as_indexes(text.encode(errors="replace").decode(), overlapping=True)
        places: list[list[int]] = [[] for _ in range(self._patterns)]
        heads = self._heads
        for number, start, _ in found:
            (_, before, of_word), patterns = heads[number]
            if not before:
                if of_word and start and text[start - 1].isalnum():
                    continue
                for pattern in patterns:
                    places[pattern].append(start)
            elif of_word:
                least = start - before
                while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                    start -= 1
                    if start < least:
                        break
                else:
                    for pattern in patterns:
                        places[pattern].append(start)
            else:
                for pattern in patterns:
                    places[pattern] += range(max(0, start - before), start + 1)
        for own in places:
            own.sort()
        return places


def matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` that begin at ``places``, which are in text order, without overlap."""
    match_at, end = pattern.match, 0
    for place in places:
        if place < end:
            continue
        match = match_at(text, place)
        if match:
            yield match
        end = match.end() if match else place + 1
