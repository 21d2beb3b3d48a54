"""A page that shows articles with their evidence marked in the text: one file, no scripts, nothing fetched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from lxml.html import tostring
from lxml.html.builder import E

from extractors.base import LANGUAGES, Claim, Reading, Report
from pipeline.fold import fold
from pipeline.records import Article, Issue
from pipeline.rows import kind_of
from pipeline.wording import details_of, kind_within, value_of

_FIELDS = {
    "platform": "a service reported down",
    "start": "when it began",
    "end": "when it ended",
    "duration": "how long it lasted",
    "cause": "what brought it about",
    "affected": "how many were hit",
    "loss": "money lost, paid or fallen in value",
    "merchant": "a trader who was hit, by name",
}
"""The kinds of claims with what the legend says of each; ``evidence.css`` has their colours."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One input as the page shows it, under its own name; what could not be read is an Issue."""

    name: str
    article: Article | Issue
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Mention:
    """A stretch of the text that is evidence of one kind, for one or several reports."""

    kind: str
    start: int
    end: int
    anchor: str
    claims: tuple[tuple[Report, Claim], ...]


def evidence_page(shown: Sequence[Shown], extractor: str) -> str:
    """The page as HTML: for each input its text with the evidence marked, and a table of its reports.

    ``extractor`` is the version that read them.
    """
    sections = [_section(f"a{number}", item) for number, item in enumerate(shown, start=1)]
    page = E.html(
        {"lang": "en"},
        E.head(
            E.meta(charset="utf-8"),
            E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.meta(name="color-scheme", content="light dark"),
            E.meta(name="generator", content=f"Outage Atlas, extractor {extractor}"),
            E.title("Outage reports with their evidence"),
            E.style(Path(__file__).with_suffix(".css").read_text(encoding="utf-8")),
        ),
        E.body(
            E.header(E.h1("Outage reports with their evidence"), E.p({"class": "sum"}, summary(shown)), _legend()),
            *([_index(shown)] if len(shown) > 1 else []),
            E.main(*sections),
            E.footer(
                f"Outage Atlas, extractor {extractor}. Offsets count code points of the text as shown, from 0. "
                "Texts belong to their publishers."
            ),
        ),
    )
    return str(tostring(page, doctype="<!DOCTYPE html>", encoding="unicode")) + "\n"


def summary(shown: Sequence[Shown]) -> str:
    """How many articles there are, and how many of them report an outage."""
    reporting = sum(item.reading is not None and item.reading.relevant for item in shown)
    unread = sum(isinstance(item.article, Issue) for item in shown)
    read = len(shown) - unread
    parts = [f"{read} {'article' if read == 1 else 'articles'}", f"{reporting} reporting an outage"]
    return " · ".join([*parts, f"{unread} not readable"] if unread else parts)


def _legend() -> Any:
    """The fields with their colours; unticked, a field is no longer marked."""
    chips = [
        E.label(
            {"class": kind, "title": meaning},
            E.input(type="checkbox", id=f"show-{kind}", checked="checked"),
            E.span(kind),
            E.small(meaning),
        )
        for kind, meaning in _FIELDS.items()
    ]
    return E.div({"class": "legend", "role": "group", "aria-label": "Fields that are marked"}, *chips)


def _index(shown: Sequence[Shown]) -> Any:
    entries = [
        E.li(
            E.a({"href": f"#a{number}"}, E.bdi(_attributes(item), _clean(_title(item)))),
            " ",
            E.small(_verdict(item)),
        )
        for number, item in enumerate(shown, start=1)
    ]
    return E.nav({"aria-label": "Articles"}, E.ol(*entries))


def _section(anchor: str, item: Shown) -> Any:
    """One input: heading, text, and beside it the reports."""
    reading = item.reading
    relevant = reading is not None and reading.relevant
    heading = E.header(
        E.p({"class": "verdict yes" if relevant else "verdict"}, _verdict(item)),
        E.h2(_attributes(item), _clean(_title(item))),
        E.p({"class": "about"}, *_joined(_about(item))),
    )
    article = item.article
    if isinstance(article, Issue):
        why = f"{article.reason}{': ' + article.detail if article.detail else ''}"
        body = [E.p({"class": "plainly"}, "This input could not be read: ", E.bdi(_clean(why)), ".")]
    elif reading is None or not reading.relevant:
        text = E.details(E.summary("The text"), _text(article, []))
        body = [E.p({"class": "plainly"}, _why_nothing(article, reading)), text]
    else:
        mentions = _mentions(anchor, reading.reports)
        body = [E.div({"class": "sides"}, _text(article, mentions), _reports(article, reading, mentions))]
    return E.article({"id": anchor}, heading, *body)


