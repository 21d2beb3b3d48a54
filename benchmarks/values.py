"""Value parsers: short texts a second and megabytes of figureless news a second, beside Duckling and Recognizers-Text.

Short texts are this project's own examples, or the rows of the suites in the folder that ``OUTAGES_BENCH_SUITES``
names. The peers run where ``OUTAGES_BENCH_PEERS`` names Python interpreters that have them (separated by ``:``), in the
same run, since machines differ: pyduckling-native has wheels up to Python 3.9, recognizers-text wants ``emoji<2``.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from extractors.base import LANGUAGES, Language
from extractors.loader import examples
from extractors.sentences import split_sentences
from extractors.values import DIMENSIONS, parse
from pipeline.samples import load_samples

DIMS = ("money", "duration", "number")
LEAST_SECONDS = 2.0
NEWS_BYTES = 200_000
PEERS = sorted((Path(__file__).parent / "peers").glob("*.py"))


class Text(NamedTuple):
    """One short text and what is looked for in it."""

    dim: str
    lang: Language
    text: str
    locale: str | None = None


def run() -> None:
    """Print both tables."""
    out = Console()
    texts = list(short_texts())
    own = texts_per_second(texts)
    grid = Table(title=f"Short texts a second ({len(texts)} texts, one process)")
    for column in ("parser", "texts/s", "ours is faster by"):
        grid.add_column(column, justify="right")
    grid.add_row("Outage Atlas", f"{own:,.0f}", "")
    for name, rate in peers(texts):
        grid.add_row(name, f"{rate:,.0f}", f"{own / rate:,.1f}")
    out.print(grid)

    grid = Table(title="News without a figure, all dimensions")
    for column in ("language", "MB/s"):
        grid.add_column(column, justify="right")
    for language in LANGUAGES:
        text = figureless_news(language)
        grid.add_row(language, f"{len(text.encode()) / seconds_for(text, language) / 1e6:.1f}")
    out.print(grid)


def short_texts() -> Iterator[Text]:
    """The rows that are parsed."""
    suites = os.environ.get("OUTAGES_BENCH_SUITES")
    if suites is None:
        for dim, folder in (("money", "money"), ("duration", "durations"), ("number", "numbers")):
            for language, found in examples(folder).items():
                for example in found:
                    yield Text(dim, language, example["text"], example.get("locale"))
        return
    for path in sorted(Path(suites).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("score"):
                yield Text(row["dim"], row["lang"], row["text"], row.get("locale"))


def texts_per_second(texts: list[Text]) -> float:
    for dim, language, text, locale in texts:  # compiles every language
        parse(text, language, (dim,), locale=locale)
    rounds, started = 0, time.perf_counter()
    while time.perf_counter() - started < LEAST_SECONDS:
        for dim, language, text, locale in texts:
            parse(text, language, (dim,), locale=locale)
        rounds += 1
    return rounds * len(texts) / (time.perf_counter() - started)


def peers(texts: list[Text]) -> Iterator[tuple[str, float]]:
    """Every peer that one of the named interpreters has, with its texts a second over the rows that it can read."""
    rows = "".join(json.dumps(text._asdict()) + "\n" for text in texts)
    for python in filter(None, os.environ.get("OUTAGES_BENCH_PEERS", "").split(":")):
        for script in PEERS:
            done = subprocess.run(
                [python, script], input=rows, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
            )
            if done.returncode == 0:
                yield script.stem, float(done.stdout)


def figureless_news(language: Language) -> str:
    """Sentences of the sample articles in which no parser finds anything, over and over."""
    bodies = [sample.body for sample in load_samples() if sample.language == language]
    kept = [
        body[span.start : span.end]
        for body in bodies
        for span in split_sentences(body)
        if not parse(body[span.start : span.end], language, DIMENSIONS)
    ]
    text = " ".join(kept)
    return text * (NEWS_BYTES // len(text.encode()) + 1)


def seconds_for(text: str, language: Language) -> float:
    rounds, started = 0, time.perf_counter()
    while time.perf_counter() - started < LEAST_SECONDS:
        parse(text, language, DIMENSIONS)
        rounds += 1
    return (time.perf_counter() - started) / rounds
