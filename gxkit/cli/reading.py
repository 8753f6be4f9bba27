"""The commands that read files: parse, check, why."""

from __future__ import annotations

import os
import sys

from gxkit.cli.commands import (
    FILE,
    LANGUAGE,
    NO_REPORT,
    READ,
    SENTENCES,
    TEXT_OR_JSON,
    UNREADABLE,
    USAGE,
    Asked,
    chosen,
    command,
    complain,
    dump_objects,
    takes,
)
from gxkit.errors import CorrectionError, NoCellError, NoReportError, ReadError
from gxkit.output import check_object, report_object, reports_to_csv
from gxkit.output.checked import check_text
from gxkit.output.page import page_for
from gxkit.parsing.one import parse as parse_file
from gxkit.report import Report, Status, Value

FILES = takes("files", nargs="+", metavar="FILE")
TAKEN = ".pdf .ofd .docx .doc .odt .rtf .xlsx .xls .ods .xml .html .txt .csv .zip"
REPORTS = takes("files", nargs="+", metavar="FILE", help=TAKEN)
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
        print(dump_objects([report_object(report) for report in reports]))
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
        print(dump_objects([check_object(report, asked.language) for report in reports]))
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
        return complain(error, USAGE)
    return READ


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
            code = code or complain(error, failed)
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
