"""How the reader grows with what it is taught: fitted from nothing to ever more articles, scored on the judged ones.

``OUTAGES_BENCH_BASE`` names the encoder to begin with, a folder or a name on a model hub; without it nothing is run,
since training takes long. Leaves a row after each training in `growth.json`, which `benchmarks.claims` shows; a run
that was broken off goes on after its last row, and one over other articles, in other passes or on another encoder
begins anew.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.claims import GROWTH, cells, gold_articles, scores_of
from extractors.reader.model import open_model

_PASSES = {200: 10, 500: 4, 1000: 2}
"""By number of articles the passes over them, so that each reader learns in as many steps."""


def run() -> None:
    """Train, score and keep the rows."""
    base = os.environ.get("OUTAGES_BENCH_BASE")
    if base is None:
        print("growth: set OUTAGES_BENCH_BASE to an encoder, a folder or a name on a model hub")
        return
    from extractors.training.articles import digest_of, read_training_articles
    from extractors.training.train import train

    of = {"base": Path(base).name, "passes": list(_PASSES.values()), "articles": digest_of(read_training_articles())}
    known = json.loads(GROWTH.read_text(encoding="utf-8")) if GROWTH.exists() else {}
    rows = known["rows"] if known.get("of") == of else {}
    for number, passes in _PASSES.items():
        if str(number) not in rows:
            with TemporaryDirectory() as scratch:
                trained = train(base, Path(scratch), epochs=passes, articles=number, log=partial(print, flush=True))
                model = open_model(trained.model)
            with patch("extractors.reader.model.load_model", lambda _model=model: _model):
                rows[str(number)] = cells(scores_of(gold_articles("judged"), "full")["all"])
            GROWTH.write_text(json.dumps({"of": of, "rows": rows}, indent=1) + "\n", encoding="utf-8")
        print(number, *rows[str(number)])
