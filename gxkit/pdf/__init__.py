"""The PDF wing: what a page draws (`rules`), what stands on it (`glyphs`), the tables both make (`lattice`, `columns`).

`gxkit.readers.pdf` walks through it and is the first reading, with PDFium alone. `engines` names the readings that
there are, `crop` draws a place of a page. Nothing is imported here, so
that a reader costs what it uses.
"""
