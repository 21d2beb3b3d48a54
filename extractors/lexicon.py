"""Words and phrases looked up at a place of a text: one compiled trie a lexicon, matched forwards or backwards; and
patterns looked for in a whole text by the words that they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")

LETTER = r"[^\W\d_\u3400-\u9fff]"
"""A letter of a script that puts spaces between words."""

_BETWEEN_WORDS = re.compile(r"(?<=\w)[\s\-]+(?=\w)")
_GAP = re.compile(r"[\s\-]+")
GLUED = "ـ"
"""Ends a key that is written on to the next word (Arabic لـ)."""

_WINDOW = 64
"""How far back a phrase before a place may begin; no phrase of a lexicon is longer."""


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches the longest of ``words``, in time linear in its length;
    a space or hyphen between two words matches any run of them."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in spaced(word):
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(trie)


def spaced(phrase: str) -> str:
    """``phrase`` with one space wherever spaces or a hyphen part two of its words."""
    return _BETWEEN_WORDS.sub(" ", phrase)


def _pattern(node: dict[str, Any]) -> str:
    branches = [
        (r"[\s\-]+" if char == " " else re.escape(char)) + _pattern(child)
        for char, child in sorted(node.items())
        if char
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return joined + "?" if "" in node else joined


def _bounded(words: Iterable[str], edge: int, guard: str) -> str:
    """Alternation in which only words whose character at ``edge`` is a spaced letter ask for a word boundary."""
    letters = {word for word in words if re.match(LETTER, word[edge]) and not word.endswith(GLUED)}
    others = {word.removesuffix(GLUED) for word in words if word not in letters}
    parts = []
    if letters:
        parts.append(f"(?:{alternation(word if edge else word[::-1] for word in letters)}){guard}")
    if others:
        parts.append(f"(?:{alternation(word if edge else word[::-1] for word in others)})")
    return "|".join(parts) or r"(?!)"


class Lexicon(Generic[T]):
    """Phrases with what they mean. Keys are spelled as ``fold`` spells them. A phrase that means ``None`` only keeps
    a shorter one within it from being found.

    ``gap`` is what may stand between a phrase and the place asked for; ``particles`` are letters that may be written on
    to the front of a phrase without being part of it (Arabic بـ, لـ).
    """

    __slots__ = ("_after", "_before", "_entries")

    def __init__(self, entries: Mapping[str, T | None], gap: str = r"[\s\-]{0,3}", particles: str = "") -> None:
        self._entries = {_key(phrase.removesuffix(GLUED)): meaning for phrase, meaning in entries.items()}
        guard = f"(?!{LETTER})"
        open_guard = f"(?=[{particles}]{{0,2}}(?!{LETTER}))" if particles else guard
        self._after = re.compile(f"{gap}({_bounded(entries, -1, guard)})")
        self._before = re.compile(f"{gap}({_bounded(entries, 0, open_guard)})")

    def after(self, text: str, pos: int) -> tuple[int, T] | None:
        """(end, meaning) of the longest phrase that begins at ``pos``, a small gap aside."""
        match = self._after.match(text, pos) if pos < len(text) else None
        meaning = None if match is None else self._meaning(match[1])
        return None if match is None or meaning is None else (match.end(), meaning)

    def before(self, text: str, pos: int) -> tuple[int, T] | None:
        """(start, meaning) of the longest phrase that ends at ``pos``, a small gap aside."""
        match = self._before.match(text[pos - _WINDOW if pos > _WINDOW else 0 : pos][::-1]) if pos else None
        meaning = None if match is None else self._meaning(match[1][::-1])
        return None if match is None or meaning is None else (pos - match.end(), meaning)

    def _meaning(self, phrase: str) -> T | None:
        entry = self._entries.get(phrase)
        return self._entries[_key(phrase)] if entry is None else entry


def _key(phrase: str) -> str:
    """What all texts that one phrase matches have in common."""
    return _GAP.sub(" ", phrase)


DIGITS = "0123456789"
_FIRST_CJK = "\u3400"
_SHORT = 64
"""Code points of a text in which trying a pattern everywhere costs less than the automaton."""


class SparsePattern:
    """A pattern that matches at few places of most texts, and begins with one of ``phrases`` wherever it does.

    An automaton finds those places ten times faster than the pattern is tried at every character (Aho and Corasick,
    "Efficient string matching", CACM 18(6), 1975).

    ``particles`` is how many letters may be written on to the front of a phrase as part of a match, which begins with a
    word then; where it is ``None``, a match may begin within a word too.
    """

    __slots__ = ("_heads", "_one_letter", "_particles", "_pattern", "_words")

    def __init__(self, pattern: str, phrases: Iterable[str], particles: int | None = 0) -> None:
        heads = {spaced(phrase).split(" ")[0] for phrase in phrases}
        words = {head for head in heads if particles is not None and head[0].isalpha()}
        # As a part of other words one letter is everywhere.
        letters = "".join(sorted(word for word in words if len(word) == 1)) if particles == 0 else ""
        bound, free = _shortest(words - {*letters}), _shortest(heads - words)
        self._pattern = re.compile(pattern)
        self._particles = particles or 0
        self._words = len(bound)
        self._heads = AhoCorasick(
            [*bound, *free], matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        self._one_letter = re.compile(rf"[{letters}](?<!{LETTER}.)(?!{LETTER})") if letters else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in ``text`` from left to right, without overlap."""
        return self._pattern.finditer(text) if len(text) < _SHORT else self._matches(text)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        match_at, end = self._pattern.match, 0
        for start in self._starts(text):
            if start >= end and (match := match_at(text, start)):
                yield match
                end = match.end()

    def _starts(self, text: str) -> list[int]:
        """Where a match may begin, in order."""
        try:
            found = self._heads.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half of a surrogate pair, as broken JSON escapes leave them
            found = self._heads.find_matches_as_indexes(text.encode(errors="replace").decode(), overlapping=True)
        starts = []
        for head, start, _ in found:
            if head < self._words:
                least = start - self._particles
                while start and text[start - 1].isalpha() and text[start - 1] < _FIRST_CJK:
                    start -= 1
                    if start < least:
                        break
                else:
                    starts.append(start)
            else:
                starts.append(start)
        if self._one_letter is not None:
            starts += [match.start() for match in self._one_letter.finditer(text)]
        starts.sort()
        return starts


def _shortest(heads: Iterable[str]) -> list[str]:
    """``heads`` without those that begin with another."""
    kept: list[str] = []
    for head in sorted(heads):
        if not (kept and head.startswith(kept[-1])):
            kept.append(head)
    return kept
