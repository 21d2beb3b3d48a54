"""The page of evidence: the text stays as it is, every claim is marked and told, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import TEXT, article, evidence, full_report, reading

from extractors.base import (
    AffectedClaim,
    Claim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    Report,
    TimeClaim,
)
from extractors.loader import data_dir
from pipeline.evidence import Shown, evidence_page
from pipeline.extract import extract
from pipeline.frontmatter import split_front_matter
from pipeline.records import Issue
from pipeline.rows import kind_of
from pipeline.wording import value_of

SAMPLES = sorted((data_dir() / "samples" / "articles").glob("*/*.md"))


def page(*shown: Shown) -> Any:
    return lxml.html.document_fromstring(evidence_page(shown, "light-2"))


def shown(text: str, *claims: Claim, language: str = "en", **changes: Any) -> Shown:
    """An article of which one report holds ``claims``, whatever their kind."""
    report = Report(ordinal=0, merchants=claims)  # type: ignore[arg-type]
    return Shown(name="a", article=article(text=text, language=language, **changes), reading=reading(report))


def named(text: str, start: int, end: int) -> MerchantClaim:
    return MerchantClaim(
        text=text[start:end], start=start, end=end, confidence=0.5, rule="r", name="n", merchant_kind="business"
    )


def text_of(tree: Any) -> str:
    (text,) = tree.xpath("//div[@class='text']")
    return str(text.text_content())


def marked(tree: Any) -> dict[str, str]:
    """The words of each mark by the id of its first piece; pieces that follow lack one and are joined to it."""
    words: dict[str, str] = {}
    for mark in tree.iter("mark"):
        if mark.get("id"):
            words[mark.get("id")] = mark.text_content()
    return words


def test_every_claim_is_marked_with_its_value_and_linked_from_its_row() -> None:
    report = full_report()
    tree = page(Shown(name="a.html", article=article(), reading=reading(report)))
    assert text_of(tree) == TEXT
    rows = tree.xpath("//tbody/tr")
    assert [row.get("class") for row in rows] == [kind_of(claim) for claim in report.claims()]
    words = marked(tree)
    for row, claim in zip(rows, report.claims(), strict=True):
        (link,) = row.xpath(".//a/@href")
        assert words[link.removeprefix("#")] == claim.text
        assert value_of(claim) in row.text_content()
        assert claim.rule in row.text_content()
    (loss,) = tree.xpath("//mark[@class='loss last']")
    assert loss.get("data-label") == "loss · sales · 1.5M EUR"
    for part in ("1,500,000 EUR", "1,600,000 USD", "borne by: Shops", "said by: Lan Pham", "confidence 0.90", "test/1"):
        assert part in loss.get("title")


def test_an_insufficient_claim_is_drawn_faintly_after_those_that_count() -> None:
    unsure = DurationClaim(
        **evidence("until midnight"), min_s=7200, max_s=7200, bound="exact", insufficient=True, said_by_type="analyst"
    )
    tree = page(Shown(name="a", article=article(), reading=reading(replace(full_report(), insufficient=(unsure,)))))
    assert text_of(tree) == TEXT
    row = tree.xpath("//tbody/tr")[-1]
    assert row.get("class") == "duration insufficient"
    assert "insufficient" in row.text_content()
    assert "analyst" in row.text_content()
    (mark,) = tree.xpath("//mark[contains(@class, 'insufficient')]")
    assert "confidence 0.90, insufficient" in mark.get("title")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_samples_keep_their_text_in_the_direction_of_their_language(path: Any) -> None:
    split = split_front_matter(path.read_text(encoding="utf-8"))
    assert split is not None
    language = path.parent.name
    item = article(text=split[1], title=split[0]["title"], language=language, published="2024-03-06")
    found = extract(item)
    tree = page(Shown(name=path.name, article=item, reading=found))
    assert text_of(tree) == item.text
    (text,) = tree.xpath("//div[@class='text']")
    assert (text.get("lang"), text.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    claims = [claim for report in found.reports for claim in report.all_claims()]
    assert set(marked(tree).values()) >= {claim.text for claim in claims}
    assert len(tree.xpath("//tbody/tr")) == len(claims)


def test_markup_in_what_an_article_says_stays_text() -> None:
    evil = "<script>alert(1)</script> \"quoted\" & 'so' "
    text = evil * 3
    claim = replace(
        named(text, 0, len(evil)), name=evil, contact=evil, said_by=evil, rule=evil, business=f"{evil}</style>"
    )
    for item in (
        shown(text, claim, title=evil, site=evil, published=evil, url="javascript:alert(1)"),
        Shown(name=evil, article=Issue(stage="clean", reason="broken-html", source="s", subject=evil, detail=evil)),
    ):
        html = evidence_page([replace(item, name=evil)] * 2, "light-2")
        assert "<script" not in html
        assert "javascript:" not in "".join(lxml.html.document_fromstring(html).xpath("//@href"))
    assert text_of(page(shown(text, claim))) == text


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = evidence_page([Shown(name="a", article=article(), reading=reading(full_report()))], "light-2")
    tree = lxml.html.document_fromstring(html)
    assert html.startswith("<!DOCTYPE html>\n<html")
    assert not tree.xpath("//script|//link|//img|//iframe|//@src|//@onclick|//form")
    assert not re.search(r"url\(|@import", html)
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")
    assert set(re.findall(r"^\.([a-z]+) \{ --field", html, re.M)) == set(
        tree.xpath("//div[@class='legend']/label/@class")
    )


def test_a_file_may_be_called_anything() -> None:
    assert "caf\ufffd.txt" in evidence_page([Shown(name="news/caf\udce9.txt", article=article(title=None))], "light-2")


def test_a_page_is_the_same_every_time() -> None:
    item = Shown(name="a", article=article(), reading=reading(full_report()))
    assert evidence_page([item], "light-2") == evidence_page([item], "light-2")


def test_what_reports_nothing_says_so_plainly() -> None:
    nothing = page(Shown(name="a", article=article(), reading=reading()))
    assert "reports no outage (relevance 0.10)" in nothing.text_content()
    assert not nothing.xpath("//mark|//table")
    assert text_of(nothing) == TEXT
    german = page(Shown(name="a", article=article(language="de"), reading=reading()))
    assert "a language that is not read" in german.text_content()
    issue = Issue(stage="clean", reason="empty", source="s", subject="a", detail="no bytes")
    assert "could not be read: empty: no bytes" in page(Shown(name="a", article=issue)).text_content()
    assert "0 articles · 0 reporting an outage" in page().text_content()


def test_claims_of_several_kinds_and_reports_share_a_stretch() -> None:
    words = evidence("22:00 on 5 March 2024")
    start = TimeClaim(**words, edge="start", time="2024-03-05T22:00")
    two = [
        Report(ordinal=0, platforms=(PlatformClaim(**evidence("Facebook"), slug="facebook"),), start=start),
        Report(ordinal=1, durations=(DurationClaim(**words, min_s=60, max_s=60, bound="exact"),), start=start),
    ]
    tree = page(Shown(name="a", article=article(), reading=reading(*two)))
    assert text_of(tree) == TEXT
    outer, inner = tree.xpath("//mark[not(contains(@class, 'platform'))]")
    assert (outer.get("class"), inner.get("class")) == ("start last", "duration last")
    assert inner.getparent() is outer
    assert "outage 1, " in outer.get("title")
    assert "outage 2, " in outer.get("title")
    assert len(tree.xpath("//tbody/tr")) == 4


@given(
    text=st.text(alphabet=st.sampled_from("ab \n\tا\u0000\x1b💡漢é\r<&"), min_size=1, max_size=40),
    cuts=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 20)), max_size=6),
)
def test_marks_that_nest_cross_or_run_over_lines_keep_text_and_words(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = {(start, min(start + length, len(text))) for start, length in cuts if start < len(text)}
    root = lxml.html.fragment_fromstring(
        evidence_page([shown(text, *(named(text, *span) for span in sorted(spans)))], "light-2")
        .split("<main>")[1]
        .split("</main>")[0]
    )
    (body,) = root.xpath(".//div[@class='text']")
    plain = re.sub("[\u0000\x1b]", "\ufffd", text.replace("\r", " "))
    assert body.text_content() == plain
    # Each character is within one mark for each claim that covers it.
    depths: list[int] = []
    _walk(body, 0, lambda part, depth: depths.extend([depth] * len(part)))
    for at, character in enumerate(text):
        if character != "\n":
            assert depths[at] == sum(start <= at < end for start, end in spans)


def _walk(element: Any, depth: int, tell: Callable[[str, int], None]) -> None:
    inside = depth + (element.tag == "mark")
    tell(element.text or "", inside)
    for child in element:
        _walk(child, inside, tell)
        tell(child.tail or "", inside)


@pytest.mark.parametrize(
    ("low", "high", "bound", "words"),
    [
        (21_600, 21_600, "about", "about 6 h"),
        (9_000, None, "over", "over 2 h 30 min"),
        (3_600, 7_200, "range", "1 h to 2 h"),
        (None, 90, "under", "up to 1 min 30 s"),
        (10_800, None, "vague", "3 h or more"),
        (0.5, 0.5, "exact", "0.5 s"),
        (None, None, "exact", "unknown"),
    ],
)
def test_lengths_of_time_in_words(low: float | None, high: float | None, bound: Any, words: str) -> None:
    claim = DurationClaim(text="x", start=0, end=1, confidence=1, rule="r", min_s=low, max_s=high, bound=bound)
    assert value_of(claim) == words


def test_sums_and_counts_in_words() -> None:
    shared: dict[str, Any] = {"text": "x", "start": 0, "end": 1, "confidence": 1.0, "rule": "r"}
    sum_ = LossClaim(**shared, min=5e6, max=None, currency=None, bound="over", loss_kind="platform", per="hour")
    assert value_of(sum_) == "over 5,000,000 (currency open) per hour"
    assert value_of(sum_, short=True) == "over 5M (currency open) per hour"
    fall = LossClaim(**shared, min=None, max=None, currency=None, bound="about", loss_kind="market_value", percent=5.4)
    assert value_of(fall) == "about 5.4 %"
    hit = AffectedClaim(**shared, count=2.9e9, count_max=None, unit="users", bound="over")
    assert (value_of(hit), value_of(hit, short=True)) == ("over 2,900,000,000 users", "over 2.9B users")
