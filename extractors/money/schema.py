"""What ``money/<language>.yaml`` and the table of signs may say. Words are written as ``fold`` spells them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from extractors.base import Per

Codes = list[str]
"""ISO 4217 codes that a word may stand for, likeliest first."""


class Subunit(BaseModel):
    """A part of a currency unit: ``parts`` of them make one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: Codes
    parts: int = 100
    parts_in: dict[str, int] = Field(default_factory=dict)
    """Currencies of ``codes`` that have another number of parts: 100 fils in a dirham, 1000 in a dinar."""


class Scaled(BaseModel):
    """An abbreviation that holds scale and currency: mdd, mdp, MUSD."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codes: Codes
    factor: float


class MoneyFile(BaseModel):
    """The everyday currency words of one language. Full names come from Unicode CLDR besides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[str, Codes]
    """Words after a figure; one without a code is a longer word that is no money (元宇宙)."""
    usual: dict[str, str] = Field(default_factory=dict)
    """Shared words that mean one country's currency unless something says another's (rupee: INR)."""
    prefixes: dict[str, Codes] = Field(default_factory=dict)
    """Words before a figure."""
    before_large: dict[str, Codes] = Field(default_factory=dict)
    """Words before a figure that count only where it can be no day or year: dólar 22,5 millones."""
    names_before: bool = False
    """Full currency names stand before figures as well (人民币5亿)."""
    subunits: dict[str, Subunit]
    duals: dict[str, Codes] = Field(default_factory=dict)
    """Words that mean two of a currency by themselves (ريالين)."""
    ones: list[str] = Field(default_factory=list)
    """Words of ``words`` that mean one of a currency before a sub-unit or one of ``one``, or after a bound word."""
    one: list[str] = Field(default_factory=list)
    """The number one where it stands after what it counts: دولار واحد."""
    no_article: list[str] = Field(default_factory=list)
    """Currency words that an article does not make a sum: un peso, un real."""
    after_whole: list[str] = Field(default_factory=list)
    """Sub-units that count only after a whole unit, or in a text that holds nothing else (分 is a point as well)."""
    scaled: dict[str, Scaled] = Field(default_factory=dict)
    unnamed_after: list[str] = Field(default_factory=list)
    """Words of money before a scaled figure that ends its clause without naming a currency: thiệt hại 200 triệu."""
    unnamed: Codes = Field(default_factory=list)
    """The currency of such a sum; where there is none, that of ``home`` or of the country of publication."""
    unnamed_least: float = 1000
    """The least scale of such a sum."""
    coins: dict[str, float] = Field(default_factory=dict)
    """Coins with their value in whatever dollar is meant: dime, nickel."""
    slang: dict[str, float] = Field(default_factory=dict)
    """Words for a round sum of whatever dollar or pound is meant: grand."""
    links: list[str] = Field(default_factory=list)
    """Words between figure and currency: de, of."""
    not_after: list[str] = Field(default_factory=list)
    """What behind a currency word makes it something else (五角大楼)."""
    per: dict[Per, list[str]]
    """Words after a sum that make it a rate."""
    per_before: dict[Per, list[str]] = Field(default_factory=dict)
    """Words before a sum, at most a short verb away, that make it a rate."""
    not_per: list[str] = Field(default_factory=list)
    """What behind a rate word makes it a time instead: a year *earlier*."""
    restated: list[str]
    """What stands between a sum and the same sum in another currency."""
    home: dict[str, Codes] = Field(default_factory=dict)
    """Currencies meant by a shared word where the text names no country: by script (``Hans``, ``Hant``) or ``any``."""
    script: dict[str, str] = Field(default_factory=dict)
    """Characters that tell the scripts of ``home`` apart."""


class SignFile(BaseModel):
    """Signs and codes of currencies that no language owns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    symbols: dict[str, Codes]
    subunits: dict[str, Codes]
    codes_in_any_case: list[str]
    abroad: list[str]
    """Which currency a shared word means in a country that has none of the name: USD for dollar."""
    only_after: list[str]
    """Codes that are words in capitals too: they count only behind a figure."""
    extra_codes: dict[str, str]
    families: dict[str, Codes]
