"""The PDF wing: what a page draws (`rules`), what stands on it (`glyphs`, `lines`), and the tables
that both make (`lattice`, `columns`, `breaks`).

`pages` walks through it and is the first reading, with PDFium alone; `second` reads the tables
again with another engine, `crop` draws a place of a page. Nothing is imported here, so that a
reader costs what it uses.
"""
