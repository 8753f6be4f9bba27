"""What .docx and .doc share: the package, its WordprocessingML as lines and grids, list numbers."""
