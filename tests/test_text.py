"""Printed labels and printed numbers."""

import pickle
import sys
from dataclasses import FrozenInstanceError, dataclass, field
from decimal import Decimal

import pytest

from gxkit import text
from gxkit.errors import CatalogError
from gxkit.text import (
    Label,
    Printed,
    choose,
    find_figures,
    fold,
    fold_places,
    is_blank,
    leading_unit,
    made_often,
    read_cell,
    read_number,
    split_label,
)

GONE = ("文件不见了。", "The file is gone.")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("自 然 人", "自然人"),
        ("（六）其他处理", "(六)其他处理"),
        ("危及“三安全一稳定”", "危及三安全一稳定"),
        ("⾏政许可", "行政许可"),
        ("⺠政局⻓", "民政局长"),
        ("結轉下年度繼續辦理", "结转下年度继续办理"),
        ("行政複議、行政復議", "行政复议、行政复议"),
        ("報吿", "报告"),
        ("１２３", "123"),
        ("本年增／减", "本年增/减"),
        ("5①", "5"),
        ("－", "-"),
        ("—", "-"),
    ],
)
def test_folding_unifies_what_prints_alike(printed, folded):
    assert fold(printed) == folded


def test_places_lead_back_to_the_printed_characters():
    assert [("自 然 人"[i]) for i in fold_places("自 然 人")] == ["自", "然", "人"]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("一、本年新收政府信息公开申请数量", Label("一", "本年新收政府信息公开申请数量")),
        ("（七）总计", Label("七", "总计")),
        ("3. 其他", Label("3", "其他")),
        ("3、其他", Label("3", "其他")),
        ("其中：1．当面申请数", Label("1", "当面申请数")),
        ("主动公开文件数", Label("", "主动公开文件数")),
    ],
)
def test_labels_come_apart_into_item_and_core(printed, label):
    assert split_label(printed) == label


@pytest.mark.parametrize(
    ("printed", "number", "unit"),
    [
        ("0", 0, ""),
        ("１２", 12, ""),
        ("1,234", 1234, ""),
        ("75,394,432.52元", Decimal("75394432.52"), "元"),
        ("15387.251", Decimal("15387.251"), ""),
        ("+3", 3, ""),
        ("-3", -3, ""),
        ("减3", -3, ""),
        ("5件", 5, "件"),
        ("12 ※", 12, ""),
        ("5（注1）", 5, ""),
        ("7①", 7, ""),
        (" 8 ", 8, ""),
        ("12 345 678", 12345678, ""),
        ("5\n件次", 5, "件次"),
        ("负5", -5, ""),
    ],
)
def test_numbers_are_read_exactly_with_unit_and_sign(printed, number, unit):
    assert read_number(printed) == Printed(number, unit)


@pytest.mark.parametrize(
    "printed",
    ["", "-", "无", "00", "007", "0000000", "12%", "约5", "5余", "1/2", "附件", "1,23"],
)
def test_what_is_no_single_number_is_not_read_as_one(printed):
    assert read_number(printed) is None


@pytest.mark.parametrize(
    "printed",
    ["3\n1834", "12 15", "150 00", "45  52", "12\t15", "12\u300015", "1 234 56", "12\n345", "3, 5"],
)
def test_two_figures_in_one_cell_are_never_glued(printed):
    assert read_cell(printed) is None
    assert read_number(printed) is None
    assert len(find_figures(printed)) > 1


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("十二", 12),
        ("四千八百七十八件", 4878),
        ("壹拾贰", 12),
        ("负十二", -12),
        ("三点五", Decimal("3.5")),
        ("（5）", 5),
        ("( 5 ) 件", 5),
        ("③", 3),
        ("⑴", 1),
        ("5 件次", 5),
        ("1\u202f234\u202f567", 1234567),
    ],
)
def test_a_cell_says_its_number_in_any_writing(printed, number):
    assert read_cell(printed).value == number


def test_blank_marks_are_blank_and_zero_is_not():
    assert [is_blank(t) for t in ("", " ", "\u3000", "-", "—", "/", "无", "0", "零")] == [
        True
    ] * 7 + [False] * 2


def test_a_leading_unit_is_the_longest_that_fits():
    assert (leading_unit("万元整"), leading_unit("条425"), leading_unit("425")) == (
        "万元",
        "条",
        "",
    )


def test_a_class_made_often_is_frozen_and_keeps_its_defaults():
    @made_often
    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2

    assert Point(1) == Point(1, 2) == Point(x=1)
    assert repr(Point(3)).endswith("Point(x=3, y=2)")
    with pytest.raises(FrozenInstanceError):
        Point(1).x = 5
    with pytest.raises(TypeError, match="missing 1 required"):
        Point()


def test_a_class_that_does_more_when_it_is_made_is_refused():
    @dataclass(frozen=True, slots=True)
    class Listed:
        items: list[int] = field(default_factory=list)

    with pytest.raises(TypeError, match="Listed does more"):
        made_often(Listed)


@pytest.mark.parametrize("digits", ["8" * 5000, "一" * 5000, "亿" * 5000, "8" * 5000 + "件"])
def test_thousands_of_digits_are_no_number(digits):
    assert (read_number(digits), read_cell(digits)) == (None, None)


def test_one_setting_says_in_which_language_things_are_shown():
    assert text.shown_language() == text.language() == "zh"
    assert text.shown_language("en") == "en"
    try:
        assert text.language("en") == "en"
        assert (text.shown_language(), text.shown_language("zh")) == ("en", "zh")
        with pytest.raises(ValueError, match="expected 'zh' or 'en'"):
            text.language("de")
        assert text.shown_language() == "en"
    finally:
        text.language("zh")


def test_what_a_room_above_does_is_found_when_it_is_asked_for():
    assert all(callable(text.later(way)) for way in sys.modules["gxkit.text.later"]._WAYS)


def test_an_error_is_said_in_the_language_that_is_set(monkeypatch):
    error = CatalogError(*GONE)
    for language in ("zh", "en"):
        monkeypatch.setattr("gxkit.errors.shown_language", lambda spoken=language: spoken)
        assert str(error) == str(pickle.loads(pickle.dumps(error))) == choose(*GONE, language)
    assert str(CatalogError("one for both")) == "one for both"
