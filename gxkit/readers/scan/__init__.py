"""What pictures of pages show: the page straightened, its rules and cells, and what stands in them.

Nothing is imported here, so that a reader costs what it uses.
"""
