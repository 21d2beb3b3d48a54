"""What a host's robots.txt allows (RFC 9309), failing closed."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read; what lies behind is ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one host for one user agent."""

    reachable: bool
    """False where robots.txt could not be had: wait, not go."""
    _parsed: Protego | None = None
    _agent: str = ""

    def allows(self, url: str) -> bool:
        return self.reachable and (self._parsed is None or self._parsed.can_fetch(url, self._agent))

    @property
    def delay_s(self) -> float:
        """Least seconds between two requests, by ``Crawl-delay`` or ``Request-rate``; 0 where neither is given."""
        if self._parsed is None:
            return 0.0
        rate = self._parsed.request_rate(self._agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._parsed.crawl_delay(self._agent) or 0.0), by_rate)


def read_rules(status: int | None, body: bytes, agent: str) -> Rules:
    """The rules that a robots.txt answer states.

    No answer (``status`` is ``None``), 429 and server errors mean that nobody may go (RFC 9309, 2.3.1.4);
    any other client error means that there are no rules (2.3.1.3).
    """
    if status is None or status == 429 or status >= 500:
        return Rules(reachable=False)
    if status >= 300:
        return Rules(reachable=True)
    text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
    return Rules(reachable=True, _parsed=Protego.parse(text), _agent=agent)
