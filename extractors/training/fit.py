"""Fits the reader to marked-up articles."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits, cross_entropy

from extractors.candidates import Candidate, read_candidates
from extractors.reader.labels import BIO, COLUMNS, QUESTIONS
from extractors.reader.windows import MAX_TOKENS, PAD, Window, cut_windows
from extractors.training.articles import Span, TrainingArticle
from extractors.training.network import Reader
from extractors.training.pages import as_page
from extractors.training.parts import MarkedArticle, Part
from extractors.training.variation import varied

_UNASKED = -100
"""Label of a token that a question does not concern."""
_OUTSIDE_WEIGHT = 0.35
"""Weight of a token that plays no part and is no candidate for one: nine of ten tokens."""
_SMOOTHED = 0.05
"""Share of every answer but the tag that is spread over the others: there are few examples of most kinds, and a reader
made sure of each of them is as sure where it is wrong."""
_FURTHER_WEIGHT = 4.0
"""Weight of a span of a further outage: nine of ten belong to the first."""
_QUESTION_WEIGHTS = {"tag": 1.0, "L": 1.0, "M": 0.3, "C": 0.3, "outage": 0.6}
_WEIGHTS = {"outage": torch.tensor([1.0, _FURTHER_WEIGHT])}
"""By question the weight of each answer; 1 where a question is not named."""
_NO_CANDIDATES = ("name", "cause")
"""Kinds of candidates that count no more than other words: the reader marks off names and causes itself."""
_RELEVANCE_WEIGHT = 0.5
_PART_WEIGHT = 1.0
_SUREST = 1e-4
"""Share beyond which the answer to a part cannot be surer."""
_MASKED = 0.12
"""Share of pieces hidden from the encoder in training, so that it leans on what stands around a name."""
_UNKNOWN = 3
_LARGEST_BATCH = 4096
_SMALLEST_BATCH = 4 * MAX_TOKENS
_LEAST_STEPS = 800
"""Steps that a reader needs to learn anything: batches of few articles hold fewer tokens than `_LARGEST_BATCH`."""
_HEADS = 10
"""How many times faster than the encoder, which was trained before, the layers on top of it learn."""
_WARM_UP = 0.06
_REPORT_EVERY = 25
_SEED = 20_211_004


class Log(Protocol):
    """Takes a line of progress."""

    def __call__(self, line: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A window with the right answers: by question a label a token; ``relevant`` where the window alone can tell, which
    one of another story on the page is not. ``weights`` tell how much the tag of each token counts, ``parts`` what is
    decided of figures and services as wholes."""

    ids: Sequence[int]
    labels: dict[str, list[int]]
    weights: Sequence[float]
    parts: Sequence[Part]
    relevant: bool | None


def read_examples(tokenizer: Tokenizer, articles: Iterable[TrainingArticle], epoch: int) -> list[Example]:
    """The windows of ``articles`` with their answers, every article varied and in another shape each ``epoch``."""
    articles = list(articles)
    others: defaultdict[str, list[TrainingArticle]] = defaultdict(list)
    for article in articles:
        if not article.relevant:
            others[article.language].append(article)
    return [
        _example(page, window, at, marked)
        for number, article in enumerate(articles)
        for dice in [random.Random(f"{_SEED}-{epoch}-{number}")]
        for page in [as_page(varied(article, _candidates(article), dice), dice, others[article.language])]
        for marked in [MarkedArticle(page, _candidates(page))]
        for at, window in enumerate(cut_windows(tokenizer, page.text, page.title))
    ]


def _candidates(article: TrainingArticle) -> list[Candidate]:
    """The figures and services of an article, whatever part they play."""
    published = date.fromisoformat(article.published)
    document = read_candidates(article.text, article.language, published=published, country=article.country)
    return [candidate for candidate in document.candidates if candidate.kind not in _NO_CANDIDATES]


