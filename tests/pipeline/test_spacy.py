"""The spaCy component, as a spaCy user meets it: found by name, sets spans and attributes, survives saving."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractors.base import LANGUAGES, PlatformClaim
from extractors.loader import data_dir
from extractors.read import read
from pipeline.frontmatter import split_front_matter

CONFIGS: dict[str, dict[str, Any]] = {"vi": {"nlp": {"tokenizer": {"use_pyvi": False}}}}
YESTERDAY = "WhatsApp was down for two hours yesterday, and shops in Lima lost 12,000 pesos."


def pipeline(language: str, **config: Any) -> Language:
    nlp = spacy.blank(language, config=CONFIGS.get(language, {}))
    nlp.add_pipe("outage_claims", config=config)
    return nlp


def sample(language: str) -> str:
    path = next(path for path in sorted((data_dir() / "samples" / "articles" / language).glob("meta-*.md")))
    split = split_front_matter(path.read_text(encoding="utf-8"))
    assert split is not None
    return split[1]


@pytest.mark.parametrize("code", ["own", "xx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_widen_claims_to_tokens_and_claims_keep_their_place(language: str, code: str) -> None:
    text = sample(language)
    doc = pipeline(language if code == "own" else "xx")(text)
    assert doc._.reading == read(text, language)
    claims = [claim for report in doc._.reports for claim in report.claims()]
    spans = list(doc.spans["outage_claims"])
    assert [span._.claim for span in spans] == claims
    assert claims
    for span, claim in zip(spans, claims, strict=True):
        assert text[claim.start : claim.end] == claim.text
        assert span.start_char <= claim.start < claim.end <= span.end_char
        assert span.label_ in {"platform", "start", "end", "duration", "cause", "affected", "loss", "merchant"}
        assert span.kb_id_ == (claim.slug if isinstance(claim, PlatformClaim) else "")


def test_what_is_known_of_a_text_comes_in_beside_it() -> None:
    nlp = pipeline("en")
    contexts: list[dict[str, Any]] = [
        {},
        {"published": "2024-03-06", "country": "MX", "url": "https://news.example/"},
        {"published": datetime(2024, 3, 6, 12), "country": "PH"},
    ]
    pairs = [(YESTERDAY, context) for context in contexts]
    docs = [doc for doc, context in nlp.pipe(pairs, as_tuples=True) if context in contexts]
    made = nlp.make_doc(YESTERDAY)
    made._.published, made._.country = date(2024, 3, 6), "MX"
    reports = [doc._.reports[0] for doc in (*docs, nlp(made))]
    assert [report.start and report.start.time for report in reports] == [None, *["2024-03-05"] * 3]
    assert [loss.currency for report in reports for loss in report.losses] == [None, "MXN", "PHP", "MXN"]


def test_a_date_that_is_none_and_an_unknown_engine_are_refused() -> None:
    made = spacy.blank("en").make_doc(YESTERDAY)
    made._.published = "soon"
    with pytest.raises(ValueError, match="'soon' is no date"):
        pipeline("en")(made)
    with pytest.raises(ValueError, match="oracle"):
        pipeline("en", engine="oracle")


def test_texts_without_a_report() -> None:
    nlp = pipeline("en", spans_key="found")
    for text in ("", " ", "The weather was fine in Lima on Monday."):
        doc = nlp(text)
        assert not doc._.reading.relevant
        assert doc._.reports == ()
        assert list(doc.spans["found"]) == []
    untouched = spacy.blank("en")("A text.")
    assert untouched._.reading is None
    assert untouched[0:1]._.claim is None


def told(doc: Doc) -> Any:
    spans = [(span.text, span.label_, span.id_, span.kb_id_, span._.claim) for span in doc.spans["outage_claims"]]
    return doc.text, doc._.reading, spans


def test_documents_and_pipelines_survive_saving(tmp_path: Path) -> None:
    nlp = pipeline("en")
    made = nlp.make_doc(YESTERDAY)
    made._.published = date(2024, 3, 6)
    doc = nlp(made)
    assert doc._.reports[0].start is not None
    assert told(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == told(doc)
    (kept,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert told(kept) == told(doc)
    nlp.to_disk(tmp_path / "nlp")
    again = Doc(nlp.vocab).from_bytes(made.to_bytes())
    assert told(spacy.load(tmp_path / "nlp")(again)) == told(doc)
    assert told(doc.copy()) == told(doc)


def test_several_processes_give_the_same() -> None:
    nlp = pipeline("en")
    pairs = [(YESTERDAY, {"published": "2024-03-06", "country": country}) for country in ("MX", "PH")]
    alone, shared = (list(nlp.pipe(pairs, as_tuples=True, n_process=count)) for count in (1, 2))
    assert [told(doc) for doc, _ in shared] == [told(doc) for doc, _ in alone]


def test_the_pipeline_says_what_the_component_sets() -> None:
    nlp = pipeline("en")
    assert nlp.get_pipe_meta("outage_claims").assigns == ["doc._.reading", "doc._.reports", "doc.spans"]
    assert not nlp.analyze_pipes()["problems"]["outage_claims"]
