"""The gate: on the judged gold articles no field of any language may be read worse than it once was.

``python -m tests.gate`` raises the floors in `floors.json` to what is reached now; they never fall.
"""

from __future__ import annotations

import json
from math import floor
from pathlib import Path

from benchmarks.claims import gold_articles, scores_of
from benchmarks.scoring import FIELDS
from extractors.base import Engine

FLOORS = Path(__file__).with_name("floors.json")
Floors = dict[str, dict[str, dict[str, float]]]
ENGINES: tuple[Engine, ...] = ("full", "light")


def reached() -> Floors:
    """F1 by engine, language and field on the judged articles, rounded down to hundredths."""
    articles = gold_articles("judged")
    return {
        engine: {
            language: {name: floor(100 * scores.fields[name].f1) / 100 for name in FIELDS}
            for language, scores in sorted(scores_of(articles, engine).items())
        }
        for engine in ENGINES
    }


def floors() -> Floors:
    """What was reached once."""
    read: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return read


def raise_floors() -> None:
    """Write the floors anew, each the higher of what stands there and what is reached."""
    old, new = floors(), reached()
    for engine, languages in new.items():
        for language, fields in languages.items():
            for name, value in fields.items():
                fields[name] = max(value, old.get(engine, {}).get(language, {}).get(name, 0.0))
    FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise_floors()
