"""What several editions count alike: the crosswalk between their cells, and the series of a concept in a panel."""

from gxkit.concepts.crosswalk import (
    Break,
    Comparability,
    Concept,
    Crosswalk,
    concept_of_cells,
    crosswalk,
    find_concept,
    read_crosswalk,
)
from gxkit.concepts.series import SERIES_COLUMNS, WANTING, CellIndex, CellSum, concept_series, index_cells, sum_cells

__all__ = ["SERIES_COLUMNS", "WANTING", "Break", "CellIndex", "CellSum", "Comparability", "Concept", "Crosswalk",
           "concept_of_cells", "concept_series", "crosswalk", "find_concept", "index_cells", "read_crosswalk",
           "sum_cells"]
