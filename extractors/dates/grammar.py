"""The date grammar of a language: its forms compiled, and what starts, joins and parts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from extractors.beginnings import ANY, LENGTH, beginning, beginnings
from extractors.dates.schema import DateFile, DatePattern, Fields
from extractors.folding import fold
from extractors.lexicon import DIGITS, SparsePattern, alternation
from extractors.loader import Compiled, DataFileError
from extractors.numbers.grammar import grammars as number_grammars

# A figure that runs on to either side is no day, hour or year: versions, prices, phone numbers, decimals.
_DIGIT_BEFORE = r"(?:(?!\d)|(?<!\d)(?<!\d[.,:/\-–])(?<![$€£¥#@+]))"
_DIGIT_AFTER = r"(?:(?<!\d)|(?!\d)(?![.,:/\-–]\d)(?!\s?[%°]))"
_GIVEN = {
    "d": r"\d{1,2}",
    "two": r"\d\d",
    "p": r"\d{1,3}",
    "y": r"(?:19|20)\d\d",
    "hh": r"(?:[01]\d|2[0-3])",
    "mm": r"[0-5]\d",
    "day_only": r"(?:1[3-9]|2\d|3[01])",
    "month_only": r"(?:0?[1-9]|1[0-2])",
}
_PLACEHOLDER = re.compile(r"\{(=?)([a-z]\w*)(?::([\w+]+))?\}")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a piece of a date."""

    name: str
    pattern: DatePattern
    regex: re.Pattern[str]
    """Its group ``body`` is the piece without particles."""
    groups: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(group, field or "" for a word of several fields, lexicons)"""
    after: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's dates, compiled."""

    language: str
    trigger: SparsePattern
    """What every date holds: a digit, or one of the words that the file names."""
    start: re.Pattern[str]
    """Where a form may begin."""
    joints: re.Pattern[str]
    spans: re.Pattern[str]
    pairs: re.Pattern[str] | None
    variants: Mapping[str, str]
    lexicons: Mapping[str, Mapping[str, int | str | Fields]]
    _by_beginning: Mapping[str, tuple[Form, ...]]
    _order: Mapping[str, int]
    _forms: dict[str, tuple[Form, ...]] = field(default_factory=dict)

    def forms(self, head: str) -> tuple[Form, ...]:
        """The forms that can match where the characters ``head`` stand, in their order."""
        found = self._forms.get(head)
        if found is None:
            keys = product(*([char, ANY] for char in beginning(head).ljust(LENGTH, ANY)))
            fitting = {form.name: form for key in keys for form in self._by_beginning.get("".join(key), ())}
            found = tuple(sorted(fitting.values(), key=lambda form: self._order[form.name]))
            if len(self._forms) < _MOST_HEADS:
                self._forms[head] = found
        return found


_MOST_HEADS = 20_000


@cache
def date_grammars() -> Mapping[str, Grammar]:
    """Every language's grammar, compiled once. Raises DataFileError for a file that cannot be used."""
    return Compiled("dates", DateFile, _compile)


def _compile(language: str, file: DateFile) -> Grammar:
    variants = number_grammars()[language].file.fold
    lexicons = {name: _lexicon(words, variants) for name, words in file.lexicons.items()}
    edges = (r"(?<!\w)", r"(?!\w)") if file.words else ("", "")
    frame = (edges[0] + _DIGIT_BEFORE, edges[1] + _DIGIT_AFTER)

    def context(pattern: str | None, end: str = "", edge: str = "") -> re.Pattern[str] | None:
        return None if pattern is None else re.compile(f"{edge}(?:{_spaced(fold(pattern, variants).text)}){end}")

    def form(name: str, pattern: DatePattern) -> tuple[Form, frozenset[str]]:
        groups: list[tuple[str, str, tuple[str, ...]]] = []

        def group(found: re.Match[str]) -> str:
            names = tuple((found[3] or found[2]).split("+"))
            groups.append((f"g{len(groups)}", "" if found[1] else found[2], names))
            return f"(?P<{groups[-1][0]}>{'|'.join(_alternatives(lexicons, name) for name in names)})"

        try:
            # Placeholders come last: their names are no words of the language, their words are folded by themselves.
            body = _PLACEHOLDER.sub(group, _spaced(fold(pattern.match, variants).text))
            branch = f"{file.particles}(?P<body>{body})"
            made = Form(
                name,
                pattern,
                re.compile(branch.join(frame)),
                tuple(groups),
                context(pattern.after, "$", edges[0]),
                context(pattern.unless_after, "$", edges[0]),
                context(pattern.unless_before),
            )
            return made, beginnings(branch)
        except (KeyError, re.error) as error:
            raise DataFileError(f"dates/{language}.yaml: {name}: {error}") from None

    patterns = {f"nothing-{i}": DatePattern(match=match, set={"nothing": 1}) for i, match in enumerate(file.nothing)}
    patterns |= {name: DatePattern(match=e) if isinstance(e, str) else e for name, e in file.patterns.items()}
    by_beginning: dict[str, list[Form]] = {}
    for name, pattern in patterns.items():
        compiled, heads = form(name, pattern)
        for head in heads:
            by_beginning.setdefault(head, []).append(compiled)
    triggers = [word for trigger in file.triggers for word in _expanded(fold(trigger, variants).text, lexicons)]
    firsts = "".join(re.escape(char) for char in sorted({head[0] for head in by_beginning}) if not char.isdigit())
    return Grammar(
        language=language,
        trigger=SparsePattern(
            rf"\d+|{edges[0]}{file.particles}(?:{alternation(triggers)}){edges[1]}",
            [*DIGITS, *triggers],
            (1 if file.particles else 0) if file.words else None,
        ),
        start=re.compile(rf"{edges[0]}(?:(?<!\d)\d|[{firsts}])"),
        joints=re.compile(_spaced(fold(file.joints, variants).text)),
        spans=re.compile(_spaced(fold(file.spans, variants).text)),
        pairs=context(file.pairs),
        variants=variants,
        lexicons=lexicons,
        _by_beginning={head: tuple(forms) for head, forms in by_beginning.items()},
        _order={name: place for place, name in enumerate(patterns)},
    )


def _spaced(pattern: str) -> str:
    return pattern.replace(" ", r"\s").replace("~", r"\s?")


def _lexicon(
    words: Mapping[str, int | str | Fields] | list[str], variants: Mapping[str, str]
) -> dict[str, int | str | Fields]:
    pairs = enumerate(words) if isinstance(words, list) else ((value, keys) for keys, value in words.items())
    return {fold(key, variants).text: value for value, keys in pairs for key in keys.split("|") if key}


def _alternatives(lexicons: Mapping[str, Mapping[str, object]], name: str) -> str:
    if name in _GIVEN:
        return _GIVEN[name]
    words = sorted(lexicons[name], key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


def _expanded(trigger: str, lexicons: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """``trigger`` with every word of each lexicon that it names in braces."""
    parts = re.split(r"\{(\w+)\}", trigger)
    for words in product(*([*lexicons[part]] if i % 2 else [part] for i, part in enumerate(parts))):
        yield "".join(words)
