"""What ``numbers/<language>.yaml`` may say. Words are written in lower case, in the spelling that ``fold`` leads to."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.base import Bound

Words = list[str]
Values = dict[str, float]
BoundWords = dict[Bound, Words]


class NumberFile(BaseModel):
    """The number words of one language, and how its figures are punctuated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fold: dict[str, str] = Field(default_factory=dict)
    """Single characters and the variant of them that every lexicon of this language uses."""
    spaced: bool = True
    """Words stand apart; false where they are written without spaces, as in Chinese."""
    decimal: str
    """The usual decimal sign: ``.`` or ``,``; the other one groups thousands."""
    point_locales: Words = Field(default_factory=list)
    """Countries of the language that write a decimal point although ``decimal`` is the comma."""
    comma_locales: Words = Field(default_factory=list)
    """Countries of the language that write a decimal comma although ``decimal`` is the point."""
    prefixes: Words = Field(default_factory=list)
    """Particles written on to the front of a number word (Arabic و, ب, ال …)."""
    digits: Values = Field(default_factory=dict)
    """Numerals that stand for one digit each and may form a row (二〇二一)."""
    not_by_position: Words = Field(default_factory=list)
    """Digits that no row of digits holds (两)."""
    weak: Words = Field(default_factory=list)
    """Numerals that are everyday words too: they count only beside another numeral (伍, 陆, 拾) or before a unit."""
    given_names: Words = Field(default_factory=list)
    """Numerals that are people's names too: none behind another name and with a capital letter (Trần Văn *Bảy*)."""
    units: Values
    """Words that add: one … nineteen, twenty … ninety, and whole hundreds or thousands written as one word."""
    pairs: dict[str, tuple[float, float]] = Field(default_factory=dict)
    """Two numerals side by side that mean from one to the other: hai ba, năm bảy. Where one of them is ``weak``, a
    scale must follow."""
    articles: Values = Field(default_factory=dict)
    """Words that mean one but are articles too: they count only before a scale or a unit."""
    scales: Values
    """Words that multiply what stands before them."""
    suffixes: Values
    """Short scales written after digits only: k, m, bn."""
    decimal_suffixes: Words = Field(default_factory=list)
    """Those of ``suffixes`` that their decimals may be written behind: 2tr5, 1k5."""
    construct_duals: Values = Field(default_factory=dict)
    """Scales that mean two of it directly before what they count, one elsewhere: مليونا مستخدم but مليونا ونصف."""
    ordinals: Words = Field(default_factory=list)
    """Ordinals of which a ten may be a part: الثالث عشر, الحادي والعشرون."""
    bare: Words = Field(default_factory=list)
    """Scales and fractions that are a number by themselves."""
    magnitudes: Values = Field(default_factory=dict)
    """Scales in the plural that stand without a number and name their floor: hundreds, miles, مئات."""
    vague: Values = Field(default_factory=dict)
    """Words for a small unknown number, with the value that they are read as: a few, several, 几."""
    fractions: Values = Field(default_factory=dict)
    """Half, quarter: before a scale or a unit (half a million), or after "and" (two and a half)."""
    shares: Values = Field(default_factory=dict)
    """Numerals that are a fraction before a definite noun: خمس السكان, a fifth of the population."""
    share_mark: str = ""
    """A vowel sign in one of ``shares`` that settles that it is the fraction: خُمس, a fifth, beside خمس, five."""
    definite: str = ""
    """How a definite noun begins."""
    halves: Values = Field(default_factory=dict)
    """Fractions of the last scale, written after it: y medio, rưỡi, 半."""
    denominators: Values = Field(default_factory=dict)
    """Thirds, quintos: what divides the number before it."""
    divide_one: Words = Field(default_factory=list)
    """Singular denominators that divide one only, ordinals otherwise: one millionth, but no two millionth."""
    denominator_endings: Values = Field(default_factory=dict)
    """Endings that make number words written together a denominator, with a factor (-avos 1, -milésimos 1000)."""
    divided_by: dict[str, Literal["any", "one", "closed"]] = Field(default_factory=dict)
    """Between numerator and denominator, and when: in ``any`` case (out of), after a numerator of ``one`` (in), or
    where nothing that could be counted follows (``closed``: over, sobre)."""
    parts_of: Words = Field(default_factory=list)
    """Between denominator and numerator: 分之."""
    pauses: Words = Field(default_factory=list)
    """Signs that may part two neighbouring numerals before a scale: 七、八千."""
    joiners: Words = Field(default_factory=list)
    """Words between the parts of one number: and, y, و, linh, 零."""
    linkers: Words = Field(default_factory=list)
    """Words between a vague magnitude or a fraction and its scale: of, de, a."""
    decimal_words: Words = Field(default_factory=list)
    """The decimal sign as a word: point, coma, phẩy, 点."""
    negatives: Words = Field(default_factory=list)
    more: Words = Field(default_factory=list)
    """Words inside a number that say that it is exceeded: 多, 余, 几 in 三十几万."""
    over_prefixes: Words = Field(default_factory=list)
    """Words glued to a scale that say that it is exceeded: 上 in 上亿."""
    elided_tens: bool = False
    """A single last digit counts tenths of the scale before it (二百五 is 250)."""
    tens_joined: bool = False
    """Tens and units are always joined by a joiner (treinta y uno), so that it does not part whole and fraction."""
    units_first: bool = False
    """Units stand before tens (خمسة وعشرون)."""
    day_before: Words = Field(default_factory=list)
    """Words that make a bare number after them a day of the month, so that it begins no enumeration: el, ngày."""
    ordinal_prefixes: Words = Field(default_factory=list)
    """Words that make the number after them an ordinal: 第, thứ."""
    classifiers: Words = Field(default_factory=list)
    """What shows that a lone numeral counts something (个, 只); in spaced languages asked of weak ones only."""
    not_ordinal: Words = Field(default_factory=list)
    """Phrases that end like one of ``ordinal_prefixes`` and make no ordinal: mỗi ngày."""
    equals: Words = Field(default_factory=list)
    """What shows before a lone numeral that it is a number (是); asked for in unspaced languages."""
    not_numbers: Words = Field(default_factory=list)
    """Everyday words in which a numeral is none: 一些, 四川, that one."""
    inert: Words = Field(default_factory=list)
    """Words that hold a number word and are none, wherever they stand: 来自, 晚上, 5g."""
    before: BoundWords
    """Words before a figure that bound it."""
    after: BoundWords
    """Words after a figure, or after its unit, that bound it."""
    after_unit: BoundWords = Field(default_factory=dict)
    """Words that bound a figure only behind its unit: 2000元起, 24小时内."""
    not_bounds: Words = Field(default_factory=list)
    """Longer words that begin or end with a bound word and bound nothing: 纽约, 附近, 内地."""
    fillers: Words = Field(default_factory=list)
    """Words that may stand between a bound word and the figure: hasta *los* 30 mil, 超过*了*5亿."""
    verbs: BoundWords = Field(default_factory=dict)
    """Bounding verbs that stand before their subject, a few words before the figure: تتجاوز *الخسائر* 5 ملايين."""
    range_openers: Words
    """Words before a range: between, from."""
    range_links: Words
    """What stands between the ends of a range."""
    or_links: Words = Field(default_factory=list)
    """What links two neighbouring numbers: two or three."""
    next_links: Words = Field(default_factory=list)
    """What links two numbers below ten and one apart where scale or unit follows: hai, ba ngày."""
    and_links: Words = Field(default_factory=list)
    """What ends a range only after a word for "between" (between 10 and 20)."""