def _example(article: TrainingArticle, window: Window, at: int, marked: MarkedArticle) -> Example:
    size = len(window.ids)
    labels = {question: [_UNASKED] * size for question in QUESTIONS}
    labels["tag"] = [_UNASKED if start < 0 else 0 for start, _ in window.offsets]
    for first, last, spans in ((0, window.head_end, article.title_spans), (window.head_end, size, article.spans)):
        for span in spans:
            _mark(labels, window, first, last, span)
    tagged = any(label > 0 for label in labels["tag"])
    elsewhere = article.story_end is not None and window.offsets[window.first][0] >= article.story_end
    can_tell = tagged or elsewhere or not article.relevant or (at == 0 and article.title)
    relevant = article.relevant and not elsewhere if can_tell else None
    for place in range(window.head_end, size):
        if labels["tag"][place] == 0 and marked.open_mentions.touch(*window.offsets[place]):
            labels["tag"][place] = _UNASKED
    weights = [
        1.0
        if label > 0 or (place >= window.head_end and marked.candidates.touch(*window.offsets[place]))
        else _OUTSIDE_WEIGHT
        for place, label in enumerate(labels["tag"])
    ]
    return Example(ids=window.ids, labels=labels, weights=weights, parts=marked.parts(window), relevant=relevant)


def _mark(labels: dict[str, list[int]], window: Window, first: int, last: int, span: Span) -> None:
    inside = [at for at in range(first, last) if _is_mostly_in(window.offsets[at], span)]
    for order, at in enumerate(inside):
        labels["tag"][at] = BIO.index(f"{'I' if order else 'B'}-{span.tag}")
        labels["outage"][at] = int(span.further)
        if span.kind is not None and span.tag in QUESTIONS:
            labels[span.tag][at] = QUESTIONS[span.tag].index(span.kind)


def _is_mostly_in(offsets: tuple[int, int], span: Span) -> bool:
    start, end = offsets
    return 2 * (min(end, span.end) - max(start, span.start)) > end - start


