"""Who says a claim and how firmly, read from the words around it in its own clause."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypedDict

from extractors.attribution.schema import AttributionCues
from extractors.base import Speaker, Standing
from extractors.candidates import Candidate, Document
from extractors.merchants.rules import Name
from extractors.platforms.rules import PlatformMention, kind_of_name

_Noun = Literal["name", "spokesperson", "public", "operator", "regulator", "monitor", "merchant", "analyst", "outlet"]
_PERSONS = frozenset({"spokesperson", "merchant", "analyst", "regulator"})
"""Nouns that are titles of persons: their name stands beside them."""
_RANK: Sequence[Literal["public"] | Speaker] = (
    "public",
    "analyst",
    "merchant",
    "regulator",
    "monitor",
    "outlet",
    "operator",
)
"""Of several nouns that stand together the one that tells whose word it is: the seller in "a WhatsApp seller"."""
_CLAUSE_END = re.compile("[;；]")
_COMMAS = frozenset(",，،、—–")
_STOPS = frozenset(";；:：。.!?！？؟")
_VERB_FIRST = frozenset({"ar"})
"""Languages in which the speaker follows the verb anywhere; elsewhere only after a comma or a quotation."""
_LEADS_UP = frozenset(",，،—–\"”»'’」…?!")
"""What stands between something said and the speaker, or the verb, after it."""
_TO = {"ar": "ل"}
"""What is written on to the name of a paper that is spoken to."""
_CLASSES: Mapping[str, str] = {label: f"attribution.{label}" for label in AttributionCues.model_fields}
"""The classes of attribution cues as a document names them."""
_NOUNS: Sequence[_Noun] = ("spokesperson", *_RANK)
_NAMED = tuple((noun, f"named_{noun}") for noun in _NOUNS if f"named_{noun}" in _CLASSES)
_SAYING = ("says", "speaker_follows", "according", "counts")
"""Without a word of these classes nobody says anything in a sentence."""
_OPENING = " \t\"'“”‘’«»「『—–-"
_SMALL_WORD = 3
"""Code points of the longest small word within a name: the, El, Cục."""
_BESIDE = 2
"""Code points between a title and the name that it introduces, at most."""
_ARTICLE = 5
"""Code points between "told" and whom, an article among them, at most."""


class Attribution(TypedDict):
    """The fields of a claim that say whose word it is; None where its clause does not tell."""

    said_by: str | None
    said_by_type: Speaker | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class _Reach:
    """Code points within which words belong together."""

    phrase: int
    """Between two nouns of one speaker."""
    apposition: int
    """Between a name and a title after a comma."""
    verb: int
    """Between a speaker and the verb of saying, or the words that lead up to a source and the source."""
    inverted: int
    """Between the verb and a speaker after it."""
    hedge: int
    """Between a word such as "estimated" and what it is said of."""


_REACH, _REACH_SPACED = {"zh": _Reach(4, 8, 18, 0, 16)}, _Reach(16, 30, 60, 30, 44)


class _Mention(NamedTuple):
    """A noun or name that may be of a speaker."""

    start: int
    end: int
    noun: _Noun
    is_name: bool
    """What stands in the text is the name of someone."""


class _Source(NamedTuple):
    """Nouns and names of one speaker, as they stand together."""

    start: int
    end: int
    name: str | None
    speaker: Speaker | None


class _Saying(NamedTuple):
    """A speaker with the words that make one of him, from the first of them to the last."""

    start: int
    end: int
    source: _Source
    is_verb: bool
    is_estimate: bool = False
    is_measured: bool = False
    """A monitor, who says something only in a clause that has a word of counting."""


def attribution(document: Document, start: int, end: int, merchants: Collection[str] = ()) -> Attribution:
    """Who says what stands at ``[start, end)`` of the document, and how firmly.

    ``merchants`` are the names of those who are known to be merchants.
    """
    return Attributions(document, merchants).of(start, end)


class Attributions:
    """Who says what in one document, and how firmly; every sentence is looked at once, however many claims it holds."""

    __slots__ = ("_document", "_merchants", "_sayings", "_sentences")

    def __init__(self, document: Document, merchants: Collection[str]) -> None:
        self._document = document
        self._merchants = merchants
        self._sentences: dict[int, _Sentence] = {}
        self._sayings: dict[int, tuple[_Saying, ...]] = {}

    def of(self, start: int, end: int) -> Attribution:
        """Who says what stands at ``[start, end)``, and how firmly.

        Only the clause is read: its verbs of saying with their speakers, what leads up to a source ("according to"),
        and the words that make a figure official, an estimate or hearsay. Of several speakers the nearest counts; a
        speaker's name is never said by himself.
        """
        number = self._document.sentence_at(start)
        sentence = self._sentences.get(number)
        if sentence is None:
            sentence = self._sentences[number] = _sentence(self._document, number)
            self._sayings[number] = tuple(_sayings(sentence, self._merchants))
        clause = _clause(sentence, start, end)
        sayings = [
            saying
            for saying in self._sayings[number]
            if clause.holds(saying.source.start, saying.source.end)
            and (not saying.is_measured or sentence.has(clause.start, clause.end, "counts"))
            and _speaks_of(sentence, saying, start, end)
        ]
        nearest = min(sayings, key=lambda saying: max(saying.start - end, start - saying.end), default=None)
        source = nearest.source if nearest else None
        return {
            "said_by": source.name if source else None,
            "said_by_type": source.speaker if source else None,
            "standing": _standing(clause, start, end, nearest),
        }


def _speaks_of(sentence: _Sentence, saying: _Saying, start: int, end: int) -> bool:
    """Whether the speaker may say what stands at ``[start, end)``: not himself, nor what is told of him before the
    verb, nor what a sentence tells before he begins, unless a comma or quotation mark leads up to him."""
    if saying.start < end and start < saying.end:
        return False
    if start >= saying.end or not saying.is_verb:
        return True
    return sentence.document.text[end : saying.start].rstrip()[-1:] in _LEADS_UP


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a document."""

    document: Document
    number: int
    start: int
    end: int
    turns: Sequence[int]
    """Where a clause ends in it."""
    reach: _Reach

    def spans(self, label: str) -> Sequence[tuple[int, int]]:
        """Where the cue words of a class stand in the sentence, in text order."""
        return self.document.cue_spans(_CLASSES[label], self.number)

    def holds_any(self, labels: Iterable[str]) -> bool:
        """Whether the sentence has a cue word of one of these classes."""
        present = self.document.labels(self.number)
        return any(_CLASSES[label] in present for label in labels)

    def is_in_name(self, start: int, end: int) -> bool:
        """Whether a name, of which it is only a part, holds ``[start, end)``: Giáp Văn Ước."""
        return any(
            item.kind == "name" and item.start <= start and end <= item.end and item.end - item.start > end - start
            for item in self.document.in_sentence(self.number)
        )

    def has(self, start: int, end: int, *labels: str) -> bool:
        """Whether a cue word of one of these classes lies in ``[start, end)``."""
        return any(start <= at and stop <= end for label in labels for at, stop in self.spans(label))


