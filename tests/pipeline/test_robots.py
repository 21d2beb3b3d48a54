from __future__ import annotations

import pytest

from pipeline.robots import read_rules

AGENT = "outage-atlas/0.1 (+https://example.org)"
PAGE = "https://example.com/private/a"


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_what_cannot_be_had_means_wait(status: int | None) -> None:
    rules = read_rules(status, b"", AGENT)
    assert not rules.reachable
    assert not rules.allows(PAGE)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_not_there_means_no_rules(status: int) -> None:
    assert read_rules(status, b"", AGENT).allows(PAGE)


def test_own_rules_come_before_those_for_all() -> None:
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: outage-atlas\nDisallow: /private/\nCrawl-delay: 7\n"
    rules = read_rules(200, text, AGENT)
    assert not rules.allows(PAGE)
    assert rules.allows("https://example.com/public")
    assert rules.delay_s == 7


def test_request_rate_is_a_delay() -> None:
    assert read_rules(200, b"User-agent: *\nRequest-rate: 1/20\n", AGENT).delay_s == 20


def test_rubbish_has_no_rules() -> None:
    assert read_rules(200, b"<html>\xff\xfe not found", AGENT).allows(PAGE)
