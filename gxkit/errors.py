"""What can go wrong, as one tree. Standard library only.

    GxkitError
    ├── ReadError            the file could not be read                      (exit code 3)
    │   ├── NotAFileError        it is absent or a directory
    │   ├── EmptyFileError       it holds nothing
    │   ├── UnknownFormatError   its bytes are no format that gxkit reads
    │   ├── DamagedFileError     its bytes break off or contradict the format
    │   ├── EncryptedFileError   it asks for a password
    │   ├── NoTextError          it holds pictures and no text (a scan)
    │   ├── TooLargeError        it is, or unpacks to, more than the limit
    │   └── AddressError         an address of the web gave nothing, or may not be asked
    ├── NoReportError        read, but no disclosure report is in it         (exit code 4)
    ├── FormError            a form's TOML contradicts itself or has unknown keys
    ├── NoCellError          a report has no cell of that name
    │   └── NoTableError         nor a table of that name
    ├── UnknownReportError   a data folder has no report of that id
    ├── CatalogError         a catalog or a file it lists is not as it says
    ├── CorrectionError      a recorded decision is malformed or no longer fits its report
    ├── MissingGlyphError    a chart would show an empty box for a character
    └── NothingToDraw        the reports hold no data for a figure

Every message says what happened, what was expected, the likely cause and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class GxkitError(Exception):
    """Root of all errors that gxkit raises on purpose."""


class ReadError(GxkitError):
    """The file could not be read."""


class NotAFileError(ReadError):
    """The path is absent or a directory."""


class EmptyFileError(ReadError):
    """The file holds no bytes, or nothing but white space."""


class UnknownFormatError(ReadError):
    """The bytes are of no format that gxkit reads."""


class DamagedFileError(ReadError):
    """The bytes break off or contradict their format."""


class EncryptedFileError(ReadError):
    """The file asks for a password."""


class NoTextError(ReadError):
    """The file holds pictures and no text."""


class TooLargeError(ReadError):
    """The file is, or unpacks to, more than the limit."""


class AddressError(ReadError):
    """An address of the web gave no file, or may not be asked."""


class NoReportError(GxkitError):
    """The file was read, but there is no disclosure report in it."""


class FormError(GxkitError):
    """A statutory form contradicts itself or has unknown keys."""


class NoCellError(GxkitError, KeyError):
    """A report's editions have no such table, row or column."""

    def __str__(self) -> str:
        return str(self.args[0])


class NoTableError(NoCellError, AttributeError):
    """A report has no such table, and so no such attribute."""


class UnknownReportError(GxkitError, KeyError):
    """A data folder has no report of that id."""

    def __str__(self) -> str:
        return str(self.args[0])


class CatalogError(GxkitError):
    """A catalog, or a file that it lists, is not as it says."""


class CorrectionError(GxkitError):
    """A recorded decision is malformed, contradicts another, or no longer fits its report."""


class MissingGlyphError(GxkitError):
    """A chart would show an empty box for a character."""


class NothingToDraw(GxkitError):
    """The reports hold no data for a figure; `zh` and `en` say in a sentence what is wanting."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def say(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


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
        said.append(f"unknown key {', '.join(unknown)}")
    if absent:
        said.append(f"missing key {', '.join(absent)}")
    # a place that must be found is looked for only when there is something to say of it
    place = where if isinstance(where, str) else where((unknown or absent)[0])
    raise error(f"{place}: {'; '.join(said)}; expected {', '.join(sorted(allowed))}.")
