"""Reads the figures of a text: maximal number expressions, before any dimension says what they count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.base import Language
from extractors.folding import Folded, fold
from extractors.lexicon import LETTER, spaced
from extractors.numbers.composer import Figure, Token, compose, tidy
from extractors.numbers.digits import DigitReader
from extractors.numbers.grammar import Grammar, grammars

_LETTER = re.compile(LETTER)
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
_VULGAR = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
_FIGURE_PARTS = re.compile(
    r"(?P<digits>[\d.,'’٬٫، ]*\d)?(?P<power>e[+\-]?\d+|(?:x10)?\^[+\-]*\d+)?[ ]?"
    r"(?P<vulgar>[\u00bc-\u00be\u2150-\u215e])?[ ]{0,2}(?:(?P<suffix>\D+)(?P<decimals>\d{1,3})?)?"
)
_PHONE = re.compile(r"\+?\d{1,4}(?:-\d{3,4}){2,4}(?:/\d{3,4})?(?![\d-])")
"""A telephone number: 400-820-8820, +1-222-2222-2222."""
_SPACE_TO_END = re.compile(r"\s*+\Z")
_SIGN = re.compile(r"(?:^|[\s(:])-$")


@dataclass(slots=True)
class Scan:
    """A text with its figures, read once and shared by every dimension."""

    folded: Folded
    grammar: Grammar
    figures: list[Figure]
    text: str = field(init=False)
    """The folded text, in which figures and units stand."""

    def __post_init__(self) -> None:
        self.text = self.folded.text

    def capital(self, start: int, end: int) -> bool:
        """Whether the letters of ``[start, end)`` are capitals in the source."""
        start, end = self.folded.span(start, end)
        return self.folded.source[start:end].isupper()

    def is_all(self, start: int, end: int) -> bool:
        """Whether nothing but white space stands around ``[start, end)``."""
        return _SPACE_TO_END.match(self.text, end) is not None and not self.text[:start].strip()


def scan(
    text: str,
    language: Language,
    locale: str | None = None,
    country: str | None = None,
    folded: Folded | None = None,
) -> Scan:
    """The figures of ``text`` in order; ``locale`` settles the decimal sign, ``country`` only suggests it; ``folded``
    is ``text`` folded, where that is done already.

    Dimensions attach units with ``Lexicon.after(scan.text, figure.end)`` and ``before(scan.text, figure.start)``,
    take bound words with ``bounded`` and lead offsets back with ``scan.folded.span``.
    """
    grammar = grammars()[language]
    folded = folded or fold(text, grammar.file.fold)
    settled = locale is not None and len(locale) > 2
    country = locale.replace("-", "_").split("_")[-1].upper() if locale and settled else (country or "").upper()
    decimal = "." if country in grammar.file.point_locales else grammar.file.decimal
    decimal = "," if country in grammar.file.comma_locales else decimal
    reader = DigitReader(folded.text, decimal, grammar.file.suffixes, settled=settled)
    return Scan(folded, grammar, list(_figures(folded, grammar, reader)))


def _figures(folded: Folded, grammar: Grammar, reader: DigitReader) -> Iterator[Figure]:
    text, words, phone_end = folded.text, grammar.words, 0
    for run in grammar.run.finditer(text):
        start, end = run.span()
        if start < phone_end:
            continue
        if text.startswith("-", end) and (phone := _PHONE.match(text, start)):
            phone_end = phone.end()
            continue
        raw, plain, rest = run.group(0, "plain", "rest")
        if plain is not None and not rest:
            figure = _plain_figure(raw, start, grammar, reader)
            if figure is not None:
                yield _signed(text, grammar, figure)
            continue
        article = grammar.articles.get(raw)
        if article is not None:
            yield _signed(text, grammar, Figure(start, end, article, article, weak=True))
            continue
        closed = not _LETTER.match(text, end + 1)
        if not rest and (word := words.get(raw)):  # one word: no need to look for its tokens
            tokens = [Token(word.kind, word.value, start, end, raw)]
        else:
            tokens = list(_tokens(text, start, end, grammar, reader))
        shares, share_end = grammar.file.shares, -1
        if shares and tokens and tokens[-1].raw in shares and _is_share(folded, grammar, tokens[-1]):
            tokens[-1] = tokens[-1]._replace(kind="fraction", value=shares[tokens[-1].raw])
            share_end = tokens[-1].end
        at = 0
        while at < len(tokens):
            figure, after = compose(tokens, at, grammar, closed)
            if figure is not None:
                figure.weak = figure.weak and figure.end != share_end
                yield _signed(text, grammar, figure)
            at = max(after, at + 1)


def _is_share(folded: Folded, grammar: Grammar, token: Token) -> bool:
    """Whether ``token`` bears a fraction's vowel sign, or a definite noun follows it, which is not definite itself
    (الدقائق الخمس الأولى)."""
    definite, mark = grammar.file.definite, grammar.file.share_mark
    if mark and mark in folded.source[slice(*folded.span(token.start, token.end))]:
        return True
    end = token.end + len(definite)
    if not folded.text.startswith(definite, token.end) or folded.text.endswith(definite.strip(), 0, token.start):
        return False
    start, stop = folded.span(token.end + 1, end)
    return folded.source[start:stop] == definite.strip()


def _signed(text: str, grammar: Grammar, figure: Figure) -> Figure:
    """``figure`` with a minus sign before it, and with whether a letter or sign of a code touches it."""
    start = figure.start
    if start:
        before = text[start - 1]
        if (before == "-" and _SIGN.search(text[max(0, start - 2) : start])) or (
            before == " " and text[:start].strip() == "-" if start < 8 else False
        ):
            figure.start = text.rindex("-", 0, start)
            figure.low, figure.high = -figure.low, None if figure.high is None else -figure.high
        elif text[start].isdigit() and _LATIN.match(before):
            figure.glued = not any(
                grammar.prefixed.fullmatch(text, begin, start) and not _LETTER.match(text[begin - 1 : begin])
                for begin in range(max(0, start - 2), start)
            )
    return figure


def _plain_figure(raw: str, start: int, grammar: Grammar, reader: DigitReader) -> Figure | None:
    """A figure in digits alone; ``None`` for what is no number."""
    read = _read(raw, grammar, reader)
    if read is None:
        return None
    value, suffix = read
    scale = grammar.file.suffixes.get(suffix, 1.0) if suffix else 1.0
    return Figure(start, start + len(raw), value, value, scale=scale, digits=True)


def _figure_token(raw: str, start: int, grammar: Grammar, reader: DigitReader) -> Token | None:
    """A figure in digits as part of a number; ``None`` for what is no number."""
    read = _read(raw, grammar, reader)
    return None if read is None else Token("figure", read[0], start, start + len(raw), raw)


def _read(raw: str, grammar: Grammar, reader: DigitReader) -> tuple[float, str | None] | None:
    """What a figure in digits with its power, vulgar fraction and suffix is worth, and that suffix."""
    if raw.isdigit() and len(raw) < 20:
        return float(raw), None
    match = _FIGURE_PARTS.fullmatch(raw)
    if match is None or raw in grammar.not_numbers:
        return None
    digits, power, vulgar, suffix, decimals = match.group("digits", "power", "vulgar", "suffix", "decimals")
    value = reader.read(digits) if digits else 0.0
    if value is None:
        return None
    if power:
        value = _raised(value, power)
    if vulgar:
        value += _VULGAR.get(vulgar, 0.0)
    if decimals:
        value += float(f"0.{decimals}")
    if suffix:
        value *= reader.suffixes[suffix]
    return (tidy(value), suffix) if math.isfinite(value) else None


def _raised(value: float, power: str) -> float:
    try:
        if power.startswith("x10^"):
            return value * 10.0 ** int(power[4:])
        if power[0] == "e":
            return value * 10.0 ** int(power[1:])
        digits = power.lstrip("^+-")
        exponent = -int(digits) if power.startswith("^-") and not power.startswith("^--") else int(digits)
        return float(value**exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _tokens(text: str, start: int, end: int, grammar: Grammar, reader: DigitReader) -> Iterator[Token]:
    words, prefixed = grammar.words, bool(grammar.file.prefixes)
    for match in grammar.token.finditer(text, start, end):
        group = match.lastgroup
        if group == "word":
            word = match["word"]
            meaning = words.get(word) or words[spaced(word)]
            if prefixed and (prefix := match["prefix"]):
                kind = "joiner" if prefix.startswith(tuple(grammar.file.joiners)) else "prefix"
                yield Token(kind, 0.0, match.start(), match.start("word"), prefix)
            yield Token(meaning.kind, meaning.value, match.start("word"), match.end(), word)
        elif group == "figure":
            token = _figure_token(match[0], match.start(), grammar, reader)
            yield token or Token("stop", 0.0, match.start(), match.end(), match[0])
        elif group == "slash":
            yield Token("slash", 0.0, match.start(), match.end(), "/")
        else:
            yield Token("compound", _compound(match, grammar), match.start(), match.end(), match[0])


def _compound(match: re.Match[str], grammar: Grammar) -> float:
    """The denominator that number words and an ending written together make: veinticinco-avos, dos-milésimos."""
    factor = grammar.file.denominator_endings[match["ending"]]
    total = 0.0
    for word in grammar.stem.findall(match["stems"]):
        if word in grammar.file.scales:
            total = (total or 1.0) * grammar.file.scales[word]
        else:
            total += grammar.file.units[word]
    return (total or 1.0) * factor
