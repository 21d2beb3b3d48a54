"""The gazetteer of services, and how their names are found in the five languages."""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.base import LANGUAGES
from extractors.loader import DataFileError, data_dir, examples, load
from extractors.platforms import gazetteer
from extractors.platforms.gazetteer import Platform, platforms
from extractors.platforms.names import letter_cases
from extractors.platforms.rules import family_of, find_platforms, kind_of_name, platform
from extractors.platforms.schema import OperatorEntry, PlatformEntry

FOLDER = data_dir() / "gazetteers"
FILES = sorted((FOLDER / "platforms").glob("*.yaml"))

EXAMPLES = [
    pytest.param(language, example["text"], [value["slug"] for value in example["values"]], id=f"{language}-{number}")
    for language, rows in examples("platforms").items()
    for number, example in enumerate(rows)
]


def slugs(text: str, language: str = "en") -> list[str]:
    return [mention.slug for mention in find_platforms(text, language)]


class TestGazetteer:
    def test_holds_at_least_five_hundred_services(self) -> None:
        assert sum(not entry.generic for entry in platforms().values()) >= 500

    def test_every_entry_has_category_country_and_a_name(self) -> None:
        categories = {path.stem for path in FILES}
        for entry in platforms().values():
            assert entry.category in categories
            assert re.fullmatch(r"[A-Z]{2}|001", entry.country), entry.slug
            assert entry.names or entry.ambiguous, entry.slug

    def test_slugs_and_wikidata_ids_are_unique_over_all_files(self) -> None:
        entries = [entry for path in FILES for entry in load(path, list[PlatformEntry])]
        assert [slug for slug, times in Counter(entry.slug for entry in entries).items() if times > 1] == []
        ids = Counter(entry.wikidata for entry in entries if entry.wikidata)
        assert [wikidata for wikidata, times in ids.items() if times > 1] == []

    def test_no_spelling_belongs_to_two_services(self) -> None:
        owners: dict[str, str] = {}
        for entry in platforms().values():
            for name in (*entry.names, *entry.ambiguous):
                assert owners.setdefault(name.casefold(), entry.slug) == entry.slug, name

    def test_every_operator_is_used(self) -> None:
        operators = {entry.slug for entry in load(FOLDER / "operators.yaml", list[OperatorEntry])}
        assert operators - {entry.family for entry in platforms().values()} == set()

    def test_a_slug_given_twice_stops_with_a_clear_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "gazetteers" / "platforms"
        folder.mkdir(parents=True)
        (tmp_path / "gazetteers" / "operators.yaml").write_text("[]", encoding="utf-8")
        for name in ("games", "social"):
            (folder / f"{name}.yaml").write_text("[{slug: a, country: US, names: [A1]}]", encoding="utf-8")
        monkeypatch.setattr(gazetteer, "data_dir", lambda: tmp_path)
        with pytest.raises(DataFileError, match=r"social\.yaml: a is in games\.yaml already"):
            platforms.__wrapped__()

    def test_an_operator_that_nobody_knows_stops_with_a_clear_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "gazetteers" / "platforms"
        folder.mkdir(parents=True)
        (tmp_path / "gazetteers" / "operators.yaml").write_text("[]", encoding="utf-8")
        (folder / "games.yaml").write_text("[{slug: a, country: US, operator: b, names: [A1]}]", encoding="utf-8")
        monkeypatch.setattr(gazetteer, "data_dir", lambda: tmp_path)
        with pytest.raises(DataFileError, match="no such operator: b"):
            platforms.__wrapped__()


class TestLookups:
    @pytest.mark.parametrize("slug", ["facebook", "instagram", "whatsapp", "messenger", "threads"])
    def test_services_of_one_operator_are_one_family(self, slug: str) -> None:
        assert family_of(slug) == "meta"

    def test_an_operator_may_belong_to_another(self) -> None:
        assert family_of("jawwal-pay") == family_of("jawwal") == "paltel"

    def test_a_service_without_operator_is_its_own_family(self) -> None:
        assert family_of("shopify") == "shopify"
        assert family_of("some-new-service") == "some-new-service"

    def test_names_of_services_and_operators_are_told_apart(self) -> None:
        assert kind_of_name("臉書") == "service"
        assert kind_of_name("meta platforms") == "operator"
        assert kind_of_name("Adventures with Sarah") is None

    def test_an_entry_knows_its_operators_names(self) -> None:
        entry = platform("wechat")
        assert isinstance(entry, Platform)
        assert entry.category == "messaging"
        assert "腾讯" in entry.operator_names

    def test_an_unknown_slug_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            platform("some-new-service")


class TestExamples:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_language_has_enough_of_both_kinds(self, language: str) -> None:
        rows = examples("platforms")[language]
        assert len(rows) >= 40
        assert sum(not row["values"] for row in rows) >= 15

    @pytest.mark.parametrize(("language", "text", "expected"), EXAMPLES)
    def test_example(self, language: str, text: str, expected: list[str]) -> None:
        assert slugs(text, language) == expected