def fit(
    reader: Reader,
    examples_of: Callable[[int], Sequence[Example]],
    *,
    epochs: int,
    learning_rate: float,
    checkpoint: Path,
    log: Log,
) -> None:
    """Trains ``reader`` in place on the examples of each epoch.

    ``learning_rate`` is that of the largest batches; smaller ones, whose slopes are less sure, move by the root of
    their share of it (Malladi et al., 2022). What is done is kept in the file ``checkpoint`` after each epoch and gone
    on from.
    """
    encoder = [parameter for parameter in reader.encoder.parameters() if parameter.requires_grad]
    heads = [parameter for name, parameter in reader.named_parameters() if not name.startswith("encoder.")]
    tokens = epochs * sum(len(example.ids) for example in examples_of(0))
    size = max(_SMALLEST_BATCH, min(_LARGEST_BATCH, tokens // _LEAST_STEPS))
    rate = learning_rate * math.sqrt(size / _LARGEST_BATCH)
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": _HEADS * rate}], weight_decay=0.01
    )
    steps = sum(sum(1 for _ in _batches(examples_of(epoch), size, epoch)) for epoch in range(epochs))
    warm_up = max(1, int(_WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm_up, max(0.0, (steps - step) / max(1, steps - warm_up)))
    )
    begin = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        reader.load_state_dict(state["reader"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        begin = state["epoch"]
    reader.train()
    for epoch in range(begin, epochs):
        noise = torch.Generator().manual_seed(_SEED + epoch)
        total = done = 0.0
        for batch in _batches(examples_of(epoch), size, epoch):
            loss = _loss(reader, batch, noise)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, done = total + float(loss.detach()), done + 1
            if done % _REPORT_EVERY == 0:
                log(f"epoch {epoch + 1}, batch {done:.0f}: loss {total / done:.4f}")
        log(f"epoch {epoch + 1} of {epochs}: loss {total / done:.4f}")
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        partial = checkpoint.with_suffix(".part")
        torch.save(
            {
                "reader": reader.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch + 1,
            },
            partial,
        )
        partial.replace(checkpoint)


def _batches(examples: Sequence[Example], size: int, epoch: int) -> Iterator[list[Example]]:
    """The examples in random order, windows of like length together, at most ``size`` tokens a batch."""
    dice = random.Random(_SEED + epoch)
    order = sorted(examples, key=lambda example: len(example.ids) + dice.uniform(0, 24))
    batches: list[list[Example]] = [[]]
    for example in order:
        if len(example.ids) * (len(batches[-1]) + 1) > size:
            batches.append([])
        batches[-1].append(example)
    dice.shuffle(batches)
    yield from batches


def _loss(reader: Reader, batch: Sequence[Example], noise: torch.Generator) -> Tensor:
    width = max(len(example.ids) for example in batch)
    ids = torch.full((len(batch), width), PAD)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
    hidden = (torch.rand(ids.shape, generator=noise) < _MASKED) & (ids > _UNKNOWN)
    with torch.autocast("cpu", torch.bfloat16, enabled=_multiplies_in_half_precision()):
        tokens, relevance = reader(ids.masked_fill(hidden, _UNKNOWN))
    tokens, relevance = tokens.float(), relevance.float()
    total = _PART_WEIGHT * _part_loss(tokens, [example.parts for example in batch])
    for question, columns in COLUMNS.items():
        labels = torch.full((len(batch), width), _UNASKED)
        for row, example in enumerate(batch):
            labels[row, : len(example.ids)] = torch.tensor(example.labels[question])
        asked = tokens[..., columns].flatten(0, 1), labels.flatten()
        if question == "tag":
            part = _tag_loss(*asked, batch, width)
        elif (labels != _UNASKED).any():
            part = cross_entropy(
                *asked, weight=_WEIGHTS.get(question), ignore_index=_UNASKED, label_smoothing=_SMOOTHED
            )
        else:
            continue
        total = total + _QUESTION_WEIGHTS[question] * part
    known = [(row, float(example.relevant)) for row, example in enumerate(batch) if example.relevant is not None]
    if known:
        rows, truth = zip(*known, strict=True)
        part = binary_cross_entropy_with_logits(relevance[list(rows)], torch.tensor(truth))
        total = total + _RELEVANCE_WEIGHT * part
    return total


def _tag_loss(logits: Tensor, labels: Tensor, batch: Sequence[Example], width: int) -> Tensor:
    """The mean loss of the tokens of ``batch`` by their weights."""
    weights = torch.zeros(len(batch), width)
    for row, example in enumerate(batch):
        weights[row, : len(example.weights)] = torch.tensor(example.weights)
    counted = weights.flatten() * (labels != _UNASKED)
    losses = cross_entropy(logits, labels, ignore_index=_UNASKED, reduction="none")
    return (losses * counted).sum() / counted.sum().clamp(min=1.0)


def _part_loss(logits: Tensor, parts: Sequence[Sequence[Part]]) -> Tensor:
    """The mean cross entropy of the ``parts`` of each window of a batch under its ``logits``, of shape (batch, tokens,
    `WIDTH`); nought where there are none."""
    length = logits.shape[1]
    pieces: list[tuple[int, int, int]] = []
    holders: list[int] = []
    right: list[float] = []
    for row, of_window in enumerate(parts):
        for part in of_window:
            begin = BIO.index(f"B-{part.tag}")
            for first, last in part.places:
                pieces += [(row * length + at, begin, len(holders)) for at in range(first, last)]
                holders.append(len(right))
            right.append(float(part.right))
    if not right:
        return logits.new_zeros(())
    token, column, place = torch.tensor(pieces).T
    shares = logits[..., COLUMNS["tag"]].softmax(-1).flatten(0, 1)
    share = shares[token, column] + shares[token, column + 1]
    mean = share.new_zeros(len(holders)).index_add(0, place, share) / torch.bincount(place)
    surest = mean.new_zeros(len(right)).scatter_reduce(0, torch.tensor(holders), mean, "amax")
    return binary_cross_entropy(surest.clamp(_SUREST, 1 - _SUREST), torch.tensor(right))


def _multiplies_in_half_precision() -> bool:
    """Whether the processor has instructions for it: a step is three times as fast there, and slower elsewhere."""
    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())
