"""Which part a figure or name plays, by the words around it."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from extractors.assemble import assemble
from extractors.base import Language, MerchantKind, Report
from extractors.candidates import read_candidates
from extractors.levels.rules import is_level
from extractors.roles import Role, RoleName, assign_roles, is_value_apart


def _roles(text: str, language: Language, role: RoleName) -> list[Role]:
    roles = assign_roles(read_candidates(text, language))
    return [item for item in roles if item.role == role and not item.insufficient]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The outage wiped $6 billion off the market value of the company's shares.", "market_value"),
        ("en", "The regulator fined the bank £2 million over the outage.", "penalty"),
        ("en", "Customers will be compensated with credits of $5 each after the outage.", "compensation"),
        ("en", "The shutdown cost the country's economy $14 million a day.", "economy"),
        ("es", "La florista perdió 900 euros en ventas por la caída.", "sales"),
        ("es", "El regulador impuso una multa de 2 millones de euros por la caída.", "penalty"),
        ("zh", "平台将向用户发放10元补偿券。", "compensation"),
        ("zh", "公司市值蒸发60亿美元。", "market_value"),
        ("vi", "Việc cắt internet khiến nền kinh tế thiệt hại 37 triệu USD.", "economy"),
        ("ar", "فرضت الهيئة غرامة قدرها 20 مليون جنيه بسبب العطل.", "penalty"),
    ],
)
def test_a_loss_and_its_kind(language: Language, text: str, kind: str) -> None:
    assert [role.loss_kind for role in _roles(text, language, "loss")] == [kind]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The company raised $20 million in funding."),
        ("en", "The subscription is priced at $20 a month."),
        ("zh", "该公司今日总市值120.6亿港元。"),
        ("zh", "该公司将奖励内容创作者10亿美元。"),
        ("es", "La firma tiene una capitalización de 900 millones de euros."),
        ("vi", "Công ty vừa gọi vốn 5 triệu USD."),
        ("ar", "يبلغ سعر الاشتراك 20 ريالاً شهرياً."),
    ],
)
def test_money_that_is_no_loss(language: Language, text: str) -> None:
    assert _roles(text, language, "loss") == []


@pytest.mark.parametrize(
    ("language", "before", "level"),
    [
        ("en", "The stock fell to ", True),
        ("en", "The fall in its market value amounted to ", False),
        ("es", "Su fortuna quedó en ", True),
        ("es", "Las pérdidas en bolsa ascienden a ", False),
        ("vi", "Tài sản của ông tụt xuống còn ", True),
        ("vi", "Vốn hóa bốc hơi ", False),
        ("zh", "身家缩水至", True),
        ("zh", "身家缩水", False),
        ("ar", "تراجعت ثروته إلى ", True),
        ("ar", "وصلت خسائره إلى ", False),
    ],
)
def test_what_a_value_came_to_is_told_from_what_it_lost(language: Language, before: str, level: bool) -> None:
    assert is_level(f"{before}6 000 000", language, len(before)) is level


def test_a_fall_in_per_cent_is_a_loss_and_a_rise_is_none() -> None:
    assert len(_roles("Shares fell 5.4 per cent after the outage.", "en", "loss")) == 1
    assert _roles("Shares rose 5.4 per cent.", "en", "loss") == []


def test_a_figure_that_leaves_out_the_verb_follows_the_one_before() -> None:
    assert len(_roles("Shares of Meta fell 5.4%, Twitter 6.3% and Google 3.4%.", "en", "loss")) == 3


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He opened the shop nine years ago."),
        ("zh", "他入行三年。"),
        ("es", "Lleva doce años en el negocio."),
        ("vi", "Bà đã bán hàng 22 năm."),
        ("ar", "يعمل في المهنة منذ عشر سنوات."),
    ],
)
def test_a_length_of_time_that_is_no_outage(language: Language, text: str) -> None:
    assert _roles(text, language, "duration") == []


@pytest.mark.parametrize(
    ("language", "text", "down", "other"),
    [
        ("en", "WhatsApp went down and many users switched to Telegram.", "whatsapp", "telegram"),
        ("zh", "微信宕机，用户纷纷转用QQ。", "wechat", "qq"),
        ("es", "Se cayó WhatsApp. Los clientes migraron a Telegram.", "whatsapp", "telegram"),
        ("ar", "تعطل واتساب. لجأ المستخدمون إلى تلغرام.", "whatsapp", "telegram"),
        ("vi", "Facebook bị sập. Nhiều người chuyển sang Telegram.", "facebook", "telegram"),
    ],
)
def test_a_service_that_people_moved_to_is_not_down(language: Language, text: str, down: str, other: str) -> None:
    slugs = {claim.slug for report in _reports(text, language) for claim in report.platforms}
    assert down in slugs
    assert other not in slugs


def test_an_enumerated_service_is_as_down_as_its_neighbours() -> None:
    (report,) = _reports("Users could not access Facebook, Instagram, WhatsApp and Messenger on Monday.", "en")
    assert {claim.slug for claim in report.platforms} == {"facebook", "instagram", "whatsapp", "messenger"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Priya Raman, an analyst at a university, was not surprised."),
        ("es", "La portavoz del ministerio, Ana Torres, no quiso comentar."),
        ("vi", "Theo chuyên gia phân tích Trần Bảo Sơn, tác động không lớn."),
    ],
)
def test_who_is_no_merchant(language: Language, text: str) -> None:
    assert _roles(text, language, "merchant") == []


def test_a_person_and_the_business_are_one_merchant() -> None:
    (report,) = _reports("Nadia Iskandar, owner of Kueh Atelier, lost $400 in the outage.", "en")
    assert [(claim.name, claim.contact) for claim in report.merchants] == [("Kueh Atelier", "Nadia Iskandar")]
    assert report.losses[0].bearer == "Kueh Atelier"


def test_a_later_mention_by_a_part_of_the_name_is_left_out() -> None:
    text = "Shop owner Dana Pruitt said she lost $400. Owner Dana Pruitt said so again, and Mr Pruitt nodded."
    (report,) = _reports(text, "en")
    assert [claim.name for claim in report.merchants] == ["Dana Pruitt"]


def _reports(text: str, language: Language) -> tuple[Report, ...]:
    document = read_candidates(text, language)
    return assemble(document, assign_roles(document))


@pytest.mark.parametrize(
    ("language", "text", "counted"),
    [
        ("en", "Shares fell 4.9%, a drop of 15% since mid-September.", ["15%"]),
        ("en", "Shares fell 4.9%, the biggest drop since November 2020.", []),
        ("es", "La acción perdió 15% desde mediados de septiembre.", ["15%"]),
        ("ar", "فقد السهم 15% منذ منتصف سبتمبر.", ["15%"]),
        ("vi", "Cổ phiếu mất 15% kể từ giữa tháng 9.", ["15%"]),
        ("zh", "股价自9月中旬以来已下跌15%。", ["15%"]),
    ],
)
def test_a_change_counted_from_another_month_is_apart(language: Language, text: str, counted: list[str]) -> None:
    document = read_candidates(text, language)
    roles = [
        Role(candidate=candidate, role="loss", confidence=0.9, rule="test", loss_kind="market_value")
        for candidate in document.candidates
        if candidate.kind == "percent"
    ]
    assert [role.candidate.text for role in roles if is_value_apart(document, role)] == counted


@pytest.mark.parametrize(
    ("language", "text", "market"),
    [
        ("en", "Facebook shares fell 4.9% on the Nasdaq, and the Dow Jones lost 0.9%.", "0.9%"),
        ("es", "La acción de Facebook cayó 4,9% en el Nasdaq y el Dow Jones perdió 0,9%.", "0,9%"),
        ("ar", "هبط سهم فيسبوك 4.9% في بورصة ناسداك، وخسر مؤشر داو جونز 0.9%.", "0.9%"),
        ("vi", "Cổ phiếu Facebook mất 4,9% trên sàn Nasdaq, còn chỉ số Dow Jones giảm 0,9%.", "0,9%"),
        ("zh", "脸书股价在纳斯达克跌4.9%，道琼斯指数下跌0.9%。", "0.9%"),
    ],
)
def test_what_a_whole_market_lost_is_no_loss_of_the_outage(language: Language, text: str, market: str) -> None:
    document = read_candidates(text, language)
    roles = [
        Role(candidate=candidate, role="loss", confidence=0.9, rule="test", loss_kind="market_value")
        for candidate in document.candidates
        if candidate.kind == "percent"
    ]
    assert len(roles) == 2
    assert [role.candidate.text for role in roles if is_value_apart(document, role)] == [market]


def _marked(text: str, parts: dict[str, tuple[RoleName, str]]) -> Report:
    """The main report where ``parts`` of ``text`` play the roles, and are of the kinds, that stand beside them."""
    document = read_candidates(text, "en", published=date(2021, 10, 10))
    roles = []
    for words, (role, kind) in parts.items():
        candidate = next(candidate for candidate in document.candidates if candidate.text == words)
        merchant = "person" if kind == "contact" else kind
        roles.append(
            Role(
                candidate=candidate,
                role=role,
                confidence=0.9,
                rule="test",
                further=0.0,
                merchant_kind=cast(MerchantKind, merchant) if role == "merchant" else None,
                speaks_for_business=kind == "contact",
            )
        )
    return assemble(document, sorted(roles, key=lambda role: role.candidate.start))[0]


def test_a_contact_goes_with_the_nearest_business_and_a_second_one_with_the_first() -> None:
    report = _marked(
        "Corner Bakery closed early. Harbour Cafe did too. Its manager, Ana Cruz, sent all home. Tom Reed, her "
        "deputy, stayed.",
        {
            "Corner Bakery": ("merchant", "business"),
            "Harbour Cafe": ("merchant", "business"),
            "Ana Cruz": ("merchant", "contact"),
            "Tom Reed": ("merchant", "contact"),
        },
    )
    assert [(claim.name, claim.contact) for claim in report.merchants] == [
        ("Corner Bakery", None),
        ("Harbour Cafe", "Ana Cruz"),
    ]


def test_an_hour_with_its_half_of_the_day_left_open_is_on_the_day_told_beside_it() -> None:
    text = "توقفت خدمة واتساب حوالي الساعة 12:20 (ت.غ+1) من يوم الثلاثاء 5 أكتوبر."
    document = read_candidates(text, "ar", published=date(2021, 10, 10))
    hour = next(candidate for candidate in document.candidates if "12:20" in candidate.text)
    [report] = assemble(document, [Role(candidate=hour, role="start", confidence=0.9, rule="test", further=0.0)])
    assert report.start is not None
    assert report.start.time == "2021-10-05"


def test_an_outage_that_came_again_is_another() -> None:
    text = "Slack was down for six hours on Monday. On Friday Slack failed again, for about two hours."
    document = read_candidates(text, "en", published=date(2021, 10, 10))
    names: dict[str, RoleName] = {"platform": "platform", "duration": "duration", "date": "start"}
    roles = [
        Role(candidate=candidate, role=names[candidate.kind], confidence=0.9, rule="test", further=0.0)
        for candidate in document.candidates
        if candidate.kind in names
    ]
    reports = assemble(document, roles)
    assert [[claim.text for claim in report.durations] for report in reports] == [["six hours"], ["about two hours"]]
