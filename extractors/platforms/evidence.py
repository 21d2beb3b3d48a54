"""Reads from the text around an ambiguous name (Square, X, سلة, 快手) whether it means the service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from extractors.base import Language
from extractors.cues import CueFinder, fold_for_cues
from extractors.lexicon import alternation
from extractors.loader import Compiled
from extractors.platforms.names import Found
from extractors.platforms.schema import PlatformWords

_REACH = 80
"""How far from an ambiguous name a word may stand that shows its meaning, in characters, within the clause."""
_NEAR = 3
"""The same for a name in a script without capitals."""
_LONGEST_CUE = 24
_CLAUSE_END = re.compile(r"[,;:!?…\n，。；：！？،؛؟|]|\.(?=\s|$)|\s[-–—]\s")
_COMMAS = (",", "，", "،")
_SENTENCE_END = ".!?…:;\n。！？؟|•*-–—"
_OPENING = "\"'“‘«‹「『【《(（["
_CLOSING = "\"'”’»›」』】》)）]"
_LONGEST_GAP = 12
"""Longest stretch between two names of one enumeration."""
_SHORT = 2
"""A name of so few letters (X, Vi, Be) shows nothing by its capital."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The compiled words of one language."""

    language: Language
    cues: CueFinder
    joined: re.Pattern[str]
    articles: tuple[str, ...]


@cache
def _evidence() -> Mapping[str, _Evidence]:
    return Compiled("platforms", PlatformWords, lambda language, words: _compile(cast(Language, language), words))


def _compile(language: Language, words: PlatformWords) -> _Evidence:
    signs = rf"[\s{re.escape(_OPENING + _CLOSING)}]*"
    conjunction = f"(?:{alternation(words.joiners)}){signs}"
    joined = rf"{signs}(?:[,،、/&+]{signs}(?:{conjunction})?|{conjunction})"
    cues = CueFinder({"service": words.service, "failure": words.failure}, language)
    return _Evidence(language, cues, re.compile(joined, re.IGNORECASE), tuple(words.articles))


def shown_as_services(text: str, found: Sequence[Found], language: str) -> list[bool]:
    """Whether each of the names found in ``text`` means a service: certain ones do, others where the text shows it."""
    evidence = _evidence().get(language)
    counts = [item.name.sort == "sure" for item in found]
    shown = {item.name.platform.slug for item, sure in zip(found, counts, strict=True) if sure}
    open_ = [at for at, sure in enumerate(counts) if not sure and not _with_article(text, found[at], evidence)]

    def settle(at: int, does: bool) -> None:
        if does:
            counts[at] = True
            shown.add(found[at].name.platform.slug)

    for at in open_:
        settle(at, _written_as_name(text, found[at]))
    for at in open_:
        settle(at, at > 0 and counts[at - 1] and _enumerated(text, found, at - 1, evidence))
    for at in reversed(open_):
        settle(at, at + 1 < len(found) and counts[at + 1] and _enumerated(text, found, at, evidence))
    for at in open_:  # the costly look, only for services that nothing else has shown
        settle(at, found[at].name.platform.slug not in shown and _cued(text, found[at], evidence))
    for at in open_:
        settle(at, found[at].name.platform.slug in shown)
    return counts


def _with_article(text: str, item: Found, evidence: _Evidence | None) -> bool:
    """Whether an article is written on to the name, which makes it the ordinary word."""
    return evidence is not None and text[max(0, item.start - _REACH) : item.start].endswith(evidence.articles)


def _written_as_name(text: str, item: Found) -> bool:
    """Whether the name stands in quotation marks of its own, or alone among its neighbours begins with a capital."""
    if item.name.platform.generic:
        return False
    name = text[item.start : item.end]
    before, after = _neighbours(text, item)
    if name.lower() == name.upper():
        return bool(before) and before in _OPENING and bool(after) and after in _CLOSING
    if len(name) <= _SHORT or not name[0].isupper() or "-" in (before, after):
        return False
    previous = text[max(0, item.start - _REACH) : item.start].rstrip(" " + _OPENING)
    word_start = max(previous.rfind(" "), previous.rfind("\n")) + 1
    earlier, word = previous[:word_start].rstrip(" " + _CLOSING), previous[word_start:].lstrip(_OPENING)
    if not word or word[-1] in _SENTENCE_END:
        return False
    following = text[item.end : item.end + _REACH].lstrip(" ") if after == " " else ""
    in_longer_name = word[0].isupper() and earlier[-1:] not in _SENTENCE_END
    return not in_longer_name and not following[:1].isupper()


def _neighbours(text: str, item: Found) -> tuple[str, str]:
    """The characters before and after the name, empty at the text's ends."""
    return text[item.start - 1 : item.start] if item.start else "", text[item.end : item.end + 1]


def _cued(text: str, item: Found, evidence: _Evidence | None) -> bool:
    """Whether the clause around the name, or an apposition after it ("Square, the till system"), speaks of a service.

    A name without letter case is not known from other words by its looks: it needs the word right beside it. A common
    noun for a service needs a failure.
    """
    if evidence is None or "-" in _neighbours(text, item):
        return False
    name = text[item.start : item.end]
    near, reach = (_NEAR, _NEAR + _LONGEST_CUE) if name.lower() == name.upper() else (_REACH, _REACH)
    left = text[max(0, item.start - reach) : item.start]
    begin = max((match.end() for match in _CLAUSE_END.finditer(left)), default=0)
    right = text[item.end : item.end + reach]
    stop = _CLAUSE_END.search(right, 1 if right[:1] in _COMMAS else 0)
    before, after = left[begin:], right[: stop.start() if stop else None]
    clause = f"{before}\n{after}"
    return any(
        cue.end >= len(before) - near
        and cue.start <= len(before) + 1 + near
        and (cue.label == "failure" or not item.name.platform.generic)
        for cue in evidence.cues.find(fold_for_cues(clause, evidence.language))
    )


def _enumerated(text: str, found: Sequence[Found], first: int, evidence: _Evidence | None) -> bool:
    """Whether nothing but a comma or conjunction stands between the name at ``first`` and the next."""
    gap = text[found[first].end : found[first + 1].start]
    return evidence is not None and len(gap) <= _LONGEST_GAP and evidence.joined.fullmatch(gap) is not None
