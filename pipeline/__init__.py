"""Outage Atlas from Python: ``from pipeline import extract, open_dataset``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.dataset import open_dataset as open_dataset
    from pipeline.extract import extract as extract

__all__ = ["extract", "open_dataset"]
