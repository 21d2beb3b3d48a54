"""The articles written for this project: texts, what a reader should find in them, and how their outlets print them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from extractors.base import Language
from extractors.loader import data_dir
from pipeline.frontmatter import split_front_matter

GOLD_SUFFIX = ".gold.json"


class Sample(BaseModel):
    """One article: its text as paragraphs apart by blank lines, without headline, standfirst or caption."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    """The file's name without its suffix; a later version of an article ends in ``.v2``."""
    language: Language
    outlet: str
    """Folder of the outlet that prints it, below ``data/samples/outlets/``."""
    section: str
    title: str
    author: str
    summary: str
    caption: str
    published: datetime
    modified: datetime | None = None
    encoding: str = "utf-8"
    """How its page is encoded."""
    declared: bool = True
    """Whether its page names that encoding (in a ``meta`` element)."""
    reprint_of: str | None = None
    """Slug of the article of another outlet that this one repeats."""
    body: str
    gold: Mapping[str, Any]
    """What the text reports: relevance and outages, each value with its words as they stand in ``body``."""

    @property
    def article(self) -> str:
        """The slug that all versions of one article share."""
        return self.slug.partition(".v")[0]

    @property
    def edition(self) -> int:
        """The edition of the site from which on this version is served."""
        return int(self.slug.partition(".v")[2] or 1)


@cache
def load_samples() -> tuple[Sample, ...]:
    """Every sample, all versions, sorted by language and slug.

    Raises ValueError for a file that does not fit and OSError for one that cannot be read.
    """
    return tuple(_load(path) for path in sorted((data_dir() / "samples" / "articles").glob("*/*.md")))


def _load(path: Path) -> Sample:
    parts = split_front_matter(path.read_text(encoding="utf-8"))
    if parts is None:
        raise ValueError(f"{path}: no front matter")
    head, body = parts
    slug = path.name.removesuffix(".md")
    gold = json.loads(path.with_name(slug + GOLD_SUFFIX).read_text(encoding="utf-8"))
    return TypeAdapter(Sample).validate_python(
        {**head, "slug": slug, "language": path.parent.name, "body": body.strip(), "gold": gold}
    )
