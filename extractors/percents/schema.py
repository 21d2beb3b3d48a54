"""What ``percents/<language>.yaml`` may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ShareFile(BaseModel):
    """The words of one language for falls that are told as shares of the whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    falls: list[str]
    """Words for a fall that stand before the share: fell, lost."""
    between: list[str]
    """What may stand between those and the share: by, about."""
    to: list[str] = Field(default_factory=list)
    """What stands between where the share is what is left: (fell) to."""
    left: list[str] = Field(default_factory=list)
    """Words that tell by themselves that the share is what is left: còn, 只剩."""
    behind: list[str] = Field(default_factory=list)
    """Words for a fall that stand behind the share: (a third) less."""
    named: dict[str, float] = Field(default_factory=dict)
    """Shares that are no figures, in per cent: la mitad."""
    told: dict[str, float] = Field(default_factory=dict)
    """Words that tell a fall and how far at once, in per cent: halved."""
    not_before: list[str] = Field(default_factory=list)
    """Words before which a fraction is no share: half *an* hour."""


class PercentFile(BaseModel):
    """The words for per cent of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: list[str]
    """Words and signs after the figure: %, per cent, في المئة."""
    before: list[str] = Field(default_factory=list)
    """Words before the figure: 百分之."""
    points: list[str] = Field(default_factory=list)
    """Words after the figure that make it percentage points."""
    tenths: list[str] = Field(default_factory=list)
    """Words after the figure that make it tenths: 成."""
    shares: ShareFile
