"""Addresses: one spelling each."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from babel import Locale
from courlan import clean_url

_IDENTIFIERS = {"cid", "eid", "uid"}
"""Parameters that courlan takes for trackers although older news systems number their articles with them."""

_WORLDWIDE = {
    "AC",
    "AI",
    "CC",
    "CO",
    "EU",
    "FM",
    "GG",
    "IM",
    "IO",
    "LA",
    "LY",
    "ME",
    "SH",
    "SO",
    "TO",
    "TV",
    "UN",
    "WS",
}
"""Country codes whose domains are sold, and used, as if they were generic, and codes of no country."""


def canonical_url(url: str, base: str | None = None) -> str | None:
    """The one spelling of a web address: absolute, host in small letters, sorted parameters, no trackers or fragment.

    ``None`` for what is no http or https address, or names a user.
    """
    try:
        absolute = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(absolute)
        _ = parts.port  # raises ValueError where it is no number
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username is not None:
        return None
    absolute = absolute if parts.fragment.startswith("!") else urldefrag(absolute).url
    cleaned: str | None = clean_url(absolute)
    cleaned = clean_url(cleaned) if cleaned else None  # what it leaves may be a spelling that it would mend
    if cleaned is None:
        return None
    if _parameters(absolute) & _IDENTIFIERS - _parameters(cleaned):
        return absolute
    return cleaned


def country_of(url: str) -> str | None:
    """The country (ISO 3166-1) whose top-level domain a web address has; ``None`` for one that the world uses."""
    label = (urlsplit(url).hostname or "").rpartition(".")[2].upper()
    if label == "UK":
        return "GB"
    return label if label in _territories() and label not in _WORLDWIDE else None


@cache
def _territories() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


def same_site(one: str, other: str) -> bool:
    """Whether two addresses have one host, ``www.``, ``m.`` and ``amp.`` aside."""
    return _site(one) == _site(other)


def _site(url: str) -> str:
    host = (urlsplit(url).hostname or "").lower()
    first, _, rest = host.partition(".")
    return rest if first in ("www", "m", "amp", "mobile") and "." in rest else host


def _parameters(url: str) -> set[str]:
    return {name.lower() for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
