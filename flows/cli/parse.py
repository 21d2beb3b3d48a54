"""``outages parse``: the value parsers alone."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from extractors.base import LANGUAGES
from extractors.errors import UsageError
from flows.cli.output import JsonOption, console, print_json, print_json_line, table


def command(
    text: Annotated[str | None, typer.Argument(help="The text to read.")] = None,
    dim: Annotated[
        str, typer.Option(help="Dimensions, separated by commas.")
    ] = "money,duration,number,percent,date,count",
    lang: Annotated[str | None, typer.Option(help="zh, ar, vi, es or en; found from the text unless given.")] = None,
    locale: Annotated[
        str | None, typer.Option(help="A locale such as EN_US, where digits or words differ by country.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) for words such as 'yesterday'.")
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id","dim","lang","text","locale"} lines, write {"id","values"} lines.'),
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Find and normalise money, durations, numbers, percentages, dates and counts.

    Example: `outages parse --dim money,duration --lang vi "thiệt hại hơn 5 tỷ đồng sau 6 giờ 30 phút"`
    """
    if jsonl:
        _parse_lines()
        return
    if text is None:
        raise UsageError("give a text to parse, or --jsonl to read lines from standard input")
    values = _values(text, dim.split(","), lang or _language_of(text), locale, _day(published))
    if json_:
        print_json(values)
        return
    rows = [(v["dim"], v["text"], f"{v['start']}-{v['end']}", v["bound"], _summary(v), v["rule"]) for v in values]
    console().print(table(f"{len(values)} values", ("dim", "text", "span", "bound", "value", "rule"), rows))


def _parse_lines() -> None:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identity, dims, text = row.get("id"), str(row["dim"]).split(","), row["text"]
        except (ValueError, KeyError, AttributeError) as error:
            raise UsageError(f"standard input, line {number}: not a row of the contract ({error})") from None
        values = _values(
            text, dims, row.get("lang") or _language_of(text), row.get("locale"), _day(row.get("published"))
        )
        print_json_line({"id": identity, "values": values})


def _values(text: str, dims: list[str], lang: str, locale: str | None, published: date | None) -> list[dict[str, Any]]:
    from extractors.values import DIMENSIONS, parse

    unknown = sorted(set(dims) - set(DIMENSIONS))
    if unknown:
        raise UsageError(f"no such dimension: {', '.join(unknown)} (there are {', '.join(DIMENSIONS)})")
    if lang not in LANGUAGES:
        raise UsageError(f"no such language: {lang} (there are {', '.join(LANGUAGES)})")
    values = parse(text, lang, dims, locale=locale, published=published)
    return [{"dim": type(value).__name__.lower(), **asdict(value)} for value in values]


def _language_of(text: str) -> str:
    from pipeline.language import detect

    return detect(text)[0]


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"not a date of the form YYYY-MM-DD: {value}") from None


def _summary(value: dict[str, Any]) -> str:
    shared = {"dim", "text", "start", "end", "rule", "bound", "confidence"}
    return ", ".join(f"{key}={item}" for key, item in value.items() if key not in shared and item not in (None, ()))
