"""Reports from the web into a data folder: the page as it is, and the files that carry its tables.

This is the only room of gxkit that goes to the network, and it does so only when an address is
given to `gxkit add` (or `folder.add`). `adding` is its door; what it needs is loaded there.
"""
