"""In which language a text is written: its script first, a model where the script leaves a choice."""

from __future__ import annotations

import copy
import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SCRIPTS = {
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    "kana": re.compile(r"[\u3040-\u30ff\uff66-\uff9f]"),
    "hangul": re.compile(r"[\u1100-\u11ff\uac00-\ud7a3]"),
    "arabic": re.compile(r"[\u0621-\u064a\u0671-\u06d3\u06d5\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_NOT_ARABIC = re.compile(r"[ٹپچڈڑژکگںھہۂۃیےۆێەڵڕڤګټځڅښڼۍې]")
"""Letters of the Arabic script that Persian, Urdu, Kurdish, Pashto and Sindhi have and Arabic has not."""
_VIETNAMESE = re.compile(r"[ĂăĐđƠơƯưẠ-ỹ]")

_SIGNS = {"han", "kana", "hangul"}
_WEIGHT_OF_A_SIGN = 3
"""One Chinese, Japanese or Korean character says about as much as three letters."""
_LEAST_WEIGHT = 3
_SAMPLE = 10_000
_KANA_SHARE = 0.04
"""Japanese prose has a third to a half; a Chinese text may hold a brand name."""
_FOREIGN_SHARE = 0.01
_VIETNAMESE_SHARE = 0.05
"""Vietnamese has 15-25 % such letters; other languages at most a name."""
_SURE = 0.7
_LEAST_CONFIDENCE = 0.3
"""Below that the model is right less often than wrong: dozens of characters, mostly names."""

# The model knows 140 languages, and small ones take short texts full of names away from their larger neighbours.
# So it chooses among the languages of daily newspapers in the script, and where it is not sure, among the large ones.
_CHOICES = {
    "arabic": "ar fa ur ku ps ug",
    "latin": "en es vi pt fr it de nl pl ro tr id ca gl eu sv no da fi is cs sk sl hr hu sq lt lv et az uz ms sw so ha",
    "large latin": "en es vi pt fr it de nl pl ro tr id",
}


def detect(text: str) -> tuple[str, float]:
    """The language (ISO 639-1 where it has such a code) and how sure that is, from 0 to 1; ``("und", 0.0)`` for what
    cannot be told.

    The first 10,000 characters count. The same text gives the same answer, composed or decomposed.
    """
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    weights = {
        script: len(pattern.findall(sample)) * (_WEIGHT_OF_A_SIGN if script in _SIGNS else 1)
        for script, pattern in _SCRIPTS.items()
    }
    letters = len(_LETTER.findall(sample))
    known = sum(weight // _WEIGHT_OF_A_SIGN if script in _SIGNS else weight for script, weight in weights.items())
    weights["other"] = max(0, letters - known)  # signs newer than this Python are no letters to it
    if letters == 0 or sum(weights.values()) < _LEAST_WEIGHT:
        return "und", 0.0
    east = weights["han"] + weights["kana"] + weights["hangul"]
    largest = max(east, weights["arabic"], weights["latin"], weights["other"])
    share = largest / sum(weight for weight in weights.values())
    if largest == east:
        return _east_asian(weights), share
    if largest == weights["arabic"]:
        if len(_NOT_ARABIC.findall(sample)) <= _FOREIGN_SHARE * weights["arabic"]:
            return "ar", share
        return _by_model(sample, "arabic")
    if largest == weights["latin"]:
        if len(_VIETNAMESE.findall(sample)) > _VIETNAMESE_SHARE * weights["latin"]:
            return "vi", share
        return _by_model(sample, "latin")
    return _by_model(sample, "any")


def _east_asian(weights: dict[str, int]) -> str:
    if weights["hangul"] > weights["han"] + weights["kana"]:
        return "ko"
    return "ja" if weights["kana"] > _KANA_SHARE * (weights["han"] + weights["kana"]) else "zh"


def _by_model(sample: str, script: str) -> tuple[str, float]:
    language, confidence = _model(script).classify(sample)
    if script == "latin" and confidence < _SURE:
        language, confidence = _model("large latin").classify(sample)
    return (str(language), float(confidence)) if confidence >= _LEAST_CONFIDENCE else ("und", 0.0)


@cache
def _model(script: str) -> LanguageIdentifier:
    if script not in _CHOICES:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model = copy.copy(_model("any"))
    model.set_languages(_CHOICES[script].split())
    return model
