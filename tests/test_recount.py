"""The study is recounted from the transcriptions, number by number, by a script without gxkit."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import recount
from gxkit.folder import read_collection
from gxkit.paper import STUDY, compute_variables
from gxkit.paper.template import TRACED, fill, show_marks

OPENS, BETWEEN, CLOSES = TRACED
LEADS = re.compile(rf"{OPENS}[^{BETWEEN}]*{BETWEEN}|{CLOSES}")
"""what leads a number of the web page to its cells, and is no part of the text"""
DATA = Path(__file__).parents[1] / "data"
LANGUAGES = ["zh", "en"]


@pytest.fixture(scope="module")
def studies() -> dict[str, str]:
    """The study in Markdown by language."""
    variables = compute_variables(read_collection(DATA))
    made = {}
    for language in LANGUAGES:
        template = (STUDY / f"template.{language}.md").read_text("utf-8")
        filled = fill(template, variables, language)
        made[language] = LEADS.sub("", show_marks(filled))
    return made


def test_the_script_knows_nothing_of_gxkit() -> None:
    names = set()
    for path in Path(recount.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module))
    assert "csv" in names
    assert not [name for name in names if name.startswith("gxkit")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_prose_and_tables_is_accounted_for(
    studies: dict[str, str], language: str
) -> None:
    assert recount.check(studies[language], language, DATA) == []


@pytest.mark.parametrize(
    ("language", "said", "wrong"),
    [
        ("zh", "成立1034条", "成立1035条"),
        ("zh", "208/1191（17.5%", "208/1191（17.6%"),
        ("zh", "区间15.4%至19.7%", "区间15.4%至19.8%"),
        ("zh", "区间−37.6至−15.5", "区间−37.6至−15.4"),
        ("zh", "晚18天", "晚19天"),
        ("zh", "| 462 | 0 | 0 | 49 |", "| 461 | 0 | 0 | 50 |"),
        ("zh", "## 局限", "另有77处。\n\n## 局限"),
        ("en", "28 change places", "29 change places"),
        ("en", "2255 expected", "2256 expected"),
        ("en", "| 859 | 18 | 805 |", "| 859 | 18 | 806 |"),
    ],
)
def test_a_number_that_is_not_so_is_named(
    studies: dict[str, str], language: str, said: str, wrong: str
) -> None:
    assert said in studies[language]
    text = studies[language].replace(said, wrong)
    assert recount.check(text, language, DATA) != []
