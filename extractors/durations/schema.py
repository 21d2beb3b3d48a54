"""What ``durations/<language>.yaml`` may say. Words are written in lower case; ``fold`` spells them alike."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TimeUnit = Literal[
    "second", "minute", "hour", "day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade"
]
UnitWords = dict[TimeUnit, list[str]]


class Clock(BaseModel):
    """How the language writes times of day, for clock ranges that imply a duration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: dict[str, list[str]] = Field(default_factory=dict)
    """Parts of the day before a time, by the class ``am``, ``pm``, ``night`` (pm from six, am before) or ``next``."""
    after: dict[str, list[str]] = Field(default_factory=dict)
    """The same after a time: a.m., sáng, de la tarde."""
    hour: list[str] = Field(default_factory=list)
    """Marks after the hour: 点, giờ, h."""
    minute: list[str] = Field(default_factory=list)
    """Marks after the minutes: 分, phút."""
    named: dict[str, int] = Field(default_factory=dict)
    """Hours as words, 24 for midnight: الثامنة, noon."""
    past: dict[str, int] = Field(default_factory=dict)
    """Minutes past (or, negative, before) the hour as words: والنصف, إلا ربعا."""
    zones: list[str] = Field(default_factory=list)
    """Names of time zones, which may follow a time."""
    at: list[str] = Field(default_factory=list)
    """Words before a time that say nothing of it: about, around."""
    time_words: list[str] = Field(default_factory=list)
    """Words before a figure that make it a time: las, الساعة, lúc."""
    openers: list[str] = Field(default_factory=list)
    """Words before the first time of a range; asked for where neither time has a part of the day or a colon."""
    links: list[str]
    """Words and signs between the two times."""
    lasting: list[str] = Field(default_factory=list)
    """Words between the two times that tell a duration by themselves: 持续至."""


class DurationFile(BaseModel):
    """The duration words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: UnitWords
    glued: UnitWords = Field(default_factory=dict)
    """Short units that count only when written on to digits: 3h, 10d."""
    cued: UnitWords = Field(default_factory=dict)
    """Units that are clock times or dates but after one of ``cues``: 3h in Vietnamese, 三日."""
    after_vague: UnitWords = Field(default_factory=dict)
    """Units that are dates but after a vague number or a fraction: 数月, 半月."""
    cues: list[str] = Field(default_factory=list)
    """Words before a figure that tell a duration: lasting, trong, 持续."""
    parts: UnitWords = Field(default_factory=dict)
    """Units that count only with another part: 分 after 小时 or before 秒."""
    later_parts: UnitWords = Field(default_factory=dict)
    """Units that count only after a larger one, as they begin a clock time: 时."""
    no_article: list[str] = Field(default_factory=list)
    """Units that an article alone does not make one of: a second."""
    before: UnitWords = Field(default_factory=dict)
    """Units that stand before their number: الساعات الست."""
    single: UnitWords = Field(default_factory=dict)
    """Units that mean one without a number, after a word of ``single_after`` or before one of ``single_before``."""
    single_after: list[str] = Field(default_factory=list)
    single_before: list[str] = Field(default_factory=list)
    fixed: dict[str, float] = Field(default_factory=dict)
    """Words that are durations by themselves, in seconds: ساعتين, fortnight, cuarto de hora."""
    most: list[str] = Field(default_factory=list)
    """Words before one of ``most_of`` that mean more than half of it: much of, la mayor parte."""
    most_of: dict[str, float] = Field(default_factory=dict)
    """Stretches of time as they stand after such words, in seconds: the day, de la mañana."""
    duals: UnitWords = Field(default_factory=dict)
    """Words that mean two of a unit: ساعتين."""
    whole: list[str] = Field(default_factory=list)
    """Words before a unit that mean one of it: all, another, cả, 整."""
    fillers: list[str] = Field(default_factory=list)
    """Words between figure and unit: more, consecutive, 个."""
    fraction_fillers: list[str] = Field(default_factory=list)
    """Words between a fraction and its unit: half *an* hour, tres cuartos *de* hora; one that is written on to the unit
    ends in tatweel (ثلاثة أرباع *الـ*ساعة)."""
    half_inside: list[str] = Field(default_factory=list)
    """Between figure and unit, half a unit more: 个半."""
    over_inside: list[str] = Field(default_factory=list)
    """Before a unit whose numeral is left out, one and more of it: 个多小时."""
    fractions_after: dict[str, float] = Field(default_factory=dict)
    """After a unit: and a half, y media, rưỡi, 半."""
    links: list[str] = Field(default_factory=list)
    """Words between the parts of one duration: and, y, 零."""
    not_before: list[str] = Field(default_factory=list)
    """Words before the figure that make it a date, a clock time or an ordinal."""
    not_before_years: list[str] = Field(default_factory=list)
    """Words before a figure of whole years that make it an age: cumplió, el director, de 52 años."""
    still_before: list[str] = Field(default_factory=list)
    """Phrases that end like one of ``not_before`` but do not exclude: durante las."""
    not_before_hours: list[str] = Field(default_factory=list)
    """Words before a figure of whole hours that make it a clock time: a las, lúc."""
    clock_hours: list[str] = Field(default_factory=list)
    """Words for hour that tell the time of day as well (giờ, but not tiếng); where a language has any, only these
    ask for ``not_before_hours`` and ``not_after_hours``."""
    clock_cues: list[str] = Field(default_factory=list)
    """Words before one of ``clock_hours`` with bare minutes behind it that make both a duration: kéo dài 1 giờ 45."""
    not_after_hours: list[str] = Field(default_factory=list)
    """Words after hours that make them a clock time: 7 giờ tối, 22 giờ ngày 5/3."""
    still_after: list[str] = Field(default_factory=list)
    """Phrases that begin like one of ``not_after`` but do not exclude: trước khi."""
    not_after: list[str] = Field(default_factory=list)
    """Words after the unit that make it a point in time: ago, sáng, 前."""
    clock: Clock
