"""Settles the currency of sums whose word several countries share, by what the rest of the text shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from babel import Locale

from extractors.base import Amount, Language, Money
from extractors.lexicon import SparsePattern, alternation
from extractors.money.currencies import territory_currencies

_DISTINCTIVE = 5
"""Letters of the shortest single word of a country's name that is taken for the country."""


def settle_currencies(text: str, language: Language, sums: Sequence[Money]) -> list[Money]:
    """``sums`` with their open currencies settled where the text allows it; ``inferred`` says by what.

    ``text``: the same text names one of the word's currencies outright. ``country-named``: of the countries that the
    text names, most use one of them (names by CLDR). ``usual``: an unqualified dollar is the US dollar, as press style
    has it.
    """
    if all(_is_settled(money) for money in sums):
        return list(sums)
    named = Counter(money.currency for money in sums if money.currency is not None and money.inferred is None)
    countries = _countries_named(text, language)
    return [_settled(money, named, countries) for money in sums]


def _is_settled(money: Money) -> bool:
    return money.currency is not None and all(amount.currency is not None for amount in money.alt)


def _settled(money: Money, named: Mapping[str, int], countries: Mapping[str, int]) -> Money:
    if _is_settled(money):
        return money
    currency, inferred = money.currency, money.inferred
    if currency is None:
        currency, inferred = _likeliest(money.candidates, named, countries)
    alt = tuple(_dollar(amount) if amount.currency is None else amount for amount in money.alt)
    return replace(money, currency=currency, inferred=inferred, alt=alt)


def _likeliest(
    candidates: Sequence[str], named: Mapping[str, int], countries: Mapping[str, int]
) -> tuple[str | None, str | None]:
    for source, seen in (("text", named), ("country-named", countries)):
        known = [code for code in candidates if seen.get(code)]
        if known:
            return max(known, key=lambda code: seen[code]), source
    return ("USD", "usual") if candidates[:1] == ("USD",) else (None, None)


def _dollar(amount: Amount) -> Amount:
    # A restated sum is restated for readers abroad: in US dollars, where its word does not name the currency.
    return replace(amount, currency="USD")


def _countries_named(text: str, language: Language) -> Mapping[str, int]:
    """How often the text names a country that uses a currency, by currency."""
    pattern, territory_of = _country_names(language)
    seen: Counter[str] = Counter()
    for match in pattern.finditer(text):
        seen.update(territory_currencies(territory_of[match[0]]))
    return seen


@cache
def _country_names(language: Language) -> tuple[SparsePattern, Mapping[str, str]]:
    """The names of the countries in one language, and single words that only one of them has; code by name."""
    names = {name: code for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha()}
    if language == "zh":
        names |= {
            name: code for code, name in Locale("zh", script="Hant").territories.items() if code in names.values()
        }
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in names.items():
        for word in name.split():
            owners[word].add(code)
    words = {word: codes.pop() for word, codes in owners.items() if len(codes) == 1 and len(word) >= _DISTINCTIVE}
    every = words | names
    edge = "" if language == "zh" else r"\b"
    return SparsePattern(edge + alternation(every) + edge, every, 0 if edge else None), every
