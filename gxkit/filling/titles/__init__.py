"""Titles: the reports of a file, and what each says of itself."""
