"""Sums of money: figures with a currency before or after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from extractors.base import Amount, Language, Money, Per
from extractors.lexicon import spaced
from extractors.money.currencies import Currency, MoneyWords, money_words, territory_currencies
from extractors.numbers.composer import Figure
from extractors.numbers.measure import Measured, bounded, enumerated, measured, ranges
from extractors.numbers.scanner import Scan, scan


class _Hints:
    """What settles a currency word that several countries share."""

    def __init__(self, scan: Scan, words: MoneyWords, locale: str | None, country: str | None) -> None:
        self._scan, self._words, self._locale, self._country = scan, words, locale, country

    @cached_property
    def codes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Where a hint comes from and the codes that it favours, best hint first; most texts never ask."""
        locale, home = self._locale, self._words.file.home
        hints: list[tuple[str, tuple[str, ...]]] = []
        if self._country:
            hints.append(("country", territory_currencies(self._country)))
        if locale and len(locale) > 2:
            hints.append(("locale", territory_currencies(locale.replace("-", "_").split("_")[-1])))
        if home:
            hints.append(("script", tuple(home[_script(self._scan, self._words)])))
        return tuple(hints)

    @property
    def abroad(self) -> tuple[str, ...]:
        """Codes that a shared word means in a country that has no currency of the name."""
        return self._words.abroad


def parse_money(text: str, language: Language, locale: str | None = None, country: str | None = None) -> list[Money]:
    """Every sum of money of ``text`` in order.

    ``country`` (ISO 3166, where the text was published) and the region of ``locale`` (``es-MX``) settle words that
    several countries share; ``locale`` settles the decimal sign too.
    """
    return money_of(scan(text, language, locale, country), language, locale=locale, country=country)


def money_of(scan: Scan, language: Language, *, locale: str | None = None, country: str | None = None) -> list[Money]:
    """The sums of a text that is scanned already."""
    words = money_words()[language]
    items = _with_parts(scan, words, _merged(_attach(scan, words), _alone(scan, words)))
    items = enumerated(scan, _enumerated(scan, ranges(scan, items, _same)), _is_shared)
    hints = _Hints(scan, words, locale, country)
    for before, item in zip([None, *items], items, strict=False):
        if item.unit is None and _is_unnamed(scan, words, item):
            item.unit = _unnamed(scan, words, item, before, hints)
    items = [item for item in items if item.unit is not None and _stands(scan, item, item.unit)]
    if not items:
        items = _coin(scan, words)
    if not items:
        return []
    items = [item for item in items if _credible(item, hints)]
    found: list[Money] = []
    last_end = -1
    for item in items:
        bare_end = item.end
        bounded(scan, item)
        _bounded_inside(scan, words, item)
        per = _per(scan, words, item, bare_end)
        link = _restating(scan, words, found[-1], last_end) if found else None
        if (
            link is not None
            and not scan.text[link[0] : item.start].strip()
            and _differs(found[-1], item, scan.text[last_end : item.start])
        ):
            last_end, found[-1] = _restated(scan, words, found[-1], item, hints)
        else:
            found.append(_money(scan, item, hints, per))
            last_end = item.end
    return found


# --- currencies to figures ----------------------------------------------------------------------------------------


def _attach(scan: Scan, words: MoneyWords) -> list[Measured[Currency]]:
    """Every figure with its currency, if any; no currency word belongs to two figures."""
    items: list[Measured[Currency]] = []
    taken = 0
    for figure in scan.figures:
        if figure.start >= taken:
            items.append(_attached(scan, words, figure, taken))
            taken = items[-1].end if items[-1].unit is not None else taken
    return items


def _alone(scan: Scan, words: MoneyWords) -> list[Measured[Currency]]:
    """Sums in one word: ريالين, two riyals; دينار و250 فلسا, one dinar and 250 fils."""
    if not words.duals:
        return []
    found = []
    for match in words.alone.finditer(scan.text):
        word = spaced(match["word"])
        start, end = match.span("word")
        if word in words.duals:
            found.append(Measured(start, end, 2.0, 2.0, words.duals[word]))
            continue
        unit = words.ones[word]
        one = words.one.after(scan.text, end)
        if one is not None:
            end, unit = one[0], unit._replace(lone=False)
        found.append(Measured(start, end, 1.0, 1.0, unit))
    return found


