"""The columns of the frames, each list made once, and their types. Standard library only."""

from __future__ import annotations

REPORT = ("report", "agency", "agency_en", "code")
"""which body a line is about"""
WHO = (*REPORT, "level", "scope", "year")
"""who reports on which year, in full"""
CELL = ("table", "row", "column")
KEY = ("report", *CELL)
"""what tells the lines of a panel apart"""
PANEL = (
    *WHO,
    "edition",
    "only_cell_of",
    *CELL,
    "label",
    "value",
    "unit",
    "status",
    "verdict",
    "reconciled",
    "printed",
    "where",
    "sha256",
    "implied",
    "implied_by",
    "verified_by",
    "disputed_by",
    "use",
    "use_why",
)
CLAIMS = (
    *REPORT,
    "year",
    "claim",
    "counted",
    "stated",
    "table_value",
    "agrees",
    "cells",
    "where",
    "reconciled",
    "least",
    "most",
)
FINDINGS = ("report", "id", "rule", "kind", "left", "right", "sentence", "sentence_en", "settled")
ALTERNATIVES = ("report", "group", "alternative", "kind", *CELL, "printed", "value")
SETTLED = ("holds", "fails", "remarks", "not_assessable")
"""what can become of an instance of a rule, as the board counts it"""
BOARD = (*REPORT, "year", "rule", "soft", "instances", *SETTLED, "state", "mended")
SERIES = (
    *REPORT,
    "scope",
    "year",
    "edition",
    "value",
    "comparability",
    "reconciled",
    "verdict",
    "basis",
    "use",
)
CONCEPTS = (
    *WHO,
    "edition",
    "concept",
    "value",
    "unit",
    "comparability",
    "value_in_form",
    *SERIES[SERIES.index("reconciled") :],
)
INDICATOR_NUMBERS = (
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "ci_low",
    "ci_high",
)
INDICATORS = (
    *WHO,
    "edition",
    "indicator",
    *INDICATOR_NUMBERS,
    "method",
    "unit",
    "comparability",
    "reconciled",
    "verdict",
    "note",
    "note_en",
    "basis",
    "use",
)
FAILINGS = (
    *REPORT,
    "year",
    "family",
    "where",
    "rule",
    "soft",
    "instances",
    *SETTLED,
    "cells",
)
_COUNTS = ("instances", *SETTLED, "mended", "group", "alternative", "rank")
_FLOATS = (
    "value",
    "value_in_form",
    "low",
    "high",
    "reconciled",
    "implied",
    "left",
    "right",
    "stated",
    "table_value",
    "least",
    "most",
)
NUMBERS = {
    "year": "Int64",
    "soft": "bool",
    "certain": "bool",
    "agrees": "boolean",
    **dict.fromkeys(_FLOATS, "float64"),
    **dict.fromkeys(_COUNTS, "int64"),
}
"""the type of each column that is not text, as the files of a data folder have it"""
