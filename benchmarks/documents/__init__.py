"""Random documents in layouts that no reader was written for, each with what its cells truly hold.

`drafts` says what a document holds, `grids` where the boxes of its tables stand; `webpages`,
`wordfiles`, `texts`, `printer` and `typeset` write it down; `which_table`, `which_year`,
`which_column`, `in_a_cell`, `on_a_page`, `titles` and
`title_layouts` are the mutations, `scores` what came out.
"""
