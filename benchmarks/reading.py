"""How fast one core reads: triage, both engines, by length; what the first call takes, and how much memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice

from rich.console import Console
from rich.table import Table

from benchmarks.claims import gold_articles
from extractors.base import LANGUAGES, Engine, Language
from extractors.outage_cues.rules import relevance
from extractors.read import read

LENGTH = 2_500
"""Code points of an article, on average."""
_ARTICLES = 20
_LEAST_SECONDS = 2.0
_LONG = (4, 16)
_FIRST_CALL = f"""
import resource, time
started = time.perf_counter()
from extractors.read import read
read("The payment app was down for six hours; shops lost $2 million. " * {LENGTH // 63}, "en", title="App down")
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run() -> None:
    """Print the tables."""
    out = Console()
    texts = list(islice(articles(LENGTH), _ARTICLES))
    grid = Table(title=f"Relevant articles of {LENGTH} characters, one core")
    for column in ("engine", "articles/s", *(f"{times} times as long" for times in _LONG)):
        grid.add_column(column, justify="right")
    grid.add_row("triage", f"{rate(lambda text, language: relevance(text, None, language), texts):,.0f}")
    engines: tuple[Engine, ...] = ("light", "full")
    for engine in engines:
        grid.add_row(engine, f"{rate(_reader(engine), texts):,.1f}", *(_longer(engine, times) for times in _LONG))
    out.print(grid)

    done = subprocess.run([sys.executable, "-c", _FIRST_CALL], stdout=subprocess.PIPE, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    out.print(f"Import and first call of the full engine: {seconds:.1f} s, {megabytes:.0f} MB at most.")


def articles(length: int) -> Iterator[tuple[str, Language]]:
    """Texts of ``length`` code points, made of the relevant gold articles of each language in turn, without end."""
    bodies = {
        language: "\n".join(gold["text"] for gold in gold_articles("tuning") if _is_of(gold, language))
        for language in LANGUAGES
    }
    at = dict.fromkeys(LANGUAGES, 0)
    for language in cycle(LANGUAGES):
        body = bodies[language] * (length // len(bodies[language]) + 2)
        start = at[language] % len(bodies[language])
        yield body[start : start + length], language
        at[language] = start + length


def _is_of(gold: object, language: Language) -> bool:
    return isinstance(gold, dict) and gold["relevant"] and gold["language"] == language


def rate(do: Callable[[str, Language], object], texts: list[tuple[str, Language]]) -> float:
    """Texts a second of processor time."""
    for text, language in texts[: len(LANGUAGES)]:  # compiles and loads
        do(text, language)
    done, started = 0, time.process_time()
    while time.process_time() - started < _LEAST_SECONDS:
        for text, language in texts:
            do(text, language)
        done += len(texts)
    return done / (time.process_time() - started)


def _reader(engine: Engine) -> Callable[[str, Language], object]:
    return lambda text, language: read(text, language, engine=engine)


def _longer(engine: Engine, times: int) -> str:
    """Time of longer articles, in that of as many short ones of the same length together."""
    long = list(islice(articles(LENGTH * times), 2))
    short = [
        (text[start : start + LENGTH], language) for text, language in long for start in range(0, len(text), LENGTH)
    ]
    seconds = 1 / rate(_reader(engine), long) * len(long)
    return f"{seconds / (len(short) / rate(_reader(engine), short)):.2f} of the time of as many short ones"
