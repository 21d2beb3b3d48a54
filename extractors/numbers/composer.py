"""Composes one number from number tokens, whatever the language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from extractors.base import Bound
from extractors.numbers.grammar import Grammar

_MOST_NESTED = 16
"""Tokens of a numerator, denominator or decimal part within another number."""
_SEVERAL = 3.0
"""From here on a vague word leaves only the floor of its scale: several hundred is at least 100, a couple 200."""
_TEN = 10.0
_THOUSAND = 1000.0
_MOST_DIGITS = 20
"""Digits of the longest row of one-digit numerals that is read as a number."""
_MOST_TOKENS = 64
"""Tokens of the longest number that is read; no language writes a longer one."""


@dataclass(slots=True)
class Figure:
    """A figure at ``[start, end)`` of the folded text, between ``low`` and ``high``.

    ``high`` is ``None`` where the words leave it open ("hundreds", 三十几万); ``bound`` is what the figure's own words
    say. ``scale`` is the last scale word's value (1 if none), which the earlier figure of a range may share (20 to 30
    million). ``weak``: an article, a bare scale or an everyday word, a number only with a unit. ``digits``: written in
    digits alone. ``glued``: a letter stands directly before it (USD50, but also A4).
    """

    start: int
    end: int
    low: float
    high: float | None
    bound: Bound = "exact"
    scale: float = 1.0
    weak: bool = False
    digits: bool = False
    glued: bool = False
    ratio: bool = False


class Token(NamedTuple):
    """A number word, sign or figure at ``[start, end)``; ``raw`` as it stands there."""

    kind: str
    value: float
    start: int
    end: int
    raw: str


class _Part(NamedTuple):
    low: float
    high: float
    limit: float
    """What the part must stay below, by the room that the part before leaves."""
    before: int
    """Index of the token before which the number ended when this part came."""
    joined: bool


_ANYWHERE, _AFTER_ONE = 0.0, 1.0
_END = Token("end", 0.0, 0, 0, "")


def compose(tokens: list[Token], at: int, grammar: Grammar, closed: bool = False) -> tuple[Figure | None, int]:
    """The longest number that begins at ``tokens[at]``, and the index of the first token after it.

    ``closed``: no word follows the tokens that could be what is counted.
    """
    return _Composer(tokens, at, grammar, closed).read()


class _Composer:
    """The parts of the number so far stand on a stack, largest first: a scale multiplies every smaller part on top
    (dos mil | trescientos → × millones), anything else must fit in the room that the part before it leaves."""

    __slots__ = (
        "at",
        "closed",
        "depth",
        "first",
        "grammar",
        "last",
        "over",
        "parts",
        "ratio",
        "room",
        "scale",
        "stop",
        "tokens",
        "vague",
        "weak",
    )

    def __init__(self, tokens: list[Token], at: int, grammar: Grammar, closed: bool = False, depth: int = 0) -> None:
        self.closed = closed
        self.depth = depth
        self.tokens = tokens
        self.first = self.at = at
        self.stop = min(len(tokens), at + (_MOST_NESTED if depth else _MOST_TOKENS))
        self.grammar = grammar
        self.parts: list[_Part] = []
        self.room = math.inf
        self.scale = 1.0
        self.last = ""
        self.over = False
        self.vague = False
        self.weak = False
        self.ratio = False

    def peek(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < self.stop else _END

    def read(self) -> tuple[Figure | None, int]:
        sign = 1.0
        if self.peek().kind == "negative":
            sign = -1.0
            self.at += 1
        self._opening()
        self._body()
        value = sum(part.low for part in self.parts), sum(part.high for part in self.parts)
        if not self.parts:
            return None, max(self.at, self.first + 1)
        low, high = self._ratio(*value)
        if not math.isfinite(low) or not math.isfinite(high):
            return None, self.at
        bound: Bound = "vague" if self.vague else "over" if self.over else "range" if low != high else "exact"
        open_end = self.vague or self.over
        start = self.tokens[min(self.first, self.at - 1)].start
        low, high = sign * tidy(low), sign * tidy(high)
        return (
            Figure(
                start,
                self.tokens[self.at - 1].end,
                low,
                None if open_end else high,
                bound,
                self.scale,
                self.weak,
                False,
                False,
                self.ratio,
            ),
            self.at,
        )

    # --- the first word ---------------------------------------------------------------------------------------

    def _opening(self) -> None:
        """Takes what only begins a number: an article, a fraction, a vague word or magnitude, 上 before a scale."""
        token = self.peek()
        file = self.grammar.file
        if token.kind in ("prefix", "joiner"):
            self.at += 1
            token = self.peek()
            self.first = self.at
        if token.kind == "ordinal":
            self._skip_ordinal()
            return
        if token.kind == "over":
            if self.peek(1).kind != "scale":
                self.at += 1
                return
            self.over = True
            self.at += 1
        elif token.kind == "article":
            following = self.peek(1).kind
            if following in ("vague", "fraction"):
                self.at += 1
                self._opening()
            else:
                self._push(token.value, token.value, 1.0, joined=False)
                self.weak = following not in ("scale", "magnitude", "denominator", "compound")
        elif token.kind == "fraction":
            self._fraction_opening(token)
        elif token.kind == "vague":
            self._vague_opening(token)
        elif token.raw in file.magnitudes and token.kind in ("magnitude", "scale"):
            self._magnitude(token)

    def _skip_ordinal(self) -> None:
        """Passes over an ordinal and the ten that it goes on with: الثالث عشر, الحادي والعشرون."""
        self.at += 1
        following, ten = self.peek(), self.peek(1)
        if following.kind == "unit" and following.value == 10:
            self.at += 1
        elif (
            following.kind == "joiner"
            and ten.kind == "unit"
            and 20 <= ten.value < 100
            and following.raw.endswith(tuple(self.grammar.file.fillers))
        ):
            self.at += 2
        self.stop = self.at

    def _fraction_opening(self, token: Token) -> None:
        ahead = 1
        while self._links(self.peek(ahead)):
            ahead += 1
        if self.peek(ahead).kind == "scale":
            self._push(token.value, token.value, 1.0, joined=False)
            self.at += ahead - 1
        else:
            self._push(token.value, token.value, 0.0, joined=False)
            self.weak = token.raw not in self.grammar.file.bare and self.tokens[self.at - 2].kind != "article"

    def _vague_opening(self, token: Token) -> None:
        ahead = 1
        while self.peek(ahead).kind in ("link", "prefix"):
            ahead += 1
        following = self.peek(ahead)
        if following.kind == "magnitude":
            self.at += ahead
            self._magnitude(following)
            return
        if following.kind == "scale":
            value = token.value if token.value < _SEVERAL else 1.0
            self.at += ahead - 1
        else:
            value = token.value
            self.weak = not self.grammar.file.spaced or token.raw in self.grammar.file.weak
        self._push(value, value, 1.0, joined=False)
        self.vague = True

    def _magnitude(self, token: Token) -> None:
        value = self.grammar.file.magnitudes[token.raw]
        self.at += 1
        self.vague = True
        largest = value
        while True:
            ahead = 0
            while self.peek(ahead).kind in ("link", "prefix"):
                ahead += 1
            following = self.peek(ahead)
            factor = self.grammar.file.magnitudes.get(following.raw) or (
                following.value if following.kind == "scale" else 0.0
            )
            if not factor or following.kind not in ("scale", "magnitude"):
                break
            value *= factor
            largest = factor
            self.at += ahead + 1
        self.parts.append(_Part(value, value, math.inf, self.at, False))
        self.room = 0.0
        self.scale = largest
        self.last = "magnitude"

    # --- the parts --------------------------------------------------------------------------------------------

    def _push(
        self, low: float, high: float, room: float, *, joined: bool, tokens: int = 1, before: int | None = None
    ) -> None:
        self.parts.append(_Part(low, high, self.room, self.at if before is None else before, joined))
        self.room = room
        self.at += tokens
        self.last = "unit"

    def _body(self) -> None:
        if self.last == "magnitude":
            return
        joined_at: int | None = None
        while self.at < self.stop:
            token = self.peek()
            kind = token.kind
            before = self.at if joined_at is None else joined_at
            joined = joined_at is not None
            if kind == "figure":
                if self._whole_and_ratio():
                    break
                if self.parts and not (token.value < self.room and self._whole(token) and self.last != "figure"):
                    break
                if joined and token.value == 0:
                    break
                value = token.value if joined else self._elided(token)
                self._push(value, value, 1.0, joined=joined, before=before)
                suffix = _suffix(token)
                self.scale = self.grammar.file.suffixes.get(suffix, self.scale) if suffix else self.scale
                self.last = "figure"
            elif kind == "digit":
                if not self._digits(joined, before):
                    break
            elif kind == "unit" or (kind == "article" and joined):
                if not self._unit(token, joined, before):
                    break
            elif kind == "scale":
                if joined or not self._scale(token):
                    break
            elif kind == "joiner":
                if joined or not self.parts:
                    break
                if self._joined_fraction():
                    break
                following = self.peek(1).kind
                if following == "article" and self.grammar.file.tens_joined and self.room == _TEN:
                    following = "unit"
                if following not in ("unit", "figure", "digit", "vague", "more") and not (
                    following == "scale" and self.grammar.file.units_first
                ):
                    break
                joined_at = self.at
                self.at += 1
                if following == "scale":
                    scale = self.peek()
                    if scale.value >= self.room:
                        break
                    self._push(scale.value, scale.value, scale.value, joined=True, before=joined_at)
                    joined_at = None
                continue
            elif kind == "half":
                if not self.parts or self.room == 0:
                    break
                self._add_fraction(token.value)
                self.at += 1
                break
            elif kind == "point":
                if (self.last == "scale" and self.scale >= 10000 and self.grammar.file.spaced) or not self.parts:
                    if not self.parts or not self._joined_fraction():
                        break
                    break
                if self._joined_fraction():
                    break
                if not self._decimals():
                    break
            elif kind in ("more", "vague"):
                inside = token.raw in self.grammar.file.more or (not self.grammar.file.spaced and self.room > 1)
                if not self.parts or not inside:
                    break
                self.over = True
                self.at += 1
                self.last = "more"
                self.room = min(self.room, 1.0)
            elif kind in ("denominator", "compound") or (
                kind == "fraction" and token.raw in self.grammar.file.denominators
            ):
                self._denominator(token)
                break
            else:
                break
            joined_at = None
        if joined_at is not None:
            self.at = joined_at

    def _whole(self, token: Token) -> bool:
        """Whether the figure may go on a number: digits alone, or grouped ones right behind a scale (3億5,000萬)."""
        if self.last == "scale" and self.tokens[self.at - 1].end == token.start:
            return token.raw.replace(",", "").isdigit()
        return token.raw.isdigit()

    def _unit(self, token: Token, joined: bool, before: int) -> bool:
        value = token.value
        file = self.grammar.file
        if not self.parts and file.pairs and self._pair(token):
            return True
        if not self.parts or (value < self.room and self.room > 1):
            if self.parts and self.grammar.file.elided_tens and not joined and value < 10 and self._elides():
                value *= self.scale / 10
            self.weak = not self.parts and token.raw in file.weak
            self._push(value, value, _room(value), joined=joined, before=before)
            if value >= _THOUSAND:
                self.scale, self.last = _largest_power(value), "scale"
            return True
        top = self.parts[-1]
        if self.grammar.file.units_first and joined and top.low == top.high < 10 and 20 <= value < 100:
            self.parts[-1] = top._replace(low=top.low + value, high=top.high + value)
            self.room = 1.0
            self.at += 1
            self.weak = False
            return True
        following = self.peek(1)
        if not joined and 20 <= value < 100 and following.kind == "denominator" and following.value < 10:
            self._divide(value + following.value, 2)
        return False

    def _elided(self, token: Token) -> float:
        """The figure's value; behind a scale one digit counts its tenths, three its thousandths (1 tỷ 2, 1 tỷ 200)."""
        raw, file = token.raw, self.grammar.file
        if not (self.parts and file.elided_tens and raw.isdigit() and raw[0] != "0" and self._elides()):
            return token.value
        if len(raw) == 1:
            return token.value * self.scale / 10
        thousandths = len(raw) == 3 and file.spaced and self.scale > _THOUSAND
        return token.value * self.scale / 1000 if thousandths else token.value

    def _pair(self, token: Token) -> bool:
        """Takes two numerals side by side that mean from one to the other (hai ba trăm)."""
        file, second = self.grammar.file, self.peek(1).raw
        ends = file.pairs.get(f"{token.raw} {second}")
        if ends is None or (not {token.raw, second}.isdisjoint(file.weak) and self.peek(2).kind != "scale"):
            return False
        self._push(*ends, 1.0, joined=False, tokens=2)
        return True

    def _elides(self, tokens: int = 1) -> bool:
        """Whether the numeral of so many ``tokens`` here counts tenths of the last scale (二百五), not ones."""
        following = self.peek(tokens)
        return (
            self.last == "scale"
            and self.scale >= 100
            and not (following.kind == "scale" and following.value < self.scale)
        )

    def _digits(self, joined: bool, before: int) -> bool:
        """Takes a row of one-digit numerals: one digit, two neighbours as a range (三四百), or a figure by position."""
        end = self.at + 1
        while (
            end < self.stop and self.tokens[end].kind == "digit" and self.tokens[end].start == self.tokens[end - 1].end
        ):
            end += 1
        row = self.tokens[self.at : end]
        if self.parts and row[0].value == 0 and self.last in ("scale", "more"):
            self.at += 1
            joined, row = True, row[1:]
            if not row:
                self.last = "zero"
                return True
        if not self.parts and len(row) == 1 and row[0].value == 0 and self.peek(1).kind == "scale":
            self.at += 1
            return True
        tokens = len(row)
        if tokens == 1 and self._neighbour():
            row, tokens = [row[0], self.peek(2)], 3
        low = high = row[0].value
        if len(row) == 2 and row[1].value == low + 1 and low > 0:
            high = row[1].value
        elif len(row) > _MOST_DIGITS:
            self.at = end
            return False
        elif len(row) > 1:
            if self.parts:
                return False
            if any(token.raw in self.grammar.file.weak for token in row):
                row = row[:1]
            else:
                if any(token.raw in self.grammar.file.not_by_position for token in row):
                    return False
                low = high = float("".join(str(int(token.value)) for token in row))
        if self.parts and not high < self.room:
            return False
        figure = len(row) == 1 or high > low
        if figure and self.grammar.file.elided_tens and self.parts and not joined and self._elides(tokens):
            low, high = low * self.scale / 10, high * self.scale / 10
        alone = not self.parts
        self._push(low, high, 1.0, joined=joined, tokens=tokens, before=before)
        if alone and self.peek().kind != "scale":
            self.weak = len(row) == 1 or len(row) == 2
            if row[0].raw in self.grammar.file.weak:
                self.parts.pop()
                return False
        return True

    def _neighbour(self) -> bool:
        """Whether a pause and the next higher digit before a scale follow: 七、八千."""
        following = self.peek(2)
        return (
            self.peek(1).kind == "pause"
            and following.kind == "digit"
            and following.value == self.peek().value + 1 > 1
            and self.peek(3).kind == "scale"
        )

    def _scale(self, token: Token) -> bool:
        scale = token.value
        if self.last == "zero" and scale < self.room:
            self._push(scale, scale, scale, joined=True)
        elif not self.parts:
            if not self.closed and self.peek(1) is _END:
                scale = self.grammar.file.construct_duals.get(token.raw, scale)
            self.weak = (
                not self.over
                and self.peek(1).kind not in ("scale", "digit", "unit", "figure", "more")
                and token.raw not in self.grammar.file.bare
            )
            if self.weak and token.raw in self.grammar.file.weak:
                self.at += 1
                return False
            self._push(scale, scale, scale, joined=False)
        else:
            low = high = 0.0
            limit, before, joined, popped = math.inf, self.at, False, False
            while self.parts and self.parts[-1].low < scale:
                part = self.parts.pop()
                low, high = low + part.low, high + part.high
                limit, before, joined, popped = part.limit, part.before, part.joined, True
            if not popped:
                if self.last != "scale" and len(self.parts) > 1:
                    return False
                part = self.parts.pop()
                low, high, limit, before, joined = part.low, part.high, part.limit, part.before, part.joined
            if low * scale >= limit:
                self.at = before
                return False
            self.parts.append(_Part(low * scale, high * scale, limit, before, joined))
            self.at += 1
            self.room = scale if low == int(low) else 1.0
            self.weak = self.weak and self.last == "scale"
        self.scale = scale
        self.last = "scale"
        return True

    # --- fractions and decimals -------------------------------------------------------------------------------

    def _decimals(self) -> bool:
        """Takes a decimal word and the digits after it, spelled or in digits: point zero three, coma veintidós."""
        end = self.at + 1
        figures: list[str] = []
        not_decimal = {*self.grammar.file.weak, *self.grammar.file.not_by_position}
        while end < self.stop and len(figures) < 20:
            token = self.tokens[end]
            digit = token.kind == "digit" and token.raw not in not_decimal
            if digit or (token.kind == "unit" and token.value < 10):
                figures.append(str(int(token.value)))
            elif token.kind == "figure" and token.raw.isdigit() and not figures and self.grammar.file.spaced:
                figures.append(token.raw)
            else:
                break
            end += 1
        if (
            end < self.stop
            and self.tokens[end].kind == "scale"
            and self.tokens[end].value <= 10
            and not self.grammar.file.spaced
        ):
            return False
        if not figures or (
            self.grammar.file.spaced
            and (
                self.tokens[end - 1].kind == "unit"
                and end < self.stop
                and self.tokens[end].value == 100
                and self.tokens[end].kind == "scale"
            )
        ):
            spelled, end = (
                _Composer(self.tokens, self.at + 1, self.grammar, depth=2).read()
                if self.grammar.file.spaced and self.depth < 2 and self.peek(1).kind == "unit"
                else (None, end)
            )
            if spelled is None or spelled.low != int(spelled.low):
                return False
            figures = [str(int(spelled.low))]
        fraction = float("0." + "".join(figures))
        part = self.parts.pop()
        self.parts.append(part._replace(low=part.low + fraction, high=part.high + fraction))
        self.at = end
        self.room = 0.5
        self.last = "decimal"
        self.weak = False
        return True

    def _add_fraction(self, value: float) -> None:
        scaled = self.last == "scale" and (self.grammar.file.spaced or self.peek().kind == "half")
        unit = self.scale if scaled else 1.0
        self.parts.append(_Part(value * unit, value * unit, math.inf, self.at, True))
        self.room = 0.0
        self.weak = False

    def _joined_fraction(self) -> bool:
        """Takes "and a half", "con tres quintos", 又三分之一 after the number; true if there was one."""
        at = self.at + 1
        token = self.tokens[at] if at < self.stop else _END
        if token.kind == "article":
            at += 1
            token = self.tokens[at] if at < self.stop else _END
            value = (
                token.value
                if token.kind == "fraction"
                else 1 / token.value
                if token.kind in ("denominator", "compound")
                else None
            )
            after = at + 1
        elif (
            token.kind == "unit" and token.value == 1 and at + 1 < self.stop and self.tokens[at + 1].kind == "fraction"
        ):
            value, after = self.tokens[at + 1].value, at + 2
        elif token.kind == "fraction":
            value, after = token.value, at + 1
        elif token.kind in ("unit", "figure", "digit", "scale", "negative") and (
            not token.value < self.room or token.kind != "unit" or self.peek().kind == "point"
        ):
            value, after = self._spelled_fraction(at)
        else:
            return False
        if value is None:
            return False
        following = self.tokens[after] if after < self.stop else _END
        if self._defines(following) and after + 1 < self.stop and self.tokens[after + 1].kind == "scale":
            after += 1
            following = self.tokens[after]
        if self.last == "scale" and following.kind == "scale" and following.value > self.scale >= _THOUSAND:
            return False
        if following.kind == "scale" and self.scale == 1.0 and self.last != "scale":
            low = (sum(part.low for part in self.parts) + value) * following.value
            self.parts = [_Part(low, low, math.inf, self.at, False)]
            self.room, self.scale, self.last = 1.0, following.value, "unit"
            self.weak = False
            self.at = after + 1
        elif following.kind == "scale" and following.value <= self.scale:
            amount = value * following.value
            self.parts.append(_Part(amount, amount, math.inf, self.at, True))
            self.room = 0.0
            self.at = after + 1
        else:
            self._add_fraction(value)
            self.at = after
        return True

    def _spelled_fraction(self, at: int) -> tuple[float | None, int]:
        if self.depth:
            return None, at
        nested = _Composer(self.tokens, at, self.grammar, depth=1)
        figure, after = nested.read()
        if figure is None or not nested.ratio:
            return None, at
        return figure.low, after

    def _denominator(self, token: Token) -> None:
        """Divides the number so far, or its part after the last "and", by a denominator word."""
        by = self.grammar.file.denominators.get(token.raw, token.value)
        if not self.parts or by == 0 or (token.raw in self.grammar.file.divide_one and self.parts[-1].low != 1):
            return
        top = self.parts[-1]
        if (
            len(self.parts) > 1
            and not top.joined
            and 20 <= top.low < 100
            and by < 10
            and self.last == "unit"
            and top.low % 10 == 0
        ):
            self.parts.pop()
            self._divide(top.low + by, 1)
            return
        split = max((i for i, part in enumerate(self.parts) if part.joined), default=0)
        if self.grammar.file.tens_joined and self.parts[split].limit == 10:
            split = 0
        whole, rest = self.parts[:split], self.parts[split:]
        if (
            whole
            and (whole[-1].low % 100 or whole[-1].low >= 1000)
            and not (whole[-1].low < 1000 and whole[-1].low % 100 == 0)
        ):
            value = sum(part.low for part in rest) / by
            unit = self.scale if whole[-1].low >= 1000 and whole[-1].low % 1000 == 0 else 1.0
            following = self.peek(1)
            if following.kind == "scale" and following.value < unit:
                unit = following.value
                self.at += 1
            self.parts = [*whole, _Part(value * unit, value * unit, math.inf, self.at, True)]
            self.at += 1
            self.room = 0.0
        else:
            self._divide(by, 1)

    def _divide(self, by: float, tokens: int) -> None:
        value = sum(part.low for part in self.parts) / by
        self.parts = [_Part(value, value, math.inf, self.at, False)]
        self.at += tokens
        self.room = 0.0
        self.ratio = True
        self.weak = False
        ahead = 0
        while self._links(self.peek(ahead)):
            ahead += 1
        if self.peek(ahead).kind == "scale":
            factor = self.peek(ahead).value
            self.parts = [_Part(value * factor, value * factor, math.inf, self.at, False)]
            self.at += ahead + 1
            self.scale = factor

    def _ratio(self, low: float, high: float) -> tuple[float, float]:
        """The number divided by, or as a part of, the one that follows a slash, "over" or 分之."""
        kind = self.peek().kind
        if self.vague or kind not in ("slash", "divide", "parts") or self.at + 1 >= self.stop:
            return low, high
        following = self.peek(1)
        if kind == "slash":
            if following.kind != "figure" or self.peek(2).kind == "slash" or not self._touching():
                return low, high
            if f"{self.tokens[self.at - 1].raw}/{following.raw}" in self.grammar.not_numbers:
                self.at += 2
                return math.inf, math.inf
            if len(self.parts) == 1 and self.tokens[self.at - 1].kind == "figure" and following.value:
                self.at += 2
                self.ratio = True
                return low / following.value, high / following.value
            return low, high
        if self.depth > 1:
            return low, high
        nested = _Composer(self.tokens, self.at + 1, self.grammar, depth=self.depth + 1)
        if kind == "divide" and not self._divides(low):
            return low, high
        figure, after = nested.read()
        if figure is None or not figure.low or not low or nested.ratio:
            return low, high
        self.at = after
        self.ratio = True
        self.weak = False
        if kind == "parts":
            return figure.low / low, figure.low / low
        return low / figure.low, high / figure.low

    def _links(self, token: Token) -> bool:
        """Whether ``token`` may stand between a fraction and its scale: of, a, the."""
        return token.kind in ("link", "article") or self._defines(token)

    def _defines(self, token: Token) -> bool:
        """Whether ``token`` is a definite article written on to the next word."""
        return token.kind == "prefix" and token.raw in self.grammar.file.fillers

    def _divides(self, low: float) -> bool:
        """Whether the word here divides: "in" after one alone, "over" where nothing follows that could be counted."""
        rule = self.peek().value
        if rule == _AFTER_ONE:
            return low == 1.0
        return rule == _ANYWHERE or self.closed

    def _whole_and_ratio(self) -> bool:
        """Takes the ratio of a mixed number in digits: 2 1/4."""
        over, slash, under = self.peek(), self.peek(1), self.peek(2)
        if (
            self.last != "figure"
            or len(self.parts) != 1
            or slash.kind != "slash"
            or under.kind != "figure"
            or not under.value
        ):
            return False
        if self.tokens[self.at - 1].end == over.start or over.end != slash.start or slash.end != under.start:
            return False
        value = over.value / under.value
        self.parts.append(_Part(value, value, math.inf, self.at, True))
        self.at += 3
        self.ratio = True
        return True

    def _touching(self) -> bool:
        slash = self.peek()
        return self.tokens[self.at - 1].end == slash.start and slash.end == self.peek(1).start


def tidy(value: float) -> float:
    """``value`` without the dust of binary multiplication: 4.1 × 10¹² is 4100000000000."""
    return value if value.is_integer() else float(f"{value:.15g}")


def _room(value: float) -> float:
    """The largest value, exclusive, that may follow a unit word: below ten after twenty, nothing after five."""
    if value < 10 or value % 10:
        return 1.0
    room = 10.0
    while value % (room * 10) == 0:
        room *= 10
    return room


def _largest_power(value: float) -> float:
    """The scale that a number in one word holds: a thousand in ألفين, two thousand."""
    return 10.0 ** int(math.log10(value))


def _suffix(token: Token) -> str:
    return token.raw.lstrip("0123456789.,'’٬٫، ").rstrip("0123456789")
