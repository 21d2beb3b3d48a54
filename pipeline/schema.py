"""JSON Schema of the records, for those who read the pipeline's JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from pipeline.columns import descriptions


def json_schema(record: type) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a record, each field described as in the record itself."""
    schema = TypeAdapter(record).json_schema(mode="serialization")
    definitions = {**schema.get("$defs", {}), record.__name__: schema}
    for within in _records(record):
        for name, meaning in descriptions(within).items():
            if name in definitions[within.__name__]["properties"]:
                definitions[within.__name__]["properties"][name]["description"] = meaning
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def _records(hint: Any) -> Iterator[type]:
    """The dataclass and those within it; none holds itself."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    parts = get_type_hints(hint).values() if isinstance(hint, type) and is_dataclass(hint) else get_args(hint)
    for part in parts:
        yield from _records(part)
