"""Where an article ends and a tail of other stories begins.

Pages carry teasers and headlines of other articles under their own, and text that was copied from them carries these
too. The decision needs no word list and no markup, only what such tails show:

* *topic*: the words that run through the article stop, all of them and at once;
* *shape*: what follows is cut off (teasers that end in dots) or has no sentences (headlines), unlike the body.

Topic alone decides on long tails, shape with topic on short ones; in doubt nothing is cut. Thresholds were set on
real articles, which had to stay whole, and on the same with teasers of others put under them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")
_WORD = re.compile(r"[㐀-鿿]+|[^\W\d_㐀-鿿]+")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)[\s\"'”’»)\]）」』]*$")
_SENTENCE_END = re.compile(r"[.!?。！？؟;；:：…][\s\"'”’»)\]）」』]*$")
_CODE = re.compile(r"\w=\s*$|\b[A-Za-z]+(?:_[A-Za-z]+){2,}")
"""What templates leave behind: names with underscores, assignments to nothing."""

_LEAST_WORD = 5
"""Shorter words are mostly grammar, in languages that write them apart; Chinese counts in pairs of characters."""
_STEM = 6
_LEAST_TERMS = 8
"""A paragraph with fewer has no topic to speak of: a heading, a caption."""
_LEAST_TERMS_OF_A_HEADLINE = 3
"""A line with fewer is a label: a section's name, an author, a button."""
_MOST_PARAGRAPHS = 200
"""Longer texts are no news articles and are left whole; the work grows with the square of this."""

_CORE_SHARE = 0.3
"""Terms in this share of the body's paragraphs run through it."""
_LEAST_BODY, _LEAST_TAIL = 6, 5
_LEAST_SURPRISE = 10.0
"""Powers of ten against the body's running terms staying away from the whole tail by chance."""
_LEAST_LOST = 0.6
"""Share of the running terms, by weight, that must stay away."""
_LEAST_SEPARATION = 0.9
"""Chance that a paragraph of the body has more in common with the body than one of the tail has."""
_LEAST_TEASERS, _LEAST_HEADLINES = 3, 4
_LEAST_LOST_WITH_SHAPE = 0.5


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    text: str
    terms: frozenset[str]

    @property
    def has_topic(self) -> bool:
        return len(self.terms) >= _LEAST_TERMS

    @property
    def is_label(self) -> bool:
        return len(self.terms) < _LEAST_TERMS_OF_A_HEADLINE and not _SENTENCE_END.search(self.text)


def article_end(text: str, language: str = "und") -> int:
    """The offset (code points) at which the article ends: ``text[:end]`` is the article, the rest other stories.

    ``language`` is an ISO 639-1 code; Vietnamese words are taken in pairs of syllables.
    """
    found = [(match.start(), match[0].strip()) for match in _PARAGRAPH.finditer(text)]
    if len(found) > _MOST_PARAGRAPHS:
        return len(text)
    paragraphs = [_Paragraph(start, line, _terms(line, language)) for start, line in found]
    paragraphs = _without_code(paragraphs)
    cut = _by_shape(paragraphs)
    if cut == len(paragraphs):
        cut = _by_topic(paragraphs)
    cut = _with_labels(paragraphs, cut)
    if cut == len(found):
        return len(text)
    return len(text[: found[cut][0]].rstrip())


def _terms(line: str, language: str) -> frozenset[str]:
    words = _WORD.findall(line.casefold())
    terms: set[str] = set()
    for word in words:
        if "㐀" <= word[0] <= "鿿":
            terms.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= _LEAST_WORD:
            terms.add(word[:_STEM])
    if language == "vi":
        terms.update(" ".join(pair) for pair in itertools.pairwise(words))
    return frozenset(terms)


