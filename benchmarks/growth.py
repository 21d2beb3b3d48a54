"""How the reader grows with what it is taught: fitted from nothing to ever more articles, scored on the judged ones.

``OUTAGES_BENCH_BASE`` names the encoder to begin with, a folder or a name on a model hub; without it nothing is run,
since training takes long. Leaves its rows in `growth.json`, which `benchmarks.claims` shows.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.claims import GROWTH, cells, gold_articles, scores_of
from extractors.reader.model import load_model

_PASSES = {200: 10, 500: 5, 1000: 3}
"""By number of articles the passes over them: fewer articles are read more often."""


def run() -> None:
    """Train, score and keep the rows."""
    base = os.environ.get("OUTAGES_BENCH_BASE")
    if base is None:
        print("growth: set OUTAGES_BENCH_BASE to an encoder, a folder or a name on a model hub")
        return
    from extractors.training.train import train

    rows = {}
    for number, passes in _PASSES.items():
        with TemporaryDirectory() as scratch:
            trained = train(base, Path(scratch), epochs=passes, articles=number, log=print)
            model = load_model(trained.model)
        with patch("extractors.reader.model.load_model", lambda _model=model: _model):
            rows[number] = cells(scores_of(gold_articles("judged"), "full")["all"])
        print(number, *rows[number])
    GROWTH.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
