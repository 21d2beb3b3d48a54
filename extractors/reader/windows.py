"""Cuts an article into windows that the reader's encoder can hold, each led by the article's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

MAX_TOKENS = 384
_TITLE_TOKENS = 48
_CONTEXT = 32
"""Tokens at either end of a window that are read only for what stands beside them."""
CLS, PAD, SEP = 0, 1, 2
"""Ids of the special pieces; pruning keeps them where XLM-RoBERTa has them."""
_NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``ids`` of one stretch of an article and, for each, where its piece stands in the title or the text.

    ``offsets`` are half-open, in code points; special pieces have (-1, -1). The first ``title_end`` tokens are the
    title's. Tokens of ``[first, last)`` are this window's own, those around them belong to its neighbours.
    """

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    title_end: int
    first: int
    last: int


def cut_windows(tokenizer: Tokenizer, text: str, title: str | None) -> Iterator[Window]:
    """The windows of ``text`` in order, as few as hold it and all of one length; of an empty text the title's."""
    head_ids, head_offsets = [CLS], [_NOWHERE]
    if title:
        ids, offsets = _pieces(tokenizer, title)
        head_ids += [*ids[:_TITLE_TOKENS], SEP]
        head_offsets += [*offsets[:_TITLE_TOKENS], _NOWHERE]
    ids, offsets = _pieces(tokenizer, text)
    room = MAX_TOKENS - len(head_ids) - 1
    whole = len(ids) <= room
    own = room if whole else room - 2 * _CONTEXT
    number = max(1, -(-len(ids) // own))
    title_end = len(head_ids)
    for at in range(number):
        first, last = at * len(ids) // number, (at + 1) * len(ids) // number
        begin, end = max(0, first - _CONTEXT), min(len(ids), last + _CONTEXT)
        yield Window(
            ids=[*head_ids, *ids[begin:end], SEP],
            offsets=[*head_offsets, *offsets[begin:end], _NOWHERE],
            title_end=title_end,
            first=title_end + first - begin,
            last=title_end + last - begin,
        )


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
