"""What the columns of a record are: read off the dataclass, so that no schema is written twice."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Kind = Literal["string", "integer", "number", "boolean", "datetime", "array", "object"]
"""The types of a Frictionless Table Schema, which SQL, Arrow and JSON all have."""

_SCALARS: Mapping[type, Kind] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    datetime: "datetime",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, type, meaning and unit."""

    name: str
    kind: Kind
    nullable: bool
    description: str
    unit: str | None = None
    """``s``, ``USD``, ``%``, ``bytes`` or ``code points``; null where the value has none."""
    items: Kind | tuple[Column, ...] | None = None
    """What an array holds: a scalar, or the columns of a record."""


def columns_of(record: type, *, omit: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """The columns of a dataclass, in the order of its fields, without those named in ``omit``."""
    hints, meanings = get_type_hints(record), descriptions(record)
    return tuple(
        _column(field.name, hints[field.name], meanings.get(field.name, ""))
        for field in fields(record)
        if field.name not in omit
    )


def union(*groups: Iterable[Column], nullable: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """The columns of several records side by side, a name once; those in ``nullable`` may be empty.

    Raises TypeError when one name has two types.
    """
    found: dict[str, Column] = {}
    for column in (column for group in groups for column in group):
        earlier = found.setdefault(column.name, column)
        if (earlier.kind, earlier.items) != (column.kind, column.items):
            raise TypeError(f"column {column.name} is {earlier.kind} in one record and {column.kind} in another")
        if earlier.description != column.description:
            text = f"{earlier.description} Or: {column.description}"
            found[column.name] = _with(earlier, description=text)
    return tuple(_with(c, nullable=True) if c.name in nullable else c for c in found.values())


def _with(column: Column, **changes: Any) -> Column:
    values = {field.name: getattr(column, field.name) for field in fields(Column)}
    return Column(**{**values, **changes})


def _column(name: str, hint: Any, description: str) -> Column:
    nullable = False
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        nullable = True
    kind, items = _kind(hint)
    return Column(name=name, kind=kind, nullable=nullable, description=description, unit=_unit(name, kind), items=items)


def _kind(hint: Any) -> tuple[Kind, Kind | tuple[Column, ...] | None]:
    if get_origin(hint) is Literal:
        hint = type(get_args(hint)[0])
    if hint in _SCALARS:
        return _SCALARS[hint], None
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return "array", columns_of(item) if isinstance(item, type) and is_dataclass(item) else _kind(item)[0]
    if get_origin(hint) is Mapping:
        return "object", None
    raise TypeError(f"no column type for {hint!r}")


def _unit(name: str, kind: Kind) -> str | None:
    """Units stand in names; offsets are the one habit beside."""
    if kind not in ("integer", "number"):
        return None
    if name.endswith("_s"):
        return "s"
    if name.startswith("usd_") and name != "usd_rate":
        return "USD"
    return {"percent": "%", "start": "code points", "end": "code points", "warc_offset": "bytes"}.get(name)


def descriptions(record: type) -> Mapping[str, str]:
    """What each field of a dataclass means, by name: the string below it, in the class or the one it comes from."""
    found: dict[str, str] = {}
    for base in reversed(record.__mro__):
        if is_dataclass(base):
            found.update(_attribute_docstrings(base))
    return found


@cache
def _attribute_docstrings(record: type) -> Mapping[str, str]:
    """The string literals that stand right below a class's fields (PEP 258), by field."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
