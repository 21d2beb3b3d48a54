"""Records and rows are the same thing, and every column says what it holds."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.base import Amount, Claim, Reading, Report, TimeClaim
from pipeline import tables
from pipeline.columns import columns_of, union
from pipeline.records import Article, Consensus, Incident, Page
from pipeline.rows import CLAIM_TYPES, claim_ids, claim_of, claim_rows, from_row, report_of, to_row
from pipeline.schema import json_schema

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 2**62),
    float: FLOATS,
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint of the records."""
    if hint in VALUES:
        return VALUES[hint]
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if hint in (Amount, Consensus):
        return records(hint)
    optional = [part for part in get_args(hint) if part is not type(None)]
    return st.none() | values(optional[0])


def records(record: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(record)
    return st.builds(record, **{field.name: values(hints[field.name]) for field in fields(record)})


@st.composite
def reports(draw: st.DrawFn) -> Report:
    hints = get_type_hints(Report)
    parts: dict[str, Any] = {"ordinal": draw(st.integers(0, 99))}
    for name, hint in hints.items():
        claim_type = next((part for part in get_args(hint) if part in CLAIM_TYPES), None)
        if claim_type is TimeClaim:
            parts[name] = draw(st.none() | claims(TimeClaim, edge=name))
        elif claim_type is not None and get_origin(hint) is tuple:
            parts[name] = draw(st.lists(claims(claim_type), max_size=3).map(tuple))
        elif claim_type is not None:
            parts[name] = draw(st.none() | claims(claim_type))
    unsure = st.one_of([claims(claim_type, insufficient=True) for claim_type in CLAIM_TYPES])
    return Report(**parts, insufficient=draw(st.lists(unsure, max_size=3).map(tuple)))


def claims(claim_type: type, *, insufficient: bool = False, **fixed: Any) -> st.SearchStrategy[Any]:
    return records(claim_type).map(lambda claim: replace(claim, insufficient=insufficient, **fixed))


@given(reports())
def test_a_report_is_its_claim_rows(report: Report) -> None:
    rows = claim_rows("article", report)
    assert report_of(report.ordinal, reversed(rows)) == report
    assert tuple(map(claim_of, rows)) == report.all_claims()


@given(reports())
def test_claim_ids_are_unique(report: Report) -> None:
    ids = claim_ids("article", report)
    assert len(set(ids)) == len(ids) == len(report.all_claims())


@settings(max_examples=30)
@given(reports())
def test_claims_come_back_from_sql_and_parquet(report: Report) -> None:
    rows = [{**dict.fromkeys(tables.claims.c.keys()), **row, "revision": 1} for row in claim_rows("a", report)]
    table = pa.Table.from_pylist(rows, schema=tables.arrow_schema(tables.COLUMNS["claims"]))
    assert report_of(report.ordinal, table.to_pylist()) == report
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        tables.claims.create(connection)
        if rows:
            connection.execute(sa.insert(tables.claims), rows)
        stored = [dict(row) for row in connection.execute(sa.select(tables.claims)).mappings()]
    engine.dispose()
    assert report_of(report.ordinal, stored) == report


@given(records(Article) | records(Incident))
def test_articles_and_incidents_are_their_rows(record: Article | Incident) -> None:
    assert from_row(type(record), to_row(record)) == record


def test_the_union_has_every_field_of_every_claim() -> None:
    columns = {column.name for column in tables.COLUMNS["claims"]}
    for claim_type in CLAIM_TYPES:
        assert {field.name for field in fields(claim_type)} - {"edge"} <= columns, claim_type
    assert len(CLAIM_TYPES) == 7


@pytest.mark.parametrize("name", [*tables.COLUMNS, *tables.released()])
def test_every_column_says_what_it_holds(name: str) -> None:
    for column in {**tables.COLUMNS, **tables.released(with_text=True)}[name]:
        assert column.description.strip(), f"{name}.{column.name} has no description"


def test_units_stand_beside_the_figures() -> None:
    claims = {column.name: column for column in tables.COLUMNS["claims"]}
    units = {name: claims[name].unit for name in ("min_s", "usd_max", "percent", "start", "min", "slug")}
    assert units == {
        "min_s": "s",
        "usd_max": "USD",
        "percent": "%",
        "start": "code points",
        "min": None,
        "slug": None,
    }


def test_a_name_cannot_have_two_types() -> None:
    with pytest.raises(TypeError, match="column start is integer in one record and string in another"):
        union(columns_of(Claim), columns_of(tables.ReportRow))


def test_text_stays_out_of_a_release_unless_asked_for() -> None:
    names = [column.name for column in tables.released()["articles"]]
    assert "text" not in names
    assert "text_sha256" in names
    assert "text" in [column.name for column in tables.released(with_text=True)["articles"]]


@pytest.mark.parametrize("record", [Page, Article, Report, Reading, Incident])
def test_json_schema_describes_what_the_record_describes(record: type) -> None:
    schema = json_schema(record)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"].keys() == {field.name for field in fields(record)}


def test_json_schema_reaches_the_records_within() -> None:
    schema = json_schema(Report)
    loss = schema["$defs"]["LossClaim"]["properties"]
    assert loss["currency"]["description"] == "ISO 4217 code; null where the text leaves it open."
    assert loss["start"]["description"].startswith("Where the words begin")
    assert schema["$defs"]["Amount"]["properties"]["currency"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
