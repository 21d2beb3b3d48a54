"""What a language file of counts may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from extractors.base import CountUnit

Words = list[str]


class CountFile(BaseModel):
    """How one language says how many users, businesses, reports, transactions, people or devices there are.

    The expressions are regular ones over folded text (`extractors.folding`), in lower case; a space is any white
    space.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    spaced: bool = True
    """Words stand apart; false where they are written without spaces, as in Chinese."""
    adjunct: str | None = None
    """Which nouns only describe a noun right after them, so that the last one counts (user complaints, 用户投诉)."""
    year_before: str | None = None
    """Words after which four digits are a year: in *2018* customers of the bank."""
    nouns: dict[CountUnit, Words]
    """What is counted. A transaction is one service done for one customer: a payment, an order, a call. Flights are no
    unit of the annotation scheme."""
    not_nouns: Words = Field(default_factory=list)
    """Longer words that begin with one of the nouns and are something else (人民币, người mẫu)."""
    classifiers: dict[str, CountUnit | None] = Field(default_factory=dict)
    """Words between figure and noun that ask for a figure; with a unit, they count by themselves (37家, 250万笔)."""
    blurred: str = "(?!)"
    """Words right after a figure that make it a rough one: -odd, y pico."""
    link: str = ""
    """What may stand right after the figure: of the, de los."""
    modifier: str
    """One further word before the noun."""
    most_modifiers: int
    stops: Words
    """What is no modifier: verbs, particles, units of money and time."""
    before: str | None = None
    """What stands between a noun and the figure that counts it, where the figure comes second (用户数达5亿)."""
    affixes: tuple[str, str] = ("", "")
    """What may be written on to the front and the end of a noun that stands before its figure (بمستخدميها)."""
    reporting: str = "(?!)"
    """What follows users or people who are counted because they reported something."""
    numbering: str | None = None
    """Words before a figure that count what was named earlier in the sentence (عددهم)."""
    alone: str
    """What may follow a figure whose noun stands before it."""
    again_before: str
    """What may stand before a figure that counts the same thing as the figure before it …"""
    again_after: str
    """… and what must follow it ("1,960 reports in the US and nearly 1,500 in Britain")."""
