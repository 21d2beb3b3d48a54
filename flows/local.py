"""Runs of one's own, without a server that watches them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings


@contextmanager
def unwatched() -> Iterator[None]:
    """Runs a flow without heartbeats unless a Prefect server is configured.

    They tell a server that a run is alive. The temporary one ends with the run, which would wait up to a second for
    the thread that sends them.
    """
    if PREFECT_API_URL.value() is not None:
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
