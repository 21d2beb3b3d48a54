"""What a language file of attribution cues may say."""

from __future__ import annotations

from extractors.cues import CueFile


class AttributionCues(CueFile):
    """Words by which a text says whose word it takes for something, and how firmly."""

    says: list[str]
    """Verbs of saying, after the one who speaks: said, announced, blamed."""
    speaker_follows: list[str]
    """Those of them that the speaker may follow: "…", said the company."""
    according: list[str]
    """Lead up to a source: according to, data from."""
    counts: list[str]
    """What a monitor does or has: recorded, received; reports."""
    addressed: list[str]
    """Before one who is spoken to or through, and does not speak: told, to, on."""
    that: list[str]
    """Begin what is said; none of it is the speaker."""
    turn: list[str]
    """Begin a clause that another may say, or none: while, but."""

    operator: list[str]
    """Who runs the service: the company, the carrier, its status page."""
    spokesperson: list[str]
    """Who speaks for a body named beside: spokesperson, chief executive, engineer."""
    regulator: list[str]
    """Regulators, governments, courts, police and central banks."""
    monitor: list[str]
    merchant: list[str]
    """Who sells, creates or trades: owner, seller, streamer."""
    analyst: list[str]
    """Who studies it: analysts, consultants, insurers, academics, the research of banks."""
    outlet: list[str]
    """The paper itself, an agency, reports of others."""
    public: list[str]
    """Who speaks for none of them: users, customers, residents."""
    named_regulator: list[str]
    named_monitor: list[str]
    named_analyst: list[str]
    named_outlet: list[str]
    """Names of their own; what stands in the text is the name of who says it."""

    official: list[str]
    """Say that a body states it itself: officially, in a statement."""
    estimate: list[str]
    """Say that somebody reckons it: an estimated, puts it at."""
    alleged: list[str]
    """Say that the text does not vouch for it: reportedly, allegedly, rumours."""
    other: list[str]
    """What only looks like one of these words: the official app, an estimated time of arrival."""
