"""Writes a release of the dataset: a folder of tables with a description that machines read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.datapackage import FILE, NAME, datapackage, resource
from pipeline.formats import FILE_FORMATS, FORMATS, DatasetError, Format
from pipeline.store import Store
from pipeline.tables import released


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSummary:
    """What an export wrote."""

    folder: Path
    format: Format
    matched: Mapping[str, int]
    """Rows that the store holds, by table."""
    written: Mapping[str, int]
    """Rows written, by table."""


def export(
    store: Store,
    folder: str | Path,
    format: Format = "parquet",  # noqa: A002
    *,
    with_text: bool = False,
) -> ExportSummary:
    """Write every table of the store to ``folder``, in place of an earlier release there.

    Articles come without their full text, which is their publishers', unless ``with_text``. Tables are sorted and
    nothing in them depends on when they are written: the same store gives the same bytes, on SQLite and PostgreSQL
    alike. The folder appears complete or not at all.

    Raises DatasetError where the folder cannot be written or holds anything but a release.
    """
    if format not in FORMATS:
        raise DatasetError(f"{format} is no format of a release: {', '.join(FORMATS)} are.")
    target = Path(folder).resolve()
    partial, former = (target.with_name(f".{target.name}.{state}") for state in ("partial", "former"))
    try:
        _recover(target, former)
        _refuse_other_files(target)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        summary = _write(store, partial, target, format, with_text=with_text)
        if target.exists():
            target.rename(former)
        partial.rename(target)
    except OSError as error:
        raise DatasetError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(former, ignore_errors=True)
    return summary


def _write(store: Store, partial: Path, target: Path, format: Format, *, with_text: bool) -> ExportSummary:  # noqa: A002
    matched, written, resources = {}, {}, []
    with store.snapshot() as snapshot:
        for name, columns in released(with_text=with_text).items():
            path = partial / f"{name}.{format}"
            matched[name] = snapshot.count(name)
            written[name] = FILE_FORMATS[format].write(path, columns, snapshot.batches(name, columns))
            resources.append(resource(path, name, columns, format, written[name]))
    if written != matched:
        raise DatasetError(f"{target} was not written: {matched} rows matched, {written} came.")
    description = json.dumps(datapackage(resources), ensure_ascii=False, indent=2)
    (partial / FILE).write_text(description + "\n", encoding="utf-8")
    return ExportSummary(folder=target, format=format, matched=matched, written=written)


def _recover(target: Path, former: Path) -> None:
    """An export killed between its two renames left the earlier release aside."""
    if former.exists():
        if target.exists():
            shutil.rmtree(former)
        else:
            former.rename(target)


def _refuse_other_files(target: Path) -> None:
    if target.is_file():
        raise DatasetError(f"{target} cannot be written: it is a file.")
    if not target.exists() or not any(target.iterdir()):
        return
    try:
        known = json.loads((target / FILE).read_text(encoding="utf-8"))["name"] == NAME
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise DatasetError(f"{target} holds other files than a release; name a new or empty folder.")
