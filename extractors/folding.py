"""Folds a text to the one spelling that the lexica are written in, and leads offsets back to the text itself.

Digits of every script become ASCII, letters lower case, spelling variants one (أ → ا, 萬 → 万, á → a in Spanish: each
language's number file says which), vowel signs and invisible marks vanish. ``source`` keeps the way back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_FULL_WIDTH = re.compile("[\uff04-\uff06\uff0b\uff0d-\uff0f\uff1a\uff1d\uff20-\uff5e\uffe5]")
_MARK = re.compile(
    "[\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_MARKED = re.compile(f"[^\u0300-\u036f][\u0300-\u036f]+|{_MARK.pattern}+")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNUSUAL = re.compile("[\u00a0\u00ad\u0300-\u1dff\u2000-\u200f\u2028-\u206f\u3000-\u33ff\ua000-\U0010ffff]")
"""All of the above and more: one look spares most texts in Latin letters the others."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` as the lexica spell it; ``source`` as it was given; ``offsets[i]`` is where ``text[i]`` stood
    (``None`` where nothing moved)."""

    text: str
    source: str
    offsets: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source's ``[start, end)`` of the folded ``[start, end)``, vowel signs of the last letter included."""
        if self.offsets is None:
            return start, end
        stop = self.offsets[end - 1] + 1
        while stop < len(self.source) and unicodedata.category(self.source[stop]) == "Mn":
            stop += 1
        return self.offsets[start], stop


def fold(source: str, variants: Mapping[str, str]) -> Folded:
    """``source`` folded; ``variants`` maps single characters to the ones that the language's lexica use."""
    text, offsets = source, None
    if not source.isascii() and _UNUSUAL.search(text):
        if _MARK.search(text):
            text, offsets = _without_marks(text)
        if _FOREIGN_DIGIT.search(text):
            text = _WIDE_COMMA.sub(",", text)
            text = _FOREIGN_DIGIT.sub(lambda m: str(unicodedata.decimal(m[0])), text)
        text = _SPACE.sub(" ", _FULL_WIDTH.sub(_narrow, text))
    lower = text.lower()
    text = lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if not source.isascii():
        for variant, usual in variants.items():
            text = text.replace(variant, usual)
    return Folded(text, source, offsets)


def _narrow(match: re.Match[str]) -> str:
    return "¥" if match[0] == "￥" else chr(ord(match[0]) - 0xFEE0)


def _without_marks(source: str) -> tuple[str, list[int]]:
    """The text with combining accents composed and every other mark dropped, with each character's offset."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for marked in _MARKED.finditer(source):
        start, end = marked.span()
        composed = _MARK.sub("", unicodedata.normalize("NFC", marked[0]))
        pieces += source[done:start], composed
        offsets += range(done, start)
        offsets += [start] * len(composed)
        done = end
    pieces.append(source[done:])
    offsets += range(done, len(source) + 1)
    return "".join(pieces), offsets
