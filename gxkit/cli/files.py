"""The files that a command reads, one after the other: each gives the same alone or in company."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gxkit.cli.commands import READ, Asked, code_of, complain, named_files
from gxkit.errors import FAULTS, CorrectionError, NoReportError, OwnFaultError, ReadError, own_fault
from gxkit.folder.decisions import Decision, read_corrections
from gxkit.parsing.files import ids_of
from gxkit.parsing.many import READING, watch
from gxkit.parsing.one import parse
from gxkit.readers import MAX_FILE_BYTES
from gxkit.readers.copied import HAS_COPIES, CopyGuard
from gxkit.readers.guard import Guard
from gxkit.report import Report
from gxkit.text import choose, shown_language

STANDARD_INPUT = "-"


@dataclass
class Files:
    """Files on a command line; going through them gives the report of each that has one.

    What failed, and what a report holds that gxkit cannot fill, is said on standard error; `code`
    is the first exit code of those that failed.
    """

    names: Sequence[str]
    second_reading: str
    decisions: Sequence[Decision]
    code: int = READ

    @classmethod
    def of(cls, asked: Asked) -> Files:
        """The files, folders and patterns of a command, under its forms and decisions."""
        from gxkit.forms import register_all

        register_all(asked.form)
        mode = asked.second_reading or "on"
        return cls(named_files(asked.files), mode, named_decisions(asked.corrections))

    def __iter__(self) -> Iterator[Report]:
        ids = ids_of(self.names)
        # a bar would run through what is printed on the same terminal
        is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
        with shell_guard() as guard:
            yield from self._each(watch(self.names, READING, shown=is_watched), ids, guard)

    def _each(
        self,
        names: Iterable[str],
        ids: Mapping[str, str],
        guard: Guard | None,
    ) -> Iterator[Report]:
        from gxkit.folder.applying import apply_corrections

        for done, name in enumerate(names):
            try:
                report = self._parse(name, ids[name], guard)
            except (ReadError, NoReportError, OwnFaultError) as error:
                failed = complain(error, code_of(error))
                self.code = self.code or failed
            except KeyboardInterrupt:
                zh = f"停在 {name}：{len(self.names)} 个文件读完 {done} 个，已打印的是完整的。"
                en = (
                    f"Stopped in {name}: {done} of {len(self.names)} files were read, and what is "
                    "printed of them is whole."
                )
                raise KeyboardInterrupt(choose(zh, en, shown_language())) from None
            else:
                _name_unsupported(report)
                yield apply_corrections(report, self.decisions)

    def _parse(
        self,
        name: str,
        own: str,
        guard: Guard | None,
    ) -> Report:
        """The report of a file, or of what comes from standard input."""
        file: str | bytes = name
        if name == STANDARD_INPUT:
            # one byte more than is read tells that it is too much
            file, own = sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "stdin"
        report: Report = ask_guard(guard, parse_alone, name, file, own, self.second_reading)
        return report


def parse_alone(
    _: Path,
    file: str | bytes,
    report_id: str,
    second_reading: str,
) -> Report:
    """The report of one file, without how it was read, which would take long to be handed over."""
    report = parse(file, report_id, second_reading=second_reading)
    return replace(report, filling=None)


@contextmanager
def shell_guard() -> Iterator[Guard | None]:
    """A worker for what the shell is asked to read; None where this process cannot be copied."""
    if not HAS_COPIES:
        yield None
        return
    with CopyGuard() as guard:
        yield guard


def ask_guard(
    guard: Guard | None,
    function: Callable[..., Any],
    name: str,
    *arguments: Any,
) -> Any:
    """What a function of a module gives of a file of that name, within the guard's limits."""
    path = Path(name)
    if guard is None:
        try:
            return function(path, *arguments)
        except FAULTS as raised:
            raise own_fault(name, raised) from raised
    return guard.ask(function, (path, *arguments))


def _name_unsupported(report: Report) -> None:
    for edition in report.unsupported:
        print(
            f"{report.source}: holds a table of an edition that is not supported: {edition}; "
            "it was left alone. Who writes its form as TOML has it read with --form.",
            file=sys.stderr,
        )


def named_decisions(ledger: str | None) -> tuple[Decision, ...]:
    """The decisions of a corrections.toml that somebody named, none if nobody did."""
    if not ledger:
        return ()
    # an absent ledger of a data folder is an empty one, but here somebody named it
    if not os.path.exists(ledger):
        raise CorrectionError(
            f"没有文件 {ledger}；--corrections 应给出 data/corrections.toml 这样的文件。",
            f"{ledger} is not there; --corrections names a file such as data/corrections.toml.",
        )
    return read_corrections(ledger)
