"""What is made of the reader's answers: names marked in pieces, and services named more than once."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest

from extractors.base import Count, Language
from extractors.candidates import read_candidates
from extractors.merchants.rules import bare_name
from extractors.reader.labels import BIO, MERCHANT_KINDS, QUESTIONS, Tag
from extractors.reader.roles import Answer, answers
from extractors.reader.tokens import Tokens


def answers_to(
    text: str, language: Language, marks: Mapping[int, Tag], kinds: Mapping[int, str] | None = None
) -> list[Answer]:
    """The answers where the network lets each word at an offset of ``marks`` begin a span, and says nothing else."""
    words = [match.span() for match in re.finditer(r"[^\W\d_]+(?:-\w+)?|\d+|[^\w\s]", text)]
    rows = {question: np.full((len(words), len(kinds_)), 0.01, np.float32) for question, kinds_ in QUESTIONS.items()}
    for at, (start, _) in enumerate(words):
        rows["tag"][at, BIO.index(f"B-{marks[start]}") if start in marks else 0] = 0.9
        rows["M"][at, MERCHANT_KINDS.index((kinds or {}).get(start, "business"))] = 0.9
    tokens = Tokens([start for start, _ in words], [end for _, end in words], rows, 2.0)
    return answers(read_candidates(text, language), tokens)


def merchants(given: list[Answer]) -> list[str]:
    return [answer.candidate.text for answer in given if answer.role == "merchant"]


def test_a_name_is_not_parted_at_a_blank() -> None:
    text = "Chị Vũ Thị Bích Hồng mất khách khi Facebook sập."
    marks: dict[int, Tag] = {text.index(word): "M" for word in ("Vũ", "Thị", "Bích", "Hồng")}
    assert merchants(answers_to(text, "vi", marks)) == ["Vũ Thị Bích Hồng"]


def test_names_are_parted_at_a_sign_and_where_their_sort_changes() -> None:
    text = "Ventas perdidas para Rosa, Luz y Nube Ana tras la caída de WhatsApp."
    marks: dict[int, Tag] = {text.index(word): "M" for word in ("Rosa", "Luz", "Nube", "Ana")}
    assert merchants(answers_to(text, "es", marks, {text.index("Ana"): "contact"})) == ["Rosa", "Luz", "Nube", "Ana"]


@pytest.mark.parametrize(
    ("language", "marked", "name"),
    [
        ("zh", "野地則", "野地"),
        ("zh", "阿隆则", "阿隆"),
        ("en", "“Corner Bakery”,", "Corner Bakery"),
        ("en", "Batch Co.", "Batch Co."),
    ],
)
def test_a_name_is_freed_of_what_stands_around_it(language: Language, marked: str, name: str) -> None:
    start, end = bare_name(marked, 0, len(marked), language)
    assert marked[start:end] == name


def test_one_mention_decides_for_a_service_with_the_cue_words_of_all() -> None:
    text = "Slack said nothing at first. Slack was down, and Slack users could not log in. WhatsApp worked."
    slack = [match.start() for match in re.finditer("Slack", text)]
    given = [answer for answer in answers_to(text, "en", {slack[2]: "P"}) if answer.role == "platform"]
    [decides] = [answer for answer in given if answer.decides and answer.candidate.text == "Slack"]
    assert decides.candidate.start == slack[2]
    assert decides.odds[1] == max(answer.odds[1] for answer in given if answer.candidate.text == "Slack")
    assert [answer.decides for answer in given if answer.candidate.text == "WhatsApp"] == [True]


@pytest.mark.parametrize(
    ("text", "language", "first", "bare"),
    [
        ("The monitor counted 80,000 reports. At its worst America alone had 19000.", "en", "80,000 reports", "19000"),
        ("Trang này ghi nhận 80.000 báo cáo. Riêng Việt Nam lúc cao điểm là 19000.", "vi", "80.000 báo cáo", "19000"),
        ("监测网站收到80000份报告。最严重时单是美国就达19000。", "zh", "80000份报告", "19000"),
        ("سجل الموقع 80000 بلاغ. وفي أمريكا وحدها بلغ العدد 19000.", "ar", "80000 بلاغ", "19000"),
        ("Hubo 80.000 reportes. Solo en América, en el peor momento, fueron 19000.", "es", "80.000 reportes", "19000"),
    ],
)
def test_a_bare_number_is_counted_as_the_count_before(text: str, language: Language, first: str, bare: str) -> None:
    def counts(marks: dict[int, Tag]) -> dict[str, str]:
        given = (answer.candidate for answer in answers_to(text, language, marks) if answer.role == "affected")
        return {item.text: item.value.unit for item in given if isinstance(item.value, Count)}

    marks: dict[int, Tag] = dict.fromkeys(range(text.index(first), text.index(first) + len(first)), "A")
    number: dict[int, Tag] = {text.index(bare): "A"}
    assert counts(marks | number).get(bare) == "reports"
    assert bare not in counts(number), "no count before it says of what"
