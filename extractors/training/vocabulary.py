"""Prunes a SentencePiece unigram vocabulary to the scripts of the project's languages."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Container, Iterable
from typing import Any

from tokenizers import Tokenizer

_LATIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzáéíóúüñçàèìòùâêîôûäëïöãåøæœßảạăằẳẵắặầẩẫấậẻẽẹềểễếệỉĩịỏõọồổỗốộơờởỡớợủũụưừửữứựỳỷỹỵýđ"
)
"""Letters of English, Spanish and Vietnamese, and those of names that these languages print with their accents."""
_LATIN_PIECES = 40_000
"""Pieces in Latin letters kept, the likeliest of a vocabulary that serves a hundred languages."""
_BLANK = "▁"
_SPECIAL = 4
"""The first ids are `<s>`, `<pad>`, `</s>` and `<unk>`."""


def prune_vocabulary(tokenizer_json: str, texts: Iterable[str]) -> tuple[str, list[int]]:
    """The tokenizer with fewer pieces, and for each kept piece its former id; new ids follow the list.

    Kept are the pieces in Han and Arabic script, figures and punctuation, the likeliest in Latin letters, and whatever
    ``texts`` use.
    """
    spec: dict[str, Any] = json.loads(tokenizer_json)
    tokenizer = Tokenizer.from_str(tokenizer_json)
    used = {number for text in texts for number in tokenizer.encode(text, add_special_tokens=False).ids}
    kept, latin = list(range(_SPECIAL)), 0
    # The vocabulary stands by falling likelihood.
    for number, (piece, _) in enumerate(spec["model"]["vocab"]):
        if number < _SPECIAL:
            continue
        scripts = {_script(character) for character in piece.replace(_BLANK, "")}
        if "latin" in scripts and None not in scripts:
            latin += 1
        if number in used or (None not in scripts and ("latin" not in scripts or latin <= _LATIN_PIECES)):
            kept.append(number)
    spec["model"]["vocab"] = [spec["model"]["vocab"][number] for number in kept]
    spec["added_tokens"] = [token for token in spec["added_tokens"] if token["id"] < _SPECIAL]
    spec["post_processor"] = None
    return json.dumps(spec, ensure_ascii=False), kept


def _script(character: str, latin: Container[str] = _LATIN) -> str | None:
    code = ord(character)
    if character.lower() in latin:
        return "latin"
    if 0x600 <= code <= 0x6FF or 0x3400 <= code <= 0x9FFF:
        return "other"
    if unicodedata.category(character)[0] in "NPSZ" and (code < 0x250 or 0x2000 <= code <= 0x33FF or code >= 0xFF00):
        return "sign"
    return None
