"""Diagnosis: the fewest mistakes that explain a table's broken sums, ranked, with evidence."""

from gxkit.diagnosis.explaining import explain

__all__ = ["explain"]
