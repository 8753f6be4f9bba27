"""Every block of code in the documentation and the README runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.folder.collection import Collection
from gxkit.text import shown_language

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

import make_docs

from making.markdown import Page
from making.notebooks import link_notebooks

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "pages").rglob("*.md"))
BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>[^>\n]+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)```", re.DOTALL
)
NOT_RUN = {
    "set-up": "make test runs in a clone that is set up, and the workflow runs make study",
    "network": "no test asks the network; tests/test_fetching.py gets pages from loopback",
    "long": "tests/test_study.py writes a study",
    "after it": "tests/test_trace.py traces points of figures that a study drew",
    "cluster": "tests/test_cluster.py reads with two workers, one of which is killed",
    "built": "tests/test_catalog.py verifies a folder whose panel is built",
}
"""why a block is left out, and what stands in for it"""
ANYTHING = "…"
"""in what a command prints: whatever stands there, also several lines"""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and why it is not run, if it is not."""

    kind: str
    text: str
    why: str


def blocks_of(path: Path) -> list[Block]:
    found = BLOCK.finditer(path.read_text("utf-8"))
    return [Block(one["kind"], one["text"], one["why"] or "") for one in found]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to run in, with data/ as in a clone; language and forms are set back afterwards."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    before = gxkit.language()
    known = set(gxkit.forms.all_forms())
    yield tmp_path
    gxkit.language(before)
    gxkit.forms.forget(*(set(gxkit.forms.all_forms()) - known))


def assert_prints(printed: str, expected: str, what: str) -> None:
    """What was printed is what stands there, but for what the sign for anything stands for."""
    parts = [re.escape(part) for part in expected.rstrip().split(ANYTHING)]
    pattern = ".*".join(parts)
    assert re.fullmatch(pattern, printed.rstrip(), re.DOTALL), f"{what} prints\n{printed}"


def run_command(line: str) -> tuple[int, str]:
    """A gxkit command in this process: its exit code, and all that it says."""
    program, *arguments = shlex.split(line, comments=True)
    assert program == "gxkit", f"{line}: only gxkit is run here; say why it is not run"
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(arguments)
    return code, said.getvalue()


def run_console(text: str) -> None:
    """Each command of a console block, and what stands below it."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        line, _, expected = part.partition("\n")
        _, said = run_command(line)
        assert_prints(said, expected, line)


def run_python(
    block: Block,
    after: Block | None,
    names: dict[str, object],
) -> None:
    """A block of Python, and the text that it prints, if one stands behind it."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(block.text, "block", "exec"), names)
    expected = after.text if after is not None and after.kind == "text" else ""
    assert_prints(said.getvalue(), expected, block.text)


@pytest.fixture(autouse=True)
def errors_as_set(monkeypatch):
    """Pages show errors as a reader has them, in the language of the command."""
    monkeypatch.setattr("gxkit.errors.shown_language", shown_language)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_block_of_a_written_page_runs_and_prints_what_stands_there(
    path: Path, place: Path
) -> None:
    blocks = blocks_of(path)
    english = DOCS / "pages" / "en" / path.name
    if path != english and blocks == blocks_of(english):
        pytest.skip("its blocks are those of the English page")
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        if block.why:
            assert block.why in NOT_RUN, f"{block.why} is no reason; known are {list(NOT_RUN)}"
        elif block.kind == "console":
            run_console(block.text)
        elif block.kind == "python":
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            run_python(block, following, names)
        elif block.kind == "toml":
            name = block.text.partition("\n")[0].removeprefix("# ")
            (place / name).write_text(block.text, "utf-8")
        else:
            assert block.kind == "text", f"{block.kind}: nobody runs such a block"


# ---- the README's commands

