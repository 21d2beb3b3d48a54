"""The script ``outages``: one small module a command; heavy imports happen inside the command that needs them."""

from __future__ import annotations

import os
import sys

# Set before Prefect is imported anywhere: a research tool reports home to nobody, and its own output is the log.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
# Its server migrates a new database first: on a small, busy machine that takes longer than the usual 20 s.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")

import typer

from extractors.errors import UsageError
from flows.cli import backfill, demo, export, extract, ingest, parse, query, sql, status, train
from flows.cli.output import complain

app = typer.Typer(
    name="outages",
    help="Reads the news about outages of digital platforms into a dataset with evidence for every figure.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (demo, extract, parse, ingest, backfill, query, sql, export, status, train):
    app.command(name=module.__name__.rsplit(".", 1)[-1])(module.command)


def main() -> None:
    """Run a command. Exit codes: 0 done, 1 ran with failures, 2 wrong use."""
    try:
        app()
    except UsageError as error:
        complain(str(error))
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output went away (``| head``): not an error; keep the interpreter from flushing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
