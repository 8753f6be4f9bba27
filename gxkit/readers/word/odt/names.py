"""The names of OpenDocument 1.3 as lxml writes them."""

from __future__ import annotations

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = _NAMES + "office:1.0}"
STYLE = _NAMES + "style:1.0}"
TEXT = _NAMES + "text:1.0}"
TABLE = _NAMES + "table:1.0}"
DRAW = _NAMES + "drawing:1.0}"
FORMATTING = _NAMES + "xsl-fo-compatible:1.0}"
SVG = _NAMES + "svg-compatible:1.0}"
EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