class _Clause(NamedTuple):
    """The part of a claim's sentence that may speak of the claim."""

    sentence: _Sentence
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def _sentence(document: Document, number: int) -> _Sentence:
    start, end = document.sentences[number].start, document.sentences[number].end
    turns = [at for at, _ in document.cue_spans(_CLASSES["turn"], number)]
    turns += [match.start() for match in _CLAUSE_END.finditer(document.text, start, end)]
    return _Sentence(document, number, start, end, turns, _REACH.get(document.language, _REACH_SPACED))


def _clause(sentence: _Sentence, start: int, end: int) -> _Clause:
    return _Clause(
        sentence,
        max((at for at in sentence.turns if at < start), default=sentence.start),
        min((at for at in sentence.turns if at >= end), default=max(sentence.end, end)),
    )


def _standing(clause: _Clause, start: int, end: int, saying: _Saying | None) -> Standing | None:
    speaker = saying.source.speaker if saying else None
    if _is_hedged(clause, start, end, "alleged"):
        return "alleged"
    if (saying and saying.is_estimate) or _is_hedged(clause, start, end, "estimate"):
        return "estimate"
    if speaker in ("operator", "regulator") or (saying is None and _is_hedged(clause, start, end, "official")):
        return "official"
    return None


def _is_hedged(clause: _Clause, start: int, end: int, label: str) -> bool:
    """Whether a word of that class is said of ``[start, end)``: near before it, or right behind."""
    sentence = clause.sentence
    text, hedge = sentence.document.text, sentence.reach.hedge
    for at, stop in sentence.spans(label):
        if not clause.holds(at, stop) or sentence.is_in_name(at, stop):
            continue
        if stop <= start:
            # "Reportedly, …" and "（据称）" still speak of what comes next; a comma further on begins something else.
            gap = text[stop:start].lstrip()[1:]
            if start - stop <= hedge and not _COMMAS & set(gap):
                return True
        elif at >= end:
            if at - end <= 3 and not _COMMAS & set(text[end:at]):
                return True
            if at - end <= hedge and sentence.has(end, at, "according"):
                return True
    return False


