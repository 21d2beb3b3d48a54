"""What a language file of trades may say; the trade nouns themselves are the merchants' ``business`` words."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Trades(BaseModel):
    """How a language tells, beside a merchant's name, what the merchant trades in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    describing: Literal["before", "after"]
    """Where words that say more stand: before the noun (coffee shop), or after it (quán cà phê)."""
    joins: list[str]
    """Small words between a noun and what follows it: de, para; what follows must be joined where any are given."""
    ends: list[str]
    """Words that describe no more: the, of, in, said."""
    leads: list[str]
    """Between a name and the noun beside the titles of owners: a, which is."""
    unspecific: list[str]
    """Nouns that alone name no trade: company, brand."""
