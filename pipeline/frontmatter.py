"""Markdown files with a YAML head between two lines of three dashes, as static site generators read them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<head>.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)


def split_front_matter(text: str) -> tuple[dict[str, str], str] | None:
    """The head's entries as text (keys in small letters, lists joined by ``;``) and what follows it.

    ``None`` where the text has no such head, or one that is no YAML mapping.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None
    try:
        head = yaml.safe_load(match["head"])
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(head, dict):
        return None
    entries = {str(key).lower(): _text(value) for key, value in head.items()}
    return {key: value for key, value in entries.items() if value}, text[match.end() :]


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(str(item).strip() for item in value if isinstance(item, str))
    return str(value).strip() if isinstance(value, str | int | float) else ""