BODIES = "code,name,other_names,level,from,to,name_en\n350582,晋江市人民政府,,county,,,\n"
THERE = {
    "2023-hongze-government.html": "--code 320813",
    "2021-pingtan-zone.html": "--code 350128 --level 'prefecture-level zone'",
}
"""what the README's data folder holds, in which something is undecided"""
LEFT_OUT = {
    r"^make ": "set-up",
    r"^gxkit add https:": "network",
    r"^gxkit study ": "long",
    r"^gxkit trace ": "after it",
    r"^gxkit verify ": "built",
}


@pytest.fixture
def small(place: Path) -> Path:
    """What the README's commands speak of: a data folder of two reports, and files to add to it."""
    (place / "data").unlink()
    run_command("gxkit new data")
    reports = ROOT / "data" / "reports"
    for name, facts in THERE.items():
        code, said = run_command(f"gxkit add '{reports / name}' --data data {facts}")
        assert code == 0, said
    (place / "data" / "bodies.csv").write_text(BODIES, "utf-8")
    shutil.copy(reports / "2021-jinjiang-government.pdf", place / "report.pdf")
    (place / "reports").mkdir()
    shutil.copy(reports / "2023-pingtan-zone.html", place / "reports")
    shutil.copy(reports / "2017-pingtan-zone.html", place / "page.html")
    form = next(block for block in blocks_of(DOCS / "pages/en/add-form.md") if block.kind == "toml")
    (place / "my-edition.toml").write_text(form.text, "utf-8")
    return place


def readme_lines() -> list[str]:
    shell = [block.text for block in blocks_of(ROOT / "README.md") if block.kind == "sh"]
    return [line for text in shell for line in text.splitlines() if line.strip()]


def test_every_command_of_the_readme_runs(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in readme_lines():
        why = next((why for sign, why in LEFT_OUT.items() if re.match(sign, line)), "")
        if why:
            assert why in NOT_RUN
            continue
        with (small / "page.html").open("rb") as given:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))
            # the name of a cause stands in the list that the line before has printed
            code, said = run_command(line.replace("REPORT:RULE", "1"))
        assert code == 0, f"{line}: {said}"


# ---- the pages that are made


@pytest.fixture(scope="module")
def collection() -> Collection:
    return gxkit.open(ROOT / "data", progress=False)


@pytest.fixture(scope="module")
def made(collection: Collection) -> dict[str, list[Page]]:
    """All pages in both languages, without pictures."""
    before = gxkit.language()
    pages = {
        language: list(make_docs.make_pages(collection, language)) for language in ("en", "zh")
    }
    gxkit.language(before)
    return pages


def test_both_languages_have_the_same_pages(made: dict[str, list[Page]]) -> None:
    english, chinese = ([page.path for page in made[language]] for language in ("en", "zh"))
    assert english == chinese
    assert len(english) == len(set(english))


def test_the_menu_names_every_page_once(made: dict[str, list[Page]]) -> None:
    def paths(entry: object) -> Iterator[str]:
        inside = entry.values() if isinstance(entry, dict) else entry
        for one in [inside] if isinstance(inside, str) else list(inside):
            yield from [one] if isinstance(one, str) else paths(one)

    menu = [path for entry in make_docs.make_menu(made["zh"], "zh") for path in paths(entry)]
    assert sorted(menu) == sorted(page.path for page in made["zh"])


def test_there_is_a_page_for_each_form_rule_indicator_and_figure(
    made: dict[str, list[Page]],
) -> None:
    paths = {page.path for page in made["en"]}
    families = {one.family for one in gxkit.indicators.all_indicators_by_id().values()}
    wanted = {f"forms/{form}.md" for form in gxkit.forms.all_forms()}
    wanted |= {f"rules/{rule}.md" for rule in (*gxkit.forms.rule_words(), "R6", "R8", "S6")}
    wanted |= {f"indicators/{family}.md" for family in families}
    wanted |= {f"figures/{key}.md" for key in gxkit.charts.FIGURES}
    assert wanted <= paths


