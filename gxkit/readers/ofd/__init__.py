"""The OFD wing (GB/T 33190): the package (`package`), what its documents consist of (`documents`,
`resources`), what the objects of a page draw and where (`canvas`, `texts`, `paths`), and what of it
is seen (`sight`); the tables that rules and characters make are those of `gxkit.readers.plane`.

`pages` walks through it. Nothing is imported here, so that a reader costs what it uses.
"""
