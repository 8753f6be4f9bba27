"""From files to questioned reports: one file (`one`), asked by all that is known (`judging`), read
a second time (`twice`); and many files (`many`)."""
