"""Names of persons and businesses by the shapes that scripts give a name; whether one is a merchant is not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Literal

from extractors.base import Language
from extractors.cues import heads_of
from extractors.lexicon import SparsePattern
from extractors.loader import load_languages
from extractors.merchants.schema import MerchantCues
from extractors.places import Head, Places, matches_at

Shape = Literal["person", "business", "name", "group"]
"""What the shape alone says: ``name`` leaves open which."""

_UPPER = "A-Z" + "".join(char for char in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]) if char.isupper())
_LETTER = "0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_CAPITALISED = rf"[{_UPPER}][{_LETTER}]{{0,24}}(?:['’\-][{_LETTER}]{{1,24}}){{0,3}}"
_HAN = "\u4e00-\u9fff"
_DOTS = "·・•‧"
"""Part the names of a foreigner in Chinese characters."""
_OPEN_QUOTE, _CLOSE_QUOTE = '«“‘"「『‹', '»”’"」』›'
_QUOTED = re.compile(rf"[{_OPEN_QUOTE}]([^{_OPEN_QUOTE}{_CLOSE_QUOTE}\n،,。，.:!؟?]{{2,32}})[{_CLOSE_QUOTE}]")
_LONGEST = 40
"""Code points of the longest name; longer finds are headlines or lists."""
_LONGEST_ROLE = 16
"""Code points of the longest Chinese word for who runs a business, or phrase for what they do."""
_LONGEST_ARABIC_NAME = 120
"""Code points of the longest Arabic name before it is cut."""
_ARABIC_ARTICLE = len("وال")
_ARABIC_PARTICLES = len("ولبـال")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``[start, end)`` of the text."""

    text: str
    start: int
    end: int
    shape: Shape


def find_names(text: str, language: Language, taken: Iterable[tuple[int, int]] = ()) -> list[Name]:
    """The names in ``text`` in text order, without overlap and without those that touch a span of ``taken``.

    Of two that begin at one place the surer pattern wins.
    """
    names: list[Name] = []
    occupied = sorted(taken)
    done, at = 0, 0
    for name in sorted(_finder(language)(text), key=lambda name: name.start):
        while at < len(occupied) and occupied[at][1] <= name.start:
            at += 1
        if name.start < done or (at < len(occupied) and occupied[at][0] < name.end) or name.end - name.start > _LONGEST:
            continue
        names.append(name)
        done = name.end
    return names


