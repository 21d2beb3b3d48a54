"""Reads the marked-up training articles: plain text with spans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from extractors.base import Language
from extractors.loader import data_dir

_TAG = re.compile(r"<(/?)([PDLAMTEC])((?: [a-z]=\"[^\"<>]*\")*)>")
_ATTRIBUTE = re.compile(r"([a-z])=\"([^\"<>]*)\"")


Split = Literal["train", "tuning", "judged"]
"""What an article is for: gold articles are never trained on; on the judged ones nothing is tuned either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A marked-up span: ``tag`` as in `extractors.reader.labels`, its ``kind`` where stated, and whether it belongs to
    an outage after the article's first."""

    start: int
    end: int
    tag: str
    kind: str | None
    further: bool


def overlap(start: int, end: int, span: Span) -> float:
    """What ``[start, end)`` and ``span`` share, of all that both cover; below 0 where they lie apart."""
    return (min(end, span.end) - max(start, span.start)) / (max(end, span.end) - min(start, span.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingArticle:
    """One article without its markup, and the markup beside it.

    ``story_end`` is where in ``text`` other stories begin, on a page that goes on with them.
    """

    id: str
    language: Language
    relevant: bool
    published: str
    country: str
    title: str
    text: str
    title_spans: tuple[Span, ...]
    spans: tuple[Span, ...]
    split: Split
    story_end: int | None = None


def read_training_articles(folder: Path | None = None) -> Iterator[TrainingArticle]:
    """The articles of every file of ``folder`` (`data/training` when not given), by file name and line."""
    splits = _gold_splits()
    for path in sorted((folder or data_dir() / "training").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield _article(json.loads(line), splits)


def digest_of(articles: Iterable[TrainingArticle]) -> str:
    """The SHA-256 of all that ``articles`` teach, in their order."""
    return sha256("\n".join(map(repr, articles)).encode()).hexdigest()


def _gold_splits() -> dict[str, Split]:
    files = (data_dir() / "gold").glob("*/*.json")
    return {path.stem: json.loads(path.read_text(encoding="utf-8"))["split"] for path in files}


def _article(row: dict[str, Any], splits: Mapping[str, Split]) -> TrainingArticle:
    title, title_spans = strip_markup(row["title"])
    text, spans = strip_markup(row["tagged"])
    language: Language = row["id"][:2]
    return TrainingArticle(
        id=row["id"],
        language=language,
        relevant=row["relevant"],
        published=row["published"],
        country=row["country"],
        title=title,
        text=text,
        title_spans=title_spans,
        spans=spans,
        split=splits.get(row["id"], "train"),
    )


def strip_markup(marked: str) -> tuple[str, tuple[Span, ...]]:
    """``marked`` without its tags, and the spans that they marked, in text order."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = at = 0
    opened: tuple[int, str, dict[str, str]] | None = None
    for match in _TAG.finditer(marked):
        pieces.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        close, tag, attributes = match.groups()
        if not close:
            opened = (length, tag, dict(_ATTRIBUTE.findall(attributes)))
        elif opened is not None:
            start, tag, given = opened
            spans.append(Span(start=start, end=length, tag=tag, kind=given.get("k"), further="o" in given))
            opened = None
    pieces.append(marked[at:])
    return "".join(pieces), tuple(spans)
