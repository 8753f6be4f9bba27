"""The PDF wing: what a page draws (`rules`), what stands on it (`glyphs`), and what of it counts
(`ink`); the tables that both make are those of `gxkit.readers.plane`.

`pages` walks through it and is the first reading, with PDFium alone; `looking` draws its pages and
reads the figures again from what they show, `second` reads the tables again with another engine,
`crop` draws a place of a page. Nothing is imported here, so that a
reader costs what it uses.
"""
