"""What can go wrong, as one tree.

    GxkitError
    ├── ReadError            the file could not be read                      (exit code 3)
    │   ├── NotAFileError        it is absent or a directory
    │   ├── EmptyFileError       it holds nothing
    │   ├── UnknownFormatError   its bytes are no format that gxkit reads
    │   ├── DamagedFileError     its bytes break off or contradict the format
    │   │   ├── TooSlowError         reading it takes more time than is given
    │   │   ├── TooHungryError       reading it takes more memory than is given
    │   │   └── WorkerError          the process that reads it dies
    │   ├── EncryptedFileError   it asks for a password
    │   ├── NoTextError          it holds pictures and no text (a scan)
    │   ├── TooLargeError        it is, or unpacks to, more than the limit
    │   └── AddressError         an address of the web gave nothing, or may not be asked
    ├── NoReportError        read, but no disclosure report is in it         (exit code 4)
    ├── OwnFaultError        gxkit itself failed over a file
    ├── FormError            a form's TOML contradicts itself or has unknown keys
    ├── NoCellError          a report has no cell of that name
    │   └── NoTableError         nor a table of that name
    ├── UnknownReportError   a data folder has no report of that id
    ├── CatalogError         a catalog or a file it lists is not as it says
    ├── CorrectionError      a recorded decision is malformed or no longer fits its report
    ├── ClusterError         a cluster does not answer, or is not fit to read
    ├── MissingGlyphError    a chart would show an empty box for a character
    └── NothingToDraw        the reports hold no data for a figure

Every message says what happened, what was expected, the likely cause and what to do; `str(error)`
says it in the language that is set (`gxkit.language`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Self

from gxkit.text import LANGUAGES, Listed, Sayable, Sentence, choose, shown_language
from gxkit.text.escapes import to_line, to_text

_UNKNOWN = Sentence("未知的键 {keys}", "unknown key {keys}")
_KEYS = Sentence("{place}：{amiss}；可用的键为 {legal}。", "{place}: {amiss}; expected {legal}.")
_ABSENT = Sentence("缺少键 {keys}", "missing key {keys}")


class GxkitError(Exception):
    """Root of all errors that gxkit raises on purpose.

    `said` is its sentence in Chinese and in English, or one for both.
    """

    def __init__(self, *said: str) -> None:
        # a file's name in it may hold what no terminal shows
        shown = tuple(map(to_text, said))
        super().__init__(*shown)
        self.zh, self.en = (shown[0], shown[-1]) if shown else ("", "")

    @classmethod
    def of(cls, said: Sayable) -> Self:
        """The error whose sentence is this one."""
        return cls(*map(said.say, LANGUAGES))

    def say(self, language: str) -> str:
        """The sentence in `zh` or `en`."""
        return choose(self.zh, self.en, language)

    def __str__(self) -> str:
        return self.say(shown_language())


FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""what is raised by a fault of gxkit, and by nobody on purpose while a file is read"""
_TOO_SLOW = Sentence(
    "{name}：读取用时超过 {seconds} 秒{kind}，已放弃；文件可能已损坏，请重新下载。",
    "{name}: reading it took more than {seconds} seconds{kind}, so it was given up; the file is "
    "probably damaged. Fetch it again.",
)
_OF_CLOCK = Sentence("", "")
_OF_WORK = Sentence("（处理器时间）", " of work")
_OWN_FAULT = Sentence(
    "{name}：gxkit 自身在读取时出错（{complaint}）；请连同文件一起在 gxkit 的问题列表中报告，在"
    "修正之前先不用此文件。",
    "{name}: gxkit itself failed over it ({complaint}); please report this with the file among the "
    "issues of gxkit, and leave it out until then.",
)


class ReadError(GxkitError):
    """The file could not be read; said in one line, whatever its name and a library say."""

    def __init__(self, *said: str) -> None:
        super().__init__(*map(to_line, said))


class NotAFileError(ReadError):
    """The path is absent or a directory."""


class EmptyFileError(ReadError):
    """The file holds no bytes, or nothing but white space."""


