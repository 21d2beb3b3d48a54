"""Reads a figure in digits: which sign is the decimal one, which groups."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 40
"""Digits and signs of the longest figure that is read as a number; more is an identifier."""

_ONE_SIGN = re.compile(r"(\d*)([.,])(\d+)")
_NATIVE = {
    ",": re.compile(r"\d,\d{1,2}(?![\d,.])|\d\.\d{3}[.,]\d"),
    ".": re.compile(r"\d\.\d{1,2}(?![\d,.])|\d,\d{3}[.,]\d"),
}
_MILLIONS = re.compile(r"\d{1,3}['’]\d{3}[.,]\d{3}")
"""An apostrophe that groups the millions, a point or comma the thousands: 1'250.000 in Colombia, 1'250,000 in Peru."""
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")


class DigitReader:
    """Reads the figures of one text. Where a sign and three digits could be either thousands or decimals, the
    language decides, unless the other figures of the text show the other habit."""

    __slots__ = ("_decimal", "_settled", "_text", "suffixes")

    def __init__(self, text: str, decimal: str, suffixes: Mapping[str, float], settled: bool) -> None:
        self._text = text
        self._decimal = decimal
        self._settled = settled
        self.suffixes = suffixes

    def read(self, raw: str) -> float | None:
        """The value of ``raw`` (ASCII digits, points, commas, spaces, apostrophes), ``None`` if it is no number."""
        if len(raw) > LONGEST:
            return None
        if raw.isdigit():
            return float(raw)
        if _MILLIONS.fullmatch(raw):
            return float(re.sub(r"\D", "", raw))
        raw = (
            raw.replace(" ", "").replace("'", "").replace("’", "").replace("٬", "").replace("،", ",").replace("٫", ".")
        )
        commas, points = raw.count(","), raw.count(".")
        if commas and points:
            sign = raw[max(raw.rfind(","), raw.rfind("."))]
            if raw.count(sign) > 1:
                return None
            group = "," if sign == "." else "."
            return float(raw.replace(group, "").replace(sign, "."))
        if commas + points == 0:
            return float(raw)
        if commas + points > 1:
            sign = "," if commas else "."
            first, *groups = raw.split(sign)
            if all(len(group) == 3 for group in groups) or _INDIAN.fullmatch(raw):
                return float(first + "".join(groups))
            if all(len(group) == 3 for group in groups[:-1]) and commas:
                return float(first + "".join(groups[:-1]) + "." + groups[-1])
            return None
        match = _ONE_SIGN.fullmatch(raw)
        if match is None:
            return None
        whole, sign, rest = match.groups()
        if len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" and self._groups(sign, rest):
            return float(whole + rest)
        return float(f"{whole or 0}.{rest}")

    def _groups(self, sign: str, rest: str) -> bool:
        if sign != self._decimal:
            return True
        return rest == "000" or self._other_habit()

    def _other_habit(self) -> bool:
        """Whether the text's unmistakable figures are written against the language's habit."""
        if not self._settled:
            self._settled = True
            own, other = _NATIVE[self._decimal], _NATIVE["," if self._decimal == "." else "."]
            if not own.search(self._text) and other.search(self._text):
                self._decimal = "," if self._decimal == "." else "."
                return True
        return False
