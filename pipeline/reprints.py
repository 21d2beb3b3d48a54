"""Which articles are the same text: forty reprints of one dispatch are one witness."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from pipeline.fold import fold

_SHINGLE = 12
"""Letters in a shingle: a run of two or three words, long enough that stories about one outage do not share many."""
_ONE_IN = 8
"""The share of shingles that is kept, by hash: which ones is the text's own doing, so a cut text keeps the same."""
_SAME = 0.5
"""Least share of the shorter text's shingles that a reprint shares: outlets trim and add, quoters take less."""
_ENOUGH = 8
"""Fewest shingles by which the share means anything; shorter texts must agree in all."""

Fingerprint = bytes
"""Sorted 32-bit hashes, packed: a set of them would take twenty times the memory for as long as a run resolves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as far as reprints go."""

    article_id: str
    outlet: str
    published: str | None
    fingerprint: Fingerprint


def fingerprint(text: str) -> Fingerprint:
    """Hashes of the whole text and of a sample of its shingles (runs of letters, whatever stands between them)."""
    letters = "".join(filter(str.isalnum, fold(text)))
    hashes = (crc32(letters[at : at + _SHINGLE].encode()) for at in range(len(letters) - _SHINGLE + 1))
    sample = {value for value in hashes if value % _ONE_IN == 0}
    return array("I", sorted(sample | {crc32(letters.encode())})).tobytes()


def witnesses(texts: Iterable[Text]) -> Mapping[str, str]:
    """The outlet that stands behind each article, by article id: its own, or that of the earliest article whose text
    it reprints.

    Each text is compared with those first ones that share a shingle with it, never with all.
    """
    first: list[tuple[Text, int]] = []
    by_shingle: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for text in sorted(texts, key=lambda text: (text.published or "9", text.article_id)):
        shingles = array("I", text.fingerprint)
        shared = Counter(index for shingle in shingles for index in by_shingle[shingle])
        for index in sorted(shared):
            earlier, size = first[index]
            if _reprints(text, earlier, shared[index], min(size, len(shingles))):
                found[text.article_id] = earlier.outlet
                break
        else:
            for shingle in shingles:
                by_shingle[shingle].append(len(first))
            first.append((text, len(shingles)))
            found[text.article_id] = text.outlet
    return found


def _reprints(text: Text, earlier: Text, shared: int, shorter: int) -> bool:
    return text.fingerprint == earlier.fingerprint if shorter < _ENOUGH else shared >= _SAME * shorter