def _merged(attached: list[Measured[Currency]], alone: list[Measured[Currency]]) -> list[Measured[Currency]]:
    """Both in text order, without the words alone that have a figure and the figures that such a word holds."""
    if not alone:
        return attached
    merged: list[Measured[Currency]] = []
    for item in sorted((*attached, *alone), key=lambda item: (item.start, -item.end)):
        if not merged or item.start >= merged[-1].end:
            merged.append(item)
    return merged


def _enumerated(scan: Scan, items: list[Measured[Currency]]) -> list[Measured[Currency]]:
    """``items`` in which a scaled figure takes the currency of the sum behind a pause: 5万、8万和10万元."""
    file = scan.grammar.file
    links = {*file.pauses, *file.and_links} if file.pauses else ()
    for index in range(len(items) - 2, -1, -1) if links else ():
        item, following = items[index], items[index + 1]
        whole = following.unit is not None and following.unit.factor == 1.0
        if item.unit is None and whole and item.scale >= _MYRIAD and scan.text[item.end : following.start] in links:
            item.unit = following.unit
    return items


def _is_unnamed(scan: Scan, words: MoneyWords, item: Measured[Currency]) -> bool:
    """Whether a figure is a sum although no word says in what: thiệt hại khoảng 200 triệu, 损失200多万."""
    if item.scale < words.file.unnamed_least or item.bound == "vague" or not _CLAUSE_END.match(scan.text, item.end):
        return False
    bound = scan.grammar.before.before(scan.text, item.start)
    start = item.start if bound is None else bound[0]
    return words.unnamed_after.before(scan.text, start) is not None


_CLAUSE_END = re.compile(r"\s*(?:$|[,;:!?)\]”\"»、，。；！？）」؛؟،]|\.(?!\d))")


def _unnamed(
    scan: Scan, words: MoneyWords, item: Measured[Currency], before: Measured[Currency] | None, hints: _Hints
) -> Currency:
    """The currency of a sum that names none: that of the sum before it in the sentence, or the one at home."""
    if before is not None and before.unit is not None and not _SENTENCE_END.search(scan.text, before.end, item.start):
        return Currency(before.unit.codes, usual=before.unit.usual, unnamed=True)
    codes = tuple(words.file.unnamed) or next((codes for _, codes in hints.codes if codes), ())
    return Currency(codes[:1], unnamed=True)


_SENTENCE_END = re.compile(r"[.!?؟](?!\S)|[。！？\n]")


def _is_shared(unit: Currency) -> bool:
    """Whether an enumeration shares the unit; one of a single letter is too doubtful."""
    return not unit.letter and not unit.dependent


def _bounded_inside(scan: Scan, words: MoneyWords, item: Measured[Currency]) -> None:
    """Takes the bound from a word between the currency's name and the figure: 人民币约3亿元."""
    name = words.before.after(scan.text, item.start) if item.bound == "exact" else None
    inside = None if name is None else scan.grammar.before.after(scan.text, name[0])
    if inside is not None:
        item.bound = inside[1]
        item.high = None if item.bound == "over" else item.high


_MYRIAD = 10_000.0
"""From this scale on a Chinese figure by itself is a sum rather than a time: 港幣約3000萬, but 美元近3年."""


