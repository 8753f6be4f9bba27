"""Faces of reports in a notebook."""