# --- Speakers ----------------------------------------------------------------------------------------------------


def _mentions(sentence: _Sentence, merchants: Collection[str]) -> list[_Mention]:
    """The nouns and names of the sentence that may be of a speaker, in text order and apart."""
    found: dict[tuple[int, int], _Mention] = {}
    for noun, named in _NAMED:
        for start, end in sentence.spans(named):
            if _is_capitalised(sentence.document.text[start:end]):
                found[start, end] = _Mention(start, end, noun, True)
    for noun in _NOUNS:
        for start, end in sentence.spans(noun):
            found.setdefault((start, end), _Mention(start, end, noun, False))
    for candidate in sentence.document.in_sentence(sentence.number):
        within = [m for m in found.values() if m.start < candidate.end and candidate.start < m.end]
        mention = _mention(sentence, candidate, within, merchants)
        if mention is not None:
            for other in within:
                if mention.start < other.end and other.start < mention.end:
                    del found[other.start, other.end]
            found[mention.start, mention.end] = mention
    verbs = sentence.spans("says")
    return sorted(
        (
            m
            for m in found.values()
            if not any(a <= m.start and m.end <= b and (a, b) != (m.start, m.end) for a, b in verbs)
        ),
        key=lambda mention: mention.start,
    )


def _is_capitalised(name: str) -> bool:
    """Whether a name is written as one: in Latin script its first word of some length has a capital."""
    words = name.split()
    return not next((word for word in words if len(word) > _SMALL_WORD), words[0])[0].islower()


def _mention(
    sentence: _Sentence, candidate: Candidate, within: Sequence[_Mention], merchants: Collection[str]
) -> _Mention | None:
    """What a service or a name is; ``within`` are the nouns that it is made of or overlaps."""
    start, end, value = candidate.start, candidate.end, candidate.value
    if not isinstance(value, PlatformMention | Name):
        return None
    if value.text.casefold() in merchants:
        return _Mention(start, end, "merchant", True)
    if isinstance(value, PlatformMention) or kind_of_name(value.text):
        return None if within else _Mention(start, end, "operator", True)
    text, front = sentence.document.text, sentence.start
    if not within:
        # One word in front may have its capital from there; what is quoted is as often a title or a phrase.
        is_name = value.shape in ("person", "name") and (" " in value.text or text[front:start].strip(_OPENING) != "")
        return _Mention(start, end, "name", True) if is_name else None
    part = within[0]
    if len(within) == 1 and part.start == start and part.end + 1 < end:
        return _Mention(part.end + 1, end, "name", True)  # "Secretary Pete Buttigieg"
    if len(within) == 1 and part.end == end and text[start].isupper():
        return _Mention(start, end, part.noun, True)  # "Nigerian Communications Commission"
    return None


def _sources(sentence: _Sentence, mentions: Sequence[_Mention]) -> list[_Source]:
    """What stands together as one speaker: "Dana Pruitt, owner of the bakery". One spoken to or through is none."""
    groups: list[list[_Mention]] = []
    for mention in mentions:
        if groups and _stand_together(sentence, groups[-1][-1], mention):
            groups[-1].append(mention)
        elif not _is_addressed(sentence, mention):
            groups.append([mention])
    return [_source(sentence, group) for group in groups]


def _stand_together(sentence: _Sentence, first: _Mention, second: _Mention) -> bool:
    gap = sentence.document.text[first.end : second.start]
    if _STOPS & set(gap) or sentence.has(first.end, second.start, "says", "that", "turn", "according", "counts"):
        return False
    if not _COMMAS & set(gap):
        return len(gap) <= sentence.reach.phrase
    titled = "name" in (first.noun, second.noun) and bool({first.noun, second.noun} & _PERSONS)
    return titled and len(gap) <= sentence.reach.apposition


def _is_addressed(sentence: _Sentence, mention: _Mention) -> bool:
    text = sentence.document.text
    if mention.noun == "outlet" and text[mention.start] == _TO.get(sentence.document.language):
        return not sentence.has(mention.start - _ARTICLE - 8, mention.start, "according")
    return any(
        0 <= mention.start - end <= _ARTICLE and text[end : mention.start].count(" ") <= 2
        for _, end in sentence.spans("addressed")
    )


