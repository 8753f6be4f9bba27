"""What stands on a page by its place, whatever the format: rules and the lattices that they make,
characters (`glyphs`, `lines`), the tables that both make (`lattice`, `cells`, `columns`, `breaks`),
and the pages as one document (`blocks`).

Readers of formats in which a page is ink at places (PDF, OFD) stand on this; it knows none of them.
Nothing is imported here, so that a reader costs what it uses.
"""
