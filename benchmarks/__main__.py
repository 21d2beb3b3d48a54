"""Runs the benchmarks, all or those named; the folder is the registry."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__" and (not names or module.name in names):
            run = getattr(import_module(f"benchmarks.{module.name}"), "run", None)
            if run is not None:
                run()


if __name__ == "__main__":
    main(sys.argv[1:])
