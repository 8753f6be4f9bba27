"""The faces of a report in a notebook: its tables, its findings, what its file prints.

Each is HTML for a notebook and text for a shell. Every text from a file is escaped.
"""

from gxkit.notebook.filled import table_html, value_text
from gxkit.notebook.found import explanations_html, findings_html
from gxkit.notebook.markup import Face
from gxkit.notebook.printed import Picture, grid_html, page_picture

__all__ = [
    "Face",
    "Picture",
    "explanations_html",
    "findings_html",
    "grid_html",
    "page_picture",
    "table_html",
    "value_text",
]
