"""Sentences of the five languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import split_sentences


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("平台宕机。客户无法付款！“没办法。”他说。", ["平台宕机。", "客户无法付款！", "“没办法。”", "他说。"]),
        ("تعطل التطبيق. هل عاد؟ نعم.", ["تعطل التطبيق.", "هل عاد؟", "نعم."]),
        ("Bà Mai mất 1.500.000 đồng. TP. HCM vẫn lỗi.", ["Bà Mai mất 1.500.000 đồng.", "TP. HCM vẫn lỗi."]),
        ("La Sra. Ruiz perdió 3.200 euros. Nadie respondió.", ["La Sra. Ruiz perdió 3.200 euros.", "Nadie respondió."]),
        (
            "Mr. Lee lost $2.5 million at 3 p.m. on Friday. It hurt.",
            ["Mr. Lee lost $2.5 million at 3 p.m. on Friday.", "It hurt."],
        ),
        ("Wait… what? Fine.", ["Wait…", "what?", "Fine."]),
        ("A headline\n\nThe text.", ["A headline", "The text."]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_a_wrapped_line_does_not_end_its_sentence() -> None:
    line = "The payment service stopped on Monday evening and thousands of shops in the city"
    assert _sentences(f"{line}\ncould not take cards.") == [f"{line}\ncould not take cards."]


@given(st.text(alphabet=st.sampled_from('ab. A.。\n!؟…"”，,3 '), max_size=80))
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(_sentences(text)).split() == "".join(text[a.start : a.end] for a in spans).split()
    assert all(one.end <= two.start for one, two in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


def test_text_without_stops_is_cut_so_that_no_sentence_grows_with_it() -> None:
    spans = split_sentences("word " * 5_000)
    assert max(span.end - span.start for span in spans) <= 1_000
    assert sum(span.end - span.start for span in spans) >= 24_000
