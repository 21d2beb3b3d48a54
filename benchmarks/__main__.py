"""Runs the benchmarks, all or those named; the folder is the registry."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    modules = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_"]
    runs = {name: run for name in modules if (run := getattr(import_module(f"benchmarks.{name}"), "run", None))}
    if unknown := [name for name in names if name not in runs]:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(runs)}")
    for name in names or runs:
        runs[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
