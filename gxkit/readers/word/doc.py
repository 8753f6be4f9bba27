"""Word 97 files (.doc): msdoc2docx makes a .docx of them, which is then walked like any other."""

from __future__ import annotations

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import doc2docx
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from gxkit.errors import DamagedFileError, EncryptedFileError
from gxkit.readers.formats import Contents
from gxkit.readers.word.markup import body_to_blocks
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


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a Word 97 file; what the converter dropped of the text is remarked."""
    with TemporaryDirectory(prefix="gxkit-") as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "target.docx")
        source.write_bytes(data)
        try:
            result = doc2docx.convert(source, target)
        except EncryptedDocumentError as error:
            raise EncryptedFileError(
                f"{path.name}: the Word file asks for a password; open it in Word or WPS and save "
                "it without one."
            ) from error
        except _DAMAGE as error:
            raise DamagedFileError(
                f"{path.name}: the Word 97 file is damaged or of an unusual kind ({error}); fetch "
                "it again, or open it in Word, WPS or LibreOffice and save it as .docx."
            ) from error
        package = target.read_bytes()
    blocks, remarks = body_to_blocks(open_package(package, path.name))
    # the converter's warnings are of fonts and margins; its errors are of text that is lost
    errors = [f for f in result.report.diagnostics if f.severity == "error"]
    messages = sorted({str(finding.message) for finding in errors})
    lost = [_CONVERTER_SAYS.fill(message=message) for message in messages]
    return Contents(blocks, {}, (*remarks, *lost))
