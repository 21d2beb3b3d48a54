"""HTML into the article's text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from pipeline.urls import same_site

_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "mark", "q", "s", "small", "span")
)
_INLINE |= frozenset(("strong", "sub", "sup", "time", "u", "wbr"))
_UNSEEN = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "head"))
_TEASERS = ("p", "li", "div", "h2", "h3", "h4", "h5", "blockquote", "td")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width spaces, direction marks: they shape the display and are no part of the words."""
_FULL_STOP = re.compile(r"(?<!\.\.)[.。][\"'”’»)）」』]*$")
_TABLE_RULE = re.compile(r"[\s|:-]*")
_LONGEST_TEASER, _LONGEST_LABEL, _LONGEST_CELL = 300, 40, 300
_MOST_IN_A_LABEL = 8
_HOLDERS = frozenset(("ul", "ol", "section", "aside", "div", "nav"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BLOCKS_IN_CELLS = ("p", "div", "table", "h1", "h2", "h3", "ul", "ol")
_LINK_SHARE = 0.6


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page; ``None`` for what cannot be one."""
    return load_html(_XML_DECLARATION.sub("", text.replace("\x00", "")))


def article_text(tree: HtmlElement, url: str) -> str:
    """The main text, one paragraph a line; empty where none is found. The tree is changed.

    trafilatura 2 (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15/), after
    teasers that link to other articles of the site have been taken out.
    """
    _open_layout_tables(tree)
    _drop_teasers(tree, url)
    document = bare_extraction(tree, url=url, include_comments=False, with_metadata=False)
    return tidy(_without_table_marks(getattr(document, "text", None) or ""))


def fragment_text(text: str) -> str:
    """All visible text of a piece of HTML that is nothing but an article, one block a line."""
    root = lxml.html.fragment_fromstring(_XML_DECLARATION.sub("", text.replace("\x00", "")), create_parent="div")
    parts: list[str] = []
    _collect(root, parts)
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """One spelling of what the eye cannot tell apart: NFC, plain spaces and newlines, no invisible characters."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _without_table_marks(text: str) -> str:
    """trafilatura writes tables as Markdown; pages of old are tables from top to bottom."""
    lines = (line for line in text.split("\n") if not _TABLE_RULE.fullmatch(line))
    return "\n".join(line.strip("| ") if line.lstrip().startswith("|") else line for line in lines)


def _collect(root: HtmlElement, parts: list[str]) -> None:
    """Texts in document order, without recursion: pages may be nested thousands deep."""
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        block = isinstance(element.tag, str) and element.tag not in _INLINE
        if closing:
            parts.append("\n" if block else "")
            parts.append(element.tail or "")
            continue
        stack.append((element, True))
        parts.append("\n" if block else "")
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            parts.append(element.text or "")
            stack.extend((child, False) for child in reversed(element))


def _open_layout_tables(tree: HtmlElement) -> None:
    """Makes plain blocks of tables that lay a page out: tables with blocks or long texts in their cells."""
    layouts: dict[HtmlElement, None] = {}
    for cell in tree.iter("td", "th"):
        if next(cell.iter(*_BLOCKS_IN_CELLS), None) is not None or len(_text(cell)) > _LONGEST_CELL:
            layouts.update(dict.fromkeys(itertools.islice(cell.iterancestors("table"), 1)))
    for table in layouts:
        table.tag = "div"
    for part in list(tree.iter("tbody", "thead", "tfoot", "tr", "td", "th")):
        if next(part.iterancestors("table"), None) is None:
            part.tag = "div"


def _drop_teasers(tree: HtmlElement, url: str) -> None:
    """Takes out short blocks that are mostly a link to another page of the site and end in no full stop, with the
    label above them."""
    links: dict[HtmlElement, int] = defaultdict(int)
    for link in tree.iter("a"):
        if not _leads_elsewhere(link.get("href") or "", url):
            continue
        block = next((ancestor for ancestor in link.iterancestors(*_TEASERS)), None)
        if block is not None:
            links[block] += len(_text(link))
    for block, linked in links.items():
        if block.getparent() is None:
            continue  # went with its label
        if any(isinstance(child.tag, str) and child.tag not in _INLINE | {"br"} for child in block.iterdescendants()):
            continue
        text = _text(block)
        if linked >= _LINK_SHARE * len(text) and len(text) <= _LONGEST_TEASER and not _FULL_STOP.search(text):
            _drop_with_label(block)


def _drop_with_label(block: HtmlElement) -> None:
    """Drops a block, and what holds it as long as nothing but a label is left there."""
    parent, label = block.getparent(), block.getprevious()
    block.drop_tree()
    while parent is not None and parent.getparent() is not None and parent.tag in _HOLDERS and _is_label(parent):
        block, parent, label = parent, parent.getparent(), parent.getprevious()
        block.drop_tree()
    if label is not None and label.tag in _HEADINGS and block.tag in ("ul", "ol") and _is_label(label):
        label.drop_tree()


def _is_label(element: HtmlElement) -> bool:
    # Looking at a few descendants is enough: what has more is no label.
    if next(itertools.islice(element.iterdescendants(), _MOST_IN_A_LABEL, None), None) is not None:
        return False
    text = _text(element)
    return len(text) <= _LONGEST_LABEL and not _FULL_STOP.search(text)


def _leads_elsewhere(href: str, url: str) -> bool:
    """Whether a link goes to another page of the same site, deep enough to be an article, or is a script's button."""
    try:
        target = urljoin(url, href.strip())
        parts = urlsplit(target)
    except ValueError:
        return False
    if href.strip() in ("#", ""):
        return True
    return same_site(target, url) and parts.path != urlsplit(url).path and len(parts.path.strip("/")) >= 12


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