def _why_nothing(article: Article, reading: Reading | None) -> str:
    if article.language not in LANGUAGES:
        return "This article is in a language that is not read; nothing is taken from it."
    relevance = f" (relevance {reading.relevance:.2f})" if reading is not None else ""
    return f"This article reports no outage{relevance}; nothing is taken from it."


def _title(item: Shown) -> str:
    return (None if isinstance(item.article, Issue) else item.article.title) or item.name.rsplit("/", 1)[-1]


def _verdict(item: Shown) -> str:
    if isinstance(item.article, Issue):
        return "not readable"
    if item.reading is None or not item.reading.relevant:
        return "no outage"
    count = len(item.reading.reports)
    return "reports an outage" if count < 2 else f"reports {count} outages"


def _about(item: Shown) -> Iterator[Any]:
    """What is known of an input beside its text."""
    yield E.bdi(_clean(item.name))
    article = item.article
    if isinstance(article, Issue):
        return
    yield _language_name(article.language)
    if article.published:
        yield f"published {article.published[:16].replace('T', ' ')}"
    if article.site:
        yield E.bdi(_clean(article.site))
    if article.url.startswith(("https://", "http://")) and article.url != item.name:
        yield E.a({"href": _clean(article.url), "rel": "noreferrer"}, E.bdi(_clean(article.url)))
    if item.reading is not None:
        yield f"relevance {item.reading.relevance:.2f}"


def _joined(parts: Iterable[Any]) -> list[Any]:
    joined: list[Any] = []
    for part in parts:
        joined += [" · ", part] if joined else [part]
    return joined


# --- The text ----------------------------------------------------------------------------------------------------


def _mentions(article: str, reports: Sequence[Report]) -> list[_Mention]:
    """The claims by kind and place, outer before inner."""
    places: dict[tuple[int, int, str], list[tuple[Report, Claim]]] = {}
    for report in reports:
        for claim in report.all_claims():
            places.setdefault((claim.start, claim.end, kind_of(claim)), []).append((report, claim))
    order = list(_FIELDS)
    outer_first = sorted(places.items(), key=lambda place: (place[0][0], -place[0][1], order.index(place[0][2])))
    return [
        _Mention(kind, start, end, f"{article}-m{number}", tuple(claims))
        for number, ((start, end, kind), claims) in enumerate(outer_first, start=1)
    ]


def _text(article: Article, mentions: Sequence[_Mention]) -> Any:
    """The article's text, a paragraph a line, with marks; ``text_content()`` is the text itself.

    Marks lie within each other. One that crosses another, or the end of a line, is in pieces; the last has the label.
    """
    root = E.div({"class": "text", **_language_attributes(article.language)})
    last: dict[_Mention, Any] = {}
    at = 0
    for line in _clean(article.text).split("\n"):
        if at:
            _append(root, "\n")
        if line:
            paragraph = E.p({} if _runs_with(line, root.get("dir")) else {"dir": "auto"})
            root.append(paragraph)
            _mark(paragraph, line, at, [m for m in mentions if m.start < at + len(line) and m.end > at], last)
        at += len(line) + 1
    for mention, element in last.items():
        element.set("data-label", _label(mention))
        element.set("class", f"{element.get('class')} last")
    return root


def _mark(paragraph: Any, line: str, offset: int, mentions: Sequence[_Mention], last: dict[_Mention, Any]) -> None:
    """Fill ``paragraph`` with ``line``, which begins at ``offset`` of the text, ``mentions`` marked."""
    end = offset + len(line)
    edges = {edge for mention in mentions for edge in (mention.start, mention.end) if offset < edge < end}
    opened: list[tuple[_Mention, Any]] = []
    for start, stop in pairwise(sorted({offset, end} | edges)):
        covering = [mention for mention in mentions if mention.start <= start and stop <= mention.end]
        kept = 0
        while kept < min(len(opened), len(covering)) and opened[kept][0] is covering[kept]:
            kept += 1
        del opened[kept:]
        for mention in covering[kept:]:
            unsure = all(claim.insufficient for _, claim in mention.claims)
            kinds = f"{mention.kind} insufficient" if unsure else mention.kind
            element = E.mark({"class": kinds, "title": _clean(_tooltip(mention))})
            if mention not in last:
                element.set("id", mention.anchor)
            last[mention] = element
            (opened[-1][1] if opened else paragraph).append(element)
            opened.append((mention, element))
        for height, (_, element) in enumerate(reversed(opened)):
            element.set("style", f"--within: {max(height, int((element.get('style') or '0').split()[-1]))}")
        _append(opened[-1][1] if opened else paragraph, line[start - offset : stop - offset])


