"""Words and phrases looked up at a place of a text: one compiled trie a lexicon, matched forwards or backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

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
        match = self._after.match(text, pos)
        meaning = None if match is None else self._meaning(match[1])
        return None if match is None or meaning is None else (match.end(), meaning)

    def before(self, text: str, pos: int) -> tuple[int, T] | None:
        """(start, meaning) of the longest phrase that ends at ``pos``, a small gap aside."""
        match = self._before.match(text[max(0, pos - _WINDOW) : pos][::-1])
        meaning = None if match is None else self._meaning(match[1][::-1])
        return None if match is None or meaning is None else (pos - match.end(), meaning)

    def _meaning(self, phrase: str) -> T | None:
        entry = self._entries.get(phrase)
        return self._entries[_key(phrase)] if entry is None else entry


def _key(phrase: str) -> str:
    """What all texts that one phrase matches have in common."""
    return _GAP.sub(" ", phrase)
