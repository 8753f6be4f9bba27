"""The doors of gxkit from a shell: parse, check, why, verify, review, add, trace, study.

Each command is one function and one entry: `@command(…)` above it says its name, its help and what
it takes. Data go to standard output, what a person should know to standard error.

Exit codes: 0 read (findings or not), 2 usage, 3 a file could not be read, 4 no disclosure report
in it, 1 something else was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from gxkit.errors import CorrectionError, GxkitError, NoCellError, NoReportError, ReadError
from gxkit.output import check_object, report_object, reports_to_csv
from gxkit.output.checked import check_text
from gxkit.output.page import page_for
from gxkit.parsing.one import parse as parse_file
from gxkit.report import Report, Status, Value
from gxkit.text import LANGUAGES, choose

if TYPE_CHECKING:
    from gxkit.panel.cells import Figures

READ, OTHER, USAGE, UNREADABLE, NO_REPORT = range(5)

Asked = argparse.Namespace
Run = Callable[[Asked], int]


@dataclass(frozen=True, slots=True)
class Argument:
    """What a command takes: an option with its dashes or a place in the line, and its settings."""

    name: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the shell, with the line and the paragraph that explain it."""

    name: str
    help: str
    description: str
    arguments: tuple[Argument, ...]
    run: Run


# by name, in the order in which --help lists them
COMMANDS: dict[str, Command] = {}


def command(name: str, line: str, description: str, *arguments: Argument) -> Callable[[Run], Run]:
    """Enter a function into COMMANDS; `line` and `description` are what --help says of it."""

    def enter(run: Run) -> Run:
        COMMANDS[name] = Command(name, line, description, arguments, run)
        return run

    return enter


def takes(name: str, **settings: Any) -> Argument:
    return Argument(name, settings)


def chosen(name: str, choices: Sequence[str], meaning: str) -> Argument:
    """An option of a few words, the first of which is what it is if nobody says."""
    said = f"{meaning} (default: {choices[0]})" if meaning else f"default: {choices[0]}"
    return takes(name, choices=choices, default=choices[0], help=said)


FILE = takes("file", metavar="FILE")
FILES = takes("files", nargs="+", metavar="FILE")
TAKEN = ".pdf .ofd .docx .doc .odt .rtf .xlsx .xls .ods .xml .html .txt .csv .zip"
REPORTS = takes("files", nargs="+", metavar="FILE", help=TAKEN)
FOLDER = takes("folder", metavar="DATA", help="a folder with catalog.csv and reports/")
DATA = takes("--data", metavar="DATA", default="data", help="the data folder (default: data)")
TEXT_OR_JSON = chosen("--to", ("text", "json"), "output")
SENTENCES = chosen("--language", LANGUAGES, "of the sentences")
LANGUAGE = chosen("--language", LANGUAGES, "")
FORM = takes(
    "--form",
    action="append",
    default=[],
    metavar="TOML",
    help="know one more edition of the form, from its TOML; may be given several times",
)
READING = (
    takes(
        "--second-reading",
        choices=("on", "off", "doubtful", "camelot"),
        help="read a PDF again by a look at its pages (default: on), not at all, where something "
        "is in doubt, or with another engine",
    ),
    takes(
        "--corrections",
        metavar="TOML",
        help="apply the decisions that a corrections.toml holds for these files (default: none)",
    ),
    FORM,
)
FACTS = (
    "report",
    "agency",
    "agency-en",
    "code",
    "level",
    "scope",
    "title",
    "published",
    "url",
    "note",
    "copy",
)


@command(
    "parse",
    "print the figures of reports",
    "Print every cell of the statutory tables, with its place and verdict.",
    REPORTS,
    chosen("--to", ("table", "csv", "json"), "output"),
    *READING,
)
def run_parse(asked: Asked) -> int:
    reports, code = _read_reports(asked)
    # the head of the CSV is printed for reports without cells, but not where all files failed
    if asked.to == "csv" and (reports or code == READ):
        sys.stdout.write(reports_to_csv(reports))
        # the columns of the CSV have no place for what is to be said of a whole report
        for report in reports:
            for remark in report.remarks:
                print(f"{report.source}: {remark.say('en')}", file=sys.stderr)
    elif asked.to == "json" and reports:
        print(_dump([report_object(report) for report in reports]))
    elif asked.to == "table" and reports:
        print("\n\n".join(map(figures_text, reports)))
    return code