def _attached(scan: Scan, words: MoneyWords, figure: Figure, taken: int) -> Measured[Currency]:
    """``figure`` with the currency before or after it; what stands before ``taken`` belongs to another."""
    text = scan.text
    after = _valid(scan, words, figure, words.after.after(text, figure.end))
    before = words.before.before(text, figure.start)
    start = figure.start
    if before is not None and before[1].capital and not scan.capital(before[0], figure.start):
        before = None
    if before is not None and before[0] < taken:
        before = None
    scaled = figure.scale >= _MYRIAD and not scan.grammar.file.spaced
    if before is None and (after is not None or scaled):
        bound = scan.grammar.before.before(text, figure.start)
        before = None if bound is None else words.before.before(text, bound[0])
        if before is not None and (
            before[1].capital
            or before[0] < taken
            or (after is not None and after[1].codes == before[1].codes and scan.grammar.file.spaced)
        ):
            before = None
    if after is not None and before is not None:
        shared = tuple(code for code in before[1].codes if code in after[1].codes)
        if shared:
            unit = after[1]._replace(codes=shared)
            return _priced(scan, words, figure, unit, before[0], after[0])
        if text[figure.end].isspace() and not text[figure.start - 1].isspace():
            after = None
        else:
            before = None
    if after is not None and not figure.glued:
        return _priced(scan, words, figure, after[1], start, after[0])
    if before is not None and not before[1].part:
        return _priced(scan, words, figure, before[1], before[0], figure.end)
    inside = None if figure.glued else scan.grammar.after.after(text, figure.end)
    after = None if inside is None else _valid(scan, words, figure, words.after.after(text, inside[0]))
    if inside is not None and after is not None:
        item = _priced(scan, words, figure, after[1], start, after[0])
        item.bound = inside[1] if item.bound == "exact" else item.bound
        return item
    return measured(figure, None, figure.start, figure.end)


def _priced(scan: Scan, words: MoneyWords, figure: Figure, unit: Currency, start: int, end: int) -> Measured[Currency]:
    factor = unit.factor
    if figure.scale == 1.0 and end > figure.end and scan.grammar.file.spaced:
        scale = words.scales.after(scan.text, end)
        if scale is not None:
            end, factor = scale[0], factor * scale[1]
    item = measured(figure, unit, start, end, factor)
    item.bare_end = end == figure.end
    half = scan.grammar.halves.after(scan.text, end) if scan.grammar.file.spaced and not item.bare_end else None
    if half is not None and item.bound == "exact":
        item.end = half[0]
        item.low = item.high = item.low + half[1] * factor
    return item


def _valid(
    scan: Scan, words: MoneyWords, figure: Figure, match: tuple[int, Currency] | None
) -> tuple[int, Currency] | None:
    """``match`` unless its word is something else here: a code in small letters, the sign of the next sum."""
    if match is None:
        return None
    end, unit = match
    text = scan.text
    if not unit.codes or (unit.capital and not scan.capital(figure.end, end)):
        return None
    if (text[figure.end].isspace() or text[figure.end] == "-") and text[end : end + 1].isdigit():
        return None
    if "-" in text[figure.end : end] and text[end : end + 2].strip()[:1].isdigit():
        return None
    if (
        not figure.digits
        and figure.scale == 1.0
        and text[end : end + 2].strip()[:1].isdigit()
        and not text[end - 1].isalpha()
    ):
        return None
    if (unit.counted and figure.weak) or words.not_after.after(text, end) is not None:
        return None
    return match


def _with_parts(scan: Scan, words: MoneyWords, items: list[Measured[Currency]]) -> list[Measured[Currency]]:
    """Joins whole units and sub-units: 20 dollars 43 cents, 五块六, 15 euros con 50."""
    joined: list[Measured[Currency]] = []
    for item in items:
        whole = joined[-1] if joined else None
        part = None
        if whole is not None and whole.unit is not None and item.start - whole.end < 6 and whole.high == whole.low:
            part = _part(scan, whole, whole.unit, item)
        if whole is None or part is None:
            joined.append(item)
        else:
            assert whole.unit is not None
            if item.unit is not None:
                whole.unit = _narrowed(whole.unit, item.unit)
            whole.low += part
            whole.high = whole.low
            whole.end = item.end
            whole.parts += 1
            whole.factor = item.factor if item.unit is not None else 0.0
    return joined


