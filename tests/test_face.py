"""The doors of the package, and many files parsed by one of them."""

import pytest

import gxkit
from gxkit.errors import GxkitError, NotAFileError
from gxkit.folder.collection import open_folder
from gxkit.panel import indicators, series

DOORS = {
    "charts", "concepts", "indicators", "language", "new",
    "open", "parse", "parse_many", "stack", "view",
}  # fmt: skip
BESIDE = {"check", "forms", "read", "to_csv", "to_parquet"}


def test_ten_doors_are_offered_and_what_stands_beside_them_is_there():
    assert set(dir(gxkit)) == {*DOORS, "__version__"}
    assert set(gxkit.__all__) == DOORS | BESIDE
    assert all(getattr(gxkit, name) is not None for name in gxkit.__all__)
    assert gxkit.open is open_folder
    assert (gxkit.indicators, gxkit.concepts) == (indicators, series)


def test_a_door_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'window'"):
        gxkit.window  # noqa: B018


def test_a_folder_and_a_pattern_name_their_files_in_order(data_folder, tmp_path):
    names = ("2023-hongze-government.html", "2020-zhangzhou-industry-it.html")
    for name in names:
        (tmp_path / name).write_bytes((data_folder / "reports" / name).read_bytes())
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "folder").mkdir()
    of_folder = gxkit.parse_many(tmp_path)
    assert [r.id for r in of_folder.reports] == [
        "2020-zhangzhou-industry-it",
        "2023-hongze-government",
    ]
    assert gxkit.parse_many(f"{tmp_path}/2023*.html").reports == of_folder.reports[1:]
    assert gxkit.parse_many(tmp_path / names[0]).reports == of_folder.reports[1:]
    assert of_folder.failures == {}


def test_where_there_is_no_file_it_is_said(tmp_path):
    for nothing in (tmp_path, tmp_path / "no.pdf", f"{tmp_path}/*.pdf"):
        with pytest.raises(NotAFileError, match="there is no file there; expected files, a folder"):
            gxkit.parse_many(nothing)
    assert gxkit.parse_many([]).reports == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: gxkit.open(None), "path of a data folder; got NoneType"),
        (lambda: gxkit.new(None), "path of a data folder; got NoneType"),
        (lambda: gxkit.parse("政府信息公开" * 1000), "got a text of 6000 letters"),
        (lambda: gxkit.parse("nowhere/*.txt"), "parse_many"),
        (lambda: gxkit.read("第一段\n第二段"), "got a text of 7 letters"),
    ],
)
def test_what_is_no_path_is_refused_in_a_sentence(asked, said):
    with pytest.raises(GxkitError, match=said):
        asked()


def test_a_language_may_be_named_as_systems_name_it():
    before = gxkit.language()
    try:
        assert gxkit.language("zh-CN") == "zh"
        assert gxkit.language("en_US") == "en"
        with pytest.raises(ValueError, match="expected 'zh' or 'en'"):
            gxkit.language(None)
    finally:
        gxkit.language(before)
