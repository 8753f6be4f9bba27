"""What stands in the cells: fields, numbers, what is doubtful, and what the rules make of them."""