def _source(sentence: _Sentence, group: Sequence[_Mention]) -> _Source:
    nouns = {mention.noun for mention in group}
    speaker: Literal["public"] | Speaker | None = next((noun for noun in _RANK if noun in nouns), None)
    if speaker == "merchant" and "operator" in nouns and not any(m.is_name and m.noun != "operator" for m in group):
        speaker = "operator"  # "WhatsApp's owner Meta"
    return _Source(
        start=group[0].start,
        end=group[-1].end,
        name=_name(sentence, group, speaker),
        speaker=None if speaker == "public" else speaker,
    )


def _name(sentence: _Sentence, group: Sequence[_Mention], speaker: _Noun | None) -> str | None:
    """The name of the person who is introduced, else that of the body."""
    text = sentence.document.text
    persons = [m for m in group if m.is_name and m.noun in ("name", "merchant")]
    titles = [m for m in group if not m.is_name and m.noun in _PERSONS]
    introduced = [
        person
        for person in persons
        if speaker == person.noun
        or (speaker is None and not titles)
        or any(
            0 <= person.start - title.end <= _BESIDE or _COMMAS & set(text[person.end : title.start])
            for title in titles
        )
    ]
    bodies = [m for m in group if m.is_name and m.noun == speaker]
    chosen = next(iter(introduced or bodies), None)
    return text[chosen.start : chosen.end] if chosen else None


# --- Sayings -----------------------------------------------------------------------------------------------------


def _sayings(sentence: _Sentence, merchants: Collection[str]) -> Iterator[_Saying]:
    if not sentence.holds_any(_SAYING):
        return
    mentions = _mentions(sentence, merchants)
    sources = _sources(sentence, mentions)
    estimates = set(sentence.spans("estimate"))
    for start, end in sorted({*sentence.spans("says"), *sentence.spans("speaker_follows")}):
        if any(source.start < end and start < source.end for source in sources):
            continue
        source = _speaker_of(sentence, sources, start, end)
        if source is not None:
            yield _Saying(min(start, source.start), max(end, source.end), source, True, (start, end) in estimates)
    for start, end in sentence.spans("according"):
        source = next((source for source in sources if source.start >= end), None)
        if source is not None and _is_plain(sentence, end, source.start, sentence.reach.verb):
            hedged = sentence.has(start, source.end, "estimate") or _estimated_after(sentence, source)
            yield _Saying(start, source.end, source, False, hedged)
    for mention in mentions:
        if mention.noun == "monitor":
            yield _Saying(mention.start, mention.end, _source(sentence, [mention]), False, is_measured=True)


def _speaker_of(sentence: _Sentence, sources: Sequence[_Source], start: int, end: int) -> _Source | None:
    """Who says what a verb at ``[start, end)`` of the text says."""
    text, reach = sentence.document.text, sentence.reach
    follows_speaker = (start, end) in sentence.spans("says")
    before = [
        source
        for source in sources
        if follows_speaker
        and source.end <= start
        and _is_plain(sentence, source.end, start, reach.verb, commas=True)
        and sum(char in _COMMAS for char in text[source.start : start]) % 2 == 0
    ]
    after: list[_Source] = []
    led_up = text[:start].rstrip()[-1:] in _LEADS_UP or sentence.has(start - reach.inverted, start, "according")
    verb_first = sentence.document.language in _VERB_FIRST
    at_front = start == sentence.start
    if (start, end) in sentence.spans("speaker_follows") and (led_up or verb_first or at_front):
        after = [
            source
            for source in sources
            if source.start >= end and _is_plain(sentence, end, source.start, reach.inverted)
        ]
    if after and (verb_first or not before):
        return after[0]
    return before[-1] if before else None


def _is_plain(sentence: _Sentence, start: int, end: int, reach: int, *, commas: bool = False) -> bool:
    """Whether nothing between a speaker and his verb parts them."""
    gap = set(sentence.document.text[start:end])
    parted = bool(_STOPS & gap) or (not commas and bool(_COMMAS & gap))
    return end - start <= reach and not parted and not sentence.has(start, end, "that", "turn")


def _estimated_after(sentence: _Sentence, source: _Source) -> bool:
    """Whether a word of estimating follows a source: 据公司估算."""
    return any(0 <= start - source.end <= 2 for start, _ in sentence.spans("estimate"))
