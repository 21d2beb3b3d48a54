"""What a language file of outage cues may say."""

from __future__ import annotations

from extractors.cues import CueFile


class OutageCues(CueFile):
    """Words by which a text speaks of an outage of a digital service, or of something that only looks like one."""

    outage: list[str]
    """Say by themselves that a digital service failed."""
    failure: list[str]
    """Say it of a service: down, failure, cannot log in."""
    service: list[str]
    """Common nouns for what can fail: app, platform, server."""
    lasting: list[str]
    """How long it went on."""
    not_lasting: list[str]
    """Lengths of time that are something else: ages, years of trade, waiting, warranties."""
    began: list[str]
    recovery: list[str]
    again: list[str]
    """Mark a further outage beside the one told before."""
    elsewhere: list[str]
    """Services that people turned to, or that went on working."""
    reported_on: list[str]
    """Services and sites through which the news came."""
    planned: list[str]
    denied: list[str]
    other_event: list[str]
    """Power cuts, launches, layoffs, share prices, guides, accidents."""
