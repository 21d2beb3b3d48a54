"""Outage Atlas from Python: ``from pipeline import extract, open_dataset``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.extract import extract

if TYPE_CHECKING:
    from pipeline.dataset import open_dataset

__all__ = ["extract", "open_dataset"]


def __getattr__(name: str) -> Any:
    """``open_dataset`` when it is asked for: Arrow, DuckDB and SQLAlchemy take their time to import."""
    if name == "open_dataset":
        from pipeline.dataset import open_dataset

        return open_dataset
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
