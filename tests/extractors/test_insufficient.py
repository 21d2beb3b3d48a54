"""What is read too unsurely is kept, marked, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from benchmarks.claims import gold_articles
from extractors.assemble import assemble
from extractors.base import AnyClaim, Claim, Language, Report
from extractors.candidates import Document, read_candidates
from extractors.reader.model import load_model
from extractors.reader.roles import reader_roles
from extractors.reader.tokens import read_tokens
from extractors.roles import KEPT, Role, assign_roles

ARTICLES = [article for article in gold_articles("tuning", "judged") if article["relevant"]]
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])


def document_of(article: dict[str, Any]) -> Document:
    return read_candidates(
        article["text"],
        article["language"],
        title=article["title"],
        published=date.fromisoformat(article["published"]) if article.get("published") else None,
        country=article.get("country"),
    )


def holds(document: Document, roles: Sequence[Role], reports: Iterable[Report]) -> None:
    """Unsure roles change no value, and what they tell is marked and told nowhere else."""
    sure = assemble(document, [role for role in roles if not role.insufficient])
    reports = tuple(reports)
    assert [replace(report, insufficient=()) for report in reports] == [
        replace(report, insufficient=()) for report in sure
    ]
    for report in reports:
        assert not any(claim.insufficient for claim in report.claims())
        assert not {stated(claim) for claim in report.claims()} & {stated(claim) for claim in report.insufficient}
        for claim in report.insufficient:
            assert claim.insufficient
            assert claim.confidence >= KEPT
            assert document.text[claim.start : claim.end] == claim.text


def stated(claim: AnyClaim) -> str:
    """The claim without its evidence and what words beside it add."""
    beside = {"bound", "bearer", "contact", "business", "merchant_kind", "loss_kind", "alt", "currency_inferred"}
    shared = {field.name for field in fields(Claim)} | beside
    own = {field.name: getattr(claim, field.name) for field in fields(claim) if field.name not in shared}
    return f"{type(claim).__name__} {own}"


@each_article
def test_unsure_roles_decide_nothing_by_cue_words(article: dict[str, Any]) -> None:
    document = document_of(article)
    roles = assign_roles(document)
    holds(document, roles, assemble(document, roles))


@pytest.mark.parametrize("article", ARTICLES[::8], ids=lambda article: article["id"])
def test_unsure_roles_decide_nothing_by_the_reader(article: dict[str, Any]) -> None:
    model, document = load_model(), document_of(article)
    tokens = read_tokens(model.network, model.tokenizer, article["text"], article["title"])
    roles = reader_roles(document, tokens, model.calibration)
    holds(document, roles, assemble(document, roles))


@pytest.mark.parametrize(
    ("language", "text", "some", "pair"),
    [
        ("en", "WhatsApp was down for several hours on Monday.", "several hours", "a couple of hours"),
        ("es", "WhatsApp estuvo caído varias horas el lunes.", "varias horas", "un par de horas"),
        ("ar", "تعطل واتساب عدة ساعات يوم الاثنين.", "عدة ساعات", "ساعتين"),
        ("vi", "WhatsApp bị sập trong vài giờ hôm thứ Hai.", "vài giờ", "2 tiếng"),
        ("zh", "WhatsApp周一宕机数小时。", "数小时", "两小时"),
    ],
)
def test_a_length_without_a_figure_does_not_count(language: Language, text: str, some: str, pair: str) -> None:
    def lengths(text: str) -> tuple[list[str], list[str]]:
        document = read_candidates(text, language)
        [length] = [candidate for candidate in document.candidates if candidate.kind == "duration"]
        role = Role(candidate=length, role="duration", confidence=0.9, rule="test", further=0.0)
        [report] = assemble(document, [role, *(role for role in assign_roles(document) if role.role == "platform")])
        return [claim.text for claim in report.durations], [claim.text for claim in report.insufficient]

    assert lengths(text) == ([], [some])
    assert lengths(text.replace(some, pair)) == ([pair], [])


def test_some_are_unsure() -> None:
    found = [assemble(document, assign_roles(document)) for document in map(document_of, ARTICLES[::8])]
    assert sum(len(report.insufficient) for reports in found for report in reports) > 10
