"""The commands about what a person decides: review, decide."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from gxkit.cli.commands import (
    FOLDER,
    LANGUAGE,
    OTHER,
    READ,
    Asked,
    command,
    complain,
    data_folder,
    print_paths,
    refuse_usage,
    takes,
    to_json,
)
from gxkit.errors import CorrectionError
from gxkit.text import LANGUAGES, Sentence, read_number

if TYPE_CHECKING:
    from gxkit.folder.collection import Collection
    from gxkit.folder.deciding import Choice, Step
    from gxkit.folder.effects import Effect
    from gxkit.report import Key, Number

_DONE = {
    (False, True): Sentence("已写入：{name}，{ruling}", "written: {name}, {ruling}"),
    (True, True): Sentence("将写入：{name}，{ruling}", "would be written: {name}, {ruling}"),
    (False, False): Sentence("已撤销：{name}，{ruling}", "undone: {name}, {ruling}"),
    (True, False): Sentence("将撤销：{name}，{ruling}", "would be undone: {name}, {ruling}"),
}
"""by whether it is only tried, and whether it is made or undone"""
_CELL = Sentence.same("  {cell}: {printed} → {number}")
_EFFECT = Sentence(
    "  {name}（{report}）：{before} → {after}", "  {name} ({report}): {before} → {after}"
)
_BROKEN = Sentence(
    "  注意：改后仍不成立的勾稽关系：{rules}", "  note: rules that do not hold then: {rules}"
)
_NO_EFFECT = Sentence("  指标均不变。", "  No indicator changes.")
_BLANK = "—"
_KEY_PARTS = 3


@command(
    "review",
    "list what a person should decide",
    "List the broken rules without a decision in corrections.toml, in the order of how much they "
    "move the figures, then what is decided; or write them with --to review.html as a page on "
    "which they can be decided.",
    FOLDER,
    takes(
        "--to",
        default="text",
        metavar="{text,json,FILE.html}",
        help="output (default: text); the decisions that are made on a page are downloaded from it "
        "as a file that gxkit decide --from FILE applies",
    ),
    takes(
        "--language",
        choices=LANGUAGES,
        default=LANGUAGES[0],
        help=f"of the sentences (default: {LANGUAGES[0]})",
    ),
)
def run_review(asked: Asked) -> int:
    from gxkit.folder.deciding import keep_list, list_decided
    from gxkit.folder.review import review_lines, review_objects, undecided

    is_page = asked.to.endswith((".html", ".htm"))
    # a name that ends otherwise is a misspelt word, or a page that no browser would open
    if asked.to not in ("text", "json") and not is_page:
        return refuse_usage(
            f"--to 写的是 {asked.to!r}；应为 text、json 或以 .html 结尾的文件。",
            f"--to is {asked.to!r}; expected text, json or a file that ends in .html.",
        )
    collection = _open(asked.folder)
    if is_page:
        return _write_page(collection, asked)
    items = undecided(collection.reports, collection.holding)
    if asked.to == "json":
        print(to_json(review_objects(items, asked.language)))
        return READ
    made = list_decided(collection, items)
    stale = [one.decision for one in collection.stale]
    print("\n".join(review_lines(items, asked.language, made, stale)))
    keep_list(collection)
    return READ


def _open(folder: str) -> Collection:
    from gxkit.folder.collection import open_folder

    return open_folder(folder, progress=sys.stderr.isatty())


def _write_page(
    collection: Collection,
    asked: Asked,
) -> int:
    from gxkit.notebook.review import review_page
    from gxkit.output import write_file

    page = review_page(collection, _own_name(), asked.language)
    print_paths([write_file(asked.to, page)])
    return READ


@command(
    "decide",
    "decide what is undecided",
    "Decide one thing of the list that gxkit review prints: accept an explanation, keep what is "
    "printed, correct cells, postpone, or undo a decision; written into corrections.toml with its "
    "reason. Or apply the file that the page of gxkit review gave, with --from.",
    takes(
        "folder",
        nargs="?",
        metavar="DATA",
        help="the data folder (default: this folder if it is one, else data)",
    ),
    takes(
        "cause",
        nargs="?",
        metavar="REPORT:RULE",
        help="its name in the list, as 2021-x:requests:R2:total; or its number there, as long as "
        "the list is the one that was printed last",
    ),
    takes("--accept", type=int, metavar="K", help="explanation K of it is right"),
    takes("--keep", action="store_true", help="the figures stand as printed"),
    takes(
        "--correct",
        action="append",
        default=[],
        metavar="TABLE/ROW/COLUMN=NUMBER",
        help="the cell should be this number; may be given several times",
    ),
    takes("--postpone", action="store_true", help="decide later; it goes to the end of the list"),
    takes("--undo", action="store_true", help="take its decision back"),
    takes("--reason", default="", metavar="TEXT", help="why; asked for unless you undo"),
    takes(
        "--evidence",
        action="append",
        default=[],
        metavar="TEXT",
        help="what it rests on; several times if need be (default: what gxkit found)",
    ),
    takes("--who", default="", metavar="NAME", help="who decides (default: your name here)"),
    takes("--dry-run", action="store_true", help="write nothing; say what would change"),
    takes("--from", dest="listed_in", metavar="FILE", help="decisions that a page gave"),
    LANGUAGE,
)
def run_decide(asked: Asked) -> int:
    from gxkit.folder.deciding import find_item, make_step

    chosen = [asked.accept is not None, asked.keep, bool(asked.correct)]
    count = sum([*chosen, asked.postpone, asked.undo])
    if asked.listed_in:
        return _decide_all(asked) if not count else _refuse_usage()
    if asked.cause is None or count != 1:
        return _refuse_usage()
    collection = _open(data_folder(asked.folder))
    item = find_item(collection, asked.cause)
    step = make_step(
        collection,
        item,
        _choice(asked),
        reason=asked.reason,
        evidence=asked.evidence,
        who=asked.who or _own_name(),
        when=date.today(),
    )
    _take(collection, step, asked)
    return READ


def _own_name() -> str:
    """Who is at the machine; '' where it does not know, and --who must say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _refuse_usage() -> int:
    return refuse_usage(
        "gxkit decide 需要数据文件夹、gxkit review 列出的名称（报告:规则），以及 --accept K、"
        "--keep、"
        "--correct、--postpone、--undo 之一；或只用 --from 文件。",
        "gxkit decide takes a data folder, a name of the list that gxkit review prints "
        "(REPORT:RULE) and one of --accept K, --keep, --correct, --postpone, --undo; or --from "
        "FILE alone.",
    )