def _part(scan: Scan, whole: Measured[Currency], unit: Currency, item: Measured[Currency]) -> float | None:
    """What ``item`` adds to the sum before it, ``None`` if it is a sum of its own."""
    text, file = scan.text, scan.grammar.file
    between = text[whole.end : item.start].strip()
    if item.high != item.low or (between and between not in file.joiners and between not in file.decimal_words):
        return None
    if item.unit is not None:
        fits = item.unit.part and item.unit.factor < unit.factor and item.low < unit.factor
        related = not set(item.unit.codes).isdisjoint(unit.codes) or len(item.unit.codes) > 1
        if not (fits and related and item.start > whole.start):
            return None
        codes = _narrowed(unit, item.unit).codes
        return item.low * item.unit.factor_in(codes[0] if len(codes) == 1 else None) / item.unit.factor
    if (unit.lone and item.low >= 1) or whole.scale > 1.0 or item.scale > 1.0:
        return None
    if unit.factor != 1.0 and not unit.part and not 0 < item.low < 1:
        return None
    if not file.spaced:
        touching = item.start == whole.end and item.end == item.start + 1
        return item.low * whole.factor / (1 if item.low < 1 else 10) if touching and 0 < item.low < 10 else None
    following = text[item.end : item.end + 2].strip()
    if text[item.end : item.end + 1].isalpha():
        return None
    closed = not following or not following[0].isalnum()
    if 0 < item.low < 1 and between in file.joiners and closed and not text[item.start].isdigit():
        return item.low * whole.factor
    plain = 10 <= item.low < 100 and item.low == int(item.low) and (closed or not between)
    return item.low / 100 if plain and unit.factor == 1.0 and following[:1] not in ("%", "-", ":", "/") else None


def _narrowed(unit: Currency, part: Currency) -> Currency:
    """``unit`` as its sub-unit settles it: dinars with millimes are Tunisian."""
    shared = tuple(code for code in unit.codes if code in part.codes)
    return unit._replace(codes=shared) if len(shared) == 1 else unit


def _stands(scan: Scan, item: Measured[Currency], unit: Currency) -> bool:
    """Whether the sum may stand by itself: not a dependent sub-unit amid a text, nor a currency's mere name."""
    if unit.lone and item.parts == 1 and scan.grammar.before.before(scan.text, item.start) is None:
        return False
    return not unit.dependent or item.parts > 1 or scan.is_all(item.start, item.end)


def _same(one: Currency, other: Currency) -> Currency | None:
    shared = tuple(code for code in one.codes if code in other.codes)
    return other._replace(codes=shared) if shared else None


def _coin(scan: Scan, words: MoneyWords) -> list[Measured[Currency]]:
    """A text that is nothing but the name of a coin, or (quarter) a fraction that is one's name."""
    text = scan.text.strip()
    coin = text.split()[-1] if text and len(text) < _LONGEST_COIN else ""
    if coin not in words.file.coins:
        return []
    unit = words.after.after(coin, 0)
    value = words.file.coins[coin] if text == coin else None
    if len(scan.figures) == 1 and scan.text[scan.figures[0].start : scan.figures[0].end] == text:
        value = scan.figures[0].low
    if unit is None or value is None:
        return []
    start = scan.text.index(text)
    return [Measured(start, start + len(text), value, value, unit[1])]


_LONGEST_COIN = 40
"""Characters of the longest text that is only a number of coins."""


# --- what a sum is per, in which currency, and restated ------------------------------------------------------------


_TOUCHING = 5
"""Characters of the longest rate word that stands directly before its sum (每小时)."""


def _per(scan: Scan, words: MoneyWords, item: Measured[Currency], bare_end: int) -> Per | None:
    text = scan.text
    for end in (item.end, bare_end):
        after = words.per.after(text, end)
        if after is not None and words.not_per.after(text, after[0]) is None:
            item.end = max(after[0], item.end)
            return after[1]
    before = words.per_before.before(text, item.start)
    if before is None:
        far = words.per_far.before(text, item.start)
        return None if far is None else far[1]
    if item.start - before[0] <= _TOUCHING:
        item.start = before[0]
    return before[1]


