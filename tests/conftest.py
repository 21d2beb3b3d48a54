"""What every test may use."""

from __future__ import annotations

import os

# Before Prefect is imported: tests talk to their own server and to nobody else.
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_LOGGING_LEVEL"] = "WARNING"