@command(
    "check",
    "print what the arithmetic of the forms finds",
    "Print each cause of broken rules: what is wrong, what would mend it, how sure that is, who "
    "says so, and which rules fall with it; what else was found in a line each.",
    FILES,
    TEXT_OR_JSON,
    SENTENCES,
    takes("--all", action="store_true", help="print every rule, remark and explanation in full"),
    *READING,
)
def run_check(asked: Asked) -> int:
    reports, code = _read_reports(asked)
    if asked.to == "text" and reports:
        page = page_for(sys.stdout, asked.language, everything=asked.all)
        print("\n\n".join(check_text(report, page) for report in reports))
    elif reports:
        print(_dump([check_object(report, asked.language) for report in reports]))
    return code


@command(
    "why",
    "tell how a cell was read",
    "Tell in a few lines how a cell was read, or why it is missing, blank or in doubt. TABLE, ROW "
    "and COLUMN are the ids that parse --to csv prints.",
    FILE,
    takes("table", metavar="TABLE"),
    takes("row", metavar="ROW"),
    takes("column", metavar="COLUMN"),
    LANGUAGE,
    FORM,
)
def run_why(asked: Asked) -> int:
    from gxkit.forms import register_all

    register_all(asked.form)
    report = parse_file(asked.file)
    key = (asked.table, asked.row, asked.column)
    try:
        print(report.why(*key, language=asked.language))
    except NoCellError as error:
        return _complain(error, USAGE)
    return READ


@command(
    "verify",
    "check a data folder's files and rebuild its panel",
    "Compare every file with the catalog's hashes, rebuild the panel from the reports and compare "
    "it with the one that is there.",
    FOLDER,
)
def run_verify(asked: Asked) -> int:
    from gxkit.folder.build import verify_folder

    deviations = verify_folder(asked.folder)
    for sentence in deviations:
        print(sentence, file=sys.stderr)
    if deviations:
        return OTHER
    print(
        f"{asked.folder}: every file is as the catalog says, "
        "and the panel is what the reports give."
    )
    return READ


@command(
    "review",
    "list what a person should decide",
    "List the broken rules without a decision in corrections.toml, in the order of how much they "
    "move the figures.",
    FOLDER,
    TEXT_OR_JSON,
    SENTENCES,
)
def run_review(asked: Asked) -> int:
    from gxkit.folder.collection import read_collection
    from gxkit.folder.decisions import CORRECTIONS, read_corrections
    from gxkit.folder.review import review_lines, review_objects, undecided

    ledger = read_corrections(os.path.join(asked.folder, CORRECTIONS))
    collection = read_collection(asked.folder, progress=sys.stderr.isatty())
    items = undecided(collection.reports, ledger)
    if asked.to == "json":
        print(_json(review_objects(items, asked.language)))
    else:
        print("\n".join(review_lines(items, asked.language)))
    return READ


@command(
    "add",
    "add a report to a data folder",
    "Copy a report into a data folder and write its line into the catalog. What is not given is "
    "taken from the report and from earlier ones of its body.",
    FILE,
    DATA,
    takes("--year", type=int),
    *(takes(f"--{fact}", metavar=fact.upper()) for fact in FACTS),
)
def run_add(asked: Asked) -> int:
    from gxkit.folder.add import add_report

    names = ["year", *(fact.replace("-", "_") for fact in FACTS)]
    given = {name: getattr(asked, name) for name in names}
    facts = {name: fact for name, fact in given.items() if fact is not None}
    entry = add_report(asked.data, asked.file, **facts)
    print(
        f"{entry.path}: {entry.agency} {entry.year} ({entry.scope}); "
        f"{asked.data}/catalog.csv lists it."
    )
    return READ


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
    from gxkit.folder.collection import read_collection
    from gxkit.panel.trace import trace_text

    collection = read_collection(asked.data)
    try:
        said = trace_text(
            asked.figure,
            asked.point,
            collection,
            language=asked.language,
            figures=asked.figures,
        )
    except ValueError as error:
        return _complain(error, USAGE)
    print(said)
    return READ


