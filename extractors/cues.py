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
from typing import NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from extractors.base import Language
from extractors.folding import Folded, fold
from extractors.loader import Compiled
from extractors.numbers.grammar import grammars

_ARABIC_PARTICLES = "[وف]?(?:ال|لل|[بكل]ال|[بكل])?"


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

    __slots__ = ("_classify", "_pattern")

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
        # A group for each class would cost more than tenfold; a matched word is classed once and remembered.
        whole_words = [(label, re.compile(particles + f"(?:{pattern})")) for label, pattern in entries]

        @lru_cache(maxsize=4096)
        def classify(matched: str) -> tuple[str, ...]:
            return tuple(sorted({label for label, pattern in whole_words if pattern.fullmatch(matched)}))

        self._classify = classify

    def find(self, folded: Folded) -> Iterator[Cue]:
        """The cues in ``folded``, from left to right."""
        for match in self._pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            for label in self._classify(match[0]):
                yield Cue(label, start, end)


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