def _append(element: Any, text: str) -> None:
    """Text behind whatever ``element`` already holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _label(mention: _Mention) -> str:
    """What stands behind a mark: the field, and the value where the words do not already say it."""
    labels = []
    for _, claim in mention.claims:
        value = value_of(claim, short=True)
        within = kind_within(claim)
        parts = [mention.kind, *([within] if within and within != value else [])]
        labels.append(" · ".join(parts if fold(value) == fold(claim.text) else [*parts, value]))
    return _clean(" / ".join(dict.fromkeys(labels)))


def _tooltip(mention: _Mention) -> str:
    lines = []
    for report, claim in mention.claims:
        within = kind_within(claim)
        lines.append(f"{mention.kind}{f' ({within})' if within else ''}: {value_of(claim)}")
        lines += [f"{label}: {words}" for label, words in details_of(claim)]
        said = _said(claim)
        lines += [f"said by: {said}"] if said else []
        unsure = ", insufficient" if claim.insufficient else ""
        lines.append(f"confidence {claim.confidence:.2f}{unsure}, rule {claim.rule}")
        lines.append(f"outage {report.ordinal + 1}, offsets {claim.start} to {claim.end}")
    return "\n".join(lines)


# --- The reports -------------------------------------------------------------------------------------------------


def _reports(article: Article, reading: Reading, mentions: Sequence[_Mention]) -> Any:
    anchors = {id(claim): mention.anchor for mention in mentions for _, claim in mention.claims}
    words = _language_attributes(article.language)
    tables = []
    for report in reading.reports:
        rows = [_row(claim, anchors[id(claim)], words) for claim in report.all_claims()]
        head = E.tr(*(E.th({"scope": "col"}, name) for name in ("Field", "Value", "In the text", "Confidence")))
        tables.append(E.table(E.caption(*_caption(report)), E.thead(head), E.tbody(*rows)))
    nothing = E.p({"class": "plainly"}, "This article is about an outage, but states nothing of it that could be read.")
    return E.div({"class": "reports"}, *(tables or [nothing]))


def _caption(report: Report) -> Iterator[Any]:
    yield E.b(f"Outage {report.ordinal + 1}")
    names = ", ".join(claim.slug for claim in report.platforms)
    if names:
        yield E.span(names)


def _row(claim: Claim, anchor: str, words: dict[str, str]) -> Any:
    kind, within = kind_of(claim), kind_within(claim)
    field = E.th({"scope": "row"}, E.span({"class": f"chip {kind}"}, kind), *([E.small(within)] if within else []))
    details = [E.small(f"{label} ", E.bdi(_clean(said))) for label, said in details_of(claim)]
    quote = [E.a({"href": f"#{anchor}"}, E.bdi(words, _clean(claim.text)))]
    said = _said(claim)
    if said:
        quote.append(E.small("said by ", E.bdi(words, _clean(said))))
    if claim.standing:
        quote.append(E.small(claim.standing))
    confidence = E.span({"class": "confidence", "style": f"--share: {claim.confidence:.2f}"}, f"{claim.confidence:.2f}")
    unsure = [E.small("insufficient")] if claim.insufficient else []
    return E.tr(
        {"class": f"{kind} insufficient" if claim.insufficient else kind},
        field,
        E.td(E.bdi({"class": "value"}, _clean(value_of(claim))), *details),
        E.td(*quote),
        E.td(confidence, *unsure, E.small({"class": "rule"}, _clean(claim.rule))),
    )


def _said(claim: Claim) -> str:
    """Who says it: the name, and what the one named is."""
    if claim.said_by and claim.said_by_type:
        return f"{claim.said_by} ({claim.said_by_type})"
    return claim.said_by or claim.said_by_type or ""


# --- Language and characters -------------------------------------------------------------------------------------


def _attributes(item: Shown) -> dict[str, str]:
    if isinstance(item.article, Issue) or not item.article.title:
        return {"dir": "auto"}
    return _language_attributes(item.article.language)


def _language_attributes(language: str) -> dict[str, str]:
    """``lang`` and ``dir`` of words in that language; a browser looks for itself where it is unknown."""
    locale = _locale(language)
    if locale is None:
        return {"dir": "auto"}
    return {"lang": language, "dir": "rtl" if locale.character_order == "right-to-left" else "ltr"}


def _runs_with(line: str, direction: str) -> bool:
    """Whether a line has a letter that runs in that direction: a caption in English may stand in an Arabic article."""
    wanted = ("R", "AL") if direction == "rtl" else ("L",)
    return any(unicodedata.bidirectional(character) in wanted for character in line)


def _language_name(language: str) -> str:
    locale = _locale(language)
    return "language unknown" if locale is None else str(locale.get_display_name("en"))


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _clean(text: str) -> str:
    """``text`` with a stand-in for each character that no page can hold: as many characters as before."""
    return _NO_XML.sub("\ufffd", text.replace("\r", " "))
