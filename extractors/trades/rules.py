"""What a merchant trades in, as the words beside the name say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.base import Language
from extractors.cues import CueFinder, fold_for_cues
from extractors.loader import PACKAGE, Compiled, load
from extractors.merchants.schema import MerchantCues
from extractors.trades.schema import Trades

_NEAR = 60
"""Code points on each side of a name that are looked at."""
_DESCRIBING = 3
_ARABIC_DESCRIBING = 1
_HAN_DESCRIBING = 8
"""Words, in Chinese characters, that say more of a trade noun, at most. Arabic shows no end of them."""
_TITLE = 40
"""Code points between a name and the trade after it, at most."""
_STOP = re.compile(r"[.。!！?？;；:：\n]")
_APPOSITION = re.compile(r"[\"'”»’」』]?\s*[,،，、(（—–]\s*")
_COMMA = re.compile(r"[,،，、]")
_NEXT_WORD = re.compile(r" ([^\W\d_][\w-]*)")
_HAN = re.compile(r"[\u4e00-\u9fff]*$")
_PARTICLE = re.compile(r"[وف]?[بكل]?(?=ال)")
"""Written on to an Arabic noun with its article."""
_NO_WORD = " \t\"'“”«»‘’「」『』《》的"


@dataclass(frozen=True, slots=True)
class _Finder:
    """The words of one language, compiled."""

    language: Language
    file: Trades
    nouns: CueFinder
    owners: CueFinder


def trade_of(text: str, language: Language, start: int, end: int) -> str | None:
    """The trade of the merchant named at ``[start, end)`` of ``text``, in the text's own words, or None.

    It stands before the name ("the coffee shop Crumb & Co", "quán cơm gà Lucky Chick", 面馆老板李振邦) or after it,
    where the name is explained ("Ana Torres, owner of a flower shop").
    """
    finder = _finders()[language]
    front = max((stop.end() for stop in _STOP.finditer(text, max(0, start - _NEAR), start)), default=start - _NEAR)
    for begin, stop in reversed(_trades(finder, text, max(0, front), start)):
        if _is_filler(finder, text[stop:start]):
            return _unless_unspecific(finder, text[begin:stop])
    opening = _APPOSITION.match(text, end)
    if opening is None:
        return None
    closing = _STOP.search(text, opening.end(), end + _NEAR)
    for begin, stop in _trades(finder, text, opening.end(), closing.start() if closing else end + _NEAR):
        if _leads_up(finder, text[opening.end() : begin]):
            return _unless_unspecific(finder, text[begin:stop])
    return None


@cache
def _finders() -> Mapping[str, _Finder]:
    def compiled(language: str, file: Trades) -> _Finder:
        known: Language = language  # type: ignore[assignment]  # the files are named by language
        cues = load(PACKAGE / "merchants" / f"{language}.yaml", MerchantCues)
        return _Finder(known, file, CueFinder({"noun": cues.business}, known), CueFinder({"owner": cues.owner}, known))

    return Compiled("trades", Trades, compiled)


def _trades(finder: _Finder, text: str, low: int, high: int) -> list[tuple[int, int]]:
    """Where trade nouns stand in ``[low, high)``, each with what describes it."""
    found = []
    for noun in finder.nouns.find(fold_for_cues(text[low:high], finder.language)):
        start, end = low + noun.start, low + noun.end
        if start == low > 0 and text[low - 1].isalnum() and finder.language != "zh":
            continue  # the end of a longer word
        if finder.language == "ar" and (particle := _PARTICLE.match(text, start, end)):
            start = particle.end()
        if finder.file.describing == "after":
            found.append((start, _end_after(finder, text, end, min(high, len(text)))))
        elif finder.language == "zh":
            found.append((_start_in_han(finder, text, low, start), end))
        else:
            found.append((_start_before(finder, text, low, start), end))
    return found


def _start_before(finder: _Finder, text: str, low: int, noun: int) -> int:
    """Where the words begin that describe a noun after them."""
    start = noun
    for word in reversed(list(re.finditer(r"[\w'’-]+ ", text[low:noun]))[-_DESCRIBING:]):
        if low + word.end() != start or word[0].strip() in finder.file.ends or not word[0][0].islower():
            break
        start = low + word.start()
    return start


def _start_in_han(finder: _Finder, text: str, low: int, noun: int) -> int:
    """The same where no blank parts words; what begins nowhere says nothing for sure."""
    run = _HAN.search(text, low, noun)
    start = run.start() if run else noun
    found = (text.rfind(word, start, noun) + len(word) for word in finder.file.ends if word in text[start:noun])
    start = max((start, *found))
    return start if noun - start <= _HAN_DESCRIBING else noun


def _end_after(finder: _Finder, text: str, noun: int, high: int) -> int:
    """Where the words end that describe a noun before them."""
    most = _ARABIC_DESCRIBING if finder.language == "ar" else _DESCRIBING
    end = at = noun
    for _ in range(most):
        word = _NEXT_WORD.match(text, at, high)
        if word is None or word[1] in finder.file.ends or word[1][0].isupper():
            break
        at = word.end()
        if word[1] in finder.file.joins:
            continue
        if finder.file.joins and end == at - len(word[0]):
            break  # nothing joins it to the noun
        end = at
        if finder.file.joins:
            break
    return end


def _is_filler(finder: _Finder, gap: str) -> bool:
    """Whether a trade and a name stand together, an owner's title between them or nothing."""
    for owner in reversed(list(finder.owners.find(fold_for_cues(gap, finder.language)))):
        gap = gap[: owner.start] + gap[owner.end :]
    return not gap.strip(_NO_WORD)


def _leads_up(finder: _Finder, gap: str) -> bool:
    """Whether what stands between a name and a trade explains who is named."""
    if gap.strip().casefold() in finder.file.leads:
        return True
    titled = any(finder.owners.find(fold_for_cues(gap, finder.language)))
    return titled and len(gap) <= _TITLE and not _COMMA.search(gap)


def _unless_unspecific(finder: _Finder, trade: str) -> str | None:
    known_already = finder.language == "ar" and trade.startswith("ال") and " " not in trade  # "the shop's manager"
    return None if known_already or trade.casefold() in finder.file.unspecific else trade
