"""Names of persons and businesses by their shapes."""

from __future__ import annotations

import pytest

from extractors.base import Language
from extractors.merchants.rules import find_names


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Owner Dana Pruitt of Haywood Street Records shrugged.", {"Dana Pruitt", "Haywood Street Records"}),
        ("en", "Instead, Nadia Iskandar’s café stayed shut on Monday.", {"Nadia Iskandar"}),
        ("en", "Traders in Lagos waited.", {"Traders in Lagos"}),
        (
            "es",
            "La dueña, Graciela Orendáin, cerró la Mueblería Zaachila.",
            {"Graciela Orendáin", "Mueblería Zaachila"},
        ),
        ("vi", "Bà Đỗ Thị Thu Hường, chủ cửa hàng Hường Cotton, than.", {"Đỗ Thị Thu Hường", "Hường Cotton"}),
        ("zh", "面馆老板李振邦说，午市没有生意。", {"李振邦"}),
        ("zh", "賣菜的權哥說，有熟客。", {"權哥"}),
        ("zh", "卖围巾的苏妮塔·塔芒告诉记者。", {"苏妮塔·塔芒"}),
        ("ar", "قالت مروة عبد التواب، صاحبة صفحة «لمسة كروشيه»، إنها تنتظر.", {"مروة عبد التواب", "لمسة كروشيه"}),
    ],
)
def test_names(language: Language, text: str, names: set[str]) -> None:
    found = find_names(text, language)
    assert {name.text for name in found} == names
    assert all(text[name.start : name.end] == name.text for name in found)


def test_a_span_that_is_taken_holds_no_name() -> None:
    text = "Nubank Brasil told Ana Torres."
    assert [name.text for name in find_names(text, "es", [(0, 6)])] == ["Ana Torres"]


@pytest.mark.parametrize("language", ["zh", "ar", "vi", "es", "en"])
def test_no_name_in_plain_words(language: Language) -> None:
    plain = {
        "zh": "今天天气很好。",
        "ar": "الطقس جميل.",
        "vi": "Hôm nay trời đẹp.",
        "es": "Hoy hace sol.",
        "en": "The weather is fine.",
    }
    assert find_names(plain[language], language) == []
