"""``datapackage.json``: what a release holds, for people and for Frictionless tools."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.columns import Column
from pipeline.formats import FILE_FORMATS, Columns, Format
from pipeline.tables import KEYS, REFERENCES

NAME = "outage-atlas"
"""By this name a folder is known for a release."""
FILE = "datapackage.json"

_MEANINGS: Mapping[str, str] = {
    "articles": "Articles with their metadata, language and relevance, each in the revision that was read.",
    "reports": "What one article says about one outage.",
    "claims": "Every figure and name that an article states about an outage, verbatim, with its place in the text.",
    "incidents": "Outages in the world, each with a consensus of the reports about it.",
    "incident_reports": "Which report is about which incident.",
    "incident_redirects": "Former incident ids and where they lead.",
    "consensus": "For each field of an incident the chosen value and the claims for and against it.",
    "coverage": "What was fetched of each source on each day.",
}

_PACKAGE: Mapping[str, Any] = {
    "profile": "data-package",
    "name": NAME,
    "title": "Outage Atlas",
    "description": (
        "Outages of digital platforms as the news reports them in Chinese, Arabic, Vietnamese, Spanish and English: "
        "facts and short quotations, each with its place in the article. Quoted words belong to their publishers."
    ),
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [
        {"title": "The articles named in the table articles"},
        {"title": "European Central Bank, euro foreign exchange reference rates"},
        {"title": "World Bank, World Development Indicators, PA.NUS.FCRF (CC BY 4.0)"},
        {"title": "International Monetary Fund, Exchange Rates"},
    ],
}


def resource(path: Path, name: str, columns: Columns, file_format: Format, rows: int) -> dict[str, Any]:
    """The entry of one file: its columns, size, hash and number of rows."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    references = [
        {"fields": list(names), "reference": {"resource": to, "fields": list(KEYS[to])}}
        for names, to in REFERENCES.get(name, ())
        if to in _MEANINGS
    ]
    return {
        "profile": "data-resource" if file_format == "parquet" else "tabular-data-resource",
        "name": name,
        "path": path.name,
        "description": _MEANINGS[name],
        "format": file_format,
        "mediatype": FILE_FORMATS[file_format].mediatype,
        **({} if file_format == "parquet" else {"encoding": "utf-8"}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "schema": {
            "fields": [_field(column) for column in columns],
            "primaryKey": ["id"] if name == "articles" else list(KEYS[name]),
            **({"foreignKeys": references} if references else {}),
        },
    }


def datapackage(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole descriptor. It names no time of writing: the same data give the same bytes."""
    return {**_PACKAGE, "version": version("outage-atlas"), "resources": resources}


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.kind,
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({} if column.nullable else {"constraints": {"required": True}}),
    }
