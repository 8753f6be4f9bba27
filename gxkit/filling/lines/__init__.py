"""How the labels and figures of a table lie to each other: in rows, across, turned, in halves."""
