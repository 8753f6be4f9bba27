"""Diagnosis names the mistakes that explain the broken sums of a table: the fewest, ranked, with their evidence."""

from gxkit.diagnosis.explaining import explain

__all__ = ["explain"]
