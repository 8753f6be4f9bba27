"""Which of several tables of a kind is the report's, and what is said of the others."""