class TestMatching:
    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("WhatsApp Business", "whatsapp"),
            ("Facebook Messenger", "messenger"),
            ("Google Cloud", "google-cloud"),
            ("Amazon Web Services", "aws"),
            ("Apple Pay", "apple-pay"),
            ("微信支付", "wechat-pay"),
            ("فيسبوك ماسنجر", "messenger"),
        ],
    )
    def test_the_longest_name_wins(self, text: str, slug: str) -> None:
        assert [(mention.slug, mention.text) for mention in find_platforms(text, "en")] == [(slug, text)]

    @pytest.mark.parametrize("spelling", ["فيسبوك", "فيس بوك", "فايسبوك", "فِيسبوك", "فيسـبوك"])
    @pytest.mark.parametrize("prefix", ["", "و", "ب", "ل", "ال", "وال", "بال", "ك", "ف"])
    def test_arabic_particles_and_spellings(self, prefix: str, spelling: str) -> None:
        (mention,) = find_platforms(f"عطل {prefix}{spelling} أمس", "ar")
        assert (mention.slug, mention.text) == ("facebook", spelling)

    def test_arabic_letters_that_make_another_word_are_no_particles(self) -> None:
        assert slugs("الأوبرا المصرية تفتتح موسمها", "ar") == []

    def test_a_vowel_sign_after_the_name_belongs_to_the_text_around_it(self) -> None:
        (mention,) = find_platforms("عطل فيسبوكُ أمس", "ar")
        assert mention.text == "فيسبوك"

    @pytest.mark.parametrize("text", ["WHATSAPP DOWN", "whatsapp is down", "Whatsapp is down"])
    def test_letter_case_of_a_sure_name_is_free(self, text: str) -> None:
        assert slugs(text) == ["whatsapp"]

    def test_an_acronym_is_looked_up_in_capitals_only(self) -> None:
        assert letter_cases("AWS", "sure") == {"AWS"}
        assert slugs("one awsome day, aws") == []

    @pytest.mark.parametrize("text", ["Facebooker", "metaFacebook", "my_Facebook_page"])
    def test_a_part_of_a_longer_word_is_no_name(self, text: str) -> None:
        assert slugs(text) == []

    def test_chinese_needs_no_word_borders(self) -> None:
        assert slugs("昨晚微信崩了很久", "zh") == ["wechat"]
        assert slugs("用Facebook的商家", "zh") == ["facebook"]

    @pytest.mark.parametrize(
        "text",
        ["https://facebook.com/a", "www.facebook.com", "press@facebook.com", "facebook@example.org", "@facebook"],
    )
    def test_addresses_are_no_mentions(self, text: str) -> None:
        assert slugs(f"See {text} for more") == []

    def test_a_name_with_a_full_stop_in_it_is_a_mention(self) -> None:
        assert slugs("Booking.com was down.") == ["booking"]

    def test_half_a_surrogate_pair_does_no_harm(self) -> None:
        assert slugs("\ud800 Facebook is down") == ["facebook"]


class TestAmbiguousNames:
    def test_only_ambiguous_names_are_marked(self) -> None:
        mentions = find_platforms("Facebook and X went down", "en")
        assert [(mention.slug, mention.ambiguous) for mention in mentions] == [("facebook", False), ("x", True)]

    def test_a_bare_letter_is_no_service(self) -> None:
        assert slugs("We solve for X in the next step") == []

    def test_a_capital_amid_small_letters_shows_a_name(self) -> None:
        assert slugs("the shop paid with Square all year") == ["square"]
        assert slugs("they met at Trafalgar Square all year") == []
        assert slugs("Square pegs, round holes") == []

    def test_an_enumeration_holds_things_of_one_kind(self) -> None:
        assert slugs("Jio, Airtel, Vi", "en") == ["jio", "airtel", "vi"]

    def test_a_service_shown_once_is_meant_throughout(self) -> None:
        assert slugs("Square is down. Square people shrug.") == ["square", "square"]

    def test_a_common_noun_needs_a_failure(self) -> None:
        assert slugs("La gente busca internet en su aplicación", "es") == []
        assert slugs("El corte de internet duró tres días", "es") == ["internet"]

    def test_an_arabic_article_makes_the_ordinary_word(self) -> None:
        assert slugs("توقف تطبيق «طلبات» وتأخرت الطلبات", "ar") == ["talabat"]

    def test_a_language_without_words_has_names_all_the_same(self) -> None:
        assert slugs("Facebook und Instagram sind ausgefallen", "de") == ["facebook", "instagram"]


PIECES = st.sampled_from(
    [
        "Facebook",
        "X",
        "微信支付",
        "微信",
        "وفيسبوك",
        "«سلة»",
        "Square",
        "ـ",
        "\u064b",
        "\u200f",
        " ",
        ", ",
        "。",
        "a",
        "@",
        "ứng dụng",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3)).map("".join), st.sampled_from([*LANGUAGES, "und"]))
def test_mentions_are_verbatim_ordered_and_apart(text: str, language: str) -> None:
    mentions = find_platforms(text, language)
    assert all(text[mention.start : mention.end] == mention.text != "" for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@pytest.mark.parametrize("piece", ["X", "X ", "微信", "سلة ", "«", "www.", "a@", "Facebook, X, ", "-", "\n", "ـ"])
def test_work_is_linear_in_the_text(piece: str) -> None:
    """Calls, Python's and C's, are counted instead of seconds; no one call looks further than a clause."""
    assert calls(piece * 2000) <= 4.5 * calls(piece * 500) + 100


def calls(text: str) -> int:
    """How many calls reading ``text`` takes."""
    find_platforms(text, "en")
    count = 0

    def tally(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tally)
    try:
        find_platforms(text, "en")
    finally:
        sys.setprofile(None)
    return count
