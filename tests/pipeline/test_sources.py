from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sources import Expectation, SourceError, load_sources

GOOD = """
outlet: Diario
country: ES
kind: rss
urls:
  - https://diario.example/rss
  - {url: https://diario.example/mapa.xml, kind: sitemap, topic: business, section: mapa}
expect: {least: 5, most: 40}
"""


def write(folder: Path, text: str, name: str = "es/diario.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_a_source(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (source,) = load_sources(tmp_path)
    assert source.id == "es/diario"
    assert source.language == "es"
    assert [(feed.kind, feed.topic, feed.section) for feed in source.urls] == [
        ("rss", "general", None),
        ("sitemap", "business", "mapa"),
    ]
    assert source.expect == Expectation(least=5, most=40)
    assert source.tried is None
    assert not source.allow_private


def test_reads_one_file(tmp_path: Path) -> None:
    assert load_sources(write(tmp_path, GOOD))[0].id == "es/diario"


def test_folders_are_named_relative_to_the_file(tmp_path: Path) -> None:
    write(tmp_path, "outlet: x\nkind: folder\nurls: [../pages]\n")
    assert load_sources(tmp_path)[0].urls[0].url == str(tmp_path / "pages")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("kind: rss\nurls: [https://a.example/]\n", "es/a.yaml", "outlet: Field required"),
        ("outlet: a\nkind: rss\nurls: []\n", "es/a.yaml", "urls"),
        ("outlet: a\nkind: rss\nurls: [ftp://a.example/]\n", "es/a.yaml", "not an http or https address"),
        ("outlet: a\nkind: gopher\nurls: [https://a.example/]\n", "es/a.yaml", "kind"),
        ("outlet: a\nkind: rss\nurl: https://a.example/\n", "es/a.yaml", "url"),
        (GOOD, "xx/a.yaml", "unknown language 'xx'"),
        (GOOD + "language: en\n", "es/a.yaml", "language 'en' does not match the folder 'es'"),
        (GOOD.replace("most: 40", "most: 4"), "es/a.yaml", "more than most"),
        ("outlet: [\n", "es/a.yaml", "not valid YAML"),
        ("- a\n", "es/a.yaml", "dictionary"),
    ],
)
def test_a_misfit_is_one_sentence_that_names_the_file(tmp_path: Path, text: str, name: str, said: str) -> None:
    path = write(tmp_path, text, name)
    with pytest.raises(SourceError) as caught:
        load_sources(tmp_path)
    assert said in str(caught.value)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No source folder or file"):
        load_sources(tmp_path / "nothing")
    with pytest.raises(SourceError, match="No source files"):
        load_sources(tmp_path)


def test_the_projects_own_sources_fit() -> None:
    sources = load_sources(None)
    assert {source.language for source in sources} == {"zh", "ar", "vi", "es", "en"}
    assert len({source.id for source in sources}) == len(sources)
    addresses = [feed.url for source in sources for feed in source.urls]
    assert len(set(addresses)) == len(addresses)
