from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.urls import canonical_url, country_of, same_site


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("HTTPS://Example.COM:443/a?b=2&a=1&utm_source=x#top", "https://example.com/a?a=1&b=2"),
        ("https://example.com/新闻/1.html", "https://example.com/%E6%96%B0%E9%97%BB/1.html"),
        ("https://example.com/news.php?cid=42", "https://example.com/news.php?cid=42"),
        ("https://example.com/app#!/story/7", "https://example.com/app#!/story/7"),
        ("http://127.0.0.1:8000/a/?id=3#c", "http://127.0.0.1:8000/a/?id=3"),
        ("ftp://example.com/a", None),
        ("https://user:secret@example.com/", None),
        ("https://example.com:port/", None),
        ("//example.com/a", None),
        ("", None),
    ],
)
def test_one_spelling(given_url: str, canonical: str | None) -> None:
    assert canonical_url(given_url) == canonical


def test_relative_to_a_base() -> None:
    assert canonical_url("../b.html", "https://example.com/a/c.html") == "https://example.com/b.html"


@given(st.text(max_size=60))
def test_never_raises_and_says_the_same_twice(text: str) -> None:
    once = canonical_url("https://example.com/" + text)
    assert once is None or canonical_url(once) == once
    canonical_url(text)


def test_same_site() -> None:
    assert same_site("https://www.example.com/a", "https://m.example.com/b")
    assert not same_site("https://example.com/", "https://example.org/")


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://www.eluniversal.com.mx/nota", "MX"),
        ("https://news.example.co.uk/story", "GB"),
        ("https://tuoitre.vn/bai", "VN"),
        ("https://example.com/story", None),
        ("https://startup.io/post", None),
        ("https://noticias.co/nota", None),
        ("https://outlet.eu/story", None),
        ("urn:sha256:00ff", None),
        ("https://127.0.0.1:8377/story", None),
    ],
)
def test_the_country_of_a_domain(url: str, country: str | None) -> None:
    assert country_of(url) == country
