"""Fits how sure the reader may be: on articles it was not trained on, how often an answer of such strength is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from extractors.candidates import read_candidates
from extractors.outage_cues.rules import relevance
from extractors.platforms.rules import PlatformMention
from extractors.reader.roles import RELEVANCE, TAGS, Answer, Calibration, answers, log_odds
from extractors.reader.tokens import Tokens
from extractors.training.articles import TrainingArticle, overlap

_STEPS = 50
_SMALLEST_STEP = 1e-6
_RIDGE = 0.05
"""Pull towards the network's own odds, in articles' worth of evidence: some roles have few examples."""
_NETWORK_ALONE = (1.0, 0.0, 0.0)
_OVERLAP = 0.5


def calibrate(articles: Iterable[TrainingArticle], read: Callable[[TrainingArticle], Tokens]) -> Calibration:
    """Weights by role, as Platt (1999) fits them, from ``articles`` that the network has not seen."""
    strengths: defaultdict[str, list[tuple[tuple[float, float], bool]]] = defaultdict(list)
    for article in articles:
        tokens = read(article)
        by_cues = relevance(article.text, article.title, article.language)
        strengths[RELEVANCE].append(((tokens.relevance, log_odds(by_cues)), article.relevant))
        if not article.relevant:
            continue
        document = read_candidates(
            article.text,
            article.language,
            title=article.title,
            published=date.fromisoformat(article.published),
            country=article.country,
        )
        given = answers(document, tokens)
        down = {_service(answer) for answer in given if _is_marked(answer, article)}
        for answer in filter(lambda answer: answer.decides, given):
            service = _service(answer)
            right = _is_marked(answer, article) if service is None else service in down
            strengths[answer.calibrated_as].append((answer.odds, right))
    return {role: _weights(rows) for role, rows in strengths.items()}


def _service(answer: Answer) -> str | None:
    value = answer.candidate.value
    return value.slug if isinstance(value, PlatformMention) else None


def _is_marked(answer: Answer, article: TrainingArticle) -> bool:
    candidate, tag = answer.candidate, TAGS[answer.role]
    return any(span.tag == tag and overlap(candidate.start, candidate.end, span) >= _OVERLAP for span in article.spans)


def _weights(rows: Sequence[tuple[tuple[float, float], bool]]) -> tuple[float, float, float]:
    """The logistic regression of being right on both log-odds, by Newton's method with its steps halved where they
    overshoot."""
    odds = np.array([[*strengths, 1.0] for strengths, _ in rows])
    right = np.array([float(is_right) for _, is_right in rows])
    ridge = _RIDGE * len(rows) ** 0.5

    def cost(weights: NDArray[np.float64]) -> float:
        raw = odds @ weights
        return float(np.logaddexp(0, raw).sum() - right @ raw + ridge / 2 * ((weights - _NETWORK_ALONE) ** 2).sum())

    weights = np.array(_NETWORK_ALONE)
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-(odds @ weights)))
        slope = odds.T @ (share - right) + ridge * (weights - _NETWORK_ALONE)
        bend = (odds.T * (share * (1 - share))) @ odds + ridge * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        while cost(weights - step) > cost(weights) and np.abs(step).max() > _SMALLEST_STEP:
            step /= 2
        weights = weights - step
    network, cues, bias = weights.tolist()
    return network, cues, bias
