"""Where the tables of the forms stand on a tape: labels, rows, parts, and what is no table."""
