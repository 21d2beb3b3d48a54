"""``outages train``: makes the reader again from the training articles."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from flows.cli.output import JsonOption, console, print_json

BASE = "intfloat/multilingual-e5-small"


def command(
    base: Annotated[str, typer.Option(help="Encoder to begin with: a folder, or a name on a model hub.")] = BASE,
    out: Annotated[Path, typer.Option(help="Folder for the model and what is kept on the way.")] = Path("out/reader"),
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the articles.")] = 4,
    articles: Annotated[int | None, typer.Option(min=1, help="Train on so many articles only.")] = None,
    json_: JsonOption = False,
) -> None:
    """Fit the reader to data/training; a run that was broken off goes on after its last whole epoch.

    Needs the extra `train`. Example: `outages train --base ./multilingual-e5-small`
    """
    try:
        from extractors.training.train import train
    except ModuleNotFoundError as error:
        raise UsageError(f"training needs {error.name}: pip install 'outage-atlas[train]'") from None

    trained = train(base, out, epochs=epochs, articles=articles, log=lambda line: print(line, file=sys.stderr))
    if json_:
        print_json({**asdict(trained), "model": str(trained.model)})
    else:
        console().print(
            f"{trained.model}: trained on {trained.trained_on} articles, calibrated on {trained.calibrated_on}; "
            f"SHA-256 {trained.sha256}",
            markup=False,
        )
