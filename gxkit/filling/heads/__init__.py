"""What the head of a table says: which column of the form stands where, and how surely."""
