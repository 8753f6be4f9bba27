"""From files to questioned reports: one (`one`), read a second time (`twice`), many (`many`)."""
