"""The count grammar of a language: its nouns, classifiers and what stands around them, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractors.base import CountUnit
from extractors.counts.schema import CountFile
from extractors.folding import fold
from extractors.lexicon import alternation
from extractors.loader import Compiled
from extractors.numbers.grammar import grammars


class CountGrammar(NamedTuple):
    """What one language's file says, each expression as `CountFile` names it."""

    units: Mapping[str, CountUnit]
    classifiers: Mapping[str, CountUnit | None]
    after: re.Pattern[str]
    classifier: re.Pattern[str] | None
    noun: re.Pattern[str]
    reporting: re.Pattern[str]
    further: re.Pattern[str]
    adjunct: re.Pattern[str] | None
    year: re.Pattern[str] | None
    before: re.Pattern[str] | None
    numbering: re.Pattern[str] | None
    alone: re.Pattern[str]
    again_before: re.Pattern[str]
    again_after: re.Pattern[str]


@cache
def count_grammars() -> Mapping[str, CountGrammar]:
    """Every language's grammar, compiled once. Raises DataFileError for a file that cannot be used."""
    return Compiled("counts", CountFile, _compile)


def _compile(language: str, file: CountFile) -> CountGrammar:
    variants = grammars()[language].file.fold

    def usual(pattern: str) -> str:
        return fold(pattern, variants).text

    def spaced(pattern: str) -> str:
        return usual(pattern).replace(" ", r"\s")

    units = {usual(noun): unit for unit, nouns in file.nouns.items() for noun in nouns}
    classifiers = {usual(word): unit for word, unit in file.classifiers.items()}
    left, right, gap = (r"(?<!\w)", r"(?!\w)", r"\s{1,2}") if file.spaced else ("", "", r"\s?")
    # Words that are no nouns match as such, so that none of their beginnings does.
    listed = f"(?P<noun>{alternation([*units, *map(usual, file.not_nouns)])})"
    nouns = listed + right
    stops = f"(?!(?:{alternation(map(usual, file.stops))}){right})"
    modifiers = f"(?P<modifiers>(?:{gap}{stops}{spaced(file.modifier)}){{0,{file.most_modifiers}}}?)"
    classifier = f"{gap}(?P<classifier>{alternation(classifiers)}){right}" if classifiers else "(?P<classifier>(?!))"
    blurred = f"(?P<blurred>{spaced(file.blurred)})?"
    return CountGrammar(
        units=units,
        classifiers=classifiers,
        after=re.compile(f"{blurred}{spaced(file.link)}(?:{classifier})?{modifiers}{gap}{nouns}"),
        classifier=re.compile(classifier) if classifiers else None,
        noun=re.compile(f"{left}{usual(file.affixes[0])}{listed}{usual(file.affixes[1])}{right}"),
        reporting=re.compile(spaced(file.reporting)),
        further=re.compile(f"{gap}{nouns}"),
        adjunct=re.compile(usual(file.adjunct)) if file.adjunct else None,
        year=re.compile(f"{left}(?:{spaced(file.year_before)})$") if file.year_before else None,
        before=re.compile(f"{left}{nouns}{spaced(file.before)}$") if file.before else None,
        numbering=re.compile(f"{spaced(file.numbering)}$") if file.numbering else None,
        alone=re.compile(rf"(?![:.,]?\d){spaced(file.alone)}"),
        again_before=re.compile(f"(?:{spaced(file.again_before)})$"),
        again_after=re.compile(spaced(file.again_after)),
    )
