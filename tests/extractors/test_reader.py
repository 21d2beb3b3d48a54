"""The trained reader: windows, what it marks, and the file it comes in."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.base import LANGUAGES
from extractors.read import read
from extractors.reader import model as model_module
from extractors.reader.labels import BIO, COLUMNS, QUESTIONS, WIDTH
from extractors.reader.model import ModelError, load_model, open_model
from extractors.reader.tokens import Array, Tokens, read_tokens
from extractors.reader.windows import MAX_TOKENS, cut_windows
from extractors.training.articles import TrainingArticle, read_training_articles, strip_markup

ARTICLES = [article for article in read_training_articles() if article.split != "train"]
FEW = [article for language in LANGUAGES for article in [a for a in ARTICLES if a.language == language][:4]]
PROSE = {article.language: article.text for article in FEW}


def read_article(article: TrainingArticle) -> object:
    day = date.fromisoformat(article.published)
    return read(article.text, article.language, title=article.title, published=day, country=article.country)


def test_columns_stand_side_by_side() -> None:
    assert [COLUMNS[question].stop - COLUMNS[question].start for question in QUESTIONS] == [
        len(answers) for answers in QUESTIONS.values()
    ]
    assert sorted(at for columns in COLUMNS.values() for at in range(columns.start, columns.stop)) == list(range(WIDTH))


@given(st.sampled_from(LANGUAGES), st.integers(0, 12_000), st.none() | st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_windows_hold_every_piece_once(language: str, length: int, title: str | None) -> None:
    prose = PROSE[language]
    text = (prose * (length // len(prose) + 1))[:length]
    windows = list(cut_windows(load_model().tokenizer, text, title))
    owned = [window.offsets[at] for window in windows for at in range(window.first, window.last)]
    assert all(len(window.ids) == len(window.offsets) <= MAX_TOKENS for window in windows)
    # Of one character that the tokenizer spells out ("…") several pieces come, all in one place.
    assert [start for start, _ in owned] == sorted(start for start, _ in owned)
    assert [end for _, end in owned] == sorted(end for _, end in owned)
    covered = {at for start, end in owned for at in range(start, end)}
    # The tokenizer drops characters that print nothing; whatever else stands in the text is read.
    assert {at for at, character in enumerate(text) if character.isalnum()} <= covered


def test_every_window_is_led_by_what_the_article_is_about() -> None:
    tokenizer, text = load_model().tokenizer, "WhatsApp went down. " + PROSE["en"] * 4
    for title in ("A payment app fails", None):
        first, *later = cut_windows(tokenizer, text, title)
        head = first.ids[1 : first.head_end - 1]
        assert tokenizer.decode(list(head)).startswith(title or "WhatsApp went down.")
        assert later
        assert all(window.ids[1 : window.head_end - 1] == head for window in later)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tokens_lie_in_the_text(language: str) -> None:
    model, text = load_model(), PROSE[language]
    tokens = read_tokens(model.network, model.tokenizer, text, None)
    assert all(0 <= start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(abs(rows.sum(axis=1) - 1).max() < 1e-4 for rows in tokens.answers.values())
    assert tokens.within(0, len(text)) == slice(0, len(tokens.starts))
    assert tokens.share("P", len(text), len(text) + 5) == 0


def test_an_article_is_read_alike_in_any_company() -> None:
    alone = {article.id: read_article(article) for article in FEW}
    mixed = random.Random(1).sample(FEW, len(FEW))
    assert {article.id: read_article(article) for article in mixed} == alone


def test_a_text_of_blanks_or_symbols_is_not_relevant() -> None:
    for text in ("", " \n\t", "🔥🔥🔥", "\u200b" * 50):
        assert not read(text, "en").relevant


def test_a_missing_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_module, "data_dir", lambda: tmp_path)
    load_model.cache_clear()
    try:
        with pytest.raises(ModelError, match="--engine light"):
            read("WhatsApp was down for six hours on Monday.", "en")
        assert read("WhatsApp was down for six hours on Monday.", "en", engine="light").relevant
    finally:
        load_model.cache_clear()


def test_an_altered_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = model_module.data_dir() / "models"
    (tmp_path / "models").mkdir()
    for name in ("reader.onnx", "reader.sha256"):
        copy(shipped / name, tmp_path / "models" / name)
    with (tmp_path / "models" / "reader.onnx").open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(model_module, "data_dir", lambda: tmp_path)
    load_model.cache_clear()
    try:
        with pytest.raises(ModelError, match="SHA-256"):
            load_model()
    finally:
        load_model.cache_clear()


def test_a_model_is_opened_anew_each_time() -> None:
    # Training opens the file to calibrate it, then writes the calibration into the same file.
    file = model_module.data_dir() / "models" / "reader.onnx"
    first, second = open_model(file), open_model(file)
    assert first.network is not second.network
    assert first.version == second.version == load_model().version


def test_the_shipped_model_is_small_and_known() -> None:
    file = model_module.data_dir() / "models" / "reader.onnx"
    assert file.stat().st_size <= 60_000_000
    assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(load_model().version)


def test_markup_is_stripped_and_kept_beside_the_text() -> None:
    text, spans = strip_markup('<P>Zalo</P> sập <D o="2">hai giờ</D>, mất <L k="sales" b="Lan">3 triệu</L>.')
    assert text == "Zalo sập hai giờ, mất 3 triệu."
    assert [(text[s.start : s.end], s.tag, s.kind, s.further) for s in spans] == [
        ("Zalo", "P", None, False),
        ("hai giờ", "D", None, True),
        ("3 triệu", "L", "sales", False),
    ]


def test_a_window_of_another_story_tells_nothing() -> None:
    text = "Slack was down on Monday and shops lost sales. " * 60 + "The museum sold tickets for ten dollars. " * 60
    tokenizer = load_model().tokenizer

    def network(ids: Sequence[int]) -> tuple[Array, float]:
        logits = np.zeros((len(ids), WIDTH), np.float32)
        return logits, -5.0 if "museum" in tokenizer.decode(list(ids)[60:90]) else 5.0

    tokens = read_tokens(network, tokenizer, text, "Slack is down")
    sure, none = tokens.share("M", 0, 200), tokens.share("M", len(text) - 200, len(text))
    assert sure > 0.1
    assert none < sure / 50


@pytest.mark.parametrize(
    ("shares", "names"),
    [
        ((0.1, 0.28, 0.5, 0.9, 0.0), [(1, 4)]),
        ((0.1, 0.28, 0.27, 0.1, 0.0), []),
        ((0.6, 0.2, 0.6, 0.28, 0.0), [(0, 1), (2, 4)]),
    ],
)
def test_a_name_takes_in_its_less_sure_ends(shares: Sequence[float], names: list[tuple[int, int]]) -> None:
    tags = np.zeros((len(shares), len(BIO)), np.float32)
    tags[:, BIO.index("I-M")] = shares
    tokens = Tokens(range(len(shares)), range(1, len(shares) + 1), {"tag": tags}, 0.0)
    assert list(tokens.spans("M")) == names
