"""The currency words of a language: signs and codes, CLDR's names, and the language file's everyday words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from extractors.base import Per
from extractors.folding import fold
from extractors.lexicon import LETTER, Lexicon, alternation
from extractors.loader import Compiled, data_dir, load
from extractors.money.schema import MoneyFile, SignFile
from extractors.numbers.grammar import grammars


class Currency(NamedTuple):
    """What a currency word means: the codes it may stand for, and how many of the word make one unit (0.01: cents)."""

    codes: tuple[str, ...]
    factor: float = 1.0
    capital: bool = False
    """Only in capital letters: an ISO code that is a word as well."""
    part: bool = False
    """A sub-unit, which may follow a sum in whole units."""
    dependent: bool = False
    """A sub-unit that needs a whole unit before it."""
    letter: bool = False
    """A sign of one letter."""
    least: float = 0.0
    """The least sum that is one with this word before it."""
    counted: bool = False
    """A word that needs a real number before it, not an article (un peso)."""
    usual: str | None = None
    """The code meant where nothing settles which."""
    lone: bool = False
    """A word that stands without a number; a sum only with a sub-unit after it or a bound word before it."""
    unnamed: bool = False
    """No word at all: what is said of the figure shows that it is a sum."""
    factors: tuple[tuple[str, float], ...] = ()
    """Codes of a sub-unit for which ``factor`` is another."""

    def factor_in(self, code: str | None) -> float:
        """How many of the word make one unit of ``code``."""
        return dict(self.factors).get(code or "", self.factor)


class MoneyWords(NamedTuple):
    """A language's currency words, compiled. ``after`` and ``before`` a figure; ``qualifier`` directly after a unit."""

    file: MoneyFile
    after: Lexicon[Currency]
    before: Lexicon[Currency]
    scales: Lexicon[float]
    per: Lexicon[Per]
    per_before: Lexicon[Per]
    per_far: Lexicon[Per]
    """Words for short times, of which a whole clause may tell: every minute of downtime costs airlines $5,000."""
    not_per: Lexicon[bool]
    unnamed_after: Lexicon[bool]
    restated: Lexicon[bool]
    not_after: Lexicon[bool]
    abroad: tuple[str, ...]
    alone: re.Pattern[str]
    """A word that means one or two of a currency by itself, as the group ``word``."""
    duals: Mapping[str, Currency]
    ones: Mapping[str, Currency]
    one: Lexicon[bool]


@cache
def money_words() -> Mapping[str, MoneyWords]:
    """Every language's currency words."""
    signs = load(data_dir() / "gazetteers" / "currencies.yaml", SignFile)
    return Compiled("money", MoneyFile, lambda language, file: _compile(language, file, signs))


def territory_currencies(country: str) -> tuple[str, ...]:
    """The ISO 4217 codes in use in ``country`` (ISO 3166), by CLDR; none for a country it does not know."""
    try:
        return tuple(get_territory_currencies(country.upper()))
    except (KeyError, ValueError):
        return ()


