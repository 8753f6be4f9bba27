"""The faces of a report in a notebook: its card, its tables, its findings, what its file prints.

Each is HTML for a notebook and text for a shell. Every text from a file is escaped.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from gxkit.notebook.filled import table_html
from gxkit.notebook.found import explanations_html, findings_html
from gxkit.notebook.looks import value_text
from gxkit.notebook.markup import Face
from gxkit.notebook.printed import Picture, grid_html, page_picture
from gxkit.text import shown_language

__all__ = [
    "Face",
    "Picture",
    "explanations_html",
    "face_of",
    "findings_html",
    "grid_html",
    "page_picture",
    "table_html",
    "value_text",
]

_FACES: Mapping[str, tuple[str, str]] = {
    "Report": ("card", "face"),
    "ReportTable": ("filled", "face"),
    "Value": ("single", "value_face"),
    "Values": ("single", "values_face"),
    "Finding": ("single", "finding_face"),
    "Findings": ("found", "findings_face"),
    "Explanation": ("single", "explanation_face"),
    "Explanations": ("found", "explanations_face"),
    "Claim": ("single", "claim_face"),
    "Claims": ("single", "claims_face"),
    "Witness": ("single", "witness_face"),
    "Witnesses": ("single", "witnesses_face"),
    "Remarks": ("single", "remarks_face"),
    "Section": ("single", "section_face"),
    "Sections": ("single", "sections_face"),
    "Unplaced": ("single", "unplaced_face"),
    "UnplacedNumbers": ("single", "unplaced_numbers_face"),
    "Document": ("printed", "document_face"),
    "Grid": ("printed", "grid_face"),
    "Batch": ("many", "batch_face"),
    "Failures": ("many", "failures_face"),
    "Collection": ("many", "collection_face"),
    "Form": ("things", "form_face"),
    "Table": ("things", "table_face"),
    "Meta": ("things", "meta_face"),
    "Indicator": ("things", "indicator_face"),
    "Decision": ("things", "decision_face"),
}
"""by the name of its class, the module here and the function that draws a thing"""


def face_of(shown: object) -> Face:
    """What a thing looks like, in the language that is set."""
    kinds = [kind.__name__ for kind in type(shown).__mro__]
    # whoever makes a kind of report of his own has its face
    name = next(kind for kind in kinds if kind in _FACES)
    module, function = _FACES[name]
    # a report is shown without the room of folders, which brings the checks across years
    draw: Callable[[object, str], Face] = getattr(
        import_module(f"gxkit.notebook.{module}"), function
    )
    return draw(shown, shown_language())
