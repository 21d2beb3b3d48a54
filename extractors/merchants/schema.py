"""What a language file of merchant cues may say."""

from __future__ import annotations

from pydantic import Field

from extractors.cues import CueFile


class MerchantCues(CueFile):
    """Words by which a name is of someone who sells, creates or trades, and those that rule it out."""

    owner: list[str]
    """Who runs a business: owner, founder, manager."""
    trader: list[str]
    """Who works for own account: seller, florist, driver, streamer; or what they do: sells, runs."""
    business: list[str]
    """What a business is: shop, restaurant, brand."""
    group: list[str]
    """Many of them: traders, online stores."""
    title: list[str]
    """Forms of address before a person's name."""
    says: list[str]
    other_role: list[str]
    """Persons and bodies that are no merchants: analyst, spokesperson, minister, association."""
    link: list[str] = Field(default_factory=list)
    """Small words inside a name: de la, of, and."""
    not_name: list[str] = Field(default_factory=list)
    """Capitalised words with which no name begins; in Arabic, words that end a name."""
    surname: list[str] = Field(default_factory=list)
    """First characters of a person's name, where names are known by them."""
    nickname: list[str] = Field(default_factory=list)
    """Patterns of familiar names: 阿X, X姐, أم X."""
    of_place: list[str] = Field(default_factory=list)
    """Between a group and its place: traders *in* Lagos."""
    after_name: list[str] = Field(default_factory=list)
    """Small words that follow a name, where no capital shows its end."""
    relative: list[str] = Field(default_factory=list)
    """Words with which a clause about the name before goes on: who, which."""
    nameless: list[str] = Field(default_factory=list)
    """Before a trade noun they say that no name is given: a certain shop, several shops."""
    department: list[str] = Field(default_factory=list)
    """May stand between a business and the title of its person: 电商 in 棉里的电商主管."""
