"""A spaCy component: reports of outages as part of any spaCy pipeline (extra ``spacy``).

``nlp.add_pipe("outage_claims")`` finds it by its entry point, without an import::

    nlp = spacy.blank("es")
    nlp.add_pipe("outage_claims")
    for doc, context in nlp.pipe([(text, {"published": "2021-10-05", "country": "CO"})], as_tuples=True):
        doc._.reports                  # typed reports, offsets in code points of doc.text
        doc.spans["outage_claims"]     # one span a claim, widened to whole tokens
        doc.spans["outage_claims"][0]._.claim

What is known of a text comes in as ``doc._.title``, ``.published``, ``.country`` and ``.language``, or under these
names in the context of ``as_tuples``. A pipeline of another language (``xx``) finds that of each text; for Chinese,
``spacy.blank("zh")`` has the finer tokens.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.base import LANGUAGES, Claim, Reading, Report
from extractors.dateline import Publication, publication
from extractors.errors import UsageError
from extractors.read import read
from pipeline.language import detect
from pipeline.rows import from_row, kind_of, to_row
from pipeline.stamps import iso_stamp

NAME = "outage_claims"
_KNOWN_OF_A_TEXT = ("title", "published", "country", "language")


def _reading(doc: Doc) -> Reading | None:
    row = doc.user_data.get(NAME)
    return None if row is None else from_row(Reading, row)


def _reports(doc: Doc) -> tuple[Report, ...]:
    reading = _reading(doc)
    return () if reading is None else reading.reports


def _claim(span: Span) -> Claim | None:
    ordinal, slash, position = span.id_.partition("/")
    if not slash:
        return None
    claims = [report.claims() for report in _reports(span.doc) if str(report.ordinal) == ordinal]
    return claims[0][int(position)] if claims else None


def _published(doc: Doc) -> str | None:
    return doc.user_data.get(f"{NAME}.published")


def _set_published(doc: Doc, published: date | str | None) -> None:
    doc.user_data[f"{NAME}.published"] = published.isoformat() if isinstance(published, date) else published


# The document holds plain values, which survive to_bytes, DocBin and n_process; the typed ones are made when asked for.
# A user's own attribute of the name of one that is only read is left as it stands.
for _name in _KNOWN_OF_A_TEXT:
    if not Doc.has_extension(_name):
        _how = {"getter": _published, "setter": _set_published} if _name == "published" else {"default": None}
        Doc.set_extension(_name, **_how)
Doc.set_extension("reading", getter=_reading, force=True)
Doc.set_extension("reports", getter=_reports, force=True)
Span.set_extension("claim", getter=_claim, force=True)


class OutageClaims:
    """Sets ``doc._.reading``, ``doc._.reports`` and a span group.

    A span's label is the claim's kind (``platform``, ``loss`` …), its ``id_`` is ``<report>/<position>``, its
    ``kb_id_`` the slug of a service. Spans stand in the order of the reports' claims; ``span._.claim`` has the exact
    offsets.
    """

    def __init__(self, name: str, *, engine: str | None, language: str | None, spans_key: str) -> None:
        self.name = name
        self.language = language
        self.spans_key = spans_key
        try:
            self.engine = TypeAdapter(get_type_hints(read)["engine"]).validate_python(engine)
        except ValidationError as error:
            raise UsageError(f"{name}: engine {engine!r}: {error.errors()[0]['msg']}") from None

    def __call__(self, doc: Doc) -> Doc:
        known = _known_of(doc)
        reading = read(
            doc.text,
            known["language"] or self.language or detect(doc.text)[0],
            title=known["title"],
            published=_publication(known["published"]),
            country=known["country"],
            engine=self.engine,
        )
        doc.user_data[NAME] = to_row(reading)
        doc.spans[self.spans_key] = [
            _span(doc, claim, f"{report.ordinal}/{position}")
            for report in reading.reports
            for position, claim in enumerate(report.claims())
        ]
        return doc


@Language.factory(
    NAME,
    assigns=["doc._.reading", "doc._.reports", "doc.spans"],
    default_config={
        "engine": inspect.signature(read).parameters["engine"].default,
        "language": None,
        "spans_key": NAME,
    },
)
def make_outage_claims(
    nlp: Language, name: str, engine: str | None, language: str | None, spans_key: str
) -> OutageClaims:
    """The component for ``nlp``: in ``language``, else in the pipeline's own, else in that of each text."""
    own = nlp.lang if nlp.lang in LANGUAGES else None
    return OutageClaims(name, engine=engine, language=language or own, spans_key=spans_key)


def _known_of(doc: Doc) -> dict[str, Any]:
    """What is known of a text: its attributes, else what ``nlp.pipe(…, as_tuples=True)`` was given beside it."""
    context = doc._context if isinstance(doc._context, Mapping) else {}
    return {name: doc._.get(name) or context.get(name) for name in _KNOWN_OF_A_TEXT}


def _publication(published: date | str | None) -> Publication | date | None:
    """The day or month that ``published`` states."""
    if not isinstance(published, str):
        return published and date(published.year, published.month, published.day)
    known = publication(iso_stamp(published) or published)
    if known is None:
        raise UsageError(f"published: {published!r} is no date")
    return known


def _span(doc: Doc, claim: Claim, place: str) -> Span:
    span = doc.char_span(
        claim.start,
        claim.end,
        label=kind_of(claim),
        kb_id=getattr(claim, "slug", ""),
        span_id=place,
        alignment_mode="expand",
    )
    if span is None:
        raise ValueError(f"no token at {claim.start}-{claim.end}")  # no claim is empty, and all text is tokens
    return span
