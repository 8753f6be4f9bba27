"""Workbooks: what each cell shows, sheet by sheet, whatever program has written the file."""
