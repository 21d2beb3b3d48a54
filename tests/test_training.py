"""The training articles obey their own markup: what a reader learns from them is what was meant."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from extractors.base import LANGUAGES, CauseCode, LossKind

FILES = sorted((Path(__file__).parents[1] / "data/training").glob("*.jsonl"))
KINDS = {
    "L": set(get_args(LossKind)),
    "C": set(get_args(CauseCode)),
    "M": {"business", "person", "group", "contact"},
}
ATTRIBUTES = {"L": {"k", "b", "o"}, "C": {"k", "o"}, "M": {"k", "o"}}
TAG = re.compile(r"<(/?)([A-Z])((?: [a-z]=\"[^\"<>]*\")*)>")
FIELDS = {"id", "relevant", "style", "country", "published", "title", "tagged"}


def faults(row: dict[str, Any]) -> list[str]:
    found = [] if set(row) == FIELDS else [f"fields {sorted(set(row) ^ FIELDS)}"]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["published"]) or not re.fullmatch(r"[A-Z]{2}", row["country"]):
        found.append("published is a day, country two capitals")
    for text in (row["title"], row["tagged"]):
        opened = None
        for close, tag, attributes in TAG.findall(text):
            given = dict(re.findall(r"([a-z])=\"([^\"]*)\"", attributes))
            if tag not in "PDLAMTEC" or (opened is None) == bool(close) or (close and tag != opened):
                found.append(f"<{close}{tag}> does not belong here")
            if set(given) - ATTRIBUTES.get(tag, {"o"}) or given.get("o", "2") not in "23":
                found.append(f"<{tag}{attributes}>")
            if not close and tag in KINDS and given.get("k") not in KINDS[tag]:
                found.append(f"<{tag}> of kind {given.get('k')}")
            opened = None if close else tag
        if opened is not None or re.search(r"</?[A-Za-z]|<\s", TAG.sub("", text)):
            found.append("a tag left open or misspelt")
        found += [f"spaces or nothing in {span!r}" for span in _spans(text) if span != span.strip() or not span]
    if row["relevant"] and not any(tag == "P" for _, tag, _ in TAG.findall(row["title"] + row["tagged"])):
        found.append("relevant, but no service is down")
    if not row["relevant"] and TAG.search(row["title"] + row["tagged"]):
        found.append("not relevant, but marked up")
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _spans(text: str) -> list[str]:
    return re.findall(r"<[A-Z][^>]*>(.*?)</[A-Z]>", text, flags=re.S)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_training_file(path: Path) -> None:
    rows = _rows(path)
    assert rows
    assert {row["id"]: fault for row in rows if (fault := faults(row))} == {}


def test_articles_are_told_apart_by_id_and_text() -> None:
    rows = [row for path in FILES for row in _rows(path)]
    for field in ("id", "tagged"):
        assert [value for value, times in Counter(row[field] for row in rows).items() if times > 1] == []


def test_every_language_has_articles_of_both_sorts() -> None:
    for language in LANGUAGES:
        sorts = {row["relevant"] for path in FILES if path.stem.startswith(language) for row in _rows(path)}
        assert sorts == {True, False}
