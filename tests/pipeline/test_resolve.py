"""Reports become incidents: the same outage once, its id for ever, rivals named."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from extractors.assemble import TIME_ON_DAY_OF_PUBLICATION
from extractors.base import (
    AffectedClaim,
    CauseClaim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    Report,
    TimeClaim,
)
from pipeline.fold import fold
from pipeline.records import Consensus, Incident
from pipeline.reprints import Text, fingerprint, witnesses
from pipeline.resolve import ResolvableReport, resolve

OPERATORS = {"facebook": "meta", "instagram": "meta", "whatsapp": "meta", "alipay": "ant", "aws": "amazon"}


def family_of(slug: str) -> str:
    return OPERATORS.get(slug, slug)


def evidence(at: int = 0, confidence: float = 0.9) -> dict[str, Any]:
    return {"text": "x", "start": at, "end": at + 1, "confidence": confidence, "rule": "test/1"}


def platforms(*slugs: str) -> tuple[PlatformClaim, ...]:
    return tuple(PlatformClaim(**evidence(at), slug=slug) for at, slug in enumerate(slugs))


def started(time: str | None, confidence: float = 0.9) -> TimeClaim | None:
    return TimeClaim(**evidence(10, confidence), edge="start", time=time) if time else None


def hours(least: float, greatest: float | None = None, bound: Any = "exact") -> tuple[DurationClaim, ...]:
    greatest = least if greatest is None and bound not in ("over", "vague") else greatest
    return (
        DurationClaim(
            **evidence(20), min_s=least * 3600, max_s=greatest * 3600 if greatest is not None else None, bound=bound
        ),
    )


def told(
    article: str,
    *slugs: str,
    start: str | None = None,
    published: str | None = "2021-10-05",
    ordinal: int = 1,
    text: str | None = None,
    language: str = "en",
    outlet: str | None = None,
    **parts: Any,
) -> ResolvableReport:
    return ResolvableReport(
        article_id=article,
        report=Report(ordinal=ordinal, platforms=platforms(*slugs), start=started(start), **parts),
        main=ordinal == 1,
        outlet=outlet or f"outlet of {article}",
        language=language,
        country="GB",
        published=published,
        fingerprint=fingerprint(text or f"{article} " * 40),
    )


def solve(*reports: ResolvableReport, previous: Iterable[Incident] = ()) -> list[Incident]:
    return resolve(reports, list(previous), family_of=family_of)


def together(incidents: Iterable[Incident]) -> set[frozenset[str]]:
    return {frozenset(incident.report_ids) for incident in incidents}


class TestGrouping:
    def test_one_family_and_day_is_one_incident_in_any_language(self) -> None:
        (incident,) = solve(
            told("a", "facebook", start="2021-10-04", language="en"),
            told("b", "whatsapp", "instagram", start="2021-10-04T11:40", language="es"),
            told("c", "facebook", start="2021-10-05", language="vi"),
        )
        assert incident.id == "2021-10-04-meta"
        assert incident.family == "meta"
        assert incident.platforms == ("facebook", "instagram", "whatsapp")
        assert incident.languages == ("en", "es", "vi")
        assert (incident.day, incident.day_origin) == ("2021-10-04", "stated")
        assert incident.report_ids == ("a/1", "b/1", "c/1")

    def test_other_families_and_days_stay_apart(self) -> None:
        found = solve(
            told("a", "facebook", start="2021-10-04"),
            told("b", "alipay", start="2021-10-04"),
            told("c", "facebook", start="2021-10-08"),
        )
        assert [i.id for i in found] == ["2021-10-04-ant", "2021-10-04-meta", "2021-10-08-meta"]

    def test_a_week_of_daily_outages_is_not_drawn_into_one(self) -> None:
        found = solve(*(told(f"a{day}", "facebook", start=f"2021-10-{day:02}") for day in range(4, 11)))
        assert len(found) > 2
        for incident in found:
            days = {int(report[1:].split("/")[0]) for report in incident.report_ids}
            assert max(days) - min(days) <= 2

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_the_ends_of_the_calendar_are_days_like_any_other(self, day: str) -> None:
        found = solve(told("a", "facebook", start=day), told("b", "facebook", start=day))
        assert together(found) == {frozenset({"a/1", "b/1"})}

    def test_the_day_most_often_stated_opens_the_incident(self) -> None:
        found = solve(
            told("a", "facebook", start="2021-10-03"),
            told("b", "facebook", start="2021-10-04"),
            told("c", "facebook", start="2021-10-04"),
            told("d", "facebook", start="2021-10-05"),
        )
        assert together(found) == {frozenset({"a/1", "b/1", "c/1", "d/1"})}

    def test_a_report_without_a_day_takes_that_of_publication_and_says_so(self) -> None:
        (incident,) = solve(told("a", "facebook", published="2021-10-05T08:00:00+07:00"))
        assert (incident.day, incident.day_origin, incident.start) == ("2021-10-05", "published", None)

    def test_a_time_on_the_day_of_publication_is_not_a_stated_day(self) -> None:
        alone = told("a", "facebook", start="2021-10-05T10:50")
        start = alone.report.start
        assert start is not None
        by_publication = replace(start, rule=TIME_ON_DAY_OF_PUBLICATION)
        (incident,) = solve(replace(alone, report=replace(alone.report, start=by_publication)))
        assert (incident.day, incident.day_origin, incident.start) == ("2021-10-05", "published", "2021-10-05T10:50")

    def test_a_partial_start_allows_the_day_of_publication_only_within_it(self) -> None:
        (within,) = solve(told("a", "facebook", start="2021-10"))
        assert (within.day, within.day_origin, within.start) == ("2021-10-05", "published", "2021-10")
        (beyond,) = solve(told("a", "facebook", start="2020"))
        assert (beyond.day, beyond.day_origin, beyond.start) == (None, None, "2020")

    def test_an_earlier_outage_in_the_same_article_is_another(self) -> None:
        found = solve(
            told("a", "facebook", start="2021-10-04"),
            told("a", "facebook", ordinal=2),
            told("b", "facebook", start="2021-10-04"),
        )
        assert together(found) == {frozenset({"a/1", "b/1"}), frozenset({"a/2"})}

    def test_two_outages_of_one_article_are_two_even_on_one_day(self) -> None:
        found = solve(told("a", "facebook", start="2021-10-04"), told("a", "facebook", start="2021-10-04", ordinal=2))
        assert together(found) == {frozenset({"a/1"}), frozenset({"a/2"})}
        assert len({i.id for i in found}) == 2

    def test_reports_without_day_or_platform_are_alone(self) -> None:
        found = solve(
            told("a", "facebook", published=None),
            told("b", "facebook", published=None),
            told("c", start="2021-10-04"),
            told("d", start="2021-10-04"),
        )
        assert len(found) == 4
        assert {i.family for i in found} == {"meta", None}

    def test_services_that_fell_with_their_cloud_are_with_it(self) -> None:
        found = solve(
            told("a", "netflix", start="2021-12-07"),
            told("b", "aws", "netflix", "slack", start="2021-12-07"),
            told("c", "slack", start="2021-12-07"),
            told("d", "aws", start="2021-12-07"),
            told("e", "alipay", start="2021-12-07"),
        )
        assert together(found) == {frozenset({"a/1", "b/1", "c/1", "d/1"}), frozenset({"e/1"})}

    def test_the_family_is_the_one_of_most_reports_then_the_first_named(self) -> None:
        (one,) = solve(told("a", "weimob", "alipay", start="2020-02-23"))
        assert one.id == "2020-02-23-weimob"
        (two,) = solve(told("a", "weimob", "alipay", start="2020-02-23"), told("b", "alipay", start="2020-02-23"))
        assert two.family == "ant"

    def test_a_burst_is_one_incident(self) -> None:
        burst = [told(f"a{n}", "facebook", start="2021-10-04") for n in range(366)]
        (incident,) = solve(*burst)
        assert incident.article_count == incident.independent_outlets == 366


class TestIdentity:
    REPORTS = (
        told("a", "facebook", start="2021-10-04"),
        told("b", "facebook", "whatsapp"),
        told("c", "alipay", start="2021-10-04"),
        told("c", "aws", ordinal=2),
        told("d", "aws", "alipay", start="2021-10-04"),
        told("e", "facebook", start="2021-10-08"),
        told("f", "facebook", start="2021-10-04", ordinal=1),
        told("f", "facebook", start="2021-10-04", ordinal=2),
    )

    def test_the_order_of_arrival_does_not_matter(self) -> None:
        expected = solve(*self.REPORTS)
        for seed in range(30):
            shuffled = list(self.REPORTS)
            random.Random(seed).shuffle(shuffled)
            assert solve(*shuffled) == expected

    def test_resolving_again_changes_nothing(self) -> None:
        first = solve(*self.REPORTS)
        assert solve(*self.REPORTS, previous=first) == first

    def test_ids_outlast_articles_that_are_added(self) -> None:
        """Whichever article comes first, an id once given leads to the incident of its reports for ever after."""
        for seed in range(30):
            arriving = list(self.REPORTS)
            random.Random(seed).shuffle(arriving)
            known: list[Incident] = []
            given: dict[str, set[str]] = {}
            for count in range(1, len(arriving) + 1):
                known = solve(*arriving[:count], previous=known)
                leads_to = {former: i.id for i in known for former in (i.id, *i.merged_ids)}
                assert set(given) <= set(leads_to), "an id was forgotten"
                for incident in known:
                    given.setdefault(incident.id, set(incident.report_ids))

    def test_a_day_that_becomes_known_does_not_change_the_id(self) -> None:
        first = solve(told("a", "facebook"))
        assert [i.id for i in first] == ["2021-10-05-meta"]
        (second,) = solve(told("a", "facebook"), told("b", "facebook", start="2021-10-04"), previous=first)
        assert (second.id, second.day) == ("2021-10-05-meta", "2021-10-04")

    def test_incidents_that_become_one_leave_a_redirect(self) -> None:
        apart = (told("a", "netflix", start="2021-12-07"), told("b", "slack", start="2021-12-07"))
        first = solve(*apart)
        assert [i.id for i in first] == ["2021-12-07-netflix", "2021-12-07-slack"]
        (merged,) = solve(*apart, told("c", "aws", "netflix", "slack", start="2021-12-07"), previous=first)
        assert (merged.id, merged.merged_ids) == ("2021-12-07-netflix", ("2021-12-07-slack",))
        (again,) = solve(*apart, told("c", "aws", "netflix", "slack", start="2021-12-07"), previous=[merged])
        assert again == merged

    def test_an_incident_that_splits_leaves_its_id_with_most_of_its_reports(self) -> None:
        merged = solve(
            told("a", "facebook", start="2021-10-04"),
            told("b", "facebook", start="2021-10-04"),
            told("c", "facebook", start="2021-10-04"),
        )
        found = solve(
            told("a", "facebook", start="2021-10-20"),
            told("b", "facebook", start="2021-10-04"),
            told("c", "facebook", start="2021-10-04"),
            previous=merged,
        )
        assert {i.id: i.report_ids for i in found} == {
            "2021-10-04-meta": ("b/1", "c/1"),
            "2021-10-20-meta": ("a/1",),
        }

    def test_a_former_id_is_not_given_to_another_incident(self) -> None:
        old = solve(told("a", "facebook"))
        found = solve(
            told("a", "facebook", start="2021-10-20"), told("z", "facebook", start="2021-10-05"), previous=old
        )
        assert {i.report_ids: i.id for i in found}["a/1",] == "2021-10-05-meta"
        assert {i.report_ids: i.id for i in found}["z/1",].startswith("2021-10-05-meta-")


def field(incident: Incident, name: str) -> Consensus:
    return next(consensus for consensus in incident.consensus if consensus.field == name)


class TestConsensus:
    def test_most_independent_outlets_decide(self) -> None:
        (incident,) = solve(
            told("a", "facebook", start="2021-10-04", durations=hours(6)),
            told("b", "facebook", start="2021-10-04", durations=hours(6, bound="about")),
            told("c", "facebook", start="2021-10-04", durations=hours(9)),
        )
        duration = field(incident, "duration")
        assert (incident.duration_min_s, incident.duration_max_s, incident.duration_bound) == (21600, 21600, "exact")
        assert duration.value == "21600"
        assert duration.agree == ("a/1/duration/20-21", "b/1/duration/20-21")
        assert duration.contradict == ("c/1/duration/20-21",)
        assert duration.outlets == 2

    def test_a_vague_statement_backs_a_precise_one_and_never_beats_it(self) -> None:
        (incident,) = solve(
            told("a", "facebook", start="2021-10-04", durations=hours(1, bound="over")),
            told("b", "facebook", start="2021-10-04", durations=hours(2, bound="over")),
            told("c", "facebook", start="2021-10-04", durations=hours(6)),
        )
        assert incident.duration_min_s == 21600
        assert field(incident, "duration").outlets == 3

    def test_the_most_precise_of_agreeing_times_is_chosen(self) -> None:
        (incident,) = solve(
            told("a", "facebook", start="2021-10-04"),
            told("b", "facebook", start="2021-10-04T17:40"),
            told("c", "facebook", start="2021-10"),
            told("d", "facebook", start="2021-10-05"),
        )
        start = field(incident, "start")
        assert incident.start == start.value == "2021-10-04T17:40"
        assert start.contradict == ("d/1/start/10-11",)

    def test_among_equals_the_surest_then_the_earliest(self) -> None:
        def causes(code: Any, confidence: float) -> CauseClaim:
            return CauseClaim(**evidence(30, confidence), cause=code)

        (surest,) = solve(
            told("a", "facebook", start="2021-10-04", cause=causes("software", 0.5)),
            told("b", "facebook", start="2021-10-04", cause=causes("network", 0.8)),
        )
        assert surest.cause == "network"
        (earliest,) = solve(
            told("a", "facebook", start="2021-10-04", published="2021-10-06", cause=causes("software", 0.8)),
            told("b", "facebook", start="2021-10-04", published="2021-10-05", cause=causes("network", 0.8)),
        )
        assert earliest.cause == "network"

    def test_a_reprint_is_no_second_witness(self) -> None:
        dispatch = " ".join(f"sentence {n} of the dispatch about the outage" for n in range(30))
        (incident,) = solve(
            told("a", "facebook", start="2021-10-04", durations=hours(6), text=dispatch),
            told("b", "facebook", start="2021-10-04", durations=hours(6), text=dispatch[:700]),
            told("c", "facebook", start="2021-10-04", durations=hours(6), text="Copied. " + dispatch),
            told("d", "facebook", start="2021-10-04", durations=hours(9)),
            told("e", "facebook", start="2021-10-04", durations=hours(9)),
        )
        assert incident.duration_min_s == 9 * 3600
        assert (incident.article_count, incident.independent_outlets) == (5, 3)

    def test_the_parts_of_a_sum_do_not_contradict_it(self) -> None:
        def penalties(*sums: float) -> tuple[LossClaim, ...]:
            return tuple(
                LossClaim(**evidence(40 + at), min=s, max=s, currency="CNY", bound="exact", loss_kind="compensation")
                for at, s in enumerate(sums)
            )

        whole_and_parts = told("a", "weimob", start="2020-02-23", losses=penalties(150e6, 100e6, 50e6))
        whole = told("b", "weimob", start="2020-02-23", losses=penalties(150e6))
        other = told("c", "weimob", start="2020-02-23", losses=penalties(20e6))
        (incident,) = solve(whole_and_parts, whole, other)
        loss = field(incident, "loss.compensation.CNY")
        assert (loss.value, loss.outlets) == ("150000000", 2)
        assert loss.agree == ("a/1/loss/40-41", "b/1/loss/40-41")
        assert loss.contradict == ("c/1/loss/40-41",)

    def test_losses_of_several_bearers_do_not_contradict_each_other(self) -> None:
        def loss(least: float, bearer: str | None, currency: str = "USD") -> tuple[LossClaim, ...]:
            return (
                LossClaim(
                    **evidence(40),
                    min=least,
                    max=least,
                    currency=currency,
                    bound="exact",
                    loss_kind="sales",
                    bearer=bearer,
                ),
            )

        (incident,) = solve(
            told("a", "facebook", start="2021-10-04", losses=loss(100, "Pho Express")),
            told("b", "facebook", start="2021-10-04", losses=loss(900, "Banh Mi")),
            told("c", "facebook", start="2021-10-04", losses=loss(5, None, "EUR")),
        )
        values = {c.field: c.value for c in incident.consensus if c.field.startswith("loss")}
        assert values == {"loss.sales.EUR": "5", "loss.sales.USD Banh Mi": "900", "loss.sales.USD Pho Express": "100"}
        assert not any(c.contradict for c in incident.consensus)

    def test_counts_platforms_and_merchants(self) -> None:
        hit = (
            AffectedClaim(**evidence(50), count=2.9e9, count_max=None, unit="users", bound="over"),
            AffectedClaim(**evidence(51), count=5, count_max=7, unit="businesses", bound="range"),
        )
        shop = (MerchantClaim(**evidence(60), name="Pho Express", merchant_kind="business"),)
        (incident,) = solve(told("a", "facebook", start="2021-10-04", affected=hit, merchants=shop))
        values = {c.field: c.value for c in incident.consensus}
        assert values["affected.users"] == "over 2900000000.."
        assert values["affected.businesses"] == "5..7"
        assert values["platform.facebook"] == "facebook"
        assert set(values) == {"affected.users", "affected.businesses", "platform.facebook", "start"}


class TestReprints:
    def texts(self, *given: tuple[str, str, str]) -> dict[str, str]:
        return dict(
            witnesses(
                Text(article_id=name, outlet=f"outlet {name}", published=day, fingerprint=fingerprint(text))
                for name, day, text in given
            )
        )

    STORY = "微信支付今天下午出现大面积故障，全国多地商户无法收款。" + "".join(
        f"第{n}位店主表示当天损失了{n * 37}元。" for n in range(40)
    )

    def test_the_earliest_stands_behind_its_reprints(self) -> None:
        found = self.texts(
            ("b", "2024-03-06", self.STORY),
            ("a", "2024-03-07", "转载：" + self.STORY),
            ("c", "2024-03-08", self.STORY[:400]),
        )
        assert found == {"a": "outlet b", "b": "outlet b", "c": "outlet b"}

    def test_another_story_with_the_same_quote_is_its_own(self) -> None:
        own = "".join(f"另一家媒体的第{n}句报道，内容与别处完全不同{n * n}。" for n in range(40)) + self.STORY[:100]
        assert self.texts(("a", "2024-03-06", self.STORY), ("b", "2024-03-07", own)) == {
            "a": "outlet a",
            "b": "outlet b",
        }

    def test_punctuation_case_and_spaces_do_not_hide_a_reprint(self) -> None:
        story = " ".join(f"Sentence {n} of the story, as sent." for n in range(40))
        found = self.texts(("a", "2024-03-06", story), ("b", "2024-03-07", story.upper().replace(",", " –")))
        assert found == {"a": "outlet a", "b": "outlet a"}

    def test_short_texts_must_agree_in_all(self) -> None:
        found = self.texts(("a", "1", "WeChat is down."), ("b", "2", "WeChat is down."), ("c", "3", "Alipay is down."))
        assert found == {"a": "outlet a", "b": "outlet a", "c": "outlet c"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sự cố ĐIỆN TOÁN", "su co dien toan"),
        ("أُغلقت منصّة ١٢٣", "اغلقت منصه 123"),
        ("تـــعطل إلى مؤسسة", "تعطل الي موسسه"),
        ("Ｃａｎｃｉóｎ ２４", "cancion 24"),
        ("微信支付", "微信支付"),
        ("PLAIN", "plain"),
    ],
)
def test_texts_are_searched_without_case_marks_and_variants(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