def test_a_form_page_has_every_row_and_column_by_its_id(made: dict[str, list[Page]]) -> None:
    (page,) = [page for page in made["zh"] if page.path == "forms/2021.md"]
    for table in gxkit.forms.find_form("2021").tables:
        for line in (*table.rows, *table.columns):
            assert f"<code>{line.id}</code>" in page.text
    assert "谨慎比较" in page.text
    assert '<td rowspan="8" class="label">（三）不予公开</td>' in page.text


def test_the_page_on_the_data_counts_what_the_folder_holds(made: dict[str, list[Page]]) -> None:
    with (ROOT / "data" / "catalog.csv").open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    cells = []
    for path in (ROOT / "data" / "transcriptions").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            cells += list(csv.DictReader(lines))
    reports = {line["report"]: line for line in listed}
    zone = [line for line in reports.values() if line["agency"].startswith("平潭综合实验区")]
    texts = {
        language: next(page.text for page in made[language] if page.path == "data.md")
        for language in ("en", "zh")
    }
    assert f"{len(listed)} files in" in texts["en"]
    assert f"The folder holds {len(reports)} annual reports" in texts["en"]
    assert f"法定表格应填的格{len(cells)}个" in texts["zh"]
    assert f"{len(reports)}份报告的{len(cells)}个格中" in texts["zh"]
    assert f"| 平潭综合实验区管理委员会 | 地级管理区 | {len(zone)} | 2011–2025 |" in texts["zh"]
    undated = sum(not line["published"] for line in reports.values())
    assert f"{undated} reports have no day of\npublication" in texts["en"]
    assert "{{" not in texts["en"] + texts["zh"]


def test_every_rule_has_an_example_that_was_computed(made: dict[str, list[Page]]) -> None:
    rules = [page for page in made["en"] if page.path.startswith("rules/R")]
    for page in rules:
        assert "gxkit would say:" in page.text or "gxkit says:" in page.text, page.path
    (carried,) = [page for page in rules if page.path == "rules/R6.md"]
    assert "2 (carried out, 2021), against 1 (carried in, 2022), off by 1" in carried.text


@pytest.mark.parametrize("figure", ["flow", "rule_board"])
def test_the_code_of_a_figure_page_draws_it(
    made: dict[str, list[Page]],
    collection: Collection,
    figure: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the others differ in the name alone, and tests/test_charts.py draws them all
    monkeypatch.setattr(gxkit, "open", lambda folder: collection)
    (page,) = [page for page in made["zh"] if page.path == f"figures/{figure}.md"]
    (code,) = re.findall(r"```python\n(.*?)```", page.text, re.DOTALL)
    *lines, last = code.splitlines()
    names: dict[str, object] = {}
    exec("\n".join(lines), names)
    assert isinstance(eval(last, names), gxkit.charts.Chart)


def test_links_between_pages_lead_to_pages(made: dict[str, list[Page]]) -> None:
    for pages in made.values():
        known = {page.path for page in pages}
        for page in pages:
            folder = Path(page.path).parent
            for to in re.findall(r"\]\(([^):]+\.md)", page.text):
                there = (ROOT / folder / to).resolve().relative_to(ROOT.resolve()).as_posix()
                assert there in known, f"{page.path} leads to {to}"


def test_links_between_notebooks_lead_to_their_pages_in_either_language() -> None:
    assert link_notebooks("[a](01_a.ipynb)") == "[a](01_a.md)"
    assert link_notebooks("[en](../01_a.ipynb)") == '<a href="../../notebooks/01_a.html">en</a>'
    assert link_notebooks("[中文](zh/01_a.ipynb)") == '<a href="../zh/notebooks/01_a.html">中文</a>'


def test_no_page_and_no_setting_asks_for_an_outside_address(made: dict[str, list[Page]]) -> None:
    for page in made["en"] + made["zh"]:
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text), page.path
        assert not re.search(r"!\[[^\]]*\]\(https?:", page.text), page.path
    for path in [*(DOCS / "assets").iterdir(), DOCS / "mkdocs.yml"]:
        assert "//" not in path.read_text("utf-8").replace("// ", ""), path.name
