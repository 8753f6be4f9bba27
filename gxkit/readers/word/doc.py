"""Word 97 files (.doc): msdoc2docx makes a .docx of them, which is then walked like any other."""

from __future__ import annotations

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import doc2docx
from doc2docx.cfb import CompoundFile
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from gxkit.errors import DamagedFileError, EncryptedFileError
from gxkit.readers.formats import Contents
from gxkit.readers.word.markup import body_to_contents
from gxkit.readers.word.package import open_package
from gxkit.text import Sentence

_CONVERTER_SAYS = Sentence(
    "转换.doc的程序报告：{message}。", "The converter from .doc says: {message}."
)

# the converter's own errors, and those of its struct, slice and decoding code on bytes that
# contradict each other
_DAMAGE = (
    Doc2DocxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
    AssertionError,
    RecursionError,
    MemoryError,
)


# Of the converter's warnings most are of fonts and margins; these are of what is read.
_OF_TEXT = frozenset(
    (
        "MAIN_TEXTBOX_TABLE_MALFORMED",
        "GROUPED_MAIN_TEXTBOXES_DEFERRED",
        "MALFORMED_TABLE_FLATTENED",
        "TABLE_MARKER_DEFERRED",
        "NUMBERING_TABLE_MALFORMED",
        # without styles nobody knows what they hide or strike out
        "STYLE_TABLE_MALFORMED",
    )
)
_NO_DRAWINGS = Sentence(
    "文件中的图形无法识读（{reason}），已略去；其中若有文本框，其内容没有识读。",
    "The drawings in the file make no sense ({reason}) and were left out; text boxes among them "
    "were not read.",
)
# The file information block of Word 97 (MS-DOC 2.5): how many characters the stories of text boxes
# have, and the sizes of the tables that place drawings and text boxes.
_BLOCK = b"\xec\xa5"
_BLOCK_SIZE = 0x382
_SECTOR = 512
_STORIES = (0x64, 0x68)
_TABLES = 0x9A
_SIZES = tuple(_TABLES + 8 * number + 4 for number in (40, 41, 50, 56, 57, 58, 59, 75, 76))
_NOTHING = bytes(4)


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a Word 97 file; what the converter dropped of the text is remarked."""
    try:
        package, said = _convert(data)
    except EncryptedDocumentError as error:
        raise EncryptedFileError(
            f"{path.name}：Word 文件需要密码；请用 Word 或 WPS 打开，取消密码后另存。",
            f"{path.name}: the Word file asks for a password; open it in Word or WPS and save "
            "it without one.",
        ) from error
    except _DAMAGE as error:
        # Word does not mind a shape without size or turned inside out, and the converter does
        plain = _without_drawings(data)
        if plain is None:
            raise _explain_damage(path, error) from error
        try:
            package, said = _convert(plain)
        except _DAMAGE:
            raise _explain_damage(path, error) from error
        said = [_NO_DRAWINGS.fill(reason=str(error)), *said]
    contents = body_to_contents(open_package(package, path.name))
    return contents._replace(remarks=(*contents.remarks, *said))


def _convert(data: bytes) -> tuple[bytes, list[Sentence]]:
    """The package that the converter makes, and what it says of text that is lost."""
    with TemporaryDirectory(prefix="gxkit-") as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "target.docx")
        source.write_bytes(data)
        result = doc2docx.convert(source, target)
        package = target.read_bytes()
    messages = set()
    for finding in result.report.diagnostics:
        if finding.severity == "error" or finding.code in _OF_TEXT:
            messages.add(str(finding.message))
    return package, [_CONVERTER_SAYS.fill(message=message) for message in sorted(messages)]


def _explain_damage(path: Path, error: BaseException) -> DamagedFileError:
    return DamagedFileError(
        f"{path.name}：Word 97 文件已损坏或类型少见（{error}）；请重新下载，或用 Word、WPS 或 "
        "LibreOffice 打开，另存为 .docx。",
        f"{path.name}: the Word 97 file is damaged or of an unusual kind ({error}); fetch "
        "it again, or open it in Word, WPS or LibreOffice and save it as .docx.",
    )


def _without_drawings(data: bytes) -> bytes | None:
    """The file as if it had no drawings; None where it has none, or is not built as usual."""
    try:
        block = CompoundFile(data).open_stream("WordDocument")[:_BLOCK_SIZE]
    except _DAMAGE:
        return None
    begun = data.find(block)
    # a block in pieces could only be changed by rewriting the file
    if begun < 0 or begun % _SECTOR or not block.startswith(_BLOCK) or len(block) < _BLOCK_SIZE:
        return None
    plain = bytearray(data)
    for place in (*_STORIES, *_SIZES):
        at = begun + place
        plain[at : at + len(_NOTHING)] = _NOTHING
    return bytes(plain) if plain != data else None
