"""How well both engines read: F1 by field and language on the project's gold articles and the samples.

``OUTAGES_BENCH_GOLD`` may name further folders of gold articles in the same form, joined with ``:``; texts stand under
``text``; their tables are printed only. Writes `RESULTS.md` beside this file.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.scoring import FIELDS, Scores, score
from extractors.base import LANGUAGES, Engine, Reading
from extractors.loader import data_dir
from extractors.read import read
from extractors.render import reading_to_json
from pipeline.extract import extractor_version

GOLD = data_dir() / "gold"
_RESULTS = Path(__file__).with_name("RESULTS.md")
GROWTH = Path(__file__).with_name("growth.json")
"""Under ``rows`` cells by number of training articles, as `benchmarks.growth` leaves them."""
_ENGINES: tuple[Engine, ...] = ("full", "light")
Gold = Mapping[str, Any]


def gold_articles(*splits: str) -> list[Gold]:
    """The project's gold articles of ``splits`` (``tuning``, ``judged``), by language and id."""
    articles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*/*.json"))]
    return [article for article in articles if article["split"] in splits]


def scores_of(articles: Iterable[Gold], engine: Engine) -> dict[str, Scores]:
    """Scores by language of what ``engine`` reads in gold articles."""
    return score((gold, reading_to_json(read_gold(gold, engine))) for gold in articles)


def read_gold(gold: Gold, engine: Engine) -> Reading:
    """What ``engine`` reads in a gold article."""
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    return read(
        gold["text"],
        gold["language"],
        title=gold["title"],
        published=published,
        country=gold.get("country"),
        engine=engine,
    )


def run() -> None:
    """Print the tables and write those of the project's own articles."""
    sections = list(_sections())
    _RESULTS.write_text("\n\n".join(["# Results", _PREFACE, *sections]) + "\n", encoding="utf-8")
    print(_RESULTS.read_text(encoding="utf-8"))
    for folder in map(Path, filter(None, os.environ.get("OUTAGES_BENCH_GOLD", "").split(":"))):
        articles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
        print(*_tables({folder.name: articles}), sep="\n\n")


_PREFACE = (
    "Made by `python -m benchmarks claims`. F1 over values as the annotation scheme compares them; `mean` is the mean "
    "of the columns before it. The tuning articles calibrated the reader's confidence; on the judged ones nothing was "
    "trained or tuned. All are articles written for this project; the retold ones follow real pages in build, facts "
    "and furniture, with names of small victims changed. Behind a followed one stand two gold articles about no outage."
)

_GROWTH_PREFACE = (
    "Made by `python -m benchmarks growth`: each row but the last a reader fitted from the bare encoder in one run, to "
    "articles spread evenly over the files. The reader as shipped has twelve layers, these eight, and had more "
    "passes, as its card says."
)


def _sections() -> Iterator[str]:
    judged, tuning = gold_articles("judged"), gold_articles("tuning")
    yield from _tables(
        {
            "Judged": judged,
            "Judged retold": list(filter(_is_retold, judged)),
            "Followed judged": list(_followed(judged)),
            "Tuning": tuning,
        }
    )
    if GROWTH.exists():
        yield "## Judged articles, full engine, by number of training articles"
        yield _GROWTH_PREFACE
        shipped = cells(scores_of(judged, "full")["all"])
        rows = {**json.loads(GROWTH.read_text(encoding="utf-8"))["rows"], "all, as shipped": shipped}
        yield "\n".join([_head("trained on"), *(f"| {name} | {' | '.join(row)} |" for name, row in rows.items())])


def _tables(sets: Mapping[str, Sequence[Gold]]) -> Iterator[str]:
    for name, articles in sets.items():
        for engine in _ENGINES:
            started = time.process_time()
            scores = scores_of(articles, engine)
            rate = len(articles) / (time.process_time() - started)
            yield f"## {name} articles, {engine} engine ({extractor_version(engine)})"
            yield _table(scores)
            print(f"{name}, {engine}: {rate:.1f} articles a second of processor time")


def _followed(articles: Sequence[Gold]) -> Iterator[Gold]:
    """The relevant ones of ``articles`` on pages that go on with two stories about no outage, as many real pages do."""
    for number, gold in enumerate(articles):
        others = [other for other in articles if not other["relevant"] and other["language"] == gold["language"]]
        if gold["relevant"]:
            behind = [others[(number + step) % len(others)] for step in range(2)]
            yield {**gold, "text": "\n".join([gold["text"], *(f"{one['title']}\n{one['text']}" for one in behind)])}


def _is_retold(gold: Gold) -> bool:
    """Whether an article retells a real page in our own words, by the letter of its series."""
    return bool(gold["id"][3] == "x")


def cells(scores: Scores) -> list[str]:
    """F1 by field, their mean and the share of right kinds of loss, as they stand in a row of the tables."""
    kinds = scores.loss_kind_accuracy
    fields = [f"{scores.fields[name].f1:.3f}" for name in FIELDS]
    return [*fields, f"{scores.mean_f1:.3f}", "" if kinds is None else f"{kinds:.3f}"]


def _table(scores: Mapping[str, Scores]) -> str:
    groups = [group for group in ("all", *LANGUAGES) if group in scores]
    rows = (f"| {group} | {scores[group].articles} | {' | '.join(cells(scores[group]))} |" for group in groups)
    return "\n".join([_head("language", "articles"), *rows])


def _head(*columns: str) -> str:
    names = [*columns, *FIELDS, "mean", "kind of loss"]
    return f"| {' | '.join(names)} |\n| --- |{' ---: |' * (len(names) - 1)}"
