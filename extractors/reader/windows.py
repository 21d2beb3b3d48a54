"""Cuts an article into windows that the reader's encoder can hold, each led by what the article is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tokenizers import Tokenizer

MAX_TOKENS = 512
_HEAD_TOKENS = 48
_CONTEXT = 32
"""Tokens at either end of a window that are read only for what stands beside them."""
CLS, PAD, SEP = 0, 1, 2
"""Ids of the special pieces; pruning keeps them where XLM-RoBERTa has them."""
_NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``ids`` of one stretch of an article and, for each, where its piece stands in the title or the text.

    ``offsets`` are half-open, in code points; special pieces have (-1, -1). The first ``head_end`` tokens are the
    title's, or where there is none the text's first, which have no offsets here. Tokens of ``[first, last)`` are this
    window's own, those around them belong to its neighbours.
    """

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    head_end: int
    first: int
    last: int


def cut_windows(tokenizer: Tokenizer, text: str, title: str | None) -> Iterator[Window]:
    """The windows of ``text`` in order, as few as hold it and all of one length; of an empty text the title's."""
    ids, offsets = _pieces(tokenizer, text)
    head = _head(*_pieces(tokenizer, title)) if title else _head([], [])
    room = MAX_TOKENS - len(head.ids) - 1
    if not title and len(ids) > room:
        # What a text without a title is about, its first words tell.
        head = _head(ids, [_NOWHERE] * len(ids))
        room = MAX_TOKENS - len(head.ids) - 1
    whole = len(ids) <= room
    own = room if whole else room - 2 * _CONTEXT
    number = max(1, -(-len(ids) // own))
    head_end = len(head.ids)
    for at in range(number):
        first, last = at * len(ids) // number, (at + 1) * len(ids) // number
        begin, end = max(0, first - _CONTEXT), min(len(ids), last + _CONTEXT)
        yield Window(
            ids=[*head.ids, *ids[begin:end], SEP],
            offsets=[*head.offsets, *offsets[begin:end], _NOWHERE],
            head_end=head_end,
            first=head_end + first - begin,
            last=head_end + last - begin,
        )


class _Head(NamedTuple):
    ids: list[int]
    offsets: list[tuple[int, int]]


def _head(ids: list[int], offsets: list[tuple[int, int]]) -> _Head:
    """The pieces that lead every window: ``CLS``, and those given with ``SEP`` behind them."""
    if not ids:
        return _Head([CLS], [_NOWHERE])
    return _Head([CLS, *ids[:_HEAD_TOKENS], SEP], [_NOWHERE, *offsets[:_HEAD_TOKENS], _NOWHERE])


def _pieces(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Ids and offsets of the pieces of ``text``, blanks trimmed from the offsets; pieces of blanks alone left out."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = [], []
    for number, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            ids.append(number)
            offsets.append((start, end))
    return ids, offsets
