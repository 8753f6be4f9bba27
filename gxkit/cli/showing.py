"""The commands that show a report (view) and what a data folder says (trace, study)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.cli.commands import (
    DATA,
    FILE,
    FOLDER,
    LANGUAGE,
    READ,
    USAGE,
    Asked,
    chosen,
    command,
    complain,
    data_folder,
    print_paths,
    refuse_usage,
    takes,
)
from gxkit.cli.files import ask_guard, shell_guard
from gxkit.cli.reading import CORRECTIONS, FORM
from gxkit.text import (
    LANGUAGES,
    choose,
    shown_language,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gxkit.folder.decisions import Decision
    from gxkit.panel.cells import Figures


@command(
    "view",
    "write a report as a page to click through",
    "Write one page that holds a report: its pages with each cell framed, beside its forms; a "
    "click on either side finds the other. It opens in any browser, and fetches nothing.",
    FILE,
    takes("--to", metavar="HTML", help="the file to write (default: the report's id.html)"),
    LANGUAGE,
    CORRECTIONS,
    FORM,
)
def run_view(asked: Asked) -> int:
    from gxkit.cli.files import named_decisions
    from gxkit.forms import register_all
    from gxkit.output import refuse_place, write_file
    from gxkit.text.escapes import to_name

    register_all(asked.form)
    if asked.to:
        refuse_place(asked.to)
    decisions = named_decisions(asked.corrections)
    asks = (asked.file, decisions, asked.language)
    with shell_guard() as guard:
        report_id, page = ask_guard(guard, make_view, asked.file, *asks)
    print_paths([write_file(asked.to or f"{to_name(report_id)}.html", page)])
    return READ


def make_view(
    _: Path,
    file: str,
    decisions: Sequence[Decision],
    language: str,
) -> tuple[str, str]:
    """The id of the report in a file, and its page to click through, under some decisions."""
    from gxkit.folder.applying import apply_corrections
    from gxkit.notebook.viewer import view_page
    from gxkit.parsing.one import parse

    report = apply_corrections(parse(file), decisions)
    return report.id, view_page(report, language)


@command(
    "trace",
    "name the cells behind a point of a figure",
    "From a line of a figure's data to the cells: file, place, printed text, verdict.",
    takes("figure", metavar="FIGURE", help="its name in the folder of figures, as outcomes"),
    takes(
        "point",
        metavar="POINT",
        help="the line of its CSV, from 1; 3:denied for one of its parts",
    ),
    DATA,
    takes(
        "--figures",
        metavar="FOLDER",
        default="out/figures",
        help="default: out/figures",
    ),
    LANGUAGE,
)
def run_trace(asked: Asked) -> int:
    from gxkit.folder.collection import open_folder
    from gxkit.panel.trace import trace_text

    collection = open_folder(data_folder(asked.data))
    try:
        said = trace_text(
            asked.figure,
            asked.point,
            collection,
            language=asked.language,
            figures=asked.figures,
        )
    except ValueError as error:
        return complain(error, USAGE)
    print(said)
    return READ


@command(
    "study",
    "read a data folder, build panel and figures",
    "Read all reports of a data folder; write the panel, the findings, the figures and the study.",
    FOLDER,
    takes("--to", metavar="FOLDER", default="out", help="where to write (default: out)"),
    takes(
        "--panel",
        action="store_true",
        help="write only the panel and the findings, into the data folder itself",
    ),
    chosen(
        "--language",
        (*LANGUAGES, "both"),
        "of the study, its figures and tables; both: the English edition beside the Chinese one, "
        "as study.en.pdf and study.en.html",
    ),
    takes(
        "--figures",
        choices=("printed", "reconciled", "implied"),
        help="what charts, indicators and study take (default: reconciled); implied: what follows "
        "from other cells too",
    ),
)
def run_study(asked: Asked) -> int:
    from gxkit.folder.build import write_panel
    from gxkit.folder.collection import open_folder
    from gxkit.paper.study import build_study

    # The panel of a data folder is compared with a rebuild, which takes reconciled figures.
    if asked.panel and asked.figures:
        return refuse_usage(
            "--panel 把原刊、调和和推算的数字并列写出，不用 --figures；"
            "请去掉它，或用 --to 文件夹 写研究。",
            "--panel writes printed, reconciled and implied figures side by side and takes no "
            "--figures; leave it out, or write a study with --to FOLDER.",
        )
    if asked.panel:
        collection = open_folder(asked.folder, progress=True)
        print_paths(write_panel(collection, asked.folder))
        return READ
    figures: Figures = asked.figures or "reconciled"
    study = build_study(asked.folder, asked.to, asked.language, figures=figures)
    print_paths(study.paths)
    spoken = shown_language()
    for name, reason in study.left_out.items():
        left_out = choose(f"{name} 从略：", f"{name} is left out: ", spoken)
        print(left_out + reason.say(spoken), file=sys.stderr)
    return READ