@command(
    "study",
    "read a data folder, build panel and figures",
    "Read all reports of a data folder; write the panel, the findings and the figures.",
    FOLDER,
    takes("--to", metavar="FOLDER", default="out", help="where to write (default: out)"),
    takes(
        "--panel",
        action="store_true",
        help="write only the panel and the findings, into the data folder itself",
    ),
    chosen("--language", LANGUAGES, "of the figures"),
    takes(
        "--figures",
        choices=("printed", "reconciled", "implied"),
        help="what charts, indicators and study take (default: reconciled); implied: what follows "
        "from other cells too",
    ),
)
def run_study(asked: Asked) -> int:
    from gxkit.folder.build import write_panel
    from gxkit.folder.collection import read_collection
    from gxkit.paper.study import build_study

    # The panel of a data folder is compared with a rebuild, which takes reconciled figures.
    if asked.panel and asked.figures:
        print(
            "--panel writes printed, reconciled and implied figures side by side and takes no "
            "--figures; leave it out, or write a study with --to FOLDER.",
            file=sys.stderr,
        )
        return USAGE
    if asked.panel:
        collection = read_collection(asked.folder, progress=True)
        _list_files(write_panel(collection, asked.folder))
        return READ
    figures: Figures = asked.figures or "reconciled"
    study = build_study(asked.folder, asked.to, asked.language, figures=figures)
    _list_files(study.paths)
    for name, reason in study.left_out.items():
        left_out = choose(f"{name} 从略：", f"{name} is left out: ", asked.language)
        print(left_out + reason.say(asked.language), file=sys.stderr)
    return READ


def _list_files(paths: Iterable[object]) -> None:
    print("Written:")
    for path in paths:
        print(f"  {path}")


def _complain(reason: Exception, code: int) -> int:
    """Say on standard error what is wrong; the exit code for it."""
    print(reason, file=sys.stderr)
    return code


def _json(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=1)


def _dump(objects: Sequence[object]) -> str:
    """One report as an object, several as a list."""
    return _json(objects[0] if len(objects) == 1 else objects)


def _read_reports(asked: Asked) -> tuple[list[Report], int]:
    """The reports of all files that have one, and the first exit code of those that have none.

    What failed, and what a report holds that gxkit cannot fill, is said on standard error.
    """
    from gxkit.folder.applying import apply_corrections
    from gxkit.folder.decisions import read_corrections
    from gxkit.forms import register_all

    register_all(asked.form)
    ledger = asked.corrections
    # an absent ledger of a data folder is an empty one, but here somebody named it
    if ledger and not os.path.exists(ledger):
        raise CorrectionError(
            f"{ledger} is not there; --corrections names a file such as data/corrections.toml."
        )
    decisions = read_corrections(ledger) if ledger else ()
    mode = asked.second_reading or "on"
    reports: list[Report] = []
    code = READ
    for file in asked.files:
        try:
            report = parse_file(file, second_reading=mode)
        except (ReadError, NoReportError) as error:
            failed = UNREADABLE if isinstance(error, ReadError) else NO_REPORT
            code = code or _complain(error, failed)
        else:
            reports.append(apply_corrections(report, decisions))
    for report in reports:
        _name_unsupported(report)
    return reports, code


def _name_unsupported(report: Report) -> None:
    for edition in report.unsupported:
        print(
            f"{report.source}: holds a table of an edition that is not supported: {edition}; "
            "it was left alone. Who writes its form as TOML has it read with --form.",
            file=sys.stderr,
        )


def figures_text(report: Report) -> str:
    """The cells of a report as lines to read, with tabs between the columns."""
    name = report.meta.title or report.source
    editions = [f"{table}: {edition}" for table, edition in report.editions.items()]
    lines = [f"{name}  [{', '.join(editions)}]"]
    lines += [f"  remark\t{remark.say('en')}" for remark in report.remarks]
    for value in report.values:
        columns = (value.label, _shown(value), value.verdict, value.where or "")
        lines.append("  " + "\t".join(map(str, columns)))
    lines += [f"  unplaced\t{one.printed}\t\t{one.where}" for one in report.unplaced]
    return "\n".join(lines)


def _shown(value: Value) -> str:
    """What a cell prints, else its status; of an ambiguous one its readings too."""
    printed = value.printed or f"({value.status})"
    if value.status is not Status.AMBIGUOUS:
        return printed
    readings = ["blank" if one is None else str(one) for one in value.candidates]
    return f"{printed} ? {' | '.join(readings)}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gxkit",
        description="Annual reports on government information disclosure in China, "
        "read and checked.",
        epilog="Exit codes: 0 read (findings or not), 2 usage, "
        "3 a file could not be read, 4 no report in it.",
    )
    said = f"gxkit {version('gxkit-reports')}"
    parser.add_argument("--version", action="version", version=said)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in COMMANDS.values():
        own = commands.add_parser(one.name, help=one.help, description=one.description)
        for argument in one.arguments:
            own.add_argument(argument.name, **argument.settings)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        return COMMANDS[asked.command].run(asked)
    except BrokenPipeError:
        # the reader of a pipe has gone; without this Python would say so once more at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    except ReadError as error:
        return _complain(error, UNREADABLE)
    except NoReportError as error:
        return _complain(error, NO_REPORT)
    except GxkitError as error:
        return _complain(error, OTHER)


if __name__ == "__main__":
    sys.exit(main())