def _compile(language: str, file: MoneyFile, signs: SignFile) -> MoneyWords:
    grammar = grammars()[language]
    variants = grammar.file.fold

    def folded(words: Iterable[str]) -> dict[str, str]:
        return {fold(word, variants).text: word for word in words}

    after: dict[str, Currency] = {}
    before: dict[str, Currency] = {}
    for word, code in _names(language).items():
        key = fold(word, variants).text
        known = after.get(key)
        after[key] = Currency((*known.codes, code)) if known and code not in known.codes else Currency((code,))
    if file.names_before:
        before.update(after)
    any_case = set(signs.codes_in_any_case)
    for code, meaning in {**{code: code for code in _codes()}, **signs.extra_codes}.items():
        low = code.lower()
        after[low] = Currency((meaning,), capital=low not in any_case)
        if code not in signs.only_after:
            before[low] = after[low]
        before[low + "$"] = Currency((meaning,))
    for sign, codes in signs.symbols.items():
        after[sign] = before[sign] = Currency(tuple(codes), usual=file.usual.get(sign))
    for sign, codes in signs.subunits.items():
        after[sign] = Currency(tuple(codes), 0.01, part=True)
    for key, word in folded(file.words).items():
        after[key] = Currency(tuple(file.words[word]), counted=word in file.no_article, usual=file.usual.get(word))
    for key, word in folded(file.prefixes).items():
        letter = len(key.rstrip(".")) == 1 and key[0].isalpha()
        before[key] = Currency(tuple(file.prefixes[word]), capital=letter, letter=letter, usual=file.usual.get(word))
    for key, word in folded(file.before_large).items():
        before.setdefault(key, Currency(tuple(file.before_large[word]), least=_LARGE, usual=file.usual.get(word)))
    for key, word in folded(file.subunits).items():
        part = file.subunits[word]
        factors = tuple((code, 1 / parts) for code, parts in part.parts_in.items())
        dependent = word in file.after_whole
        after[key] = Currency(tuple(part.codes), 1 / part.parts, part=True, dependent=dependent, factors=factors)
    for word, scaled in file.scaled.items():
        after[word] = Currency(tuple(scaled.codes), scaled.factor)
        if not word[-1].isalpha():
            before[word] = after[word]
    slang = (*signs.families["dollar"], "GBP")
    for word, value in file.slang.items():
        after[word] = Currency(slang, value)
    for word, value in file.coins.items():
        after[word] = Currency(slang, value, dependent=True)
    duals = {
        key: Currency(tuple(file.duals[word]), usual=file.usual.get(word)) for key, word in folded(file.duals).items()
    }
    ones = {key: after[key]._replace(lone=True) for key in folded(file.ones)}
    particles = "".join(prefix for prefix in grammar.file.prefixes if len(prefix) == 1) or "-"
    links = f"(?:(?:{alternation(file.links)})\\s+)?" if file.links else ""
    return MoneyWords(
        file,
        Lexicon(after, rf"[\s\-]{{0,3}}{links}"),
        Lexicon(before, r"[\s\-]{0,2}"),
        Lexicon(grammar.file.scales | grammar.file.suffixes, r"\s?"),
        Lexicon(_per(file.per, variants), r"[\s,\-]{0,2}"),
        Lexicon(_per(file.per_before, variants), r"[^\d,.;:!?()，。；：、！？（）\n]{0,12}?"),
        Lexicon(
            {word: per for word, per in _per(file.per_before, variants).items() if per in _SHORT},
            r"[^\d,.;:!?()，。；：、！？（）،؛\n]{0,48}?",
        ),
        Lexicon(dict.fromkeys(folded(file.not_per), True), r"\s?"),
        Lexicon(dict.fromkeys(folded(file.unnamed_after), True), particles=particles),
        Lexicon(dict.fromkeys(folded(file.restated), True), r"\s{0,2}"),
        Lexicon(dict.fromkeys(folded(file.not_after), True), r"\s{0,2}" if grammar.file.spaced else ""),
        tuple(signs.abroad),
        re.compile(
            f"(?<!{LETTER})[{particles}]?(?P<word>{alternation((*duals, *ones))})(?!{LETTER})" if duals else "(?!)"
        ),
        duals,
        ones,
        Lexicon(dict.fromkeys(folded(file.one), True), r"\s{1,2}"),
    )


_LARGE = 10_000.0
_SHORT = ("second", "minute", "hour")


def _per(words: Mapping[Per, list[str]], variants: Mapping[str, str]) -> dict[str, Per]:
    return {fold(phrase, variants).text: per for per, phrases in words.items() for phrase in phrases}


def _codes() -> set[str]:
    """The ISO 4217 codes of every currency that some territory uses or used within living memory, by CLDR."""
    return {currency[0] for rows in get_global("territory_currencies").values() for currency in rows}


def _names(language: str) -> dict[str, str]:
    """CLDR's names of every currency in ``language``, singular and plural, with their codes."""
    names: dict[str, str] = {}
    for tag in (language, "zh_Hant") if language == "zh" else (language,):
        locale = Locale.parse(tag)
        for code in sorted(_codes()):
            forms = locale._data["currency_names_plural"].get(code) or {}
            for name in (locale.currencies.get(code), *dict(forms).values()):
                if name and "(" not in name and name != code:
                    names.setdefault(name, code)
    return names
