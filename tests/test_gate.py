"""What is read of the judged gold articles stays above its floors, and the gold articles keep to the scheme."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, get_args

import pytest

from benchmarks.claims import gold_articles
from extractors.base import LANGUAGES, CauseCode, LossKind
from tests.gate import fallen, floors, reached

ARTICLES = gold_articles("tuning", "judged")
BOUNDS = {"exact", "about", "over", "under", "vague", "range"}
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])


def test_nothing_is_read_worse_than_its_floor() -> None:
    assert fallen(reached()) == {}


def test_a_worse_reading_falls_through() -> None:
    worse = floors()
    worse["full"]["all"]["losses"] -= 0.05
    worse["light"]["zh"]["start"] -= 0.01
    assert set(fallen(worse)) == {"full all losses", "light zh start"}


def test_every_language_has_its_share_of_judged_articles() -> None:
    splits = Counter((article["language"], article["split"]) for article in ARTICLES)
    for language in LANGUAGES:
        assert splits[language, "judged"] * 3 >= splits[language, "judged"] + splits[language, "tuning"] >= 40


@each_article
def test_gold_article_keeps_to_the_scheme(article: dict[str, Any]) -> None:
    assert "?" not in json.dumps([{**o, "durations": 0, "losses": 0, "affected": 0} for o in article["outages"]])
    assert article["relevant"] or not article["outages"]
    for outage in article["outages"]:
        assert set(outage.get("causes", [outage.get("cause")])) <= {*get_args(CauseCode), None}
        for duration in outage["durations"]:
            assert duration["bound"] in BOUNDS
        for loss in outage["losses"]:
            assert loss["kind"] in get_args(LossKind)
            assert loss.get("percent") is not None or len(loss["currency"]) == 3
        for entry in (*outage["durations"], *outage["losses"], *outage["affected"], *outage["merchants"]):
            for piece in entry["text"].replace("...", "…").split("…"):
                assert piece.strip() in article["text"] + article["title"]
