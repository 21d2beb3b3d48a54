"""Bytes into text: what the page declares, unless its bytes say otherwise."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-6": "cp1256",
    "iso8859-9": "cp1254",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
"""Encodings that pages name while they use a larger one (WHATWG Encoding Standard, 4.2 names and labels)."""
_USUAL = {
    "zh": ("gb18030", "big5hkscs"),
    "ar": ("cp1256",),
    "vi": ("cp1258",),
    "es": ("cp1252",),
    "en": ("cp1252",),
}
"""Encodings other than UTF-8 that pages of a language come in; they choose where the bytes alone leave a choice."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""")
_HEAD_END = re.compile(rb"<body[\s>]|</head", re.IGNORECASE)
_TAG = re.compile(rb"<(script|style)\b(?:(?!</\1).)*+|<[^<>]*+>", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST_HEAD = 1_000_000
_SAMPLE = 20_000
_WESTERN = {"cp1252", "cp1254", "iso8859-15", "mac-roman"}
_WESTERN_HIGH_SHARE = 0.5
"""Spanish words with accents have 10-20 % bytes beyond ASCII, Arabic and Chinese ones 80-100 %."""
_TOLERATED = 0.005
"""Share of undecodable or control characters that a text may hold before it counts as binary."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding that it came in; ``declared`` is what the page said, where that was something else."""

    text: str
    encoding: str
    declared: str | None = None


def decode(body: bytes, content_type: str = "", language: str | None = None) -> Decoded | None:
    """The text of a page: byte order mark, HTTP header, declaration in the whole head, then the bytes themselves.

    ``language`` (of the source) helps where the bytes leave a choice. ``None`` means that this is no text. Valid UTF-8
    with characters beyond ASCII is UTF-8 whatever is declared: no other encoding makes it by chance.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _judged(body[len(mark) :].decode(encoding, errors="replace"), encoding)
    if b"\x00" in body[:4096]:
        return None
    declared = _codec(_DECLARED.search(content_type.encode("latin-1", errors="replace"))) or _codec(_in_head(body))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _judged(text, "utf-8", declared)
    for encoding in _candidates(body, declared, language):
        try:
            return _judged(body.decode(encoding), encoding, declared)
        except UnicodeDecodeError:
            continue
    # A few broken bytes in an otherwise clear text: a page cut in the middle, a smuggled-in comment.
    for name in (declared, "utf-8", *_USUAL.get(language or "", ())):
        if name is not None and (found := _judged(body.decode(name, errors="replace"), name, declared)):
            return found
    return None


def _candidates(body: bytes, declared: str | None, language: str | None) -> list[str]:
    """Encodings to try strictly, likeliest first. A declared UTF-8 that does not decode is a wrong declaration, and so
    is a Western encoding of a text whose letters are mostly no ASCII: that is how mojibake looks."""
    if _mostly_utf8(body):
        return []
    sample = b" ".join(word for word in _TAG.sub(b" ", body).split() if not word.isascii())[:_SAMPLE]
    candidates = []
    if declared and declared != "utf-8" and not (declared in _WESTERN and _high_share(sample) > _WESTERN_HIGH_SHARE):
        candidates.append(declared)
    best = from_bytes(sample).best()
    guess = _WIDER.get(_normal(best.encoding), _normal(best.encoding)) if best else None
    usual = _USUAL.get(language or "", ())
    if guess and (guess in usual or not usual):
        candidates.append(guess)
    return [*candidates, *usual, *([guess] if guess else [])]


def _mostly_utf8(body: bytes) -> bool:
    """Whether only a few bytes keep this from being UTF-8."""
    return body.decode("utf-8", errors="replace").count("\ufffd") <= _TOLERATED * len(body)


def _high_share(sample: bytes) -> float:
    """Share of bytes beyond ASCII among the words that hold any."""
    return sum(byte >= 0x80 for byte in sample) / max(1, len(sample))


def _in_head(body: bytes) -> re.Match[bytes] | None:
    end = _HEAD_END.search(body, 0, _LONGEST_HEAD)
    return _DECLARED.search(body, 0, end.start() if end else min(len(body), _LONGEST_HEAD))


def _codec(match: re.Match[bytes] | None) -> str | None:
    if match is None:
        return None
    try:
        name = _normal(match[1].decode("ascii"))
    except LookupError:
        return None
    return _WIDER.get(name, name)


def _normal(name: str) -> str:
    """Python's name of an encoding. Raises LookupError for one it does not know."""
    return codecs.lookup(name).name


def _judged(text: str, encoding: str | None, declared: str | None = None) -> Decoded | None:
    """The text, unless it is rubbish."""
    rubbish = text.count("\ufffd") + len(_CONTROL.findall(text))
    if rubbish > _TOLERATED * len(text):
        return None
    return Decoded(text, encoding or "utf-8", declared if declared != encoding else None)
