"""The page beside the number: the pages of a report's file, with the place of each cell on them.

`leaves` are the pages and where cells stand on them, `drawn` how one that is a picture looks with
marks on it, `rendered` one that is made of the lines and tables of a document, `showing` what
`value.show()`, `finding.show()` and `report.show()` give.
"""

from gxkit.notebook.page.leaves import (
    Leaf,
    Pages,
    Spot,
    pages_of,
)
from gxkit.notebook.page.showing import show

__all__ = ["Leaf", "Pages", "Spot", "pages_of", "show"]
