"""Runs of one's own, without a server that watches them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED,
    temporary_settings,
)


@contextmanager
def unwatched() -> Iterator[None]:
    """Runs a flow without heartbeats and triggers unless a Prefect server is configured.

    Heartbeats tell a server that a run is alive. The temporary one ends with the run, which would wait up to a second
    for the thread that sends them. Triggers start automations; looking for any costs the temporary server most of what
    it does while nothing else is asked of it.
    """
    if PREFECT_API_URL.value() is not None:
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: False}):
        yield