def _without_code(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Drops what templates left at the end, and the labels between."""
    end = len(paragraphs)
    for index in range(len(paragraphs) - 1, -1, -1):
        if _CODE.search(paragraphs[index].text):
            end = index
        elif paragraphs[index].has_topic or _SENTENCE_END.search(paragraphs[index].text):
            break
    return paragraphs[:end]


def _by_topic(paragraphs: Sequence[_Paragraph]) -> int:
    """The paragraph from which on the body's running terms stay away most surprisingly; their number if nowhere."""
    topical = [index for index, paragraph in enumerate(paragraphs) if paragraph.has_topic]
    best, best_surprise = len(topical), _LEAST_SURPRISE
    for place in range(_LEAST_BODY, len(topical) - _LEAST_TAIL + 1):
        body = [paragraphs[index].terms for index in topical[:place]]
        tail = [paragraphs[index].terms for index in topical[place:]]
        lost, surprise = _lost(body, tail)
        if surprise > best_surprise and lost >= _LEAST_LOST and _separation(body, tail) >= _LEAST_SEPARATION:
            best, best_surprise = place, surprise
    if best == len(topical):
        return len(paragraphs)
    # The last paragraphs of the body may lack the running terms and still have other words of it.
    body = [paragraphs[index].terms for index in topical[:best]]
    inside, outside = _in_common(body, [paragraphs[index].terms for index in topical[best:]])
    usual = sorted(inside)[len(inside) // 4]
    while best < len(topical) - 1 and outside[best - len(body)] >= usual:
        best += 1
    return topical[best]


def _by_shape(paragraphs: Sequence[_Paragraph]) -> int:
    """The first of the last paragraphs that are all teasers or all headlines about something else."""
    for looks_so, least in ((_is_cut_off, _LEAST_TEASERS), (_is_headline, _LEAST_HEADLINES)):
        body = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_label]
        tail: list[int] = []
        while body and looks_so(paragraphs[body[-1]]):
            tail.insert(0, body.pop())
        if len(tail) < least or len(body) < 2 or sum(looks_so(paragraphs[index]) for index in body) > len(body) // 5:
            continue
        lost, _ = _lost([paragraphs[i].terms for i in body], [paragraphs[i].terms for i in tail])
        if lost >= _LEAST_LOST_WITH_SHAPE:
            return tail[0]
    return len(paragraphs)


def _is_cut_off(paragraph: _Paragraph) -> bool:
    return bool(_CUT_OFF.search(paragraph.text))


def _is_headline(paragraph: _Paragraph) -> bool:
    return not _SENTENCE_END.search(paragraph.text)


def _with_labels(paragraphs: Sequence[_Paragraph], first: int) -> int:
    """The labels right above a tail ("Latest news") belong to it."""
    while first and first < len(paragraphs) and paragraphs[first - 1].is_label:
        first -= 1
    return first


def _lost(body: Sequence[frozenset[str]], tail: Sequence[frozenset[str]]) -> tuple[float, float]:
    """How much of the terms that run through the body the tail lacks, by weight, and how surprising that is (in powers
    of ten, were the tail's paragraphs like the body's)."""
    counts = Counter(term for terms in body for term in terms)
    present = frozenset().union(*tail)
    least = max(2, math.ceil(_CORE_SHARE * len(body)))
    core = {term: count / len(body) for term, count in counts.items() if count >= least}
    absent = [min(share, 0.9) for term, share in sorted(core.items()) if term not in present]
    weight = sum(min(share, 0.9) for share in core.values())
    return (sum(absent) / weight if weight else 0.0), sum(-math.log10(1 - share) * len(tail) for share in absent)


def _separation(body: Sequence[frozenset[str]], tail: Sequence[frozenset[str]]) -> float:
    """The area under the curve (Mann-Whitney) of what paragraphs of body and tail have in common with the body."""
    inside, outside = _in_common(body, tail)
    wins = sum((own > other) + 0.5 * (own == other) for own in inside for other in outside)
    return wins / len(inside) / len(outside)


def _in_common(body: Sequence[frozenset[str]], tail: Sequence[frozenset[str]]) -> tuple[list[float], list[float]]:
    """For each paragraph of both, the mean share of (other) body paragraphs that hold one of its terms."""
    counts = Counter(term for terms in body for term in terms)
    inside = [sum(counts[term] - 1 for term in terms) / len(terms) / (len(body) - 1) for terms in body]
    outside = [sum(counts[term] for term in terms) / len(terms) / len(body) for terms in tail]
    return inside, outside
