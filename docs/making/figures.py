"""A page for each figure, and the gallery of all of them, drawn from data/."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gxkit.charts import FIGURES, SOURCE, Chart, FigureEntry
from gxkit.charts.house import save
from gxkit.errors import NothingToDraw
from gxkit.folder.collection import Collection
from making.markdown import Page, choose, code, fenced, link, page_of, plain, prose, table

PICTURES = "figures"
"""the folder of the pictures, below the site's root"""
_TAKES = {
    "panel": ("全部格", "every cell"),
    "board": ("各报告的勾稽结果", "which rules hold in which report"),
    "claims": ("正文中的数字", "the figures of the text"),
    "findings": ("发现", "findings"),
    "failings": ("不成立的规则", "rules that do not hold"),
    "unfollowed": ("与上年不接的数", "what does not follow from the year before"),
    "alternatives": ("未定的解释和读法", "open explanations and readings"),
    "indicators": ("指标", "indicators"),
    "decisions_table": ("裁定", "decisions"),
    "reports": ("报告", "reports"),
    "facts": ("目录所载", "what the catalog says"),
    "inside": ("他报告已含的报告", "reports that others count too"),
    "figures": ("取哪种数", "which figures are taken"),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure of the registry with its title, and its notes as they are drawn below it."""

    entry: FigureEntry
    title: str
    columns: tuple[str, ...]
    is_drawn: bool

    @property
    def picture(self) -> str:
        return f"{self.entry.name}.png"


def draw_all(
    collection: Collection,
    language: str,
    to: Path | None,
) -> list[Drawing]:
    """Every figure of a collection; pictures are written where a folder is given, else none is
    drawn and a figure is called by its key."""
    made = []
    for entry in FIGURES.values():
        chart = None if to is None else _draw(entry, collection, language, to)
        columns = () if chart is None else tuple(chart.data.columns)
        title = _title(entry) if chart is None else _drawn_title(chart, entry)
        made.append(Drawing(entry, title, columns, to is None or chart is not None))
    return made


def _draw(
    entry: FigureEntry,
    collection: Collection,
    language: str,
    to: Path,
) -> Chart | None:
    try:
        chart = entry.draw(collection, language=language, source=SOURCE[language])
    except NothingToDraw:
        return None
    save(chart, to, entry.name, formats=("png",))
    return chart


def _title(entry: FigureEntry) -> str:
    said = entry.key.replace("_", " ")
    return said[:1].upper() + said[1:]


def _drawn_title(chart: Chart, entry: FigureEntry) -> str:
    """The title that stands on the figure: its largest text."""
    texts = [text for text in chart.figure.findobj(_is_text) if text.get_text().strip()]
    if not texts:
        return _title(entry)
    largest = max(texts, key=lambda text: text.get_fontsize())
    return " ".join(largest.get_text().split())


def _is_text(artist: object) -> bool:
    return hasattr(artist, "get_fontsize")


def make_figure_pages(drawings: list[Drawing], language: str) -> Iterator[Page]:
    """The gallery, then a page a figure."""
    drawn = [drawing for drawing in drawings if drawing.is_drawn]
    yield _gallery(drawn, language)
    for drawing in drawn:
        yield _figure_page(drawing, language)


def _gallery(drawings: list[Drawing], language: str) -> Page:
    cards = []
    for drawing in drawings:
        image = f'<img src="{drawing.picture}" alt="{drawing.title}" loading="lazy">'
        to = f"{drawing.entry.key}.html"
        cards.append(f'<a href="{to}">{image}<span>{drawing.title}</span></a>')
    intro = choose(
        "以下各图由 `data/` 中的报告画出，`gxkit study` 对任何数据文件夹画出同样的图。"
        "图下的记号说明哪些数经过核对、推得或未定。",
        "Drawn from the reports of `data/`; `gxkit study` draws the same of any data folder. The "
        "signs below a figure tell which numbers are reconciled, implied or undecided.",
        language,
    )
    wall = '<div class="gallery">\n' + "\n".join(cards) + "\n</div>"
    return page_of(f"{PICTURES}/index.md", choose("图集", "Gallery", language), [intro, wall])


def _figure_page(drawing: Drawing, language: str) -> Page:
    entry = drawing.entry
    function = entry.function.__name__
    takes = [plain(choose(*_TAKES[name], language)) + f" ({code(name)})" for name in entry.takes]
    facts = [
        [choose("取用", "Made of", language), choose("、", ", ", language).join(takes)],
        [choose("函数", "Function", language), code(f"gxkit.charts.{function}")],
        [choose("文件", "Files", language), code(f"{entry.name}.png, .svg, .pdf, .csv")],
        [
            choose("数据列", "Columns of its data", language),
            ", ".join(map(code, drawing.columns)) or "–",
        ],
    ]
    doc = inspect.getdoc(entry.function) or ""
    example = (
        "import gxkit\n\n"
        'collection = gxkit.open("data")\n'
        f'entry = gxkit.charts.FIGURES["{entry.key}"]\n'
        f'entry.draw(collection, language="{language}", source=gxkit.charts.SOURCE["{language}"])'
    )
    parts = [
        f"![{plain(drawing.title)}]({drawing.picture})",
        # the English docstrings are all there is; a Chinese page has its facts alone
        prose(doc) if language == "en" else "",
        table(["", ""], facts),
        fenced(example, "python"),
        link(choose("图集", "Gallery", language), "index.md"),
    ]
    return page_of(f"{PICTURES}/{entry.key}.md", drawing.title, parts)