def bare_name(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """``[start, end)`` without signs around the name and, where no blank parts words, without small words behind it; a
    full stop may be the name's own ("Co.")."""
    small = _words()[language].after_name if language == "zh" else []
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and (not (text[end - 1].isalnum() or text[end - 1] == ".") or text[end - 1] in small):
        end -= 1
    return start, end


@cache
def _words() -> Mapping[str, MerchantCues]:
    return load_languages("merchants", MerchantCues)


@cache
def _finder(language: Language) -> Callable[[str], Iterator[Name]]:
    cues = _words()[language]
    if language == "zh":
        return _chinese(cues)
    if language == "ar":
        return _arabic(cues)
    return _latin(cues, language)


def _latin(cues: MerchantCues, language: Language) -> Callable[[str], Iterator[Name]]:
    """Runs of capitalised words, small words of names inside; words with which no name begins are cut off in front."""
    link = "|".join(re.escape(word) for word in cues.link)
    chain = re.compile(rf"{_CAPITALISED}(?:[ ](?:(?:{link})[ ]){{0,2}}{_CAPITALISED})*")
    not_names = re.compile("|".join([*cues.not_name, *cues.title]))
    group, of_place = "|".join(cues.group), "|".join(cues.of_place)
    place = SparsePattern(
        rf"(?i:{group})\s+(?:{of_place})\s+(?P<place>{_CAPITALISED})(?:[ ]{_CAPITALISED})*",
        [word for head in heads_of(cues.group, language) for word in _in_any_case(head.text)],
        None,
    )

    @lru_cache(maxsize=4096)
    def begins_no_name(word: str) -> bool:
        return not_names.fullmatch(word.lower()) is not None

    def find(text: str) -> Iterator[Name]:
        for match in place.finditer(text):
            if not begins_no_name(match["place"]):
                yield Name(match[0], match.start(), match.end(), "group")
        for match in chain.finditer(text):
            start, end = match.span()
            words = text[start:end].split(" ")
            while words and (begins_no_name(words[0]) or words[0].lower() in cues.link):
                start += len(words.pop(0)) + 1
            if not words:
                continue
            if text[end - 2 : end] in ("'s", "’s"):
                end -= 2
            shape: Shape = "business" if "&" in words else "name"
            if end - start > 2:
                yield Name(text[start:end], start, end, shape)

    return find


def _in_any_case(word: str) -> Iterable[str]:
    """``word`` with each of its letters small or capital."""
    return map("".join, product(*({char, char.upper()} for char in word)))


def _chinese(cues: MerchantCues) -> Callable[[str], Iterator[Name]]:
    """Surname and given name by a role or a verb of saying, transliterations, familiar names, names of shops."""
    many = set(cues.group)
    roles = [word for word in [*cues.owner, *cues.trader] if word not in many]
    role, says = "|".join(roles), "|".join(cues.says)
    surname, stop, department = "|".join(cues.surname), "".join(cues.not_name), "|".join(cues.department)
    edge = r"[\s，。、；：！？（）()「」“”《》,.;:|/]"
    person = rf"(?:{surname})[{_HAN}]{{1,2}}"
    patterns: Sequence[tuple[Shape, re.Pattern[str]]] = (
        ("person", re.compile(rf"(?:{role})(?P<n>(?:{surname})[{_HAN}]{{1,2}}?)(?={says}|{edge}|[{stop}]|$)")),
        ("person", re.compile(rf"(?:(?<={edge})|^)(?P<n>{person})(?={says})", re.M)),
        (
            "person",
            re.compile(
                rf"(?:(?<={edge})|(?<=的)|(?:{role})|^)(?P<n>[{_HAN}]{{1,5}}(?:[{_DOTS}][{_HAN}]{{1,6}}?)+)(?={says}|{edge}|[{stop}]|$)",
                re.M,
            ),
        ),
        ("person", re.compile(rf"(?:(?<={edge})|(?<=的)|(?:{role}))(?P<n>{'|'.join(cues.nickname)})")),
        (
            "business",
            re.compile(
                rf"(?:(?<={edge})|(?<=[的在]))(?P<n>[{_HAN}A-Za-z0-9]{{3,12}}?)的?(?:{department})?(?=[，、]?(?:{'|'.join(cues.owner)}))"
            ),
        ),
        (
            "business",
            re.compile(
                rf"(?:(?<={edge})|(?<=[的在]))(?P<n>[{_HAN}]{{2,7}}(?:{'|'.join(cues.business)}))(?={edge}|{says}|的|[{stop}])"
            ),
        ),
    )
    latin = re.compile(rf"{_CAPITALISED}(?:[ ·]{_CAPITALISED})+")

    def reached_back(words: Iterable[str], most: int) -> frozenset[Head]:
        return frozenset(head._replace(before=head.before + most) for head in heads_of(words, "zh"))

    places = Places(
        (
            heads_of(roles, "zh"),
            heads_of(cues.surname, "zh"),
            reached_back(_DOTS, 5 + _LONGEST_ROLE),
            reached_back(cues.nickname, _LONGEST_ROLE),
            reached_back(cues.owner, len("的，") + 12 + max(map(len, cues.department))),
            reached_back(cues.business, 7),
        )
    )
    lead = re.compile(rf".*(?:{'|'.join(dict.fromkeys([*cues.group, *cues.trader]))}|[在的是叫])")
    generic = re.compile(rf"(?:{'|'.join(cues.nameless)}).*|.?(?:{'|'.join(cues.business)})")

    def find(text: str) -> Iterator[Name]:
        for (shape, pattern), own in zip(patterns, places.of(text), strict=True):
            for match in matches_at(pattern, text, own):
                start, end = match.span("n")
                if shape == "business":
                    trimmed = lead.match(text, start, end)
                    if trimmed is not None and trimmed.end() < end:
                        start = trimmed.end()
                    if end - start < 3 or generic.fullmatch(text, start, end):
                        continue
                yield Name(text[start:end], start, end, shape)
        for match in latin.finditer(text):
            yield Name(match[0], *match.span(), "name")
        for match in _QUOTED.finditer(text):
            if len(match[1]) <= 10:
                yield Name(match[1], *match.span(1), "business")

    return find


def _arabic(cues: MerchantCues) -> Callable[[str], Iterator[Name]]:
    """Two to four words between a verb of saying or a title and a comma; quoted names; what follows a trade noun."""

    def words_of(*classes: Sequence[str]) -> str:
        return "|".join(_open_alef(pattern) for patterns in classes for pattern in patterns)

    roles = words_of(cues.owner, cues.trader)
    ending, relative = words_of(cues.not_name), words_of(cues.relative)
    before = rf"\bو?(?:ال)?(?:{words_of(cues.says, cues.title, cues.trader)})\b"
    no_person = re.compile(rf"(?:ال)?(?:{words_of(cues.business, cues.group)})\b")
    word = r"[\u0621-\u064a][\u0621-\u0652]+"
    explained = re.compile(rf"،\s+(?:(?:{relative})\b|(?:ال)?(?:{roles})\b|\d)")
    explained_name = re.compile(rf"(?P<n>{word}(?: {word}){{1,3}})(?={explained.pattern})")
    patterns: Sequence[tuple[Shape, re.Pattern[str]]] = (
        (
            "person",
            re.compile(rf"{before}\s+(?P<n>{word}(?: {word}){{1,3}}?)(?=[،:.»]|\s+(?:{words_of(cues.after_name)})\b)"),
        ),
        (
            "business",
            re.compile(rf"\b[ولبـ]*(?:ال)?(?:{words_of(cues.business)})\s+(?P<n>{word}(?: {word})?)(?=[،.:»]|\s)"),
        ),
        (
            "group",
            re.compile(rf"\b(?:{words_of(cues.group)})(?: {word})?\s+(?:{words_of(cues.of_place)})\s+(?:ال)?{word}"),
        ),
    )

    def heads(particles: int, *classes: Sequence[str]) -> frozenset[Head]:
        words = [_open_alef(pattern) for patterns in classes for pattern in patterns]
        return frozenset(head._replace(before=particles) for head in heads_of(words, "ar"))

    places = Places(
        (
            heads(_ARABIC_ARTICLE, cues.says, cues.title, cues.trader),
            heads(_ARABIC_PARTICLES, cues.business),
            heads(0, cues.group),
        )
    )
    cut = re.compile(rf"(?:.*\b)?و?(?:ال)?(?:{words_of(cues.says, cues.title, cues.owner, cues.trader)}|{ending})\s+")
    stop = re.compile(rf"\s+و?(?:{ending}|ل\w+)\b.*")

    def found(text: str) -> Iterator[tuple[Shape, re.Match[str]]]:
        end = 0
        for comma in explained.finditer(text):
            begin = max(end, comma.start() - _LONGEST_ARABIC_NAME)
            if match := explained_name.search(text, begin, comma.end() + 1):
                yield "person", match
                end = match.end()
        for (shape, pattern), own in zip(patterns, places.of(text), strict=True):
            for match in matches_at(pattern, text, own):
                yield shape, match

    def find(text: str) -> Iterator[Name]:
        for shape, match in found(text):
            start, end = match.span("n") if shape != "group" else match.span()
            if shape == "person":
                led = cut.match(text, start, end)
                start = led.end() if led is not None and led.end() < end else start
            if shape != "group":
                cut_off = stop.search(text, start, end)
                end = cut_off.start() if cut_off is not None else end
            if shape == "person" and (" " not in text[start:end] or no_person.match(text, start)):
                continue
            if end - start > 2:
                yield Name(text[start:end], start, end, shape)
        for match in _QUOTED.finditer(text):
            yield Name(match[1], *match.span(1), "business")

    return find


def _open_alef(pattern: str) -> str:
    """A folded Arabic pattern opened to every spelling of alef, yeh and heh, for matching unfolded text."""
    return pattern.replace("ا", "[اأإآ]").replace("ه", "[هة]").replace("ي", "[يى]")
