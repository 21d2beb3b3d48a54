"""Cue words: finds which words of a language speak of a thing, by a data file of word classes.

A dimension (``outage_cues``, ``losses`` …) names its classes in a subclass of `CueFile`; each language file lists, for
every class, words and phrases as regular expressions. Text and patterns are folded alike, so a pattern is written in
any usual spelling, but in lower case; a space stands for any white space. Outside Chinese a pattern stands for whole
words (``\\w*`` leaves an ending open), and the particles that Arabic writes on to a word (و ف ب ك ل ال) come by
themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from extractors.base import Language
from extractors.beginnings import ANY, DIGIT, SPACE, beginnings
from extractors.folding import Folded, fold
from extractors.lexicon import DIGITS
from extractors.loader import Compiled
from extractors.numbers.grammar import grammars
from extractors.places import Head, Places, matches_at

_ARABIC_PARTICLES = "[وف]?(?:ال|لل|[بكل]ال|[بكل])?"
_MOST_PARTICLES = len("وبال")
_ANY_LETTERS = re.compile(r"\[[^\]]+\]\{\d,(?P<most>\d)\}")
"""Opens a Chinese pattern that is known by what comes next: any one or two characters before 老师."""


class CueFile(BaseModel):
    """Classes of cue words of one dimension in one language: each field a list of patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cue(NamedTuple):
    """A cue word of class ``label`` at ``[start, end)`` of the text before folding."""

    label: str
    start: int
    end: int


def fold_for_cues(text: str, language: Language) -> Folded:
    """``text`` as cue patterns of ``language`` see it."""
    return fold(text.replace("’", "'"), grammars()[language].file.fold)


class CueFinder:
    """The compiled cue words of one dimension in one language.

    Of two patterns that begin at one place the longer wins; a word that stands in several classes is a cue of each.
    """

    __slots__ = ("_classify", "_language", "_pattern", "_patterns")

    def __init__(self, classes: Mapping[str, Iterable[str]], language: Language) -> None:
        entries = [
            (label, fold_for_cues(pattern, language).text.replace(" ", r"\s+"))
            for label, patterns in classes.items()
            for pattern in patterns
        ]
        entries.sort(key=lambda entry: -len(entry[1]))
        particles = _ARABIC_PARTICLES if language == "ar" else ""
        body = particles + _factored(pattern for _, pattern in entries)
        self._pattern = re.compile(body if language == "zh" else rf"\b{body}\b")
        self._patterns = frozenset(pattern for _, pattern in entries)
        self._language = language
        # A group for each class would cost more than tenfold; a matched word is classed once and remembered.
        whole_words = [(label, re.compile(particles + f"(?:{pattern})")) for label, pattern in entries]

        @lru_cache(maxsize=4096)
        def classify(matched: str) -> tuple[str, ...]:
            return tuple(sorted({label for label, pattern in whole_words if pattern.fullmatch(matched)}))

        self._classify = classify

    def find(self, folded: Folded) -> Iterator[Cue]:
        """The cues in ``folded``, from left to right."""
        return self._cues(folded, self._pattern.finditer(folded.text))

    def heads(self) -> frozenset[Head]:
        """What its patterns begin with. Raises ValueError for one that can begin with anything."""
        return heads_of(self._patterns, self._language)

    def find_at(self, folded: Folded, places: Iterable[int]) -> Iterator[Cue]:
        """The cues in ``folded`` that begin at ``places``, which are in text order."""
        return self._cues(folded, matches_at(self._pattern, folded.text, places))

    def _cues(self, folded: Folded, matches: Iterable[re.Match[str]]) -> Iterator[Cue]:
        classify = self._classify
        for match in matches:
            start, end = match.span() if folded.offsets is None else folded.span(*match.span())
            for label in classify(match[0]):
                yield Cue(label, start, end)


class CueFinders:
    """The cue words of several dimensions in one language: one look at the text shows where any of them may begin."""

    __slots__ = ("_finders", "_places")

    def __init__(self, finders: Mapping[str, CueFinder]) -> None:
        self._finders = finders
        self._places = Places([finder.heads() for finder in finders.values()])

    def find(self, folded: Folded) -> Iterator[tuple[str, Iterator[Cue]]]:
        """Each dimension with its cues in ``folded``, from left to right."""
        places = self._places.of(folded.text)
        for (dimension, finder), own in zip(self._finders.items(), places, strict=True):
            yield dimension, finder.find_at(folded, own)


def heads_of(patterns: Iterable[str], language: Language) -> frozenset[Head]:
    """What ``patterns`` begin with; of two heads of which one begins with the other the shorter.

    Raises ValueError for one that can begin with anything.
    """
    heads: set[Head] = set()
    for pattern in patterns:
        opening = _ANY_LETTERS.match(pattern) if language == "zh" else None
        before = int(opening["most"]) if opening else _MOST_PARTICLES if language == "ar" else 0
        for head in beginnings(pattern[opening.end() :] if opening else pattern):
            for known in _spelled(head):
                heads.add(Head(known, before, language != "zh" and known[0].isalnum()))
    return frozenset(
        head for head in heads if not any(head._replace(text=head.text[:end]) in heads for end in range(len(head.text)))
    )


def _spelled(head: str) -> Iterable[str]:
    """What stands in a text where ``head`` (`beginnings`) does, as far as it is settled."""
    if head[0] == DIGIT:
        return DIGITS
    known = "".join(takewhile(lambda char: char not in (ANY, DIGIT, SPACE), head))
    if not known:
        raise ValueError("a cue word begins with white space")
    return [known]


def load_cues(dimension: str, schema: type[CueFile]) -> Mapping[str, CueFinder]:
    """The cue words of ``dimension`` in every language that it has a file for."""
    return Compiled(dimension, schema, lambda language, file: CueFinder(dict(file), cast(Language, language)))


def _factored(patterns: Iterable[str]) -> str:
    """One alternation of ``patterns``, longest first, factored by their first letters.

    A place in the text costs one look at each letter, and not one for every pattern.
    """
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    unfactored: list[str] = []
    ends = False
    for pattern in patterns:
        if not pattern:
            ends = True
        elif pattern[0].isalnum() and pattern[1:2] not in ("?", "*", "+", "{") and "|" not in _outside_groups(pattern):
            by_letter[pattern[0]].append(pattern[1:])
        else:
            unfactored.append(pattern)
    branches = unfactored + [letter + _factored(rest) for letter, rest in sorted(by_letter.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if ends or len(branches) > 1 else branches[0]


def _outside_groups(pattern: str) -> str:
    """``pattern`` without what stands in parentheses."""
    depth, kept = 0, []
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if depth == 0:
            kept.append(char)
    return "".join(kept)
