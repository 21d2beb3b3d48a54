"""Varies training articles: other services in place of those named, other digits in figures, sentences left out.

Who is down and what was lost shows in what stands around a name or a sum: a reader that meets the same article in every
pass learns it by heart. What plays a part is varied as often as what plays none, and the markup moves along (mention
replacement: Dai and Adel, 2020).
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from extractors.candidates import Candidate
from extractors.platforms.gazetteer import Platform, platforms
from extractors.platforms.names import names_in
from extractors.platforms.rules import PlatformMention
from extractors.sentences import split_sentences
from extractors.stretches import Stretches
from extractors.training.articles import Span, TrainingArticle

_RENAMED = 0.3
"""Share of articles in which services get other names."""
_SERVICES = 0.5
"""Share of the services of such an article that do."""
_REFIGURED = 0.3
"""Share of articles in whose figures digits change."""
_SHORTENED = 0.4
"""Share of articles that lose sentences."""
_SENTENCES = 0.12
"""Share of the sentences of such an article that it loses."""
_FIGURES = ("money", "percent", "count", "duration")
_SCRIPTS = {
    "latin": re.compile("[A-Za-z]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "han": re.compile("[\u4e00-\u9fff]"),
}
_DIGIT = re.compile("[1-9]")

Edit = tuple[int, int, str]
"""Half-open code points and what stands there instead."""


def varied(article: TrainingArticle, candidates: Sequence[Candidate], dice: random.Random) -> TrainingArticle:
    """``article`` with what ``dice`` choose to change; ``candidates`` are those of its text."""
    names = _new_names(candidates, dice) if dice.random() < _RENAMED else {}
    edits = _figures(candidates, dice) if dice.random() < _REFIGURED else []
    edits += [
        (item.start, item.end, names[item.text])
        for item in candidates
        if isinstance(item.value, PlatformMention) and item.text in names
    ]
    if dice.random() < _SHORTENED:
        edits += _lost_sentences(article, dice)
    text, spans = _edited(article.text, article.spans, edits)
    in_title = [
        (found.start, found.end, names[name])
        for found in names_in(article.title)
        for name in [article.title[found.start : found.end]]
        if name in names
    ]
    title, title_spans = _edited(article.title, article.title_spans, in_title)
    return replace(article, title=title, title_spans=title_spans, text=text, spans=spans)


def _new_names(candidates: Sequence[Candidate], dice: random.Random) -> Mapping[str, str]:
    """By name as it stands in the text what some of its services are called instead."""
    written: defaultdict[str, list[str]] = defaultdict(list)
    for item in candidates:
        if isinstance(item.value, PlatformMention) and item.text not in written[item.value.slug]:
            written[item.value.slug].append(item.text)
    families = {platforms()[slug].family for slug in written}
    names: dict[str, str] = {}
    for slug, texts in written.items():
        if platforms()[slug].generic or dice.random() >= _SERVICES:
            continue
        scripts = {_script(text) for text in texts}
        others = [
            other
            for other in _of_category().get(platforms()[slug].category, ())
            if other.family not in families and all(_names_of(other, script) for script in scripts)
        ]
        if others:
            other = dice.choice(others)
            families.add(other.family)
            names.update({text: dice.choice(_names_of(other, _script(text))) for text in texts})
    return names


@cache
def _of_category() -> Mapping[str, Sequence[Platform]]:
    grouped: defaultdict[str, list[Platform]] = defaultdict(list)
    for known in platforms().values():
        if not known.generic:
            grouped[known.category].append(known)
    return grouped


def _names_of(known: Platform, script: str) -> list[str]:
    return [name for name in known.names if _script(name) == script]


def _script(name: str) -> str:
    return next((script for script, letter in _SCRIPTS.items() if letter.search(name)), "other")


def _figures(candidates: Sequence[Candidate], dice: random.Random) -> list[Edit]:
    """Every figure in other digits; noughts stay, so that a round sum stays round."""
    return [
        (item.start, item.end, _DIGIT.sub(lambda _: str(dice.randint(1, 9)), item.text))
        for item in candidates
        if item.kind in _FIGURES and _DIGIT.search(item.text)
    ]


def _lost_sentences(article: TrainingArticle, dice: random.Random) -> Iterator[Edit]:
    """Some sentences that go; one that tells which service is down stays, since only there it is marked."""
    down = Stretches((span.start, span.end) for span in article.spans if span.tag == "P")
    for sentence in split_sentences(article.text):
        if not down.touch(sentence.start, sentence.end) and dice.random() < _SENTENCES:
            yield sentence.start, sentence.end, ""


def _edited(text: str, spans: Sequence[Span], edits: Sequence[Edit]) -> tuple[str, tuple[Span, ...]]:
    """``text`` after those ``edits`` that neither meet a wider one nor cross an end of a span, and what is left of
    ``spans``."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if (not kept or kept[-1][1] <= edit[0]) and not any(_crosses(edit, span) for span in spans):
            kept.append(edit)
    pieces: list[str] = []
    at = 0
    for start, end, new in kept:
        pieces += [text[at:start], new]
        at = end
    pieces.append(text[at:])
    ends = [end for _, end, _ in kept]
    grown = [0, *accumulate(len(new) - (end - start) for start, end, new in kept)]

    def moved(place: int) -> int:
        return place + grown[bisect_right(ends, place)]

    lost = Stretches((start, end) for start, end, new in kept if not new)
    left = (span for span in spans if not lost.touch(span.start, span.end))
    return "".join(pieces), tuple(replace(span, start=moved(span.start), end=moved(span.end)) for span in left)


def _crosses(edit: Edit, span: Span) -> bool:
    start, end, new = edit
    apart = end <= span.start or span.end <= start
    within = span.start <= start and end <= span.end
    lost_with_it = not new and start <= span.start and span.end <= end
    return not (apart or within or lost_with_it)
