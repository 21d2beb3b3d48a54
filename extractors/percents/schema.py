"""What ``percents/<language>.yaml`` may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


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