def _choice(asked: Asked) -> Choice:
    from gxkit.folder.deciding import Choice

    return Choice(
        asked.accept,
        asked.keep,
        [_read_correction(text) for text in asked.correct],
        asked.undo,
    )


def _read_correction(text: str) -> tuple[Key, Number]:
    """A cell and its number from `table/row/column=NUMBER`."""
    name, _, printed = text.rpartition("=")
    parts = tuple(name.strip().split("/"))
    number = read_number(printed)
    if len(parts) != _KEY_PARTS or number is None:
        raise CorrectionError(
            f"--correct {text}：应为单元格和数字，例如 requests/decided/total=7，单元格用 gxkit pa"
            "rse --to csv 列出的编号。",
            f"--correct {text}: expected a cell and its number, requests/decided/total=7, the cell "
            "by the ids that gxkit parse --to csv prints.",
        )
    table, row, column = parts
    return (table, row, column), number.value


def _decide_all(asked: Asked) -> int:
    """Take the decisions of a file one by one; what no longer fits is named, the rest is taken."""
    from gxkit.folder.deciding import fit_step
    from gxkit.folder.downloaded import read_steps

    steps = read_steps(asked.listed_in)
    collection = _open(data_folder(asked.folder))
    code = READ
    for read in steps:
        step = fit_step(collection, read)
        try:
            _take(collection, step, asked)
        except CorrectionError as error:
            code = complain(error, OTHER)
    return code


def _take(
    collection: Collection,
    step: Step,
    asked: Asked,
) -> None:
    """Take a step, or only try it, and say what it changes."""
    from gxkit.folder.deciding import broken_then, take_step, try_step

    after = try_step(collection, step)
    broken = broken_then(after, step)
    notes = [_BROKEN.fill(rules=", ".join(broken))] if broken else []
    lines = [*_cells_changed(step), *notes, *_effects(collection, after, step)]
    if not asked.dry_run:
        take_step(collection, step)
    for decision in (*step.made, *step.undone):
        said = _DONE[asked.dry_run, decision in step.made]
        filled = said.fill(name=decision.names[0], ruling=decision.ruling)
        print(filled.say(asked.language))
    for line in lines:
        print(line.say(asked.language))


def _cells_changed(step: Step) -> Iterator[Sentence]:
    """Each cell that is given another number."""
    for decision in step.made:
        for cell in decision.cells:
            if cell.number is not None:
                name = "/".join(cell.key)
                yield _CELL.fill(cell=name, printed=cell.printed or _BLANK, number=cell.number)


def _effects(
    before: Collection,
    after: Collection,
    step: Step,
) -> list[Sentence]:
    """The indicators that follow."""
    from gxkit.folder.effects import effects_of

    touched = {decision.report for decision in (*step.made, *step.undone)}
    trials = [report for report in after.reports if report.id in touched]
    effects = chain(*effects_of(before, trials))
    return [_say_effect(effect) for effect in effects] or [_NO_EFFECT]


def _say_effect(effect: Effect) -> Sentence:
    before, after = effect.said()
    return _EFFECT.fill(
        name=effect.name,
        report=effect.report,
        before=before,
        after=after,
    )
