"""The doors of gxkit from a shell: parse, check, why, verify, review, add, trace, study.

Exit codes: 0 read (findings or not), 2 usage, 3 a file could not be read, 4 no disclosure report in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version

from gxkit.errors import CorrectionError, GxkitError, NoCellError, NoReportError, ReadError
from gxkit.output import check_object, explained_lines, report_object, reports_to_csv
from gxkit.parsing.one import parse as parse_file
from gxkit.report import FindingKind, Report, Status

READ, USAGE, UNREADABLE, NO_REPORT, OTHER = 0, 2, 3, 4, 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gxkit",
        description="Annual reports on government information disclosure in China, read and checked.",
        epilog="Exit codes: 0 read (findings or not), 2 usage, 3 a file could not be read, 4 no report in it.",
    )
    parser.add_argument("--version", action="version", version=f"gxkit {version('gxkit-reports')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    parse = commands.add_parser(
        "parse",
        help="print the figures of reports",
        description="Print every cell of the statutory tables, with its place and verdict.",
    )
    parse.add_argument("files", nargs="+", metavar="FILE", help=".pdf .docx .doc .html .txt .md")
    parse.add_argument(
        "--to", choices=("table", "csv", "json"), default="table", help="output (default: table)"
    )

    check = commands.add_parser(
        "check",
        help="print what the arithmetic of the forms finds",
        description="Print the rules that fail, remarks, and rules that cannot be assessed.",
    )
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument(
        "--to", choices=("text", "json"), default="text", help="output (default: text)"
    )
    check.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="of the sentences (default: zh)"
    )

    for command in (parse, check):
        command.add_argument(
            "--second-reading",
            choices=("on", "off", "doubtful"),
            help="read a PDF again with another engine (default: on for one file, off for several)",
        )
        command.add_argument(
            "--corrections",
            metavar="TOML",
            help="apply the decisions that a corrections.toml "
            "holds for these files (default: none)",
        )
        command.add_argument(
            "--form",
            action="append",
            default=[],
            metavar="TOML",
            help="know one more edition of the form, from its TOML; may be given several times",
        )

    why = commands.add_parser(
        "why",
        help="tell how a cell was read",
        description="Tell in a few lines how a cell was read, or why it is missing, blank or in "
        "doubt. TABLE, ROW and COLUMN are the ids that parse --to csv prints.",
    )
    why.add_argument("file", metavar="FILE")
    why.add_argument("table", metavar="TABLE")
    why.add_argument("row", metavar="ROW")
    why.add_argument("column", metavar="COLUMN")
    why.add_argument("--language", choices=("zh", "en"), default="zh", help="default: zh")
    why.add_argument(
        "--form",
        action="append",
        default=[],
        metavar="TOML",
        help="know one more edition of the form, from its TOML; may be given several times",
    )

    verify = commands.add_parser(
        "verify",
        help="check a data folder's files and rebuild its panel",
        description="Compare every file with the catalog's hashes, rebuild the panel from the "
        "reports and compare it with the one that is there.",
    )
    verify.add_argument("folder", metavar="DATA", help="a folder with catalog.csv and reports/")

    review = commands.add_parser(
        "review",
        help="list what a person should decide",
        description="List the broken rules without a decision in corrections.toml, in the "
        "order of how much they move the figures.",
    )
    review.add_argument("folder", metavar="DATA", help="a folder with catalog.csv and reports/")
    review.add_argument(
        "--to", choices=("text", "json"), default="text", help="output (default: text)"
    )
    review.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="of the sentences (default: zh)"
    )

    add = commands.add_parser(
        "add",
        help="add a report to a data folder",
        description="Copy a report into a data folder and write its line into the catalog. What "
        "is not given is taken from the report and from earlier ones of its body.",
    )
    add.add_argument("file", metavar="FILE")
    add.add_argument(
        "--data", metavar="DATA", default="data", help="the data folder (default: data)"
    )
    add.add_argument("--year", type=int)
    for fact in (
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
    ):
        add.add_argument(f"--{fact}", metavar=fact.upper())

    trace = commands.add_parser(
        "trace",
        help="name the cells behind a point of a figure",
        description="From a line of a figure's data to the cells: file, place, printed text, "
        "verdict.",
    )
    trace.add_argument(
        "figure", metavar="FIGURE", help="its name in the folder of figures, as outcomes"
    )
    trace.add_argument(
        "point", metavar="POINT", help="the line of its CSV, from 1; 3:denied for one of its parts"
    )
    trace.add_argument(
        "--data", metavar="DATA", default="data", help="the data folder (default: data)"
    )
    trace.add_argument(
        "--figures", metavar="FOLDER", default="out/figures", help="default: out/figures"
    )
    trace.add_argument("--language", choices=("zh", "en"), default="zh", help="default: zh")

    study = commands.add_parser(
        "study",
        help="read a data folder, build panel and figures",
        description="Read all reports of a data folder; write the panel, the findings and the "
        "figures.",
    )
    study.add_argument("folder", metavar="DATA", help="a folder with catalog.csv and reports/")
    study.add_argument(
        "--to", metavar="FOLDER", default="out", help="where to write (default: out)"
    )
    study.add_argument(
        "--panel",
        action="store_true",
        help="write only the panel and the findings, into the data folder itself",
    )
    study.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="of the figures (default: zh)"
    )
    return parser


def _parse_all(arguments: argparse.Namespace) -> tuple[list[Report], int]:
    """The reports of all files that have one, and the gravest exit code; what failed is said on standard error."""
    from gxkit.folder.applying import apply_corrections
    from gxkit.folder.decisions import read_corrections
    from gxkit.forms import register_all

    register_all(arguments.form)
    files, ledger = arguments.files, arguments.corrections
    if ledger and not os.path.exists(ledger):
        raise CorrectionError(
            f"{ledger} is not there; --corrections names a file such as data/corrections.toml."
        )
    decisions = read_corrections(ledger) if ledger else ()
    mode = arguments.second_reading or ("on" if len(files) == 1 else "off")
    reports: list[Report] = []
    code = READ
    for file in files:
        try:
            reports.append(apply_corrections(parse_file(file, second_reading=mode), decisions))
        except ReadError as error:
            print(error, file=sys.stderr)
            code = code or UNREADABLE
        except NoReportError as error:
            print(error, file=sys.stderr)
            code = code or NO_REPORT
    for report in reports:
        for edition in report.unsupported:
            print(
                f"{report.source}: holds a table of an edition that is not supported: {edition}; "
                "it was left alone. Who writes its form as TOML has it read with --form.",
                file=sys.stderr,
            )
    return reports, code


def _figures_table(report: Report) -> str:
    """The cells as aligned text, for reading."""
    lines = [
        f"{report.meta.title or report.source}  [{', '.join(f'{t}: {e}' for t, e in report.editions.items())}]"
    ]
    for value in report.values:
        shown = value.printed or f"({value.status})"
        if value.status is Status.AMBIGUOUS:
            shown += f" ? {' | '.join('blank' if c is None else str(c) for c in value.candidates)}"
        lines.append(f"  {value.label}\t{shown}\t{value.verdict}\t{value.where or ''}")
    lines += [f"  unplaced\t{u.printed}\t\t{u.where}" for u in report.unplaced]
    return "\n".join(lines)


def _dump(objects: Sequence[object]) -> str:
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1)


def _run_parse(arguments: argparse.Namespace) -> int:
    reports, code = _parse_all(arguments)
    if arguments.to == "csv":
        if reports or code == READ:
            sys.stdout.write(reports_to_csv(reports))
    elif reports:
        print(
            _dump([report_object(r) for r in reports])
            if arguments.to == "json"
            else "\n\n".join(map(_figures_table, reports))
        )
    return code


def _run_why(arguments: argparse.Namespace) -> int:
    from gxkit.forms import register_all

    register_all(arguments.form)
    report = parse_file(arguments.file, second_reading="off")
    try:
        key = (arguments.table, arguments.row, arguments.column)
        print(report.why(*key, language=arguments.language))
    except NoCellError as error:
        print(error, file=sys.stderr)
        return USAGE
    return READ


def _run_check(arguments: argparse.Namespace) -> int:
    reports, code = _parse_all(arguments)
    if arguments.to == "json":
        if reports:
            print(_dump([check_object(r, arguments.language) for r in reports]))
        return code
    for report in reports:
        print(findings_text(report, arguments.language))
    return code


def findings_text(report: Report, language: str) -> str:
    """The findings of a report as lines to read: the mistakes first, with the rules that each breaks, then remarks."""
    zh = language == "zh"
    cells, verified = len(report.values), sum(v.verdict == "verified" for v in report.values)
    kinds = Counter(f.kind for f in report.findings)
    broken, open_rules = kinds[FindingKind.FAILS], kinds[FindingKind.NOT_ASSESSABLE]
    summary = (
        f"{report.source}：{cells} 格，{verified} 格已核实；{broken} 条关系不成立，{open_rules} 条无法核对。"
        if zh
        else f"{report.source}: {cells} cells, {verified} verified; {broken} rules fail, {open_rules} not assessable."
    )
    failing = [f for f in report.findings if f.kind == "fails"]
    best = [e for e in report.explanations if e.rank == 1]
    remarks = [f.sentence if zh else f.sentence_en for f in report.findings if f.kind == "remark"]
    return "\n".join([summary, *explained_lines(failing, best, language), *remarks])


def _run_verify(arguments: argparse.Namespace) -> int:
    from gxkit.folder.build import verify_folder

    deviations = verify_folder(arguments.folder)
    for sentence in deviations:
        print(sentence, file=sys.stderr)
    if not deviations:
        print(
            f"{arguments.folder}: every file is as the catalog says, and the panel is what the reports give."
        )
    return OTHER if deviations else READ


def _run_study(arguments: argparse.Namespace) -> int:
    from gxkit.folder.build import write_panel
    from gxkit.folder.collection import read_collection
    from gxkit.paper.study import build_study

    if arguments.panel:
        written = write_panel(read_collection(arguments.folder, progress=True), arguments.folder)
    else:
        written = build_study(arguments.folder, arguments.to, arguments.language)
    print("Written:")
    for path in written:
        print(f"  {path}")
    return READ


def _run_review(arguments: argparse.Namespace) -> int:
    from gxkit.folder.collection import read_collection
    from gxkit.folder.decisions import CORRECTIONS, read_corrections
    from gxkit.folder.review import review_lines, review_objects, undecided

    ledger = read_corrections(os.path.join(arguments.folder, CORRECTIONS))
    items = undecided(
        read_collection(arguments.folder, progress=sys.stderr.isatty()).reports, ledger
    )
    print(
        json.dumps(review_objects(items, arguments.language), ensure_ascii=False, indent=1)
        if arguments.to == "json"
        else "\n".join(review_lines(items, arguments.language))
    )
    return READ


def _run_trace(arguments: argparse.Namespace) -> int:
    from gxkit.folder.collection import read_collection
    from gxkit.panel.trace import trace_text

    collection = read_collection(arguments.data)
    try:
        print(
            trace_text(
                arguments.figure,
                arguments.point,
                collection,
                language=arguments.language,
                figures=arguments.figures,
            )
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return USAGE
    return READ


def _run_add(arguments: argparse.Namespace) -> int:
    from gxkit.folder.add import add_report

    facts = {
        name: fact
        for name, fact in vars(arguments).items()
        if name not in ("command", "file", "data") and fact is not None
    }
    entry = add_report(arguments.data, arguments.file, **facts)
    print(
        f"{entry.path}: {entry.agency} {entry.year} ({entry.scope}); {arguments.data}/catalog.csv lists it."
    )
    return READ


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _arguments().parse_args(arguments)
    commands = {
        "parse": _run_parse,
        "check": _run_check,
        "why": _run_why,
        "verify": _run_verify,
        "study": _run_study,
        "review": _run_review,
        "add": _run_add,
        "trace": _run_trace,
    }
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        return commands[options.command](options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    except ReadError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except NoReportError as error:
        print(error, file=sys.stderr)
        return NO_REPORT
    except GxkitError as error:
        print(error, file=sys.stderr)
        return OTHER


if __name__ == "__main__":
    sys.exit(main())
