"""The compiled number grammar of a language: where a figure may start, and what each of its words does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple

from extractors.base import Bound
from extractors.lexicon import DIGITS, GLUED, LETTER, Lexicon, SparsePattern, alternation
from extractors.loader import Compiled
from extractors.numbers.schema import BoundWords, NumberFile

FIGURE = (
    r"(?:(?<![\d.,])\d{1,3}+(?:[ ]\d{3})+(?![\d])(?:[.,]\d+)?"
    r"|\d+(?:(?: ?, ?(?=\d\d?(?!\d)))?[.,'’٬٫،]\d+)*|(?<![\w.,%)/])[.,٫]\d+)"
)
"""A figure in ASCII digits with its signs."""
_POWER = r"(?:e[+\-]?\d{1,3}(?!\d)|\^[+\-]{0,2}\d{1,3}|x10\^[+\-]?\d{1,3})"
_VULGAR = "[\u00bc-\u00be\u2150-\u215e]"
_FIGURE_STARTS = r"(?=[\d.,٫\u00bc-\u00be\u2150-\u215e])"
"""Asked first: most places of a text begin no figure, and one look at a character is far cheaper than four forms."""
_FIGURE_HEADS = [
    *DIGITS,
    *(sign + digit for sign in ".,٫" for digit in DIGITS),
    *map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x215F))),
]
"""What every figure begins with, vulgar fractions last."""


Link = Literal["to", "and", "or", "next"]
"""What links the ends of a range: "to" always, "and" after "between", "or" between neighbours (two or three),
"next" between numbers one apart before a scale or unit (hai, ba ngày)."""


class Word(NamedTuple):
    """What a number word does (``kind``) and with which value."""

    kind: str
    value: float


class Grammar:
    """A language's number file, compiled. ``run`` finds a maximal row of number tokens, ``token`` one of them."""

    def __init__(self, file: NumberFile) -> None:
        self.file = file
        self.words: dict[str, Word] = {}
        for kind, table in (
            ("joiner", dict.fromkeys(file.joiners, 0.0)),
            ("pause", dict.fromkeys(file.pauses, 0.0)),
            ("point", dict.fromkeys(file.decimal_words, 0.0)),
            ("negative", dict.fromkeys(file.negatives, 0.0)),
            ("over", dict.fromkeys(file.over_prefixes, 0.0)),
            ("divide", {word: float(_DIVIDERS.index(rule)) for word, rule in file.divided_by.items()}),
            ("parts", dict.fromkeys(file.parts_of, 0.0)),
            ("not", dict.fromkeys((*file.inert, *file.not_numbers), 0.0)),
            ("ordinal", dict.fromkeys(file.ordinals, 0.0)),
            ("article", file.articles),
            ("link", dict.fromkeys(file.linkers, 0.0)),
            ("magnitude", file.magnitudes),
            ("fraction", file.fractions),
            ("denominator", file.denominators),
            ("half", file.halves),
            ("vague", file.vague),
            ("more", dict.fromkeys(file.more, 0.0)),
            ("scale", file.scales),
            ("unit", file.units),
            ("digit", file.digits),
        ):
            for word, value in table.items():
                self.words.setdefault(word, Word(kind, value))
        for word, value in (*file.digits.items(), *file.units.items(), *file.scales.items()):
            if self.words[word].kind != "not":
                kind = "digit" if word in file.digits else "unit" if word in file.units else "scale"
                self.words[word] = Word(kind, value)
        self.articles = {word: value for word, (kind, value) in self.words.items() if kind == "article"}
        particles = "".join(prefix for prefix in file.prefixes if len(prefix) == 1)
        no_bounds: dict[str, Bound | None] = dict.fromkeys(file.not_bounds)
        self.before: Lexicon[Bound] = Lexicon(no_bounds | _flat(file.before), particles=particles)
        self.after: Lexicon[Bound] = Lexicon(no_bounds | _flat(file.after), r"\s{0,2}")
        self.after_unit: Lexicon[Bound] = Lexicon(no_bounds | _flat(file.after_unit), r"\s{0,2}")
        self.verbs: Lexicon[Bound] | None = (
            Lexicon(_flat(file.verbs), rf"\s?(?:{LETTER}+\s){{1,{_LONGEST_SUBJECT}}}", particles)
            if file.verbs
            else None
        )
        self.fillers: Lexicon[bool] = Lexicon(dict.fromkeys(file.fillers, True))
        self.openers: Lexicon[bool] = Lexicon(dict.fromkeys(file.range_openers, True), particles=particles)
        links: dict[str, Link] = dict.fromkeys(file.or_links, "or")
        links |= dict.fromkeys(file.next_links, "next")
        links |= dict.fromkeys(file.and_links, "and")
        links |= dict.fromkeys(file.range_links, "to")
        self.links: Lexicon[Link] = Lexicon(links, r"\s{0,2}")
        conjunctions = _any(word.removesuffix(GLUED) for word in (*file.and_links, *file.or_links))
        self.last_of_list = re.compile(rf"\s?[,،、]?\s{{0,2}}(?:{conjunctions})\s{{0,2}}")
        self.halves: Lexicon[float] = Lexicon(file.halves, r"\s{0,2}")
        self.equals: Lexicon[bool] = Lexicon(dict.fromkeys(file.equals, True))
        self.classifiers: Lexicon[bool] = Lexicon(dict.fromkeys(file.classifiers, True), r"\s?")
        self.prefixed = re.compile(f"(?:{_any(file.prefixes)})(?!{LETTER})")
        self.token = re.compile(self._token_pattern())
        self.run = self._run()
        self.ordinals: Lexicon[bool] = Lexicon(
            dict.fromkeys(file.ordinal_prefixes, True) | dict.fromkeys(file.not_ordinal, False)
        )
        self.day_before: Lexicon[bool] = Lexicon(dict.fromkeys(file.day_before, True))
        self.not_numbers = frozenset(file.not_numbers)
        self.stem = re.compile(_any([*file.units, *file.scales]))

    def _figure(self) -> str:
        suffix = f"(?:[ ]{{0,2}}+(?:{alternation(self.file.suffixes)})(?!{LETTER}|\\d))?" if self.file.suffixes else ""
        if self.file.decimal_suffixes:
            suffix = f"(?:(?:{alternation(self.file.decimal_suffixes)})\\d{{1,3}}(?![\\w.,]\\w|\\w)|{suffix})"
        inert = f"(?!{alternation(self.file.inert)})" if self.file.inert else ""
        return f"{_FIGURE_STARTS}(?:{inert}(?:{FIGURE})(?:{_POWER}|[ ]?{_VULGAR})?{suffix}|{_VULGAR})"

    def _words(self, words: Collection[str]) -> str:
        """A pattern for one number word, with groups ``prefix`` and ``word``."""
        if not self.file.spaced:
            others = [word for word in words if word not in self.file.not_numbers]
            numerals = "".join({word[-1] for word in (*self.file.digits, *self.file.units, *self.file.scales)})
            no_number = (
                f"(?<![{numerals}0-9])(?:{alternation(self.file.not_numbers)})|"
                if len(others) < len(list(words))
                else ""
            )
            return f"(?P<word>{no_number}{alternation(others)})"
        prefix = f"(?P<prefix>(?:{alternation(self.file.prefixes)})??)" if self.file.prefixes else ""
        return f"(?<!{LETTER}){prefix}(?P<word>{alternation(words)})(?!{LETTER})"

    def _compound(self) -> str:
        if not self.file.denominator_endings:
            return ""
        stems = alternation([*self.file.units, *self.file.scales, "i"])
        ending = alternation(self.file.denominator_endings)
        return f"|(?<!{LETTER})(?P<stems>(?:{stems}){{0,6}}?)(?P<ending>{ending})(?!{LETTER})"

    def _token_pattern(self) -> str:
        return f"(?P<figure>{self._figure()})|(?P<slash>/)|{self._words(self.words)}{self._compound()}"

    def _run(self) -> SparsePattern:
        starters = [
            word for word, meaning in self.words.items() if meaning.kind not in _INNER or word in self.file.fractions
        ]
        gap = r"\s{0,3}+(?:-\s{0,2}(?!\d+(?![\d/])))?" if self.file.spaced else r"\s{0,2}+"
        first = f"(?P<plain>{self._figure()})|{_unnamed(self._words(starters))}"
        pattern = f"(?:{first})(?P<rest>(?:{gap}(?:{_unnamed(self._token_pattern())}))*)"
        particles = max(map(len, self.file.prefixes), default=0) if self.file.spaced else None
        return SparsePattern(pattern, [*starters, *_FIGURE_HEADS], particles)


_LONGEST_SUBJECT = 3
"""Words between a verb and the figure that it bounds."""
_DIVIDERS = ("any", "one", "closed")
_INNER = {"joiner", "pause", "link", "more", "divide", "half", "parts", "denominator"}
"""Kinds of words that no number begins with."""


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


_NEVER = r"(?!)"


def _any(words: Iterable[str]) -> str:
    words = list(words)
    return alternation(words) if words else _NEVER


def _flat(words: BoundWords) -> dict[str, Bound]:
    return {word: bound for bound, phrases in words.items() for word in phrases}


@cache
def grammars() -> Mapping[str, Grammar]:
    """Every language's grammar, compiled once."""
    return Compiled("numbers", NumberFile, lambda language, file: Grammar(file))
