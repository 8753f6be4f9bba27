"""What .docx and .doc share: WordprocessingML as lines and grids, automatic numbers, the package that holds it."""
