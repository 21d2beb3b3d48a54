"""How commands speak: tables and progress for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from extractors.base import Engine

EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="full: the trained reader decides what a figure is; light: cue words alone, faster."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables.")]


def console() -> Console:
    """Standard output, for results; where it is no terminal, as wide as a table wants."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    print(f"outages: {sentence}", file=sys.stderr)


def print_json(value: object) -> None:
    """One JSON document on standard output, characters as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_json_line(value: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A Rich table whose cells are plain text (no markup is read in news headlines)."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in columns:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell).replace("[", r"\[") for cell in row))
    return grid


def progress() -> Progress:
    """A progress display on standard error, silent where that is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
