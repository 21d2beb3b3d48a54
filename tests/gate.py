"""The gate: on the judged gold articles no field of any language may be read worse than it once was, but for rounding.

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
_ROUNDING = {"all": 0.03}
_ROUNDING_OF_A_LANGUAGE = 0.1
"""How far a field may lie below its floor by the processor alone: attention is summed in blocks of the size of the
cache, and what comes of it is rounded to bytes. With other blocks the figures of all languages together moved by .01,
those of one, which rest on 8 to 40 values, by up to .06."""


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


def fallen(now: Floors) -> dict[str, tuple[float, float]]:
    """The fields of ``now`` that lie below their floors by more than rounding, each with its floor.

    The light engine has no network: it may not fall at all.
    """
    return {
        f"{engine} {language} {name}": (now[engine][language][name], least)
        for engine, languages in floors().items()
        for language, fields in languages.items()
        for name, least in fields.items()
        if now[engine][language][name] < least - _slack(engine, language)
    }


def _slack(engine: str, language: str) -> float:
    return 0.0 if engine == "light" else _ROUNDING.get(language, _ROUNDING_OF_A_LANGUAGE)


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
