"""The crosswalk between editions: sums of cells, blanks that are no zeros, series breaks."""

import gc
import weakref
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from gxkit import panel
from gxkit.errors import FormError
from gxkit.forms import all_forms
from gxkit.forms.concepts import concepts
from gxkit.forms.crosswalk import (
    Comparability,
    concept_of_cells,
    crosswalk,
    find_concept,
)
from gxkit.panel.cells import sum_cells
from gxkit.panel.columns import SERIES
from gxkit.panel.index import WANTING, index_cells
from gxkit.panel.series import concept_series, concepts_frame
from gxkit.report import Status
from test_panel import frame, reports

PINGTAN = "平潭综合实验区管理委员会"


def series(concept, body=PINGTAN, **options):
    own = concept_series(frame(), concept, **options)
    return own[own["agency"] == body].set_index("year")


def test_the_received_series_of_pingtan_is_23_70_81_after_the_form_changed():
    received = series("requests_received")
    assert received.loc[2019:, "value"].tolist() == [23.0, 70.0, 81.0]
    assert received["comparability"].tolist() == ["caution"] * 4 + ["comparable"] * 3


def test_every_report_has_one_line_in_every_series():
    for concept in ("requests_received", "denied", "fee_amount_wan_yuan", "disclosed_year"):
        assert sorted(concept_series(frame(), concept)["report"]) == sorted(r.id for r in reports())


@cache
def all_concepts():
    return concepts_frame(frame())


@pytest.mark.parametrize("concept", crosswalk().concepts.values(), ids=lambda one: one.id)
def test_each_concept_is_filtered_as_it_is_summed(concept):
    """What a frame is asked by its name must be all of it: sums of cells too, in every report."""
    found = all_concepts()
    own = found[found["concept"] == concept.id].set_index("report")
    assert len(own) == len(reports())
    for report in reports():
        edition = own.loc[report.id, "edition"]
        keys = [key for key in concept.cells.get(edition, ()) if key[0] in report.editions]
        numbers = [report[key].value for key in keys]
        is_known = bool(numbers) and None not in numbers and edition in report.editions.values()
        shown = own.loc[report.id, "value_in_form"]
        assert shown == float(sum(numbers)) if is_known else pd.isna(shown)
        compares = own.loc[report.id, "comparability"] in ("comparable", "caution")
        value = own.loc[report.id, "value"]
        assert value == shown if compares and is_known else pd.isna(value)


def test_what_was_denied_is_there_in_every_year_since_2019():
    own = all_concepts().query("concept == 'denied' and agency == @PINGTAN").set_index("year")
    assert own.loc[2019:, "value"].tolist() == [0.0, 8.0, 5.0]
    assert own.loc[:2017, "value"].isna().all()
    assert own.loc[:2017, "value_in_form"].tolist() == [0.0] * 4


def test_nobody_filters_the_panel_by_a_concept():
    """A column of that name would have the concepts that are one cell, and of sums no line."""
    assert "concept" not in frame().columns
    lone = frame().query("only_cell_of == 'denied'")
    assert set(lone["table"]) == {"legacy"}


def test_other_handling_of_2021_sums_three_cells():
    assert find_concept("other_handling").cells["2021"] == (
        ("requests", "other.not_corrected", "total"),
        ("requests", "other.fee_unpaid", "total"),
        ("requests", "other.rest", "total"),
    )
    assert series("other_handling").loc[2023, "value"] == 2.0
    assert series("other_handling", "晋江市人民政府").loc[2021, "value"] == 10.0 + 0.0 + 291.0


def test_a_reconciled_figure_stands_only_where_it_is_asked_for():
    asked = series("other_handling", "晋江市人民政府", figures="reconciled").loc[2021]
    assert (asked["value"], asked["reconciled"], asked["verdict"]) == (10.0, True, "contradicted")
    assert not series("other_handling", "晋江市人民政府").loc[2021, "reconciled"]


def test_denied_is_the_sum_of_the_eight_grounds():
    assert series("denied").loc[2019:, "value"].tolist() == [0.0, 8.0, 5.0]
    assert len(find_concept("denied").cells["2021"]) == 8


