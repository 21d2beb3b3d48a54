"""Scores readings against gold annotations: by field, precision, recall and F1 over values.

An article's predicted and gold outages are paired so that the most values agree; what stands in an outage without a
partner is wrong (predicted) or missed (gold). Gold entries marked ``optional`` count neither way.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import permutations
from typing import Any

FIELDS = ("relevant", "platforms", "start", "durations", "losses", "affected", "merchants")
Entry = Mapping[str, Any]
_DURATION_TOLERANCE = 0.02
_TOLERANCE = 0.01
_ALIKE = 0.85
_MOST_PAIRED = 5
_DAY = len("2021-10-04")


@dataclass(slots=True)
class Counts:
    """Values found, invented and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        asked = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / asked if asked else 1.0

    def add(self, other: Counts) -> None:
        """Counts ``other`` in."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


@dataclass(slots=True)
class Scores:
    """Counts by field, and how many kinds of loss found were right."""

    fields: defaultdict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    loss_kinds: Counts = field(default_factory=Counts)
    articles: int = 0

    @property
    def mean_f1(self) -> float:
        """Mean of the fields' F1."""
        return sum(self.fields[name].f1 for name in FIELDS) / len(FIELDS)

    @property
    def loss_kind_accuracy(self) -> float | None:
        """Share of the found losses whose kind is right; None where none was found."""
        asked = self.loss_kinds.right + self.loss_kinds.wrong
        return self.loss_kinds.right / asked if asked else None


def score(pairs: Iterable[tuple[Entry, Entry]]) -> dict[str, Scores]:
    """Scores by language and over ``all``, of (gold article, reading) pairs in the form of the annotation scheme."""
    scores: defaultdict[str, Scores] = defaultdict(Scores)
    for gold, read in pairs:
        counts, kinds = _article(gold, read)
        for group in ("all", gold["language"]):
            scores[group].articles += 1
            scores[group].loss_kinds.add(kinds)
            for name, count in counts.items():
                scores[group].fields[name].add(count)
    return dict(scores)


def _article(gold: Entry, read: Entry) -> tuple[dict[str, Counts], Counts]:
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    kinds = Counts()
    counts["relevant"].add(_binary(read["relevant"], gold["relevant"]))
    for predicted, true in _paired(read["outages"], gold["outages"]):
        for name, count in _outage(predicted, true).items():
            counts[name].add(count)
        for loss, twin in _match(predicted.get("losses", ()), true.get("losses", ()), _same_loss)[1]:
            kinds.add(_binary(True, loss["kind"] == twin["kind"]))
    return counts, kinds


def _binary(said: bool, true: bool) -> Counts:
    return Counts(right=int(said and true), wrong=int(said and not true), missed=int(true and not said))


def _paired(predicted: Sequence[Entry], gold: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    said, true = predicted[:_MOST_PAIRED], gold[:_MOST_PAIRED]
    swap = len(said) > len(true)
    few, many = (true, said) if swap else (said, true)

    def agreement(order: tuple[int, ...]) -> int:
        both = ((many[j], one) if swap else (one, many[j]) for one, j in zip(few, order, strict=True))
        return sum(count.right for p, g in both for count in _outage(p, g).values())

    order = max(permutations(range(len(many)), len(few)), key=agreement, default=())
    pairs: list[tuple[Entry, Entry]] = [
        (many[j], one) if swap else (one, many[j]) for one, j in zip(few, order, strict=True)
    ]
    alone = [many[j] for j in range(len(many)) if j not in order]
    pairs += [(outage, {}) if swap else ({}, outage) for outage in alone]
    pairs += [(outage, {}) for outage in predicted[_MOST_PAIRED:]]
    return pairs + [({}, outage) for outage in gold[_MOST_PAIRED:]]


def _outage(predicted: Entry, gold: Entry) -> dict[str, Counts]:
    said, true = set(predicted.get("platforms", ())), set(gold.get("platforms", ()))
    start, known = (predicted.get("start") or "")[:_DAY], (gold.get("start") or "")[:_DAY]
    right = bool(start) and bool(known) and start.startswith(known)
    # A start that the text does not settle is not asked for.
    asked = bool(known) or not gold
    first = predicted.get("durations", ())[:1]
    lengths = [entry for entry in gold.get("durations", ()) if not entry.get("optional")]
    found = any(_same_duration(one, other) for one in first for other in gold.get("durations", ()))
    return {
        "platforms": Counts(len(said & true), len(said - true), len(true - said)),
        "start": Counts(int(right), int(asked and bool(start) and not right), int(bool(known) and not right)),
        "durations": Counts(int(found), int(bool(first) and not found), int(bool(lengths) and not found)),
        "losses": _match(predicted.get("losses", ()), gold.get("losses", ()), _same_loss)[0],
        "affected": _match(predicted.get("affected", ()), gold.get("affected", ()), _same_count)[0],
        "merchants": _match(predicted.get("merchants", ()), gold.get("merchants", ()), _same_merchant)[0],
    }


def _match(
    predicted: Sequence[Entry], gold: Sequence[Entry], same: Callable[[Entry, Entry], bool]
) -> tuple[Counts, list[tuple[Entry, Entry]]]:
    left = sorted(gold, key=lambda entry: bool(entry.get("optional")))
    counts, pairs = Counts(), []
    for entry in predicted:
        twin = next((other for other in left if same(entry, other)), None)
        if twin is None:
            counts.wrong += 1
            continue
        left.remove(twin)
        if not twin.get("optional"):
            counts.right += 1
            pairs.append((entry, twin))
    counts.missed = sum(not entry.get("optional") for entry in left)
    return counts, pairs


def _near(one: float | None, other: float | None, tolerance: float = _TOLERANCE) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1e-9)


def _same_duration(one: Entry, other: Entry) -> bool:
    tops = [entry["min_s"] if entry.get("max_s") is None else entry["max_s"] for entry in (one, other)]
    return _near(one["min_s"], other["min_s"], _DURATION_TOLERANCE) and _near(*tops, _DURATION_TOLERANCE)


def _same_loss(one: Entry, other: Entry) -> bool:
    if one.get("percent") is not None or other.get("percent") is not None:
        return one.get("percent") is not None and _near(one["percent"], other.get("percent"))
    if one.get("per") != other.get("per"):
        return False
    return any(
        a.get("currency") == b.get("currency")
        and _near(a["min"], b["min"])
        and (b.get("max") is None or _near(a["min"] if a.get("max") is None else a["max"], b["max"]))
        for a in (one, *one.get("alt", ()))
        for b in (other, *other.get("alt", ()))
    )


def _same_count(one: Entry, other: Entry) -> bool:
    return _near(one["count"], other["count"]) and one["unit"] == other["unit"]


def _same_merchant(one: Entry, other: Entry) -> bool:
    names, known = ([entry[key] for key in ("name", "contact") if entry.get(key)] for entry in (one, other))
    return any(_same_name(_folded(a), _folded(b)) for a in names for b in known)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    letters = (character if character.isalnum() else " " for character in plain if not unicodedata.combining(character))
    return " ".join("".join(letters).split())


def _same_name(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    spaced = short.isascii() and long.isascii()
    part = f" {short} " in f" {long} " if spaced else short in long
    return one == other or (len(short) > 2 and part) or SequenceMatcher(None, one, other).ratio() >= _ALIKE
