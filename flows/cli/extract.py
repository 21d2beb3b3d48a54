"""``outages extract``: files in, reports out, no store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from extractors.errors import UsageError
from flows.cli.output import EngineOption, complain, console, print_json, print_json_line, table

if TYPE_CHECKING:
    from extractors.base import Claim, Reading
    from pipeline.records import Article


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…]", help=".txt, .html, .md, .jsonl, .warc(.gz), a folder, or - for JSON lines."),
    ] = None,
    format_: Annotated[
        Literal["table", "jsonl", "json"] | None,
        typer.Option("--format", help="jsonl: one line an input, in order.", show_default="table"),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Give the clean text that the offsets count.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT.html", help="Write a page that shows the evidence marked in the texts."),
    ] = None,
    engine: EngineOption = "full",
) -> None:
    """Read articles into reports of outages, every figure with its words and offsets.

    JSON lines in: `{"id","text" or "html","url","title","published"}`. Example: `outages extract article.html`
    """
    from pipeline.evidence import Shown, evidence_page, summary
    from pipeline.extract import extract, extractor_version
    from pipeline.inputs import iter_inputs, read_article
    from pipeline.records import Issue

    form = "json" if json_ else format_ or (None if html else "table")
    failures, rows, shown = 0, [], list[Shown]()
    inputs = iter_inputs(files or ["-"], read_at=datetime.now(UTC))
    if html:
        _make_room(html)
    for given in inputs:
        article = read_article(given)
        if isinstance(article, Issue):
            failures += 1
            complain(f"{given.id}: {article.reason}{': ' + article.detail if article.detail else ''}")
            reading, row = None, _unread(given.id, article)
        else:
            reading = extract(article, engine=engine)
            row = _row(given.id, article, reading, with_text)
            if form == "table":
                _show(given.id, article, reading)
        if form == "jsonl":
            print_json_line(row)
        elif form == "json":
            rows.append(row)
        if html:
            shown.append(Shown(name=given.id, article=article, reading=reading))
    if form == "json":
        print_json(rows)
    if html:
        html.write_text(evidence_page(shown, extractor_version(engine)), encoding="utf-8")
        if form is None:
            console().print(f"{html}: {summary(shown)}", markup=False)
    if failures:
        raise typer.Exit(1)


def _make_room(page: Path) -> None:
    """Stops before anything is read where the page could not be written."""
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.open("a").close()
    except OSError as error:
        raise UsageError(f"{page} cannot be written: {error.strerror}") from None


def _row(name: str, article: Article, reading: Reading, with_text: bool) -> dict[str, Any]:
    from extractors.render import reading_to_json

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
