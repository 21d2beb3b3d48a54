"""Characters that no database can hold."""

from __future__ import annotations


def storable(text: str) -> str:
    """``text`` with U+FFFD for each NUL and lone surrogate."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text
