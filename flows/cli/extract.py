"""``outages extract``: files in, reports out, no store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from flows.cli.output import complain, console, print_json, print_json_line, table

if TYPE_CHECKING:
    from extractors.base import Claim, Reading
    from pipeline.records import Article


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…]", help=".txt, .html, .md, .jsonl, .warc(.gz), a folder, or - for JSON lines."),
    ] = None,
    format_: Annotated[
        Literal["table", "jsonl", "json"], typer.Option("--format", help="jsonl: one line an input, in order.")
    ] = "table",
    with_text: Annotated[bool, typer.Option("--with-text", help="Give the clean text that the offsets count.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Read articles into reports of outages, every figure with its words and offsets.

    JSON lines in: `{"id","text" or "html","url","title","published"}`. Example: `outages extract article.html`
    """
    from pipeline.inputs import iter_inputs, read_article
    from pipeline.records import Issue

    form = "json" if json_ else format_
    failures, rows = 0, []
    for given in iter_inputs(files or ["-"], read_at=datetime.now(UTC)):
        article = read_article(given)
        if isinstance(article, Issue):
            failures += 1
            complain(f"{given.id}: {article.reason}{': ' + article.detail if article.detail else ''}")
            row = _unread(given.id, article)
        else:
            row = _read(given.id, article, with_text, form)
        if form == "jsonl":
            print_json_line(row)
        elif form == "json":
            rows.append(row)
    if form == "json":
        print_json(rows)
    if failures:
        raise typer.Exit(1)


def _read(name: str, article: Article, with_text: bool, form: str) -> dict[str, Any]:
    from extractors.render import reading_to_json
    from pipeline.extract import extract

    reading = extract(article)
    if form == "table":
        _show(name, article, reading)
    text = {"title": article.title, "published": article.published, "text": article.text} if with_text else {}
    head = {"id": name, "language": article.language, "text_sha256": article.text_sha256}
    return {**head, **reading_to_json(reading), **text}


def _unread(name: str, issue: Any) -> dict[str, Any]:
    """An input that could not be read keeps its line, and says why."""
    reason = {"stage": issue.stage, "reason": issue.reason, "detail": issue.detail}
    return {"id": name, "language": None, "relevant": None, "relevance": None, "outages": [], "issue": reason}


def _show(name: str, article: Article, reading: Reading) -> None:
    out = console()
    verdict = "reports an outage" if reading.relevant else "reports no outage"
    out.print(f"{name}: {article.title or '(no title)'}", style="bold", markup=False)
    out.print(f"language {article.language}, {verdict} ({reading.relevance:.2f})", markup=False)
    for report in reading.reports:
        rows = [(_kind(claim), _value(claim), claim.text, f"{claim.confidence:.2f}") for claim in report.claims()]
        out.print(table(f"Outage {report.ordinal}", ("claim", "value", "in the text", "confidence"), rows))


def _kind(claim: Claim) -> str:
    return type(claim).__name__.removesuffix("Claim").lower()


def _value(claim: Claim) -> str:
    """What the claim states, without what every claim has."""
    from dataclasses import fields

    from extractors.base import Claim as Any_

    shared = {field.name for field in fields(Any_)}
    values = ((field.name, getattr(claim, field.name)) for field in fields(claim) if field.name not in shared)
    return ", ".join(f"{key}={value}" for key, value in values if value not in (None, ()))