def _credible(item: Measured[Currency], hints: _Hints) -> bool:
    """Whether a sign of one letter is a currency here: a large sum (R2 300), or in its own country."""
    assert item.unit is not None
    if item.unit.least and item.low < item.unit.least:
        return False
    if not item.unit.letter or item.low >= _LARGE:
        return True
    return any(code in item.unit.codes for _, codes in hints.codes for code in codes)


_LARGE = 1000.0


def _script(scan: Scan, words: MoneyWords) -> str:
    """The script that most of the telling characters of the source belong to, the first where none does."""
    source = scan.folded.source
    return max(words.file.script, key=lambda script: sum(map(source.count, words.file.script[script])))


def _settled(codes: Sequence[str], usual: str | None, hints: _Hints) -> tuple[str | None, str | None]:
    if len(codes) == 1:
        return codes[0], None
    for origin, likely in hints.codes:
        fitting = [code for code in likely if code in codes]
        if len(fitting) == 1 or (fitting and origin != "script"):
            return fitting[0], origin
    if hints.codes and hints.codes[0][0] != "script" and hints.codes[0][1]:
        foreign = next((code for code in hints.abroad if code in codes), None)
        if foreign is not None:
            return foreign, hints.codes[0][0]
    return (usual, "usual") if usual in codes else (None, None)


def _money(scan: Scan, item: Measured[Currency], hints: _Hints, per: Per | None) -> Money:
    assert item.unit is not None
    currency, inferred = _settled(item.unit.codes, item.unit.usual, hints)
    if item.unit.unnamed and currency is not None:
        inferred = "unnamed"
    if item.unit.factors and item.unit.part:
        factor = item.unit.factor_in(currency) / item.unit.factor
        item.low, item.high = item.low * factor, None if item.high is None else item.high * factor
    start, end = scan.folded.span(item.start, item.end)
    return Money(
        text=scan.folded.source[start:end],
        start=start,
        end=end,
        rule="money",
        bound=item.bound,
        min=item.low,
        max=item.high,
        currency=currency,
        candidates=item.unit.codes,
        inferred=inferred,
        per=per,
    )


def _restating(scan: Scan, words: MoneyWords, before: Money, end: int) -> tuple[int, bool] | None:
    """Where a restatement of ``before`` may begin; in its bracket a further one does behind a sign: ($4.1m; €3.8m)."""
    again = _AGAIN.match(scan.text, end) if before.alt and _is_open(before.text) else None
    return (again.end(), True) if again is not None else words.restated.after(scan.text, end)


_AGAIN = re.compile(r"\s?[;,/；，،؛]\s?")


def _is_open(text: str) -> bool:
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _differs(before: Money, item: Measured[Currency], between: str) -> bool:
    """Whether ``item`` is in another currency than ``before``; in brackets a wider sign will do (C$142m ($109m))."""
    assert item.unit is not None
    if set(before.candidates).isdisjoint(item.unit.codes):
        return True
    other = tuple(code for code in item.unit.codes if code != before.currency)
    if ("(" not in between and "（" not in between) or before.candidates == item.unit.codes or not other:
        return False
    item.unit = item.unit._replace(codes=other)
    return item.low != before.min


def _restated(
    scan: Scan, words: MoneyWords, before: Money, item: Measured[Currency], hints: _Hints
) -> tuple[int, Money]:
    """``before`` with ``item`` as the same sum in another currency, and where both end in the folded text."""
    assert item.unit is not None
    amount = Amount(min=item.low, max=item.high, currency=_settled(item.unit.codes, item.unit.usual, hints)[0])
    end = item.end
    if scan.text[end : end + 1] in (")", "）"):
        end += 1
    per = words.per.after(scan.text, end)
    if per is not None:
        end = per[0]
    _, stop = scan.folded.span(item.start, end)
    return end, replace(
        before,
        text=scan.folded.source[before.start : stop],
        end=stop,
        alt=(*before.alt, amount),
        per=per[1] if per is not None else before.per,
    )