def test_litigation_of_2019_is_both_groups_together():
    assert series("litigation").loc[2019:, "value"].tolist() == [0.0, 12.0, 7.0]


def test_a_blank_part_makes_the_sum_unknown_and_never_smaller():
    shanghai = series("denied", "上海市人民政府办公厅").loc[2019]
    assert pd.isna(shanghai["value"])
    ambiguous = [
        replace(
            r,
            values=tuple(
                replace(v, value=None, status=Status.AMBIGUOUS)
                if v.key == ("requests", "other.rest", "total")
                else v
                for v in r
            ),
        )
        for r in reports()
        if r.id == "2023-pingtan-zone"
    ]
    assert concept_series(panel.stack(ambiguous), "other_handling")["value"].isna().all()
    absent = [
        replace(r, values=tuple(v for v in r if v.row != "other.rest"))
        for r in reports()
        if "2023-ping" in r.id
    ]
    assert concept_series(panel.stack(absent), "other_handling")["value"].isna().all()


def test_a_break_is_crossed_only_when_asked_and_then_flagged():
    assert series("granted").loc[:2017, "value"].isna().all()
    crossed = series("granted", across_breaks=True)
    assert crossed.loc[:2017, "value"].tolist() == [0.0] * 4
    assert crossed["comparability"].tolist() == ["break"] * 4 + ["comparable"] * 3
    assert crossed.loc[2019:, "value"].tolist() == [7.0, 30.0, 22.0]


def test_a_form_that_does_not_ask_is_flagged_none_even_across_breaks():
    carried = series("carried_in", across_breaks=True)
    assert carried.loc[:2017, "comparability"].tolist() == ["none"] * 4
    assert carried.loc[:2017, "value"].isna().all()


def test_a_series_that_ended_compares_with_its_own_last_form():
    disclosed = series("disclosed_year")
    assert disclosed.loc[:2017, "value"].tolist() == [425.0, 72804.0, 2949.0, 2122.0]
    assert disclosed["comparability"].tolist() == ["comparable"] * 4 + ["none"] * 3


def test_editions_are_told_apart_table_by_table():
    hongze = (
        concept_series(frame(), "other_handling").set_index("report").loc["2023-hongze-government"]
    )
    fees = (
        concept_series(frame(), "fee_amount_wan_yuan")
        .set_index("report")
        .loc["2023-hongze-government"]
    )
    assert (hongze["edition"], fees["edition"]) == ("2019", "2021")


@pytest.mark.parametrize(
    ("concept", "to_2019", "to_2021"),
    [
        ("requests_received", "caution", "comparable"),
        ("carried_in", "none", "comparable"),
        ("carried_out", "none", "comparable"),
        ("granted", "break", "comparable"),
        ("partial", "caution", "comparable"),
        ("denied", "break", "comparable"),
        ("denied.internal", "none", "comparable"),
        ("other_handling", "none", "comparable"),
        ("applicants.natural_person", "none", "comparable"),
        ("channels.online", "none", "none"),
        ("reconsideration", "caution", "comparable"),
        ("litigation", "caution", "comparable"),
        ("normative_documents_made", "none", "caution"),
        ("normative_documents_public", "none", "none"),
        ("normative_documents_in_force", "none", "none"),
        ("licensing_decisions", "none", "caution"),
        ("penalties_decisions", "none", "caution"),
        ("coercion_decisions", "none", "caution"),
        ("fee_items_before", "none", "none"),
        ("fee_amount_wan_yuan", "none", "none"),
        ("procurement_amount_yuan", "none", "none"),
        ("other_services_decisions", "none", "none"),
        ("disclosed_cumulative", "none", "none"),
    ],
)
def test_the_steps_are_those_of_the_comparability_table(concept, to_2019, to_2021):
    walk, one = crosswalk(), find_concept(concept)
    assert walk.comparability(one, "fujian", "2019") == to_2019
    assert walk.comparability(one, "2019", "2021") == to_2021


