"""What the reader says of every token of one article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from extractors.reader.labels import BIO, COLUMNS, QUESTIONS, Tag
from extractors.reader.windows import cut_windows

Array = NDArray[np.float32]
Network = Callable[[Sequence[int]], tuple[Array, float]]
"""Logits of one window: an array of shape (tokens, `WIDTH`), and the log-odds that the window tells of an outage."""

_SPAN = 0.3
"""Share of a tag that some token of a span must reach where no parser has marked it off: a name, a cause, an unnamed
sum."""
_EDGE = 0.25
"""Share that every token of it must reach: a surname is less sure than the name behind it (hysteresis: Canny, 1986)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text in order, ``starts`` and ``ends`` in code points, with the probabilities of every answer.

    ``answers`` holds an array of shape (tokens, answers) for each question; ``relevance`` is log-odds.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    answers: Mapping[str, Array]
    relevance: float

    def within(self, start: int, end: int) -> slice:
        """The tokens that touch ``[start, end)``."""
        return slice(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def tag(self, tag: Tag, where: slice = slice(None)) -> Array:
        """For each token, of those in ``where``, how likely it is part of a ``tag``."""
        begin = BIO.index(f"B-{tag}")
        both: Array = self.answers["tag"][where, begin : begin + 2].sum(axis=1)
        return both

    def share(self, tag: Tag, start: int, end: int) -> float:
        """How likely ``[start, end)`` is a ``tag``: the mean over its tokens, 0 where it has none."""
        part = self.tag(tag, self.within(start, end))
        return float(part.mean()) if part.size else 0.0

    def spans(self, tag: Tag) -> Iterator[tuple[int, int]]:
        """The stretches of text, (start, end), that hold a ``tag``, parted where one begins anew."""
        shares = self.tag(tag)
        inside = shares >= _EDGE
        begins = self.answers["tag"][:, BIO.index(f"B-{tag}")]
        anew = begins > self.answers["tag"][:, BIO.index(f"I-{tag}")]
        opened: int | None = None
        for at in range(len(inside)):
            # A word is never parted: a piece that begins anew within one only repeats its beginning.
            apart = anew[at] and (at == 0 or self.ends[at - 1] < self.starts[at] or not anew[at - 1])
            if opened is not None and (not inside[at] or apart):
                if shares[opened:at].max() >= _SPAN:
                    yield self.starts[opened], self.ends[at - 1]
                opened = None
            if inside[at] and opened is None:
                opened = at
        if opened is not None and shares[opened:].max() >= _SPAN:
            yield self.starts[opened], self.ends[-1]

    def answer(self, question: str, start: int, end: int) -> str:
        """The likeliest answer to ``question`` over ``[start, end)``."""
        return QUESTIONS[question][int(self.mean(question, start, end).argmax())]

    def mean(self, question: str, start: int, end: int) -> Array:
        """How likely each answer to ``question`` is over ``[start, end)``, the mean over its tokens."""
        rows = self.answers[question][self.within(start, end)]
        mean: Array = rows.mean(axis=0) if len(rows) else np.full(rows.shape[1], 1 / rows.shape[1], rows.dtype)
        return mean


def read_tokens(network: Network, tokenizer: Tokenizer, text: str, title: str | None) -> Tokens:
    """The tokens of ``text``; windows are read one by one, so that no article changes what is read of another."""
    offsets: list[tuple[int, int]] = []
    rows: list[Array] = []
    said: list[float] = []
    for window in cut_windows(tokenizer, text, title):
        logits, odds = network(window.ids)
        rows.append(logits[window.first : window.last])
        offsets += window.offsets[window.first : window.last]
        said.append(odds)
    logits = np.concatenate(rows)
    answers = {question: _softmax(logits[:, columns]) for question, columns in COLUMNS.items()}
    # A window of another story on the page tells nothing of the outage, whatever its words look like.
    told = 1 / (1 + np.exp(-np.clip(said, -30, 30)))
    tells = np.repeat(told / told.max(), [len(part) for part in rows])
    answers["tag"] = answers["tag"] * tells[:, np.newaxis].astype(np.float32)
    return Tokens([start for start, _ in offsets], [end for _, end in offsets], answers, max(said))


def _softmax(logits: Array) -> Array:
    raised: Array = np.exp(logits - logits.max(axis=1, keepdims=True))
    share: Array = raised / raised.sum(axis=1, keepdims=True)
    return share