class UnknownFormatError(ReadError):
    """The bytes are of no format that gxkit reads."""


class DamagedFileError(ReadError):
    """The bytes break off or contradict their format."""


class TooSlowError(DamagedFileError):
    """Reading the file takes more time than any sound report."""

    @classmethod
    def after(cls, name: str, seconds: float) -> Self:
        """The error for a file of this name, after so many seconds by the clock."""
        return cls.of(_TOO_SLOW.fill(name=name, seconds=f"{seconds:g}", kind=_OF_CLOCK))

    @classmethod
    def after_work(cls, name: str, seconds: float) -> Self:
        """The same, after so many seconds of the processor."""
        return cls.of(_TOO_SLOW.fill(name=name, seconds=f"{seconds:g}", kind=_OF_WORK))


class TooHungryError(DamagedFileError):
    """Reading the file takes more memory than any sound report."""


class WorkerError(DamagedFileError):
    """The process that reads the file dies, of a fault in a library."""


class EncryptedFileError(ReadError):
    """The file asks for a password."""


class NoTextError(ReadError):
    """The file holds pictures and no text."""


class TooLargeError(ReadError):
    """The file is, or unpacks to, more than the limit."""


class AddressError(ReadError):
    """An address of the web gave no file, or may not be asked."""


class OwnFaultError(GxkitError):
    """gxkit itself failed over a file, which may be sound."""

    @classmethod
    def over(cls, name: str, complaint: str) -> Self:
        """The error for a file of this name, and the last line that Python said of it."""
        said = _OWN_FAULT.fill(name=to_line(name), complaint=to_line(complaint))
        return cls.of(said)


def own_fault(name: str, raised: Exception) -> OwnFaultError:
    """What is said of an error that nobody raised on purpose while a file was read."""
    return OwnFaultError.over(name, f"{type(raised).__name__}: {raised}")


class NoReportError(GxkitError):
    """The file was read, but there is no disclosure report in it."""


class FormError(GxkitError):
    """A statutory form contradicts itself or has unknown keys."""


class NoCellError(GxkitError, KeyError):
    """A report's editions have no such table, row or column."""


class NoTableError(NoCellError, AttributeError):
    """A report has no such table, and so no such attribute."""


class UnknownReportError(GxkitError, KeyError):
    """A data folder has no report of that id."""


class CatalogError(GxkitError):
    """A catalog, or a file that it lists, is not as it says."""


class CorrectionError(GxkitError):
    """A recorded decision is malformed, contradicts another, or no longer fits its report."""


class ClusterError(GxkitError):
    """A cluster does not answer, was lost, or reads with another gxkit."""


class MissingGlyphError(GxkitError):
    """A chart would show an empty box for a character."""


class NothingToDraw(GxkitError):
    """The reports hold no data for a figure; the sentence says what is wanting."""


def check_keys(
    data: Mapping[str, object],
    where: str | Callable[[str], str],
    required: str,
    optional: str = "",
    *,
    error: type[GxkitError] = FormError,
) -> None:
    """Raise unless data from a TOML file has the required keys, and no others than optional ones.

    Keys are words with blanks between. `where` names the place for the message, or says it for a
    key that is amiss (its line, where that is known). A misspelt key is named as unknown and as
    missing, and the legal ones are listed.
    """
    needed = required.split()
    allowed = {*needed, *optional.split()}
    unknown = sorted(set(data) - allowed)
    absent = sorted(set(needed) - set(data))
    if not unknown and not absent:
        return
    said = []
    if unknown:
        said.append(_UNKNOWN.fill(keys=", ".join(unknown)))
    if absent:
        said.append(_ABSENT.fill(keys=", ".join(absent)))
    # a place that must be found is looked for only when there is something to say of it
    place = where if isinstance(where, str) else where((unknown or absent)[0])
    amiss = Listed(tuple(said), "；", "; ")
    legal = ", ".join(sorted(allowed))
    raise error.of(_KEYS.fill(place=place, amiss=amiss, legal=legal))