def test_every_concept_and_every_pair_says_why_in_both_languages():
    for concept in crosswalk().concepts.values():
        assert all((concept.zh, concept.en, concept.definition_zh, concept.definition_en))
    for pair in concepts().pairs:
        assert pair.why("zh")
        assert pair.why("en")


def test_the_worst_step_counts_between_distant_forms():
    walk = crosswalk()
    assert (
        walk.comparability(find_concept("normative_documents_made"), "2019", "2021")
        is Comparability.CAUTION
    )
    assert (
        walk.comparability(find_concept("normative_documents_made"), "fujian", "2021")
        is Comparability.NONE
    )
    assert walk.comparability(find_concept("granted"), "2019", "2019") is Comparability.COMPARABLE


def test_money_keeps_the_unit_of_its_cells():
    for concept in crosswalk().concepts.values():
        for edition, keys in concept.cells.items():
            for table_id, row_id, column in keys:
                row = next(r for r in all_forms()[edition].table(table_id).rows if r.id == row_id)
                unit = row.units[row.columns.index(column)]
                assert ("元" in unit) == ("元" in concept.unit), concept.id
                assert "元" not in unit or unit == concept.unit, concept.id


def test_every_cell_of_the_total_columns_of_2019_and_2021_has_a_concept_or_is_part_of_one():
    used = {
        (e, *key)
        for c in crosswalk().concepts.values()
        for e, keys in c.cells.items()
        for key in keys
    }
    for edition in ("2019", "2021"):
        for table in all_forms()[edition].tables:
            for row, column in table.slots:
                if table.id == "requests" and column != "total":
                    continue
                assert (edition, table.id, row, column) in used


def test_one_cell_is_one_concept():
    assert concept_of_cells()[("2021", "requests", "received", "business")] == "applicants.business"


def test_an_unknown_concept_lists_the_known_ones():
    with pytest.raises(
        FormError, match="There is no concept 'receved'; the concepts are requests_received"
    ):
        concept_series(frame(), "receved")


def test_a_frame_changed_in_place_gives_the_new_figures():
    changed = frame().copy()
    before = concept_series(changed, "requests_received")["value"].sum()
    received = (
        changed["row"].eq("received")
        & changed["column"].eq("total")
        & changed["report"].eq("2021-pingtan-zone")
    )
    changed.loc[received, "value"] = 71.0
    assert concept_series(changed, "requests_received")["value"].sum() == before + 1
    changed.loc[changed["report"].eq("2021-pingtan-zone"), "agency_en"] = "Another Name"
    assert "Another Name" in set(concept_series(changed, "requests_received")["agency_en"])
    assert concept_series(frame(), "requests_received")["value"].sum() == before


def test_the_lines_of_a_frame_are_sorted_once_and_forgotten_with_it():
    own = frame().copy()
    assert index_cells(own) is index_cells(own)
    assert index_cells(own) is not index_cells(frame())
    held = weakref.ref(index_cells(own).who)
    del own
    gc.collect()
    assert held() is None


def test_a_sum_without_a_number_says_why():
    index = index_cells(frame())
    found = sum_cells(index, find_concept("granted"), "printed")
    why = dict(zip(index.who["report"], (WANTING[w] for w in found.wanting), strict=True))
    assert (why["2019-shanghai-general-office"], why["2021-pingtan-zone"]) == ("blank", "")
    absent = sum_cells(index, find_concept("carried_in"), "printed")
    assert (
        WANTING[absent.wanting[list(index.who["report"]).index("2011-pingtan-zone")]] == "not asked"
    )


def test_no_lines_give_no_series():
    assert list(concept_series(frame().iloc[:0], "denied").columns) == list(SERIES)
    assert concept_series(frame().iloc[:0], "denied").empty


def test_a_line_without_a_value_is_not_to_be_used(data_folder):
    lines = pd.read_csv(data_folder / "concepts.csv")
    hidden = lines[lines.value.isna() & lines.value_in_form.notna()]
    assert len(hidden)
    assert set(hidden.use) == {"no"}
